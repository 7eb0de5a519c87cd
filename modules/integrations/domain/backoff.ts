// When a delivery that failed is tried again: four times as long each time, at most 15 hours, a little earlier by chance so that what failed
// together does not come back together. Twelve attempts within 72 hours of the first.
import { HOUR_MS } from '#kernel/clock'
import type { Random } from '#kernel/random'

const FIRST_MS = 5_000
const LONGEST_MS = 15 * HOUR_MS
export const MAX_ATTEMPTS = 12

/** How long after the `made`th attempt (1 is the first), or null when that was the last. */
export function waitAfter(made: number, random: Random): number | null {
  if (made >= MAX_ATTEMPTS) return null
  const wait = Math.min(LONGEST_MS, FIRST_MS * 4 ** (made - 1))
  return Math.round(wait * (0.9 + 0.1 * random.next()))
}
