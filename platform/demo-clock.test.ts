// One clock for all machines: the database's, moved with the demo's; and the given one where time is made by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, manualClock } from '#kernel/clock'
import { testDatabase } from '#tests/support/database'
import { openPlatformClock, sharedNow } from './demo-clock.ts'

test('the shared clock is the database’s, and is moved when the platform’s is', async () => {
  const { db, drop } = await testDatabase()
  const clock = await openPlatformClock(db, true)
  const before = await db.read((tx) => sharedNow(clock, tx))
  await clock.advance(HOUR_MS)
  const later = await db.read((tx) => sharedNow(clock, tx))
  const moved = later.getTime() - before.getTime()
  assert.ok(moved >= HOUR_MS && moved < 2 * HOUR_MS, String(moved))
  const byHand = manualClock(new Date('2026-11-01T04:00:00Z'))
  assert.deepEqual(await db.read((tx) => sharedNow(byHand, tx)), byHand.now())
  await clock.stop()
  await drop()
})
