// Where a rundown stands against its plan, from its rows and the clock. Pure.
import type { OutputOf } from '#kernel/contract'
import type { getRundown } from '#modules/live/contract'

export type Row = OutputOf<typeof getRundown>['rows'][number]

const MINUTE_MS = 60_000

/** How long a row really took, or is taking; null when it has not begun. */
export const tookMs = (row: Row, nowMs: number): number | null =>
  row.startedAt === null
    ? null
    : Math.max(0, (row.endedAt === null ? nowMs : Date.parse(row.endedAt)) - Date.parse(row.startedAt))

/** Of the row that is on: positive is time left, negative is over its minutes. */
export const leftMs = (row: Row, nowMs: number): number => row.minutes * MINUTE_MS - (tookMs(row, nowMs) ?? 0)

export type RundownClock = {
  on: Row | null
  next: Row | null
  done: number
  /** Positive: behind the plan. What is on counts only once it is over its minutes. */
  behindMs: number
  plannedMinutes: number
  /** Until the last row is done, if each takes its minutes. */
  remainingMs: number
}

export function clockOf(rows: readonly Row[], nowMs: number): RundownClock {
  const on = rows.find((r) => r.state === 'now') ?? null
  const done = rows.filter((r) => r.state === 'done')
  const planned = rows.filter((r) => r.state === 'planned')
  const overMs = done.reduce((sum, r) => sum + (tookMs(r, nowMs) ?? 0) - r.minutes * MINUTE_MS, 0)
  const plannedMs = planned.reduce((sum, r) => sum + r.minutes * MINUTE_MS, 0)
  return {
    on,
    next: planned[0] ?? null,
    done: done.length,
    behindMs: overMs + (on ? Math.max(0, -leftMs(on, nowMs)) : 0),
    plannedMinutes: rows.reduce((sum, r) => sum + r.minutes, 0),
    remainingMs: plannedMs + (on ? Math.max(0, leftMs(on, nowMs)) : 0),
  }
}
