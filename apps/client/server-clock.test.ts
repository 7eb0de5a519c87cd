import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createServerClock } from './server-clock.ts'

/** A device whose clock stands anywhere, on a line with a delay a frame. */
function listen(delaysMs: readonly number[], deviceLeadMs: number, everyMs = 250): number {
  let server = 1_000_000
  const clock = createServerClock(() => server + deviceLeadMs)
  for (const delay of delaysMs) {
    const sentAt = server
    server += delay
    clock.observe(sentAt)
    server += everyMs
  }
  return clock.nowMs()! - server
}

test('three devices with clocks hours apart and jittery lines agree within 200 ms', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          lead: fc.integer({ min: -7_200_000, max: 7_200_000 }),
          // 10 ms at best, up to three seconds at worst; one frame in a dozen gets through fast
          delays: fc.array(fc.integer({ min: 10, max: 3_000 }), { minLength: 12, maxLength: 60 }),
          fast: fc.integer({ min: 10, max: 150 }),
          place: fc.nat(11),
        }),
        { minLength: 3, maxLength: 3 },
      ),
      (devices) => {
        const errors = devices.map(({ lead, delays, fast, place }) => listen(delays.with(place, fast), lead))
        assert.ok(Math.max(...errors) - Math.min(...errors) <= 200, errors.join(' '))
        assert.ok(
          errors.every((e) => e <= 0 && e >= -150),
          'never ahead of the server, behind it by the fastest frame',
        )
      },
    ),
  )
})

test('the known-bad twin, trusting the last frame, does not agree', () => {
  const last = (delays: readonly number[]) => -delays.at(-1)!
  assert.ok(Math.abs(last([20, 30, 1_500]) - last([20, 1_500, 30])) > 200)
})

test('a clock that was wrong for a while is let go: the window moves on', () => {
  let device = 0
  const clock = createServerClock(() => device)
  clock.observe(10_000) // ahead by 10 s
  for (let i = 0; i < 600; i++) {
    device += 250
    clock.observe(device + 4_000) // the server was set back
  }
  assert.equal(clock.nowMs(), device + 4_000)
})
