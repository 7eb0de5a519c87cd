// Times as files write them: numbers since 1970, or dates. The unit of a number is told from its value: the years from 1990 to
// tomorrow are below 10^11 in seconds, below 10^14 in milliseconds, below 10^17 in microseconds, so no value is two of them.
// `03/04/2025` is two days; which one is told by the rows around it, by whoever reads them all.
import { DAY_MS } from '#kernel/clock'
import type { Localized } from '#kernel/text'
import type { ProblemCode } from './problems.ts'

export const UNIT_NAMES = {
  seconds: { en: 'seconds', zh: '秒' },
  milliseconds: { en: 'milliseconds', zh: '毫秒' },
  microseconds: { en: 'microseconds', zh: '微秒' },
  nanoseconds: { en: 'nanoseconds', zh: '纳秒' },
  'ISO 8601': { en: 'ISO 8601', zh: 'ISO 8601' },
  'day first': { en: 'day/month/year', zh: '日/月/年' },
  'month first': { en: 'month/day/year', zh: '月/日/年' },
} as const satisfies Record<string, Localized>
export type TimeUnit = keyof typeof UNIT_NAMES
/** `otherwise`: what it is if the month stands first, where both would be a date; `unit` is then `day first`. */
export type GoodTime = { readonly atMs: number; readonly unit: TimeUnit; readonly otherwise?: number }
export type ReadTime = GoodTime | ProblemCode

const EARLIEST_MS = Date.UTC(1990, 0)
/** Up to where a number is of the unit, and how many of them are a millisecond. */
const UNITS = [
  ['seconds', 1e11, 1e-3],
  ['milliseconds', 1e14, 1],
  ['microseconds', 1e17, 1e3],
  ['nanoseconds', 1e20, 1e6],
] as const
/** With a comma where much of Europe writes the point. */
const NUMBER = /^[+-]?\d+([.,]\d*)?([eE][+-]?\d+)?$/
const CLOCK =
  '(?:(?:T|,? +)(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?(?: ?([AP]M))?)? ?(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?'
/** The year first, as in ISO 8601 (also 2025/1/31, 2025.01.31, 2025年1月31日, 20250131). */
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.年])(\\d{1,2})[-/.月](\\d{1,2})日?${CLOCK}$`, 'i')
const COMPACT = /^(19|20)\d\d[01]\d[0-3]\d$/
/** The year last: 31.12.2025 is day first wherever points are written; of 12/31/2025 and 31-12-2025 nobody can say. */
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${CLOCK}$`, 'i')
const NOTHING = /^(|nan|nat|null|none|na|n\/a|#n\/a|<na>|\\n|-)$/i

/** Milliseconds since 1970 and the unit read, or what is wrong. `nowMs` is the present: a day after it is the last time believed. */
export function readTime(text: string, nowMs: number): ReadTime {
  if (NOTHING.test(text)) return 'time-empty'
  if (!NUMBER.test(text)) return readDate(text, nowMs)
  if (COMPACT.test(text)) {
    const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    return readDate(`${year}-${month}-${day}`, nowMs)
  }
  const value = Number(text.replace(',', '.'))
  if (value < 0) return 'time-negative'
  const found = UNITS.find(([, below]) => value < below)
  if (!found) return 'time-too-fine'
  const [unit, , aMillisecond] = found
  return within(Math.floor(unit === 'seconds' ? value * 1_000 : value / aMillisecond), unit, nowMs)
}

function within(atMs: number, unit: TimeUnit, nowMs: number): ReadTime {
  if (atMs < EARLIEST_MS) return 'time-before-1990'
  return atMs > nowMs + DAY_MS ? 'time-in-future' : { atMs, unit }
}

function readDate(text: string, nowMs: number): ReadTime {
  const iso = YEAR_FIRST.exec(text)
  if (iso) {
    const atMs = momentOf(iso[1]!, iso[3]!, iso[4]!, iso.slice(5))
    return Number.isNaN(atMs) ? 'time-unreadable' : within(atMs, 'ISO 8601', nowMs)
  }
  const other = YEAR_LAST.exec(text)
  if (!other) return 'time-unreadable'
  const [, first, mark, second, year] = other
  const rest = other.slice(5)
  const dayFirst = momentOf(year!, second!, first!, rest)
  if (mark === '.') return Number.isNaN(dayFirst) ? 'time-unreadable' : within(dayFirst, 'day first', nowMs)
  const monthFirst = momentOf(year!, first!, second!, rest)
  if (Number.isNaN(dayFirst))
    return Number.isNaN(monthFirst) ? 'time-unreadable' : within(monthFirst, 'month first', nowMs)
  if (Number.isNaN(monthFirst)) return within(dayFirst, 'day first', nowMs)
  const [a, b] = [within(dayFirst, 'day first', nowMs), within(monthFirst, 'month first', nowMs)]
  if (typeof a === 'string') return b
  return typeof b === 'string' ? a : { ...a, otherwise: b.atMs }
}

/** A date is its midnight; a time without a zone is UTC; finer than a millisecond is cut off. NaN when it is no such time. */
function momentOf(
  year: string,
  month: string,
  day: string,
  [hour = '0', minute = '0', second = '0', fraction = '', half, zone]: (string | undefined)[],
): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const hours = half === undefined ? Number(hour) : hourOf(Number(hour), half)
  if (!(hours <= 23) || Number(minute) > 59 || Number(second) > 59) return Number.NaN
  const atMs = Date.UTC(y, m - 1, d, hours, Number(minute), Number(second))
  const back = new Date(atMs)
  if (back.getUTCMonth() !== m - 1 || back.getUTCDate() !== d) return Number.NaN
  return atMs + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs(zone)
}

/** 12 AM is midnight, 12 PM noon. */
const hourOf = (hour: number, half: string): number =>
  hour >= 1 && hour <= 12 ? (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0) : Number.NaN

function offsetMs(zone = 'Z'): number {
  if (!/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}
