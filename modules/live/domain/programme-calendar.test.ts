// A programme's dates, over any weekdays, hour and zone, also in the weeks in which clocks are moved; and its states.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS } from '#kernel/clock'
import { dateAfter, datesBetween, overlapsAmong, unskippedAfter } from './programme-calendar.ts'
import { dayIn } from './programme-date.ts'
import {
  nextProgrammeState,
  PROGRAMME_ACTIONS,
  PROGRAMME_STATES,
  programmeActionsIn,
} from './programme-state.ts'

const ZONES = [
  'Asia/Shanghai',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Pacific/Apia',
]
const recurrence = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  minute: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1439 })),
  zone: fc.constantFrom(...ZONES),
})
const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
const weekdayOf = (day: string) => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

test('dates come in order, each day once, on the chosen weekdays, none left out', () => {
  fc.assert(
    fc.property(recurrence, moment, (r, from) => {
      const to = new Date(from.getTime() + 28 * DAY_MS)
      const dates = datesBetween(r, from, to, 40)
      assert.ok(dates.every((d, i) => d.at >= from && d.at < to && (i === 0 || d.at > dates[i - 1]!.at)))
      assert.equal(new Set(dates.map((d) => d.day)).size, dates.length)
      for (const d of dates) {
        assert.ok(r.weekdays.includes(weekdayOf(d.day)), `${d.day} of ${r.weekdays.join()} in ${r.zone}`)
        assert.equal(dayIn(r.zone, d.at), d.day)
      }
      assert.ok(Math.abs(dates.length - 4 * r.weekdays.length) <= 1, `${dates.length} in four weeks`)
    }),
    { numRuns: 60 },
  )
})

test('midnight that does not exist: held at one, on the day that was meant', () => {
  const midnight = { weekdays: [7], minute: 0, zone: 'America/Santiago' }
  const date = dateAfter(midnight, new Date('2026-09-05T12:00:00Z'))
  assert.deepEqual(
    { day: date.day, at: date.at.toISOString() },
    { day: '2026-09-06', at: '2026-09-06T04:00:00.000Z' },
  )
})

test('a skipped date is passed over; a daily column with a month left out is next after it', () => {
  const daily = { weekdays: [1, 2, 3, 4, 5, 6, 7], minute: 1200, zone: 'Asia/Shanghai' }
  const from = new Date('2026-11-22T00:00:00Z')
  assert.equal(unskippedAfter(daily, from, new Set(['2026-11-22', '2026-11-23']))?.day, '2026-11-24')
  const all = new Set(datesBetween(daily, from, new Date(from.getTime() + 90 * DAY_MS), 90).map((d) => d.day))
  assert.equal(unskippedAfter(daily, from, all), null)
})

test('overlap goes by moments, not by what clocks show', () => {
  const at = (hour: number, zone: string, durationMinutes = 120) => ({
    weekdays: [5],
    minute: hour * 60,
    zone,
    durationMinutes,
  })
  type Timed = ReturnType<typeof at>
  const overlap = (a: Timed, b: Timed) =>
    overlapsAmong(
      new Map([
        ['a', a],
        ['b', b],
      ]),
      new Date('2026-11-22T00:00:00Z'),
    )
      .get('a')!
      .has('b')
  assert.equal(overlap(at(20, 'Asia/Shanghai'), at(21, 'Asia/Shanghai')), true)
  assert.equal(overlap(at(20, 'Asia/Shanghai'), at(22, 'Asia/Shanghai')), false, 'one after the other')
  assert.equal(overlap(at(20, 'Asia/Shanghai'), at(12, 'Europe/London')), true)
  assert.equal(overlap(at(20, 'Asia/Shanghai'), at(20, 'Europe/London')), false)
})

test('states: exactly the moves of the table, and none out of the end', () => {
  const moves = PROGRAMME_STATES.flatMap((s) =>
    PROGRAMME_ACTIONS.flatMap((a) =>
      nextProgrammeState(s, a) ? [`${s} ${a} ${nextProgrammeState(s, a)}`] : [],
    ),
  )
  assert.deepEqual(moves, [
    'active pause paused',
    'active end ended',
    'paused resume active',
    'paused end ended',
  ])
  assert.deepEqual(programmeActionsIn('ended'), [])
})
