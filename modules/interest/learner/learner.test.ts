// What an event teaches, and that it teaches once: duplicates, replays, snapshots and deletions.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import type { Outcome, OutcomeKind } from '../domain/outcome.ts'
import { OUTCOME_KINDS } from '../domain/outcome.ts'
import { cleared, DEFAULT_SETTINGS, withForgotten, withPersonalisation } from '../domain/settings.ts'
import { watchStrength } from '../domain/watch.ts'
import {
  aContent,
  aProduct,
  fillCatalogue,
  idFor,
  simulatedFeed,
  START,
  type SimulatedFeed,
} from '../fixtures.ts'
import { createLogFollower } from './follow-log.ts'
import { createLearner } from './learner.ts'
import { packState, unpackState } from './snapshot.ts'

const me = idFor('usr', 1)
const KINDS: readonly OutcomeKind[] = OUTCOME_KINDS
const atMs = START.getTime()

function aFeed(): SimulatedFeed {
  const feed = simulatedFeed('learner')
  fillCatalogue(feed, 60, seededRandom('learner'))
  return feed
}
const dwell = (feed: SimulatedFeed, n: number, dwellMs = 13_000, more: Partial<Outcome> = {}) =>
  feed.outcome(me, 'dwell', {
    contentId: idFor('cnt', n),
    slateId: 's',
    dwellMs,
    durationMs: 12_000,
    ...more,
  })
const affinity = (feed: SimulatedFeed, key: string) =>
  feed.learner.person(me)?.instant.affinity(key, feed.clock.now().getTime()) ?? 0
/** Everything it knows, comparable. */
const knowledge = (learner: SimulatedFeed['learner']) => ({
  ...learner.dump(),
  engine: learner.engine.fingerprint(),
})

/** A day of random behaviour of a few people. */
function aDay(feed: SimulatedFeed, seed: number, count: number): Outcome[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) =>
    feed.outcome(idFor('usr', random.int(4)), KINDS[random.int(KINDS.length)]!, {
      at: new Date(atMs + i * 1000),
      contentId: idFor('cnt', random.int(60)),
      slateId: `s${random.int(9)}`,
      productId: idFor('prd', random.int(60)),
      lineId: `oln_${random.int(50)}`,
      dwellMs: random.int(20_000),
      durationMs: 12_000,
    }),
  )
}

describe('watching', () => {
  it('rises from a swipe away to watched twice, and never leaves -0.8..1.5', () => {
    assert.equal(watchStrength(600, 12_000), -0.8)
    assert.ok(watchStrength(4_000, 12_000) < 0.1)
    assert.equal(watchStrength(12_000, 12_000) > 1, true)
    assert.equal(watchStrength(30_000, 90_000), 1, 'half a minute of a long clip is interest')
    fc.assert(
      fc.property(
        fc.nat(600_000),
        fc.nat(600_000),
        fc.integer({ min: 1, max: 600_000 }),
        (a, b, duration) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map((ms) => watchStrength(ms, duration)) as [
            number,
            number,
          ]
          assert.ok(less <= more && less >= -0.8 && more <= 1.5)
        },
      ),
    )
  })
})

