// Numbers, money and dates as each language writes them. Pure, with `now` passed in, so that tests need no clock.
import { words, type Locale } from './words.ts'

const TAG = { zh: 'zh-CN', en: 'en-US' } as const
const MINOR_PER_MAJOR = 100n

export type Currency = 'CNY' | 'USD'
const SYMBOL: Record<Currency, string> = { CNY: '¥', USD: '$' }

/** 2,341 · 8.6万 · 1.2亿; in English 2,341 · 86.0K · 1.2M. Rounds down: a count never boasts. */
export function formatCount(n: number, locale: Locale): string {
  if (Math.abs(n) < 10_000) return new Intl.NumberFormat(TAG[locale]).format(n)
  return new Intl.NumberFormat(TAG[locale], {
    notation: 'compact',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  }).format(n)
}

/** 12,780: every digit, where a figure is work and not decoration. */
export const formatWhole = (n: number | bigint, locale: Locale): string =>
  new Intl.NumberFormat(TAG[locale]).format(n)

export type MoneyParts = { negative: boolean; symbol: string; major: string; fraction: string }

/** `minor` is 分 as the wire sends it: "12900" is ¥129.00. */
export function moneyParts(minor: string | bigint, currency: Currency, locale: Locale): MoneyParts {
  const amount = BigInt(minor)
  const size = amount < 0n ? -amount : amount
  return {
    negative: amount < 0n,
    symbol: SYMBOL[currency],
    major: new Intl.NumberFormat(TAG[locale]).format(size / MINOR_PER_MAJOR),
    fraction: String(size % MINOR_PER_MAJOR).padStart(2, '0'),
  }
}

/** ¥129.00 · −¥5.50 (a true minus sign). */
export function formatMoney(minor: string | bigint, currency: Currency, locale: Locale): string {
  const p = moneyParts(minor, currency, locale)
  return `${p.negative ? '−' : ''}${p.symbol}${p.major}.${p.fraction}`
}

/** "500" bps → 5%. */
export const formatBps = (bps: number, locale: Locale): string =>
  new Intl.NumberFormat(TAG[locale], { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000)

const toDate = (at: string | Date) => (at instanceof Date ? at : new Date(at))

/** 11月22日 · Nov 22; with the year when it is not this one. */
export function formatDate(at: string | Date, locale: Locale, now: Date = new Date()): string {
  const date = toDate(at)
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(TAG[locale], {
    year,
    month: locale === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(date)
}

/** 11月22日 08:05 · Nov 22, 08:05. */
export function formatDateTime(at: string | Date, locale: Locale, now: Date = new Date()): string {
  const date = toDate(at)
  const time = new Intl.DateTimeFormat(TAG[locale], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date)
  return `${formatDate(date, locale, now)}${locale === 'zh' ? ' ' : ', '}${time}`
}

/** 1 day · 7 days · 7天. */
export const formatDays = (n: number, locale: Locale): string =>
  new Intl.NumberFormat(TAG[locale], { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(n)

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** 刚刚 · 3分钟前 · 2天前, and the date from a week on. */
export function formatAgo(at: string | Date, locale: Locale, now: Date = new Date()): string {
  const ms = now.getTime() - toDate(at).getTime()
  if (ms >= 7 * 86_400_000) return formatDate(at, locale, now)
  const step = STEPS.find(([, size]) => ms >= size)
  if (!step) return words[locale].justNow
  return new Intl.RelativeTimeFormat(TAG[locale]).format(-Math.floor(ms / step[1]), step[0])
}

/** 14:59 left of a countdown; never below 0:00. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const h = Math.floor(seconds / 3600)
  const m = Math.floor((seconds % 3600) / 60)
  const s = String(seconds % 60).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`
}
