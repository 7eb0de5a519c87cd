import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOLD_STEPS, inLockOrder, stockLevel, type HoldState, type HoldStep } from './stock.ts'

test('lines of one SKU are added up and come in lock order', () => {
  assert.deepEqual(
    inLockOrder([
      { skuId: 'b', qty: 1 },
      { skuId: 'a', qty: 2 },
      { skuId: 'b', qty: 3 },
    ]),
    [
      { skuId: 'a', qty: 2 },
      { skuId: 'b', qty: 4 },
    ],
  )
})

test('whatever the steps, units are conserved: on hand + sold = what there was, and reserved ends at zero', () => {
  const steps = fc.array(fc.constantFrom<HoldStep>('commit', 'release', 'return'), { maxLength: 6 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), steps, (qty, path) => {
      let state: HoldState = 'reserved'
      let onHand = 100
      let reserved = qty
      for (const step of path) {
        const move = HOLD_STEPS[step]
        if (move.from !== state) continue
        onHand += move.onHand * qty
        reserved += move.reserved * qty
        state = move.to
        assert.ok(reserved >= 0 && reserved <= onHand)
      }
      const sold = state === 'committed' ? qty : 0
      assert.equal(onHand + sold, 100)
      assert.equal(reserved, state === 'reserved' ? qty : 0)
    }),
  )
})

test('levels', () => {
  assert.equal(stockLevel(0), 'soldOut')
  assert.equal(stockLevel(1), 'low')
  assert.equal(stockLevel(10), 'low')
  assert.equal(stockLevel(11), 'plenty')
})
