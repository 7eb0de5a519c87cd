// Times as files write them: seconds or milliseconds since 1970, or ISO 8601. The unit is told from the value: in seconds the
// years from 1990 to tomorrow are below 10^11, in milliseconds above it, so no value is both.
import { DAY_MS } from '#kernel/clock'
import type { Localized } from '#kernel/text'
import type { ProblemCode } from './problems.ts'

export const UNIT_NAMES = {
  seconds: { en: 'seconds', zh: '秒' },
  milliseconds: { en: 'milliseconds', zh: '毫秒' },
  'ISO 8601': { en: 'ISO 8601', zh: 'ISO 8601' },
} as const satisfies Record<string, Localized>
export type TimeUnit = keyof typeof UNIT_NAMES
export type ReadTime = { readonly atMs: number; readonly unit: TimeUnit } | ProblemCode

const EARLIEST_MS = Date.UTC(1990, 0)
/** 10^11 seconds are the year 5138; 10^11 milliseconds are 1973, 10^14 the year 5138. */
const FIRST_MILLISECOND = 1e11
const FIRST_MICROSECOND = 1e14
const NUMBER = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i
const NOTHING = /^(|nan|null|none|na|n\/a|-)$/i

/** Milliseconds since 1970 and the unit read, or what is wrong. `nowMs` is the present: a day after it is the last time believed. */
export function readTime(text: string, nowMs: number): ReadTime {
  if (NOTHING.test(text)) return 'time-empty'
  if (!NUMBER.test(text)) {
    const atMs = readIso(text)
    return Number.isNaN(atMs) ? 'time-unreadable' : within(atMs, 'ISO 8601', nowMs)
  }
  const value = Number(text)
  if (value < 0) return 'time-negative'
  if (value >= FIRST_MICROSECOND) return 'time-too-fine'
  return value < FIRST_MILLISECOND
    ? within(Math.floor(value * 1_000), 'seconds', nowMs)
    : within(Math.floor(value), 'milliseconds', nowMs)
}

function within(atMs: number, unit: TimeUnit, nowMs: number): ReadTime {
  if (atMs < EARLIEST_MS) return 'time-before-1990'
  return atMs > nowMs + DAY_MS ? 'time-in-future' : { atMs, unit }
}

/** A date is its midnight; a time without a zone is UTC; finer than a millisecond is cut off. NaN when it is no such time. */
function readIso(text: string): number {
  const match = ISO.exec(text)
  if (!match) return Number.NaN
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const atMs = Date.UTC(year!, month! - 1, day, hour, minute, second)
  const back = new Date(atMs)
  if (back.getUTCMonth() !== month! - 1 || back.getUTCDate() !== day) return Number.NaN
  if (hour! > 23 || minute! > 59 || second! > 59) return Number.NaN
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  return atMs + fraction - offsetMs(match[8])
}

function offsetMs(zone = 'Z'): number {
  if (!/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}
