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
  ['20200229', 'time-before-1990'],
  ['1989-12-31T23:59:59Z', 'time-before-1990'],
  [String(NOW_MS + DAY_MS + 1), 'time-in-future'],
  ['99999999999', 'time-in-future'],
  ['1e300', 'time-too-fine'],
  ['1582965005000000', 'time-too-fine'],
  ['2021-02-29', 'time-unreadable'],
  ['2020-02-29T24:00:00Z', 'time-unreadable'],
  ['2020-13-01', 'time-unreadable'],
  ['29/02/2020', 'time-unreadable'],
  ['Infinity', 'time-unreadable'],
  ['0x10', 'time-unreadable'],
  ['yesterday', 'time-unreadable'],
] as const)
  test(`no time: ${text || 'nothing'}`, () => assert.equal(readTime(text, NOW_MS), code))
