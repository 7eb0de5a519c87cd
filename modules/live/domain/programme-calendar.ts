// The dates of a programme: several weekdays at one local hour, each named by its local day, so that a date that is skipped or has a
// room stays that date when the hour is changed. Pure.
import { DAY_MS } from '#kernel/clock'
import { dayIn, nextDate } from './programme-date.ts'

/** `weekdays`: 1 Monday … 7 Sunday; all seven: daily. `minute`: of the local day. `zone`: an IANA name. */
export type Recurrence = { weekdays: readonly number[]; minute: number; zone: string }
/** `day`: YYYY-MM-DD of the zone. */
export type ProgrammeDate = { day: string; at: Date }

/** Dates are opened and left out so far ahead. */
export const AHEAD_DAYS = 62
/** The next programmes are looked for so far ahead, to tell overlaps. */
const OVERLAP_DAYS = 28

/** The first date strictly after `after`. */
export function dateAfter({ weekdays, minute, zone }: Recurrence, after: Date): ProgrammeDate {
  const at = new Date(
    Math.min(...weekdays.map((weekday) => nextDate({ weekday, minute, zone }, after).getTime())),
  )
  return { at, day: dayIn(zone, at) }
}

/** Dates with `from ≤ at < to`, in order; `limit` at most. */
export function datesBetween(recurrence: Recurrence, from: Date, to: Date, limit: number): ProgrammeDate[] {
  const dates: ProgrammeDate[] = []
  let after = new Date(from.getTime() - 1)
  while (dates.length < limit) {
    const date = dateAfter(recurrence, after)
    if (date.at >= to) break
    dates.push(date)
    after = date.at
  }
  return dates
}

/** The first date after `after` that is not skipped. Skips are finite: 60 at most are looked past. */
export function unskippedAfter(
  recurrence: Recurrence,
  after: Date,
  skipped: ReadonlySet<string>,
): ProgrammeDate | null {
  let from = after
  for (let i = 0; i <= 60; i++) {
    const date = dateAfter(recurrence, from)
    if (!skipped.has(date.day)) return date
    from = date.at
  }
  return null
}

type Timed = Recurrence & { durationMinutes: number }

/** Which of these fall into each other within the next four weeks, by key. */
export function overlapsAmong(timed: ReadonlyMap<string, Timed>, after: Date): Map<string, Set<string>> {
  const to = new Date(after.getTime() + OVERLAP_DAYS * DAY_MS)
  const found = new Map<string, Set<string>>([...timed.keys()].map((key) => [key, new Set()]))
  const spans = [...timed]
    .flatMap(([key, r]) =>
      datesBetween(r, after, to, OVERLAP_DAYS).map(({ at }) => ({
        key,
        from: at.getTime(),
        to: at.getTime() + r.durationMinutes * 60_000,
      })),
    )
    .toSorted((a, b) => a.from - b.from)
  for (const [i, span] of spans.entries())
    for (let j = i + 1; j < spans.length && spans[j]!.from < span.to; j++) {
      if (spans[j]!.key === span.key) continue
      found.get(span.key)!.add(spans[j]!.key)
      found.get(spans[j]!.key)!.add(span.key)
    }
  return found
}