describe('learning', () => {
  it('one event moves the person, the graph, the trend and the rates at once', async () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 1))
    feed.learner.take(dwell(feed, 13))
    const category = `category:${feed.catalogue.content(idFor('cnt', 1))!.category}`
    assert.ok(affinity(feed, category) > 0.5)
    const [next] = await feed.learner.engine.nextAfter([{ id: idFor('cnt', 1), atMs }], 5, atMs)
    assert.equal(next!.id, idFor('cnt', 13))
    assert.ok(next!.personal > 0)
    assert.ok(feed.learner.trends.read(idFor('cnt', 1), atMs) > 1)
    assert.deepEqual(
      [
        feed.learner.stats.read(idFor('cnt', 1), 'impressions', atMs),
        feed.learner.stats.read(idFor('cnt', 1), 'finishes', atMs),
      ],
      [1, 1],
    )
  })

  it('a swipe away and "not interested" push away; "not interested" outweighs a like', () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 1, 500))
    assert.ok(affinity(feed, 'category:beauty') < 0)
    feed.learner.take(feed.outcome(me, 'like', { contentId: idFor('cnt', 2), slateId: 's' }))
    feed.learner.take(feed.outcome(me, 'notInterested', { contentId: idFor('cnt', 2), slateId: 's' }))
    assert.ok(affinity(feed, 'category:snacks') < 0)
  })

  it('counts one person once for one content, kind and slate, so that a flood moves nothing', () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 1))
    const once = feed.learner.trends.read(idFor('cnt', 1), atMs)
    for (let i = 0; i < 50; i++) feed.learner.take(dwell(feed, 1))
    feed.learner.take(
      feed.outcome(me, 'swipe', { contentId: idFor('cnt', 1), slateId: 's', dwellMs: 13_000 }),
    )
    assert.equal(feed.learner.trends.read(idFor('cnt', 1), atMs), once)
    assert.equal(feed.learner.stats.read(idFor('cnt', 1), 'impressions', atMs), 1)
  })

  it('a purchase from the mall, without a content, teaches through a content that shows the product', () => {
    const feed = aFeed()
    feed.learner.take(feed.outcome(me, 'buy', { productId: idFor('prd', 5) }))
    assert.ok(affinity(feed, `category:${feed.catalogue.product(idFor('prd', 5))!.categoryId}`) > 1)
    assert.ok(feed.learner.person(me)!.bought.has(idFor('prd', 5)))
  })

  it('an event about a content nobody knows changes no interest and breaks nothing', () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 999))
    assert.equal(feed.learner.person(me)!.long.size, 0)
  })

  it('returns lower what a content is worth', () => {
    const feed = aFeed()
    const product = { ...aProduct(1), verdict: 'passed', rateBps: 2000, soldLines: 40, refundedLines: 0 }
    const kept = feed.learner.stats.commerceValue(idFor('cnt', 1), product, atMs)
    const returned = feed.learner.stats.commerceValue(
      idFor('cnt', 1),
      { ...product, refundedLines: 36 },
      atMs,
    )
    assert.ok(kept > 0 && returned < kept && returned < 0)
  })

  it('the mood passes in minutes, the taste stays for weeks', () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 1))
    const person = feed.learner.person(me)!
    assert.ok(person.instant.affinity('category:beauty', atMs + 60 * MINUTE_MS) < 0.05)
    assert.ok(person.long.affinity('category:beauty', atMs + 7 * DAY_MS) > 0.15)
  })
})

describe('exactly once', () => {
  it('replaying the log gives the state that was lived, however much was taken early', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 60 }),
        fc.infiniteStream(fc.nat(6)),
        (seed, count, sizes) => {
          const feed = aFeed()
          const log = aDay(feed, seed, count)
          const live = createLearner(feed.catalogue, feed.settings.of)
          const follower = createLogFollower(live)
          for (let i = 0; i < log.length;) {
            const size = sizes.next().value! + 1
            follower.takeEarly(log.slice(i, i + size))
            if (size % 2) follower.takeFromLog(log.slice(0, i + size)) // the log is behind, or repeats what is known
            follower.takeEarly(log.slice(i, i + size))
            i += size
          }
          follower.takeFromLog(log)
          const replayed = createLearner(feed.catalogue, feed.settings.of)
          createLogFollower(replayed).takeFromLog(log)
          assert.deepEqual(knowledge(live), knowledge(replayed))
          assert.deepEqual(follower.state(), { cursor: { xid: '1', seq: log.at(-1)!.seq }, ahead: [] })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('a process that learns at once has the state of its requests, whatever order the log gave them', () => {
    const feed = aFeed()
    const requests = aDay(feed, 3, 120)
    const states = [0, 1].map((odd) => {
      const learner = createLearner(feed.catalogue, feed.settings.of)
      const follower = createLogFollower({ ...learner, learnsAtOnce: true })
      // The database gave the later of each pair the earlier place.
      const logged = requests.map((o, n) => ({ ...o, seq: odd ? requests[n ^ 1]!.seq : o.seq }))
      follower.takeEarly(logged)
      follower.takeFromLog(logged.toSorted((a, b) => a.seq - b.seq))
      return knowledge(learner)
    })
    assert.deepEqual(states[1], states[0])
  })

  it('a snapshot in the middle, and the log behind it, give the same state', async () => {
    const feed = aFeed()
    const log = aDay(feed, 5, 200)
    const live = createLearner(feed.catalogue, feed.settings.of)
    const follower = createLogFollower(live)
    follower.takeFromLog(log.slice(0, 90))
    follower.takeEarly(log.slice(95, 110)) // accepted here before the log showed 90..95
    const { cursor, ahead } = follower.state()
    const body = await packState({ learner: live.dump(), ahead }, await live.engine.pack())

    const state = await unpackState(body)
    const restored = createLearner(feed.catalogue, feed.settings.of)
    restored.restore(state.learner)
    await restored.engine.restore(state.engine)
    const resumed = createLogFollower(restored)
    resumed.resume(cursor, state.ahead)
    for (const f of [follower, resumed]) f.takeFromLog(log.slice(90))
    assert.deepEqual(knowledge(restored), knowledge(live))
  })
})

