// How often each item was taken around a day, before and after it, in windows of several widths: what was in fashion then. For
// data that is all there, to be asked about any moment; `trend-table.ts` is for streams.
import { DAY_MS } from '#kernel/clock'
import type { TimedLists } from '../evaluation/last-out.ts'

/** Half widths in days. Each has a count up to the day (that day included), and one from the day after. */
export const WINDOWS_DAYS = [1, 7, 30, 180]
/** More of one item in a window are counted as so many: their logarithms are made once a question. */
const MOST = 255
const STRIDE = MOST + 1
export type ItemTimelines = ReturnType<typeof createItemTimelines>

export function createItemTimelines({ items, atMs }: TimedLists, itemCount: number) {
  const days: number[][] = Array.from({ length: itemCount }, () => [])
  items.values.forEach((item, k) => days[item]!.push(Math.floor(atMs[k]! / DAY_MS)))
  for (const own of days) own.sort((a, b) => a - b)
  const all = Float64Array.from(atMs, (at) => Math.floor(at / DAY_MS)).sort()
  const first = all[0] ?? 0
  const byDay: number[][] = Array.from({ length: (all.at(-1) ?? 0) - first + 1 }, () => [])
  days.forEach((own, item) => {
    for (const day of own) byDay[day - first]!.push(item)
  })
  const found = new Float64Array(2 * WINDOWS_DAYS.length)
  const worths = new Float64Array(found.length * STRIDE)
  let asked = NaN

  return {
    /** How often ever. */
    counts: Float64Array.from(days, (own) => own.length),
    /** The day of the first time; Infinity for never. */
    born: Float64Array.from(days, (own) => own[0] ?? Infinity),

    /** Calls `visit` with what was taken at most `width` days from `day`, an item several times for several. */
    near(day: number, width: number, visit: (item: number) => void): void {
      for (let d = Math.max(0, day - first - width); d <= day - first + width; d++) byDay[d]?.forEach(visit)
    },

    /** From now on `around` is as of this day. */
    standAt(day: number): void {
      asked = day
      WINDOWS_DAYS.forEach((width, w) => {
        let before = 1
        let after = 1
        for (let d = -width; d <= 0; d++) before += byDay[day - first + d]?.length ?? 0
        for (let d = 1; d <= width; d++) after += byDay[day - first + d]?.length ?? 0
        for (let count = 0; count <= MOST; count++) {
          worths[2 * w * STRIDE + count] = Math.log(0.1 + (0.1 * itemCount * count) / before)
          worths[(2 * w + 1) * STRIDE + count] = Math.log(0.1 + (0.1 * itemCount * count) / after)
        }
      })
    },

    /** Writes how hot the item was in each window, before and after by turns, from `out[at]` on: its share there, a logarithm. */
    around(item: number, out: Float64Array, at: number): void {
      found.fill(0)
      for (const day of days[item]!) {
        const apart = Math.abs(day - asked)
        const after = day > asked ? 1 : 0
        for (let w = WINDOWS_DAYS.length - 1; w >= 0 && apart <= WINDOWS_DAYS[w]!; w--)
          found[2 * w + after]! += 1
      }
      for (let k = 0; k < found.length; k++) out[at + k] = worths[k * STRIDE + Math.min(MOST, found[k]!)]!
    },
  }
}
