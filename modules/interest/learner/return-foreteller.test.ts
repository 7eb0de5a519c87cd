// Returns in the feed: learned from the log alone, so that a replay knows the same; and what will be sent back stands behind its equal.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { propose } from '../feed-query.ts'
import { cleared, DEFAULT_SETTINGS, withForgotten, withPersonalisation } from '../domain/settings.ts'
import type { Outcome } from '../domain/outcome.ts'
import { aContent, aProduct, idFor, simulatedFeed, START, type SimulatedFeed } from '../fixtures.ts'
import { valueRanker } from '../rankers/value-ranker.ts'
import { createShelf } from '../shelf.ts'
import { createLearner } from './learner.ts'
import { createReturnForeteller } from './return-foreteller.ts'
import { packState, unpackState } from './snapshot.ts'

const me = idFor('usr', 1)
const GOODS = 24
const LINES = 1_500
/** Every third product is clothing, of its own shop and maker each; all cost the same. */
const categoryOf = (n: number) => (n % 3 === 0 ? 'apparel' : n % 3 === 1 ? 'tea' : 'kitchen')

function aFeed(): SimulatedFeed {
  const feed = simulatedFeed('returns')
  for (let n = 0; n < GOODS; n++) {
    feed.stock(aProduct(n, { categoryId: categoryOf(n), minPriceMinor: 9_900 }))
    feed.offer(aContent(n, { categoryId: categoryOf(n), productIds: [idFor('prd', n)] }))
  }
  return feed
}
const at = (day: number) => new Date(START.getTime() + day * DAY_MS)
const sale = (
  feed: SimulatedFeed,
  kind: 'buy' | 'return' | 'unbuy',
  line: number,
  o: Partial<Outcome> = {},
) => feed.outcome(me, kind, { lineId: `oln_${line}`, slateId: 's', ...o })

/** A hundred and twenty days of sales: what `me` buys of clothing comes back a week later, little else does. */
function sales(feed: SimulatedFeed, seed: string): Outcome[] {
  const random = seededRandom(seed)
  const log: Outcome[] = []
  for (let line = 0; line < LINES; line++) {
    const n = random.int(GOODS)
    const day = (120 * line) / LINES
    const accountId = idFor('usr', random.int(6))
    const mine = accountId === me && categoryOf(n) === 'apparel'
    const about = { accountId, productId: idFor('prd', n), contentId: idFor('cnt', n) }
    log.push(sale(feed, 'buy', line, { ...about, at: at(day) }))
    if (random.next() < (mine ? 0.8 : 0.06))
      log.push(sale(feed, 'return', line, { ...about, at: at(day + 7) }))
  }
  return log.sort((a, b) => a.at.getTime() - b.at.getTime()).map((o, seq) => ({ ...o, seq }))
}
const chance = (feed: SimulatedFeed, n: number, accountId = me, day = 130, learner = feed.learner) =>
  learner.returns.chance(
    accountId,
    feed.catalogue.product(idFor('prd', n))!,
    feed.catalogue.content(idFor('cnt', n))!,
    at(day).getTime(),
  )

