// The rules of placing on made catalogues: caps and the density of goods over whole sessions, each beside the selector without them, and
// what the log says: who gave way, and a propensity that is the frequency with which the policy really does it.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { personalisedFeed } from '../feed-pipeline.ts'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import type { PlacingRule } from '../domain/placing-rule.ts'
import {
  aContent,
  aProduct,
  aRequest,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  START,
  watch,
  type SimulatedFeed,
} from '../fixtures.ts'
import { PARAMS } from '../params.ts'
import { PIPELINES } from '../service/next-slate.ts'
import { chanceToExplore } from './exploration.ts'
import { createPlacingRules } from './placing-rules.ts'
import { fillPlaces, slateSelector } from './slate-selector.ts'

const me = idFor('usr', 1)
/** The twin: the same feed, in which no cap and no density holds. */
const UNRULED = {
  ...PIPELINES,
  personalised: { ...personalisedFeed, selector: slateSelector({ explore: true, capped: false }) },
}
type Shown = { contentId: string; goods: boolean; atMs: number; gaveWay: readonly PlacingRule[] }

/** Slates of eight until `places` were shown; likes what `likes` says. */
async function session(
  feed: SimulatedFeed,
  places: number,
  likes: (contentId: string) => boolean = () => false,
): Promise<Shown[]> {
  const shown: Shown[] = []
  while (shown.length < places) {
    const slate = await feed.nextSlate(aRequest(me))
    const atMs = feed.clock.now().getTime()
    for (const item of shownOf(slate)) {
      shown.push({ contentId: item.contentId, goods: item.productIds.length > 0, atMs, gaveWay: item.gaveWay ?? [] }) // prettier-ignore
      watch(feed, me, slate.slateId, item, likes(item.contentId))
    }
  }
  return shown
}

describe('density of goods', () => {
  /** Every third content sells nothing; nobody cares for those. */
  function aMixedFeed(pipelines = PIPELINES): SimulatedFeed {
    const feed = simulatedFeed('density', pipelines)
    fillCatalogue(feed, 300, seededRandom('density'))
    for (let n = 0; n < 150; n++) feed.offer(aContent(1_000 + n, { tags: [] }))
    return feed
  }
  const likesGoods = (feed: SimulatedFeed) => (id: string) =>
    feed.catalogue.content(id)!.productIds.length > 0
  const densityOf = (shown: readonly Shown[]) => shown.filter((s) => s.goods).length / shown.length
  /** Windows of so many in a row with more goods than the dial allows. */
  const broken = (shown: readonly Shown[], { most, withinPlaces }: { most: number; withinPlaces: number }) =>
    shown.filter((_, k) => {
      const window = shown.slice(k, k + withinPlaces)
      return window.length === withinPlaces && window.filter((s) => s.goods).length > most
    }).length

  it('is kept in every window while there is something else, over slates; without the rule it is not', async () => {
    const { usual } = PARAMS.commerceDensity
    const feed = aMixedFeed()
    const shown = await session(feed, 160, likesGoods(feed))
    assert.equal(broken(shown, usual), 0)
    assert.ok(shown.every((s) => !s.gaveWay.includes('commerce-density')))
    const twin = aMixedFeed(UNRULED)
    assert.ok(broken(await session(twin, 160, likesGoods(twin)), usual) > 10)
  })

  it('is a dial: who asked for less is shown less, at once and on both paths', async (t) => {
    const { usual, fewer } = PARAMS.commerceDensity
    for (const personalised of [true, false]) {
      const feed = aMixedFeed()
      feed.settings.put(me, { ...DEFAULT_SETTINGS, personalised })
      const before = densityOf(await session(feed, 80, likesGoods(feed)))
      feed.settings.put(me, { ...DEFAULT_SETTINGS, personalised, fewerGoods: true })
      const shown = await session(feed, 80, likesGoods(feed))
      t.diagnostic(`personalised ${personalised}: density ${before}, asked for fewer ${densityOf(shown)}`)
      assert.equal(broken(shown, fewer), 0)
      assert.ok(densityOf(shown) <= fewer.most / fewer.withinPlaces + 0.01)
      if (personalised) assert.ok(before > usual.most / usual.withinPlaces - 0.05)
    }
  })

  it('gives way where everything sells: a full slate, and the log says so', async () => {
    const feed = simulatedFeed('all goods')
    fillCatalogue(feed, 100, seededRandom('all goods'))
    const shown = await session(feed, 24)
    assert.equal(shown.length, 24)
    assert.ok(shown.slice(9).every((s) => s.gaveWay.includes('commerce-density')))
    assert.ok(shown.slice(0, 9).every((s) => s.gaveWay.length === 0))
  })
})

