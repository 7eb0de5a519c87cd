import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mulDivHalfUp, rateOf, splitByWeights, sumMinor } from './money.ts'

const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 12 })

test('a split loses nothing', () => {
  fc.assert(
    fc.property(amount, weights, (a, w) => sumMinor(splitByWeights(a, w)) === a),
    { numRuns: 10_000 },
  )
})

test('a share is within one unit of its exact part', () => {
  fc.assert(
    fc.property(amount, weights, (a, w) => {
      const total = sumMinor(w)
      if (total === 0n) return true
      return splitByWeights(a, w).every((s, i) => {
        const diff = s * total - a * w[i]!
        return (diff < 0n ? -diff : diff) < total
      })
    }),
  )
})

test('half goes away from zero, on both sides', () => {
  assert.equal(rateOf(850n, 500), 43n) // 42.5
  assert.equal(rateOf(-850n, 500), -43n)
  assert.equal(mulDivHalfUp(5n, 1n, 2n), 3n)
  assert.equal(mulDivHalfUp(5n, -1n, 2n), -3n)
})

test('a rate outside 0..10000 is a programmer error', () => {
  for (const bps of [-1, 10_001, 0.5, Number.NaN]) assert.throws(() => rateOf(1n, bps), RangeError)
})
