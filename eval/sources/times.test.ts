import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { NOW_MS } from './fixtures.ts'
import { readTime } from './times.ts'

const AT = Date.UTC(2020, 1, 29, 8, 30, 5)

for (const [text, atMs, unit] of [
  [String(AT / 1_000), AT, 'seconds'],
  [`${AT / 1_000}.25`, AT + 250, 'seconds'],
  ['1.582965005E9', AT, 'seconds'],
  [String(AT), AT, 'milliseconds'],
  ['2020-02-29', Date.UTC(2020, 1, 29), 'ISO 8601'],
  ['2020-02-29T08:30', Date.UTC(2020, 1, 29, 8, 30), 'ISO 8601'],
  ['2020-02-29T08:30:05Z', AT, 'ISO 8601'],
  ['2020-02-29 08:30:05', AT, 'ISO 8601'],
  ['2020-02-29 08:30:05 UTC', AT, 'ISO 8601'],
  ['2020-02-29T16:30:05+08:00', AT, 'ISO 8601'],
  ['2020-02-29T16:30:05.5+0800', AT + 500, 'ISO 8601'],
  ['2020-02-29T03:00:05,123456-05:30', AT + 123, 'ISO 8601'],
  [String(NOW_MS + DAY_MS), NOW_MS + DAY_MS, 'milliseconds'],
  ['1582965005250000', AT + 250, 'microseconds'],
  ['1582965005250400000', AT + 250, 'nanoseconds'],
  ['1,582965005E+09', AT, 'seconds'],
  ['20200229', Date.UTC(2020, 1, 29), 'ISO 8601'],
  ['2020/2/29 8:30', Date.UTC(2020, 1, 29, 8, 30), 'ISO 8601'],
  ['2020年2月29日 08:30:05', AT, 'ISO 8601'],
  ['29.02.2020', Date.UTC(2020, 1, 29), 'day first'],
  ['29.2.2020 08:30:05', AT, 'day first'],
  ['29/02/2020', Date.UTC(2020, 1, 29), 'day first'],
  ['02/29/2020 8:30:05 AM', AT, 'month first'],
  ['2/29/2020, 12:05 pm', Date.UTC(2020, 1, 29, 12, 5), 'month first'],
  ['02-29-2020 12:05 AM', Date.UTC(2020, 1, 29, 0, 5), 'month first'],
  ['1990-01-01', Date.UTC(1990, 0), 'ISO 8601'],
] as const)
  test(`time ${text}`, () => assert.deepEqual(readTime(text, NOW_MS), { atMs, unit }))

for (const [text, code] of [
  ['', 'time-empty'],
  ['NaN', 'time-empty'],
  ['null', 'time-empty'],
  ['-1', 'time-negative'],
  ['-1e300', 'time-negative'],
  ['0', 'time-before-1990'],

  ['1989-12-31T23:59:59Z', 'time-before-1990'],
  [String(NOW_MS + DAY_MS + 1), 'time-in-future'],
  ['99999999999', 'time-in-future'],
  ['1e300', 'time-too-fine'],

  ['2021-02-29', 'time-unreadable'],
  ['2020-02-29T24:00:00Z', 'time-unreadable'],
  ['2020-13-01', 'time-unreadable'],
  ['20201301', 'time-unreadable'],
  ['45658.25', 'time-before-1990'],
  ['1e21', 'time-too-fine'],
  ['31/31/2020', 'time-unreadable'],
  ['12/31-2020', 'time-unreadable'],
  ['01/31/2020 13:00 PM', 'time-unreadable'],
  ['31.02.2020', 'time-unreadable'],

  ['Infinity', 'time-unreadable'],
  ['0x10', 'time-unreadable'],
  ['yesterday', 'time-unreadable'],
] as const)
  test(`no time: ${text || 'nothing'}`, () => assert.equal(readTime(text, NOW_MS), code))

test('a date that may be two is both', () => {
  const [day, month] = [Date.UTC(2020, 3, 3), Date.UTC(2020, 2, 4)]
  assert.deepEqual(readTime('03/04/2020', NOW_MS), { atMs: day, unit: 'day first', otherwise: month })
})
