// Calendar days in Asia/Shanghai, where the business is (UTC+8 all year), as 'YYYY-MM-DD'; and the stretch a screen shows.
import { DAY_MS, HOUR_MS } from '#kernel/clock'

const OFFSET_MS = 8 * HOUR_MS

export const dayOf = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10)
export const startOf = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS)
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** First and last day, both included. */
export type Days = { from: string; to: string }

export type Period = {
  now: Days
  /** As many days just before, whole. */
  before: Days
  /** The same again, its last day cut off at this hour: what the growing period may fairly be held against. */
  until: Date
  /** What a small chart draws: the period, and at least a week. */
  chart: Days
}

export function periodOf(at: Date, days: number): Period {
  const to = dayOf(at)
  const from = addDays(to, 1 - days)
  return {
    now: { from, to },
    before: { from: addDays(from, -days), to: addDays(from, -1) },
    until: new Date(at.getTime() - days * DAY_MS),
    chart: { from: addDays(to, 1 - Math.max(days, 7)), to },
  }
}

export function daysOf({ from, to }: Days): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
