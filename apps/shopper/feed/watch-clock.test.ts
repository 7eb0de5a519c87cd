import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWatchClock } from './watch-clock.ts'

test('counts visible time only', () => {
  let now = 0
  const clock = createWatchClock(() => now)
  clock.start()
  now = 3_000
  clock.pause()
  now = 60_000
  clock.resume()
  now = 61_000
  assert.equal(clock.take(), 4_000)
  now = 61_500
  assert.equal(clock.take(), 500)
})

test('pausing twice or resuming twice changes nothing; a clock set back never counts negative', () => {
  let now = 1_000
  const clock = createWatchClock(() => now)
  clock.start()
  now = 1_200
  clock.pause()
  clock.pause()
  clock.resume()
  clock.resume()
  now = 900
  assert.equal(clock.take(), 200)
})