describe('caps', () => {
  const { shop, author, product } = PARAMS.caps
  /** One creator with one shop makes what this person loves; the rest is of many. */
  function aFeedWithOneStar(pipelines = PIPELINES): SimulatedFeed {
    const feed = simulatedFeed('caps', pipelines)
    fillCatalogue(feed, 240, seededRandom('caps'))
    for (let n = 0; n < 60; n++) {
      const productId = idFor('prd', 1_000 + (n % 20))
      feed.stock(aProduct(1_000 + (n % 20), { shopId: idFor('shp', 999), tags: ['star'] }))
      feed.offer(
        aContent(1_000 + n, { creatorId: idFor('crt', 999), tags: ['star'], productIds: [productId] }),
      )
    }
    return feed
  }
  const isStar = (feed: SimulatedFeed) => (id: string) =>
    feed.catalogue.content(id)!.creatorId === idFor('crt', 999)
  /** The most of one kind within any such stretch of time. */
  function mostWithin(
    feed: SimulatedFeed,
    shown: readonly Shown[],
    of: (contentId: string) => string,
    withinMs: number,
  ): number {
    return Math.max(
      ...shown.map(
        (s) =>
          shown.filter(
            (o) => o.atMs <= s.atMs && s.atMs - o.atMs < withinMs && of(o.contentId) === of(s.contentId),
          ).length,
      ),
    )
  }
  const ofShop = (feed: SimulatedFeed) => (id: string) => feed.catalogue.content(id)!.shopIds[0]!
  const ofProduct = (feed: SimulatedFeed) => (id: string) => feed.catalogue.content(id)!.productIds[0]!

  it('hold over slates, by shop and by product; without them the star takes the hour', async () => {
    const feed = aFeedWithOneStar()
    const shown = await session(feed, 96, isStar(feed))
    assert.ok(mostWithin(feed, shown, ofShop(feed), HOUR_MS) <= Math.min(shop.anHour, author.anHour))
    assert.ok(mostWithin(feed, shown, ofProduct(feed), HOUR_MS) <= product.anHour)
    assert.ok(
      shown.filter((s) => isStar(feed)(s.contentId)).length >= shop.anHour - 1,
      'up to the cap it is shown',
    )
    const twin = aFeedWithOneStar(UNRULED)
    const unruled = await session(twin, 96, isStar(twin))
    assert.ok(mostWithin(twin, unruled, ofShop(twin), HOUR_MS) > 1.5 * shop.anHour)
  })

  it('are remembered over a restart, and over after their time', async () => {
    const before = aFeedWithOneStar()
    await session(before, 96, isStar(before))
    const feed = aFeedWithOneStar()
    feed.clock.advance(before.clock.now().getTime() - feed.clock.now().getTime())
    feed.learner.restore(structuredClone(before.learner.dump()))
    assert.equal((await session(feed, 16, isStar(feed))).filter((s) => isStar(feed)(s.contentId)).length, 0)
    feed.clock.advance(DAY_MS)
    assert.ok((await session(feed, 16, isStar(feed))).some((s) => isStar(feed)(s.contentId)))
  })

  it('give way when one shop is all there is, and say so', async () => {
    const feed = simulatedFeed('one shop')
    for (let n = 0; n < 40; n++) {
      feed.stock(aProduct(n, { shopId: idFor('shp', 1) }))
      feed.offer(aContent(n, { productIds: [idFor('prd', n)] }))
    }
    const shown = await session(feed, 24)
    assert.equal(shown.length, 24)
    assert.ok(shown[shop.anHour]!.gaveWay.includes('shop-cap'))
  })
})

