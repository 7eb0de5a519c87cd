// Years, quarters and months as the books count them: in China's time, UTC+8 all year, wherever the process runs.
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

export type Span = { from: Date; to: Date }

const midnight = (year: number, month: number): Date => new Date(Date.UTC(year, month, 1) - OFFSET_MS)

export const yearSpan = (year: number): Span => ({ from: midnight(year, 0), to: midnight(year + 1, 0) })

/** `2026-11`. */
export function monthSpan(month: string): Span {
  const [year, m] = month.split('-').map(Number) as [number, number]
  return { from: midnight(year, m - 1), to: midnight(year, m) }
}

/** `2026-Q4`. */
export function quarterSpan(quarter: string): Span {
  const [year, q] = quarter.split('-Q').map(Number) as [number, number]
  return { from: midnight(year, 3 * (q - 1)), to: midnight(year, 3 * q) }
}

export const yearOf = (at: Date): number => new Date(at.getTime() + OFFSET_MS).getUTCFullYear()
export const monthOf = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 7)

export const daysIn = ({ from, to }: Span): number => Math.round((to.getTime() - from.getTime()) / DAY_MS)

/** Whole days gone of a span, the one that runs counted; 0 before it, all of them after. */
export function daysGone({ from, to }: Span, now: Date): number {
  if (now < from) return 0
  return now >= to ? daysIn({ from, to }) : Math.floor((now.getTime() - from.getTime()) / DAY_MS) + 1
}