describe('returns in the feed', () => {
  it('who sends one kind of thing back is expected to, there and nowhere else', () => {
    const feed = aFeed()
    for (const o of sales(feed, 'life')) feed.learner.take(o)
    const others = idFor('usr', 2)
    assert.ok(chance(feed, 3) > 0.5, `${chance(feed, 3)}`)
    assert.ok(chance(feed, 3) > 3 * chance(feed, 3, others), `${chance(feed, 3, others)}`)
    assert.ok(chance(feed, 3) > 3 * chance(feed, 4), `${chance(feed, 4)}`)
    assert.ok(chance(feed, 4, others) < 0.12, `${chance(feed, 4, others)}`)
  })

  it('a return moves no interest and shows nothing as seen', () => {
    const feed = aFeed()
    feed.learner.take(sale(feed, 'return', 1, { productId: idFor('prd', 1), contentId: idFor('cnt', 1) }))
    assert.equal(feed.learner.person(me), undefined)
    assert.equal(feed.learner.returns.read().unmatched, 1)
  })

  it('what is kept stands before its equal that will be sent back; before anything was learned, neither', () => {
    const feed = aFeed()
    const gap = () => {
      const query = {
        world: { ...feed, shelf: createShelf(feed.catalogue, feed.learner) },
        accountId: me,
        atMs: at(130).getTime(),
        proposed: new Map(),
        rooms: new Map(),
        instant: new Map(),
        long: new Map(),
        taste: new Map(),
        followed: new Set(),
        curiosity: 0,
        recent: [],
      } as unknown as FeedQuery
      const both: Candidate[] = propose(query, [idFor('cnt', 3), idFor('cnt', 4)], 'popular')
      for (const c of both) c.product = feed.catalogue.product(c.content.productIds[0]!)!
      valueRanker.rank(query, both)
      return both[1]!.score - both[0]!.score
    }
    assert.ok(Math.abs(gap()) < 1e-9)
    for (const o of sales(feed, 'ranked')) feed.learner.returns.learn(o)
    assert.ok(gap() > 0.02, `${gap()}`)
  })

  it('read again, the log teaches the same; also when a return comes after the snapshot', async () => {
    const feed = aFeed()
    const log = sales(feed, 'log')
    const learn = (
      outcomes: readonly Outcome[],
      learner = createLearner(feed.catalogue, feed.settings.of),
    ) => {
      for (const o of outcomes) learner.take(o)
      return learner
    }
    const whole = learn(log)
    const cut = log.findIndex((o) => o.kind === 'return') // its sale is in the snapshot, it is not
    const body = await packState({ learner: learn(log.slice(0, cut)).dump(), ahead: [] }, new Uint8Array())
    const resumed = createLearner(feed.catalogue, feed.settings.of)
    resumed.restore((await unpackState(body)).learner)
    learn(log.slice(cut), resumed)
    for (const learner of [learn(log), resumed]) assert.deepEqual(learner.dump(), whole.dump())
    const without = learn(log.filter((o) => o.kind !== 'return'))
    assert.notDeepEqual(
      without.returns.dump(),
      whole.returns.dump(),
      'known-bad twin: a log that tells of no return',
    )
  })

  it('what was sold and sent back since does not change what was known then', () => {
    const feed = aFeed()
    const log = sales(feed, 'facts')
    for (const o of log) feed.learner.returns.learn(o)
    const product = {
      ...aProduct(3, { categoryId: 'apparel', minPriceMinor: 9_900 }),
      verdict: 'passed',
      rateBps: 0,
    }
    feed.catalogue.putProduct({
      id: product.productId,
      facts: product,
      ...product,
      soldLines: 90,
      refundedLines: 60,
    })
    const again = createLearner(feed.catalogue, feed.settings.of)
    for (const o of log) again.returns.learn(o)
    assert.deepEqual(again.returns.dump(), feed.learner.returns.dump())
  })

  it('in any order and however often, it holds together; in the order of the log it is the same', () => {
    const feed = aFeed()
    const event = fc.record({
      kind: fc.constantFrom<'buy' | 'return' | 'unbuy'>('buy', 'return', 'unbuy'),
      line: fc.nat(8),
      day: fc.nat(90),
      known: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const outcomes = events.map(({ kind, line, day, known }) =>
          sale(feed, kind, line, {
            at: at(day),
            productId: idFor('prd', known ? line : 999),
            slateId: null,
          }),
        )
        const [one, same] = [0, 1].map(() => createReturnForeteller(feed.catalogue, feed.settings.of))
        for (const o of outcomes) one!.learn(o)
        for (const o of outcomes) same!.learn(o)
        assert.deepEqual(one!.dump(), same!.dump())
        const { weights: _, curve: __, ...counts } = one!.read()
        for (const n of Object.values(counts)) assert.ok(n === null || n >= 0)
      }),
      { numRuns: 30, seed: 3 },
    )
  })
})

describe('what a person decided', () => {
  it('a purchase while nothing may be learned teaches nothing; one that ends then is not taken for kept', () => {
    const feed = aFeed()
    const about = { productId: idFor('prd', 3), contentId: idFor('cnt', 3) }
    feed.learner.take(sale(feed, 'buy', 1, { ...about, at: at(0) }))
    feed.settings.put(me, withPersonalisation(DEFAULT_SETTINGS, false, at(1).getTime()))
    feed.learner.take(sale(feed, 'buy', 2, { ...about, at: at(2) }))
    feed.learner.take(sale(feed, 'return', 1, { ...about, at: at(9) }))
    feed.learner.take(sale(feed, 'return', 2, { ...about, at: at(40) }))
    const { waiting, returned, kept, undone } = feed.learner.returns.read()
    assert.deepEqual([waiting, returned, kept, undone], [0, 0, 0, 1])
  })

  it('what was forgotten, or cleared, is not remembered of the person; also when the log is read again', () => {
    for (const change of [
      withForgotten(DEFAULT_SETTINGS, 'category:apparel', at(125).getTime()),
      cleared(DEFAULT_SETTINGS, at(125).getTime()),
    ]) {
      const feed = aFeed()
      const log = sales(feed, 'forget')
      for (const o of log) feed.learner.take(o)
      const before = chance(feed, 3)
      feed.settings.put(me, change)
      const after = chance(feed, 3)
      assert.ok(after < before / 1.5, `${before} ${after}`)
      const again = createLearner(feed.catalogue, feed.settings.of)
      for (const o of log) again.learn(o)
      assert.ok(chance(feed, 3, me, 130, again) < before / 1.5)
    }
  })
})