describe('decisions', () => {
  const decide = (feed: SimulatedFeed, change: (s: typeof DEFAULT_SETTINGS) => typeof DEFAULT_SETTINGS) => {
    feed.settings.put(me, change(feed.settings.of(me)))
    feed.learner.settle(me)
  }

  it('a deleted interest is gone, and comes back only by what happens afterwards', () => {
    const feed = aFeed()
    feed.learner.take(dwell(feed, 1))
    const now = () => feed.clock.now().getTime()
    decide(feed, (s) => withForgotten(s, 'category:beauty', now()))
    assert.equal(affinity(feed, 'category:beauty'), 0)
    feed.learner.take(dwell(feed, 13, 13_000, { at: new Date(now() - 1000) }))
    assert.equal(affinity(feed, 'category:beauty'), 0, 'an event from before the decision')
    feed.clock.advance(1000)
    feed.learner.take(dwell(feed, 25))
    assert.ok(affinity(feed, 'category:beauty') > 0)
  })

  it('clearing everything, and switching off, leave nothing learned; replay agrees', () => {
    const feed = aFeed()
    const log = [dwell(feed, 1)]
    feed.learner.take(log[0]!)
    decide(feed, (s) => cleared(s, feed.clock.now().getTime()))
    assert.equal(feed.learner.person(me)!.long.size, 0)
    feed.clock.advance(1000)
    decide(feed, (s) => withPersonalisation(s, false, feed.clock.now().getTime()))
    feed.clock.advance(1000)
    log.push(dwell(feed, 2))
    feed.learner.take(log[1]!)
    assert.equal(feed.learner.person(me)!.long.size, 0)
    assert.ok(feed.learner.person(me)!.seen.has(idFor('cnt', 2)), 'what was seen is still not repeated')
    feed.clock.advance(1000)
    decide(feed, (s) => withPersonalisation(s, true, feed.clock.now().getTime()))
    feed.clock.advance(1000)
    log.push(dwell(feed, 3))
    feed.learner.take(log[2]!)
    const replayed = createLearner(feed.catalogue, feed.settings.of)
    for (const o of log) replayed.take(o)
    const at = feed.clock.now().getTime()
    assert.deepEqual(replayed.person(me)!.long.entries(at), feed.learner.person(me)!.long.entries(at))
    assert.deepEqual(
      feed.learner
        .person(me)!
        .long.entries(at)
        .filter((l) => l.feature.startsWith('category:'))
        .map((l) => l.feature),
      ['category:fresh'],
    )
  })
})

describe('bounds', () => {
  it('a person never grows past the limits', () => {
    const feed = simulatedFeed('bounds')
    for (let n = 0; n < 1500; n++) feed.offer(aContent(n, { tags: [`t${n}`, `u${n}`] }))
    for (let n = 0; n < 1500; n++) feed.learner.take(dwell(feed, n))
    const p = feed.learner.person(me)!
    assert.ok(p.ring.size === 200 && p.seen.size === 600 && p.long.size <= 120 && p.instant.size <= 80)
  })
})

describe('a snapshot in steps', () => {
  it('shows the moment it began, whatever happens meanwhile', async () => {
    const feed = aFeed()
    const log = aDay(feed, 11, 300)
    for (const o of log.slice(0, 200)) feed.learner.take(o)
    const frozen = createLearner(feed.catalogue, feed.settings.of)
    for (const o of log.slice(0, 200)) frozen.take(o)
    const dump = feed.learner.beginDump()
    const packed = feed.learner.engine.pack()
    for (const o of log.slice(200)) {
      dump.step(1)
      feed.learner.take(o)
    }
    dump.step(Infinity)
    const restored = createLearner(feed.catalogue, feed.settings.of)
    restored.restore(dump.finish())
    const at = log.at(-1)!.at.getTime()
    for (let n = 0; n < 4; n++) {
      const [mine, expected] = [restored.person(idFor('usr', n))!, frozen.person(idFor('usr', n))!]
      assert.deepEqual(mine.long.entries(at), expected.long.entries(at))
      assert.deepEqual(mine.ring.toArray(), expected.ring.toArray())
      assert.deepEqual(mine.seen, expected.seen)
    }
    await restored.engine.restore(await packed)
    assert.equal(restored.engine.fingerprint(), frozen.engine.fingerprint())
  })
})

describe('a damaged snapshot', () => {
  it('is refused as a whole', async () => {
    const feed = aFeed()
    for (const o of aDay(feed, 9, 50)) feed.learner.take(o)
    const engine = await feed.learner.engine.pack()
    const body = await packState({ learner: feed.learner.dump(), ahead: [] }, engine)
    await assert.rejects(unpackState(body.slice(0, 100)))
    const { learner } = await unpackState(body)
    for (const damaged of [engine.slice(0, -20), engine.slice(20), new Uint8Array()])
      await assert.rejects(feed.learner.engine.restore(damaged))
    assert.equal(feed.learner.engine.counts().items, 0, 'and leaves an empty engine')
    const short = { ...learner, people: { ...learner.people, numbers: learner.people.numbers.slice(0, -3) } }
    assert.throws(() => createLearner(feed.catalogue, feed.settings.of).restore(short), /ends too soon/)
  })
})
