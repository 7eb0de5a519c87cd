// In any second no more than allowed, and no less when more is asked: whatever the rhythm.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSlidingLimit } from './sliding-limit.ts'

test('never more than the rate in any second, and each name for itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 }),
      (rate, gaps) => {
        let now = 0
        const limit = createSlidingLimit(rate, () => now)
        const passed: number[] = []
        for (const gap of gaps) {
          now += gap
          if (!limit('a')) passed.push(now)
        }
        for (const [i, at] of passed.entries())
          assert.ok(passed.filter((t, k) => k >= i && t - at < 1_000).length <= rate)
        assert.equal(limit('b'), null)
      },
    ),
  )
})

test('under ten times the load it lets through the rate within a twentieth', () => {
  let now = 0
  const limit = createSlidingLimit(60, () => now)
  let passed = 0
  for (; now < 30_000; now += 1_000 / 600) if (!limit('a')) passed++
  assert.ok(Math.abs(passed - 1_800) <= 90, String(passed))
})

test('the longest silent name is forgotten, the busy one is not', () => {
  const limit = createSlidingLimit(1, () => 0, 2)
  assert.equal(limit('busy'), null)
  assert.equal(limit('old'), null)
  assert.notEqual(limit('busy'), null)
  assert.equal(limit('new'), null) // pushes `old` out
  assert.notEqual(limit('busy'), null)
  assert.equal(limit('old'), null)
})
