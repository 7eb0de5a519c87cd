// When a programme (栏目) is on next: a weekday and an hour of a place, kept as people keep them, so that nine in the evening stays nine in
// the evening when that place moves its clocks. Pure; the zone's rules are the runtime's.
import { DAY_MS } from '#kernel/clock'

/** `weekday`: 1 Monday … 7 Sunday; `minute`: of the local day, 0 … 1439; `zone`: an IANA name. */
export type ProgrammeTime = { weekday: number; minute: number; zone: string }

type Local = { year: number; month: number; day: number; minute: number }

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The local day of a moment: YYYY-MM-DD. */
export function dayIn(zone: string, at: Date): string {
  const { year, month, day } = zoneClock(zone)(at.getTime())
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

/** The first beginning strictly after `after`. An hour that the clocks jump over is held at the moment after the jump; one that comes
 *  twice is held the first time. */
export function nextDate({ weekday, minute, zone }: ProgrammeTime, after: Date): Date {
  const clock = zoneClock(zone)
  const today = clock(after.getTime())
  const weekdayToday = ((new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() + 6) % 7) + 1
  const ahead = (weekday - weekdayToday + 7) % 7
  for (const days of [ahead, ahead + 7]) {
    const midnightUtc = Date.UTC(today.year, today.month - 1, today.day + days)
    const at = instantOf(midnightUtc + minute * 60_000, clock)
    if (at > after.getTime()) return new Date(at)
  }
  throw new Error('nextDate: a week has one such hour')
}

/** The instant at which the clocks of the zone show `wallMs` (local time, written as if it were UTC). */
function instantOf(wallMs: number, clock: (ms: number) => Local): number {
  // Offsets of the day before and the day after: all there can be around it.
  const offsets = [wallMs - DAY_MS, wallMs + DAY_MS].map((ms) => wallOf(clock(ms), ms) - ms)
  const fits = offsets.map((o) => wallMs - o).filter((ms) => wallOf(clock(ms), ms) === wallMs)
  // In the gap nothing fits: by the offset from before it, which is as long after the jump as it was meant after its beginning.
  return fits.length > 0 ? Math.min(...fits) : wallMs - offsets[0]!
}

const wallOf = ({ year, month, day, minute }: Local, ms: number): number =>
  Date.UTC(year, month - 1, day) + minute * 60_000 + (((ms % 60_000) + 60_000) % 60_000)

/** Making one costs fifty times what asking it does; there are some 400 zones. */
const clocks = new Map<string, (ms: number) => Local>()

function zoneClock(zone: string): (ms: number) => Local {
  const known = clocks.get(zone)
  if (known) return known
  const clock = makeZoneClock(zone)
  // Names are taken in any case of letters: no more than so many are kept.
  if (clocks.size >= 1_000) clocks.clear()
  clocks.set(zone, clock)
  return clock
}

function makeZoneClock(zone: string): (ms: number) => Local {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  return (ms) => {
    const part = new Map(format.formatToParts(ms).map((p) => [p.type, Number(p.value)]))
    return {
      year: part.get('year')!,
      month: part.get('month')!,
      day: part.get('day')!,
      minute: part.get('hour')! * 60 + part.get('minute')!,
    }
  }
}
