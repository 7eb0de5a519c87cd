// The stretch to cut stays one that the platform takes, whatever keys are pressed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CUT_MAX_MS, CUT_MIN_MS, goodsIn, withEnd } from './cut.ts'

test('property: any ends, in any order, leave a stretch of 3 to 180 seconds within the replay', () => {
  const end = fc.tuple(fc.constantFrom('in', 'out'), fc.integer({ min: -5_000, max: 900_000 }))
  fc.assert(
    fc.property(fc.integer({ min: CUT_MIN_MS, max: 800_000 }), fc.array(end), (durationMs, ends) => {
      let s = { fromMs: 0, toMs: Math.min(durationMs, 30_000) }
      for (const [which, atMs] of ends) {
        s = withEnd(s, which as 'in', atMs, durationMs)
        const length = s.toMs - s.fromMs
        assert.ok(length >= CUT_MIN_MS && length <= CUT_MAX_MS, JSON.stringify(s))
        assert.ok(s.fromMs >= 0 && s.toMs <= durationMs, JSON.stringify(s))
      }
    }),
  )
})

test('the goods are those explained in it, the longest first', () => {
  const explained = [
    { productId: 'a', fromMs: 0, toMs: 10_000 },
    { productId: 'b', fromMs: 10_000, toMs: 40_000 },
    { productId: 'c', fromMs: 40_000, toMs: 50_000 },
  ]
  assert.deepEqual(goodsIn(explained, { fromMs: 8_000, toMs: 30_000 }), ['b', 'a'])
  assert.deepEqual(goodsIn(explained, { fromMs: 50_000, toMs: 60_000 }), [])
})
