import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '#kernel/random'
import {
  MISSED,
  hitAt,
  ndcgAt,
  ndcgOfSetAt,
  placeOf,
  precisionAt,
  rankOf,
  recallAt,
  reciprocalRank,
  type Place,
} from './ranking-metrics.ts'

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`)

/** Scores from few values, so that ties, NaN and infinities are common. */
const someScores = fc
  .array(fc.constantFrom(0, -0, 1, 2, 3.5, NaN, -Infinity, Infinity), { minLength: 1, maxLength: 7 })
  .map((scores) => Float64Array.from(scores))

/** Every order that the scores allow, as lists of items, best first. */
function allowedOrders(scores: Float64Array): number[][] {
  const value = (i: number) => (Number.isNaN(scores[i]!) ? -Infinity : scores[i]!)
  const extend = (head: number[], rest: number[]): number[][] => {
    if (!rest.length) return [head]
    const best = Math.max(...rest.map(value))
    return rest
      .filter((i) => value(i) === best)
      .flatMap((i) =>
        extend(
          [...head, i],
          rest.filter((j) => j !== i),
        ),
      )
  }
  return extend([], [...scores.keys()])
}
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('the place of one item', () => {
  it('counts who is above and who is equal, among the alive only', () => {
    const scores = Float64Array.of(5, 3, 3, 3, 1, 9)
    assert.deepEqual(placeOf(scores, 2), { above: 2, ties: 2 })
    assert.equal(rankOf(placeOf(scores, 2)), 4)
    assert.deepEqual(placeOf(scores, 2, Uint8Array.of(1, 0, 1, 1, 1, 0)), { above: 1, ties: 1 })
  })

  it('reads NaN as the lowest, for the item and for its rivals', () => {
    assert.deepEqual(placeOf(Float64Array.of(NaN, 0, NaN, -Infinity), 1), { above: 0, ties: 0 })
    assert.deepEqual(placeOf(Float64Array.of(NaN, 0, NaN, -Infinity), 0), { above: 1, ties: 2 })
  })

  it('refuses an item that is not there, not alive, or marks of another length', () => {
    const scores = Float64Array.of(1, 2)
    assert.throws(() => placeOf(scores, 2), /no item 2 among 2/)
    assert.throws(() => placeOf(scores, 0, Uint8Array.of(0, 1)), /item 0 is not alive/)
    assert.throws(() => placeOf(scores, 0, Uint8Array.of(1)), /2 scores, 1 marks/)
  })

  it('is known without ties', () => {
    const third: Place = { above: 2, ties: 0 }
    assert.deepEqual([hitAt(third, 2), hitAt(third, 3)], [0, 1])
    assert.deepEqual([ndcgAt(third, 2), ndcgAt(third, 3)], [0, 0.5])
    near(reciprocalRank(third), 1 / 3)
    near(reciprocalRank(third, 3), 1 / 3)
    assert.equal(reciprocalRank(third, 2), 0)
  })

  it('is zero for what was missed', () => {
    const figures = [
      hitAt(MISSED, 20),
      ndcgAt(MISSED, 20),
      reciprocalRank(MISSED),
      reciprocalRank(MISSED, 20),
    ]
    assert.deepEqual(figures, [0, 0, 0, 0])
  })
})

describe('ties', () => {
  it('every figure is the mean over all orders the scores allow', () => {
    fc.assert(
      fc.property(someScores, fc.nat(), fc.integer({ min: 1, max: 9 }), (scores, pick, k) => {
        const target = pick % scores.length
        const place = placeOf(scores, target)
        const ranks = allowedOrders(scores).map((order) => order.indexOf(target) + 1)
        near(rankOf(place), mean(ranks))
        near(hitAt(place, k), mean(ranks.map((r) => (r <= k ? 1 : 0))))
        near(ndcgAt(place, k), mean(ranks.map((r) => (r <= k ? 1 / Math.log2(r + 1) : 0))))
        near(reciprocalRank(place), mean(ranks.map((r) => 1 / r)))
        near(reciprocalRank(place, k), mean(ranks.map((r) => (r <= k ? 1 / r : 0))))
      }),
      { numRuns: 60 },
    )
  })

  it('a scorer that says the same of all looks like chance; counted optimistically it would look perfect', () => {
    const n = 12_101
    const place = placeOf(new Float64Array(n).fill(0.7), 4_321)
    near(hitAt(place, 10), 10 / n)
    assert.equal(rankOf(place), (n + 1) / 2)
    const optimistic: Place = { above: place.above, ties: 0 } // the bad twin: only who is strictly above counts
    assert.equal(hitAt(optimistic, 10), 1)
    assert.equal(ndcgAt(optimistic, 10), 1)
  })

  it('figures do not depend on how items are numbered; a stable sort does', () => {
    const scores = Float64Array.of(1, 1, 1, 1, 0)
    const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b) // the bad twin
    assert.deepEqual([sorted.indexOf(0) < 2, sorted.indexOf(3) < 2], [true, false])
    assert.deepEqual([hitAt(placeOf(scores, 0), 2), hitAt(placeOf(scores, 3), 2)], [0.5, 0.5])
  })

  it('the expectation is not the figure of the expected rank', () => {
    const place: Place = { above: 0, ties: 18 } // expected rank 10, yet first of all only once in 19
    near(hitAt(place, 10), 10 / 19)
    assert.ok(reciprocalRank(place) > 1.8 / rankOf(place))
  })

  it('a long run of ties is summed exactly', () => {
    let sum = 0
    for (let rank = 41; rank <= 50_041; rank++) sum += 1 / rank
    near(reciprocalRank({ above: 40, ties: 50_000 }), sum / 50_001, 1e-15)
    near(reciprocalRank({ above: 70, ties: 0 }), 1 / 71, 1e-12)
  })
})

describe('several relevant items', () => {
  it('are known without ties', () => {
    const places = [0, 2, 30].map((above) => ({ above, ties: 0 }))
    near(recallAt(places, 20), 2 / 3)
    near(precisionAt(places, 20), 2 / 20)
    near(ndcgOfSetAt(places, 20), 1.5 / (1 + 1 / Math.log2(3) + 0.5))
    near(ndcgOfSetAt(places, 2), 1 / (1 + 1 / Math.log2(3))) // no list of two holds three
  })

  it('are the mean over all orders the scores allow', () => {
    fc.assert(
      fc.property(someScores, fc.nat(), fc.integer({ min: 1, max: 9 }), (scores, bits, k) => {
        const relevant = [...scores.keys()].filter((i) => i === 0 || (bits >> i) & 1)
        const places = relevant.map((i) => placeOf(scores, i))
        const firsts = allowedOrders(scores).map((order) => order.slice(0, k))
        const hits = firsts.map((first) => first.filter((i) => relevant.includes(i)).length)
        const gains = firsts.map((first) =>
          first.reduce((sum, i, at) => sum + (relevant.includes(i) ? 1 / Math.log2(at + 2) : 0), 0),
        )
        const best = relevant.slice(0, k).reduce((sum, _, at) => sum + 1 / Math.log2(at + 2), 0)
        near(recallAt(places, k), mean(hits) / relevant.length)
        near(precisionAt(places, k), mean(hits) / k)
        near(ndcgOfSetAt(places, k), mean(gains) / best)
      }),
      { numRuns: 60 },
    )
  })

  it('agree with the figures of one, stay within 0 and 1, and say NaN of none', () => {
    const random = seededRandom('places')
    for (let run = 0; run < 200; run++) {
      const scores = Float64Array.from({ length: 40 }, () => random.int(12))
      const k = 1 + random.int(20)
      const one = placeOf(scores, random.int(40))
      near(recallAt([one], k), hitAt(one, k))
      near(ndcgOfSetAt([one], k), ndcgAt(one, k))
      const places = [3, 5, 8].map((i) => placeOf(scores, i))
      for (const figure of [recallAt(places, k), precisionAt(places, k), ndcgOfSetAt(places, k)])
        assert.ok(figure >= 0 && figure <= 1 + 1e-12)
    }
    assert.deepEqual([recallAt([], 5), precisionAt([], 5), ndcgOfSetAt([], 5)], [NaN, NaN, NaN])
  })
})