describe('the propensity of a place', () => {
  type Outcome = { key: string; propensity: number; naive: number }
  const [COUNT, SLATES] = [5, 6_000]

  /** Ten candidates of three authors and three shops, half of which sell, after a random past; six of them may be explored. */
  function aState(seed: number) {
    const random = seededRandom(`state ${seed}`)
    const feed = simulatedFeed(seed)
    for (let n = 0; n < 40; n++) {
      feed.stock(aProduct(n, { shopId: idFor('shp', random.int(3)) }))
      feed.offer(
        aContent(n, {
          creatorId: idFor('crt', random.int(3)),
          productIds: random.next() < 0.7 ? [idFor('prd', n)] : [],
        }),
      )
    }
    const atMs = START.getTime()
    const past = Array.from(
      { length: 12 },
      (_, k) => [idFor('cnt', 10 + k), atMs - (12 - k) * 60_000] as const,
    )
    const scores = Array.from({ length: 10 }, () => random.next())
    const chances = Array.from({ length: 6 }, () => 0.1 + random.next())
    const total = chances.reduce((a, b) => a + b)
    const query = (): FeedQuery =>
      ({
        world: { catalogue: feed.catalogue },
        atMs,
        settings: { ...DEFAULT_SETTINGS, fewerGoods: seed % 2 === 0 },
        categoriesMet: new Map(),
        served: new Map(past),
        ownServed: new Map(),
        seen: new Map(),
        proposed: new Map(),
        rooms: new Map(),
      }) as unknown as FeedQuery
    return {
      query,
      chances: chances.map((c) => c / total),
      candidates(q: FeedQuery): Candidate[] {
        const ids = Array.from({ length: 10 }, (_, n) => idFor('cnt', n))
        const all = propose(q, ids, 'fresh')
        for (const [n, c] of all.entries()) {
          c.score = scores[n]!
          c.product = feed.catalogue.product(c.content.productIds[0] ?? '') ?? null
        }
        return all
      },
    }
  }

  /** What was chosen at each place after each beginning, by how often each beginning was. */
  function outcomesOf(seed: number): Map<string, Outcome[]> {
    const state = aState(seed)
    const random = seededRandom(`draws ${seed}`)
    const after = new Map<string, Outcome[]>()
    for (let slate = 0; slate < SLATES; slate++) {
      const query = state.query()
      const candidates = state.candidates(query)
      const pool = { candidates: candidates.slice(0, 6), chances: state.chances }
      const ranked = candidates.toSorted((a, b) => b.score - a.score)
      const rules = createPlacingRules(query, true)
      const chosen = fillPlaces({ ranked, pool, rules, count: COUNT, spares: 0, random })
      let beginning = ''
      chosen.forEach((c, place) => {
        const key = `${c.content.contentId}${c.explored ? '!' : ''}`
        // As if no rule had been asked: what a log would say that knew of scores and draws only.
        const left = ranked.filter((r) => !chosen.slice(0, place).includes(r))
        const open = pool.candidates.map((p, i) => (left.includes(p) ? state.chances[i]! : 0))
        const mine = open[pool.candidates.indexOf(c)] ?? 0
        const chance = chanceToExplore(place, COUNT, PARAMS.exploration.share)
        const naive = (c === left[0] ? 1 - chance : 0) + (chance * mine) / open.reduce((a, b) => a + b)
        const list = after.get(beginning) ?? []
        after.set(beginning, list)
        list.push({ key: c.content.contentId, propensity: c.propensity, naive })
        beginning += `${key} `
      })
    }
    return after
  }

  /** How many standard deviations the frequency of a choice is from what the log says of it, at worst. */
  function worst(after: Map<string, Outcome[]>, logged: (o: Outcome) => number): number {
    let most = 0
    for (const outcomes of after.values()) {
      if (outcomes.length < 400) continue
      for (const same of Map.groupBy(outcomes, (o) => o.key).values()) {
        const chance = logged(same[0]!)
        const n = outcomes.length
        const deviation = Math.sqrt(Math.max(chance * (1 - chance), 1 / n) / n)
        most = Math.max(most, Math.abs(same.length / n - chance) / deviation)
      }
    }
    return most
  }

  it('is how often it is chosen after the places before it, whatever the rules did; told without them it is not', (t) => {
    const states = Array.from({ length: 8 }, (_, seed) => outcomesOf(seed))
    const ours = states.map((after) => worst(after, (o) => o.propensity))
    const naive = states.map((after) => worst(after, (o) => o.naive))
    t.diagnostic(
      `worst deviation ${Math.max(...ours).toFixed(1)}, without the rules ${Math.max(...naive).toFixed(1)}`,
    )
    for (const deviation of ours) assert.ok(deviation < 5, `${deviation} standard deviations`)
    assert.ok(naive.filter((deviation) => deviation > 20).length >= 4, naive.join(' '))
  })
})
