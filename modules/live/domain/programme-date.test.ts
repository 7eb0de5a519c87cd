// When a programme is on next, also in the weeks in which clocks are moved.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isZone, nextDate } from './programme-date.ts'

const next = (weekday: number, hour: number, zone: string, after: string, minute = 0) =>
  nextDate({ weekday, minute: hour * 60 + minute, zone }, new Date(after)).toISOString()

test('this week or the next: strictly after', () => {
  assert.equal(next(7, 20, 'Asia/Shanghai', '2026-11-22T11:59:59Z'), '2026-11-22T12:00:00.000Z')
  assert.equal(next(7, 20, 'Asia/Shanghai', '2026-11-22T12:00:00Z'), '2026-11-29T12:00:00.000Z')
  assert.equal(
    next(1, 0, 'Asia/Shanghai', '2026-11-22T15:00:00Z', 30),
    '2026-11-22T16:30:00.000Z',
    'Monday there',
  )
})

test('nine in the evening stays nine in the evening when clocks move', () => {
  assert.equal(next(6, 21, 'Europe/London', '2026-10-24T00:00:00Z'), '2026-10-24T20:00:00.000Z')
  assert.equal(next(6, 21, 'Europe/London', '2026-10-24T20:00:00Z'), '2026-10-31T21:00:00.000Z')
  assert.equal(next(6, 21, 'America/New_York', '2027-03-13T00:00:00Z'), '2027-03-14T02:00:00.000Z')
  assert.equal(next(6, 21, 'America/New_York', '2027-03-14T02:00:00Z'), '2027-03-21T01:00:00.000Z')
})

test('an hour that is jumped over is held after the jump; one that comes twice, the first time', () => {
  assert.equal(
    next(7, 2, 'America/New_York', '2027-03-14T05:00:00Z', 30),
    '2027-03-14T07:30:00.000Z',
    '2:30 does not exist: 3:30',
  )
  assert.equal(
    next(7, 1, 'America/New_York', '2026-11-01T04:00:00Z', 30),
    '2026-11-01T05:30:00.000Z',
    'summer’s 1:30',
  )
  assert.equal(next(7, 1, 'America/New_York', '2026-11-01T05:30:00Z', 30), '2026-11-08T06:30:00.000Z')
})

test('property: after, within eight days, and the clocks there show that weekday and hour (or jumped over it)', () => {
  const zones = [
    'Asia/Shanghai',
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ]
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (weekday, minute, zone, after) => {
        const at = nextDate({ weekday, minute, zone }, after)
        const days = (at.getTime() - after.getTime()) / 86_400_000
        assert.ok(days > 0 && days < 7.1, `${days} days`)
        const shown = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(at)
        const shownMinute = Number(shown.slice(0, 2)) * 60 + Number(shown.slice(3))
        assert.ok([0, 30, 60].includes(shownMinute - minute), `${shown} for ${minute}`)
      },
    ),
    { numRuns: 300 },
  )
})

test('zones', () => {
  assert.ok(isZone('Asia/Shanghai'))
  assert.ok(!isZone('Mars/Olympus'))
})
