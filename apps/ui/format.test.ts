import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatAgo,
  formatBps,
  formatCount,
  formatCountdown,
  formatDate,
  formatDateTime,
  formatDays,
  formatMoney,
} from './format.ts'
import { formatPlace } from './places.ts'

test('counts: exact below ten thousand, then 万 and 亿, never rounded up', () => {
  assert.equal(formatCount(0, 'zh'), '0')
  assert.equal(formatCount(2341, 'zh'), '2,341')
  assert.equal(formatCount(9999, 'zh'), '9,999')
  assert.equal(formatCount(86_999, 'zh'), '8.6万')
  assert.equal(formatCount(99_999, 'zh'), '9.9万')
  assert.equal(formatCount(120_000_000, 'zh'), '1.2亿')
  assert.equal(formatCount(2341, 'en'), '2,341')
  assert.equal(formatCount(86_999, 'en'), '86.9K')
  assert.equal(formatCount(1_290_000, 'en'), '1.2M')
})

test('money: minor units to the cent, beyond what a float can hold', () => {
  assert.equal(formatMoney('12900', 'CNY', 'zh'), '¥129.00')
  assert.equal(formatMoney('5', 'CNY', 'zh'), '¥0.05')
  assert.equal(formatMoney('-550', 'USD', 'en'), '−$5.50')
  assert.equal(formatMoney('900719925474099301', 'CNY', 'en'), '¥9,007,199,254,740,993.01')
})

test('rates', () => {
  assert.equal(formatBps(500, 'zh'), '5%')
  assert.equal(formatBps(125, 'en'), '1.25%')
})

test('dates: the year only when it is another one', () => {
  const now = new Date(2026, 10, 22, 12, 0)
  const at = new Date(2026, 10, 2, 8, 5)
  assert.equal(formatDate(at, 'zh', now), '11月2日')
  assert.equal(formatDate(at, 'en', now), 'Nov 2')
  assert.equal(formatDate(new Date(2025, 0, 3), 'en', now), 'Jan 3, 2025')
  assert.equal(formatDateTime(at, 'zh', now), '11月2日 08:05')
  assert.equal(formatDateTime(new Date(2026, 10, 2, 0, 5), 'en', now), 'Nov 2, 00:05')
})

test('how long ago', () => {
  const now = new Date(2026, 10, 22, 12, 0)
  const ago = (ms: number) => new Date(now.getTime() - ms)
  assert.equal(formatAgo(ago(20_000), 'zh', now), '刚刚')
  assert.equal(formatAgo(ago(3 * 60_000), 'zh', now), '3分钟前')
  assert.equal(formatAgo(ago(26 * 3_600_000), 'en', now), '1 day ago')
  assert.equal(formatAgo(ago(8 * 86_400_000), 'zh', now), '11月14日')
})

test('countdown', () => {
  assert.equal(formatCountdown(899_001), '15:00')
  assert.equal(formatCountdown(61_000), '1:01')
  assert.equal(formatCountdown(3_661_000), '1:01:01')
  assert.equal(formatCountdown(-5), '0:00')
})

test('places in English where they are known, and otherwise as they were written', () => {
  assert.equal(formatPlace('福建 · 德化', 'en'), 'Dehua, Fujian')
  assert.equal(formatPlace('福建 · 德化', 'zh'), '福建 · 德化')
  assert.equal(formatPlace('杭州市', 'en'), 'Hangzhou')
  assert.equal(formatPlace('某省 · 某镇', 'en'), '某省 · 某镇')
})

test('days with their unit', () => {
  assert.deepEqual(
    [formatDays(1, 'en'), formatDays(7, 'en'), formatDays(7, 'zh')],
    ['1 day', '7 days', '7天'],
  )
})
