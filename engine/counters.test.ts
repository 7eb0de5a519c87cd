import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addDecayed,
  createBoundedMap,
  createDecayedCounters,
  createRing,
  decayed,
  smoothedRate,
} from '#engine'

const HOUR = 3_600_000
const near = (a: number, b: number) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)), `${a} is not ${b}`)
const events = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 1000 * HOUR }),
    amount: fc.double({ min: -5, max: 5, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
)

describe('decay', () => {
  it('halves in a half-life, and two steps are one', () => {
    near(decayed(8, HOUR, HOUR), 4)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(1e8), fc.nat(1e8), (v, a, b) =>
        near(decayed(decayed(v, a, HOUR), b, HOUR), decayed(v, a + b, HOUR)),
      ),
    )
  })

  it('does not grow for a late event', () => {
    assert.equal(decayed(3, -HOUR, HOUR), 3)
  })

  it('sums to the same whatever order events arrive in', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat()), (list, stream) => {
        const sumOf = (order: typeof list) => {
          let [sum, at] = [0, order[0]!.atMs]
          for (const e of order)
            [sum, at] = [addDecayed(sum, at, e.amount, e.atMs, HOUR), Math.max(at, e.atMs)]
          return sum
        }
        const shuffled = list
          .map((e) => ({ e, key: stream.next().value! }))
          .toSorted((a, b) => a.key - b.key)
          .map((x) => x.e)
        near(sumOf(list), sumOf(shuffled))
      }),
    )
  })
})

describe('decayed counters', () => {
  it('agree with the sum over all events, in every slot', () => {
    fc.assert(
      fc.property(events, (list) => {
        const counters = createDecayedCounters({ halfLivesMs: [HOUR, 24 * HOUR], maxKeys: 10 })
        for (const e of list) counters.add('k', e.amount, e.atMs)
        const end = Math.max(...list.map((e) => e.atMs)) + HOUR
        for (const [slot, halfLife] of [HOUR, 24 * HOUR].entries()) {
          near(
            counters.read('k', end, slot),
            list.reduce((sum, e) => sum + decayed(e.amount, end - e.atMs, halfLife), 0),
          )
        }
      }),
    )
  })

  it('count one slot without touching the others, but move its time', () => {
    const counters = createDecayedCounters({ halfLivesMs: [HOUR, HOUR], maxKeys: 10 })
    counters.add('k', 8, 0, 0)
    counters.add('k', 1, HOUR, 1)
    near(counters.read('k', HOUR, 0), 4)
    near(counters.read('k', HOUR, 1), 1)
  })

  it('stay within their bound and let the faintest go', () => {
    const counters = createDecayedCounters({ halfLivesMs: [HOUR], maxKeys: 100 })
    for (let i = 0; i < 1000; i++) counters.add(`k${i}`, i < 5 ? 1000 : 1, i)
    assert.ok(counters.size <= 100)
    for (let i = 0; i < 5; i++) assert.ok(counters.read(`k${i}`, 1000) > 900)
  })

  it('rank, largest first, ties by key', () => {
    const counters = createDecayedCounters({ halfLivesMs: [HOUR], maxKeys: 10 })
    for (const [key, n] of [
      ['b', 1],
      ['a', 1],
      ['c', 2],
    ] as const)
      counters.add(key, n, 0)
    assert.deepEqual(
      counters.top(0, 0, 2).map((t) => t.key),
      ['c', 'a'],
    )
  })

  it('survive a round trip', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.integer({ min: 0, max: 1e9 })), { maxLength: 40 }),
        (list) => {
          const one = createDecayedCounters({ halfLivesMs: [HOUR, 9 * HOUR], maxKeys: 20 })
          const two = createDecayedCounters({ halfLivesMs: [HOUR, 9 * HOUR], maxKeys: 20 })
          for (const [key, at] of list) one.add(key, 1, at)
          two.restore(structuredClone(one.dump()))
          assert.deepEqual(two.top(2e9, 1, 100), one.top(2e9, 1, 100))
          assert.deepEqual(two.dump(), one.dump())
        },
      ),
    )
  })
})

describe('ring', () => {
  it('keeps the last N, newest first or oldest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, capacity) => {
        const ring = createRing<number>(capacity)
        for (const x of list) ring.push(x)
        const last = list.slice(-capacity)
        assert.deepEqual(ring.toArray(), last)
        assert.deepEqual([...ring.newest()], last.toReversed())
        ring.retain((x) => x % 2 === 0)
        ring.push(7)
        assert.deepEqual(ring.toArray(), [...last.filter((x) => x % 2 === 0), 7].slice(-capacity))
      }),
    )
  })
})

describe('bounded map', () => {
  it('drops what was used least recently', () => {
    const map = createBoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    assert.equal(map.get('a'), 1)
    map.set('c', 3)
    assert.deepEqual([map.peek('a'), map.peek('b'), map.peek('c'), map.size], [1, undefined, 3, 2])
  })
})

describe('smoothed rate', () => {
  it('starts at the prior, ends at the truth, and stays between 0 and 1', () => {
    near(smoothedRate(0, 0, 0.3, 10), 0.3)
    assert.ok(Math.abs(smoothedRate(900, 1000, 0.3, 10) - 0.9) < 0.01)
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (hits, more) => {
        const r = smoothedRate(hits, hits + more, 0.2, 5)
        assert.ok(r >= 0 && r <= 1)
      }),
    )
  })
})
