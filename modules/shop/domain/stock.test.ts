import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  asParts,
  HOLD_STEPS,
  inLockOrder,
  mayFlip,
  poolMove,
  stockLevel,
  type HoldState,
  type HoldStep,
  type StockLine,
} from './stock.ts'

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

test('everybody locks in the same order: SKUs by id, then pools by id, whatever the order of the lines', () => {
  const lines: StockLine[] = [
    { skuId: 'b', qty: 1, poolId: 'p2' },
    { skuId: 'a', qty: 2, poolId: 'p2' },
    { skuId: 'c', qty: 3, poolId: 'p1' },
    { skuId: 'a', qty: 4, poolId: null },
    { skuId: 'a', qty: 5 },
    { skuId: 'b', qty: 6, poolId: 'p2' },
  ]
  const told = (some: StockLine[]) => inLockOrder(some).map((l) => `${l.skuId} ${l.poolId ?? '-'} ${l.qty}`)
  const inOrder = ['a - 9', 'c p1 3', 'a p2 2', 'b p2 7']
  assert.deepEqual(told(lines), inOrder)
  assert.deepEqual(told(lines.toReversed()), inOrder)
  assert.equal(lines[0]!.qty, 1, 'what was given is left as it was')
})

test('a bundle is held as its parts, from the same pool; a part that is bought alone too is asked for once', () => {
  const parts = [
    { skuId: 'cup', qty: 2 },
    { skuId: 'pot', qty: 1 },
  ]
  const lines: StockLine[] = [
    { skuId: 'set', qty: 3, parts },
    { skuId: 'cup', qty: 1 },
  ]
  assert.deepEqual(asParts(lines), [
    { skuId: 'cup', qty: 6, poolId: null },
    { skuId: 'pot', qty: 3, poolId: null },
    { skuId: 'cup', qty: 1 },
  ])
  assert.deepEqual(
    inLockOrder(asParts(lines)).map((l) => [l.skuId, l.qty]),
    [
      ['cup', 7],
      ['pot', 3],
    ],
  )
  assert.equal(asParts([{ skuId: 'set', qty: 1, poolId: 'p1', parts }])[0]!.poolId, 'p1')
})

test('a closed pool keeps nothing: what comes back is the SKU’s, and of a presale nobody’s', () => {
  for (const closed of [false, true])
    assert.deepEqual(poolMove('commit', closed), { pool: { onHand: -1, reserved: -1 }, sku: { onHand: 0 } })
  assert.deepEqual(poolMove('release', false), { pool: { onHand: 0, reserved: -1 }, sku: { onHand: 0 } })
  assert.deepEqual(poolMove('return', false), { pool: { onHand: 1, reserved: 0 }, sku: { onHand: 0 } })
  assert.deepEqual(poolMove('release', true), { pool: { onHand: -1, reserved: -1 }, sku: { onHand: 1 } })
  assert.deepEqual(poolMove('return', true), { pool: { onHand: 0, reserved: 0 }, sku: { onHand: 1 } })
  assert.deepEqual(poolMove('release', true, true).sku, { onHand: 0 })
  assert.deepEqual(poolMove('return', true, true).sku, { onHand: 0 })
})

test('who only knows “in stock” is told when it is sold out, there again, or too few for a bundle', () => {
  const flips = (before: number, available: number, partOf?: number) =>
    mayFlip({ before, available, ...(partOf === undefined ? {} : { partOf }) })
  assert.ok(flips(1, 0) && flips(0, 1))
  assert.ok(!flips(2, 1) && !flips(0, 0) && !flips(1, 2))
  assert.ok(flips(5, 3, 4), 'four make a bundle, three do not')
  assert.ok(flips(3, 5, 4))
  assert.ok(!flips(5, 4, 4))
})
