import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { coverage, giniOf, tailShare } from './exposure-metrics.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, expected ${expected}`)
const someCounts = fc
  .array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 20 })
  .filter((counts) => counts.some((n) => n > 0))
  .map((counts) => Uint32Array.from(counts))

describe('coverage', () => {
  it('is the share of items shown at all', () => {
    assert.equal(coverage(Uint32Array.of(0, 3, 0, 1)), 0.5)
    assert.equal(coverage(Float64Array.of(0.5)), 1)
    assert.ok(Number.isNaN(coverage(new Uint32Array(0))))
  })
})

describe('the Gini of exposure', () => {
  it('is half the mean distance of two items over the mean', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const mean = counts.reduce((a, b) => a + b) / counts.length
        let apart = 0
        for (const a of counts) for (const b of counts) apart += Math.abs(a - b)
        near(giniOf(counts), apart / counts.length ** 2 / (2 * mean))
      }),
    )
  })

  it('is 0 for equals, nearly 1 when one takes it all, and does not hang on the unit', () => {
    near(giniOf(new Uint32Array(7).fill(3)), 0)
    near(giniOf(Uint32Array.of(0, 9, 0, 0)), 3 / 4)
    near(giniOf(Float64Array.of(0.1, 0.2, 0.7)), giniOf(Uint32Array.of(1, 2, 7)))
  })

  it('needs the items never shown: without them a narrow feed looks fair', () => {
    const all = Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 5, 5)
    near(giniOf(all), 0.8)
    near(giniOf(all.filter((times) => times > 0)), 0) // the bad twin
  })

  it('is NaN when nothing was shown, and leaves its column alone', () => {
    assert.ok(Number.isNaN(giniOf(new Uint32Array(3))))
    const counts = Uint32Array.of(3, 1, 2)
    giniOf(counts)
    assert.deepEqual([...counts], [3, 1, 2])
  })
})

describe('the tail', () => {
  it('is what lies outside the most popular fifth', () => {
    const popularity = Uint32Array.of(1, 90, 2, 3, 80, 4, 5, 6, 7, 8)
    const exposure = Uint32Array.of(1, 50, 0, 0, 40, 0, 0, 0, 4, 5)
    near(tailShare(exposure, popularity), 10 / 100)
    near(tailShare(exposure, popularity, 0.1), 50 / 100)
  })

  it('shown evenly it is its part of the catalogue, whatever is tied with whatever', () => {
    fc.assert(
      fc.property(someCounts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (popularity, head) => {
        near(tailShare(new Uint32Array(popularity.length).fill(2), popularity, head), 1 - head)
      }),
    )
  })

  it('does not depend on how items are numbered; cutting a sorted list does', () => {
    const popularity = new Uint32Array(5).fill(1)
    const [first, last] = [Uint32Array.of(9, 0, 0, 0, 0), Uint32Array.of(0, 0, 0, 0, 9)]
    near(tailShare(first, popularity), 0.8)
    near(tailShare(last, popularity), 0.8)
    const head = [...popularity.keys()].sort((a, b) => popularity[b]! - popularity[a]! || a - b)[0]! // the bad twin
    assert.deepEqual([first[head], last[head]], [9, 0])
  })

  it('is within 0 and 1, NaN when nothing was shown, and refuses what does not fit', () => {
    fc.assert(
      fc.property(someCounts, fc.nat(), (popularity, turn) => {
        const exposure = popularity.map((_, item) => popularity[(item + turn) % popularity.length]!)
        const share = tailShare(exposure, popularity)
        assert.ok(share >= -1e-12 && share <= 1 + 1e-12)
      }),
    )
    assert.ok(Number.isNaN(tailShare(new Uint32Array(3), new Uint32Array(3))))
    assert.throws(() => tailShare(new Uint32Array(3), new Uint32Array(2)), /3 items shown, 2/)
    for (const head of [0, 1, NaN])
      assert.throws(() => tailShare(new Uint32Array(1), new Uint32Array(1), head))
  })
})
