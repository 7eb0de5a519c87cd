// The tax within a price: what is left over is the price without it, and a rate on that gives the tax again, to the cent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { taxWithin, vatRateBps } from './tax.ts'

test('¥113.00 at 13 % includes ¥13.00, ¥109.00 at 9 % includes ¥9.00; another currency includes none that is known', () => {
  assert.equal(taxWithin(11_300n, vatRateBps('kitchen', 'CNY')), 1_300n)
  assert.equal(taxWithin(10_900n, vatRateBps('fresh', 'CNY')), 900n)
  assert.equal(taxWithin(10_900n, vatRateBps('books', 'CNY')), 900n)
  assert.equal(taxWithin(11_300n, vatRateBps('kitchen', 'USD')), 0n)
})

test('the rate on the net price is the tax, within half a cent', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 11n }), fc.constantFrom(900, 1300), (amount, rate) => {
      const tax = taxWithin(amount, rate)
      const exact = amount * BigInt(rate) - tax * BigInt(10_000 + rate)
      assert.ok(2n * (exact < 0n ? -exact : exact) <= BigInt(10_000 + rate))
    }),
    { numRuns: 1000, seed: 3 },
  )
})
