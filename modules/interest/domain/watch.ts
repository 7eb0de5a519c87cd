// What watching says: from 'swiped away at once' to 'watched to the end, twice'. Share of the clip and plain seconds count
// together, because half of a long clip is more interest than half of a short one.

/** Nominal length of something without one: an image post. */
const IMAGES_MS = 8_000
/** Gone before the eye has met it. */
const GLANCE_MS = 2_000
const LONG_LOOK_MS = 25_000
/** A glance is a no, though a weaker one than 'to the end' is a yes: people skip what they like, too. */
export const GLANCED = -0.8

export const FINISHED = 0.85

/** Share of the clip that was on screen; above 1 when it looped. */
export const watchedShare = (dwellMs: number, durationMs: number | null): number =>
  dwellMs / Math.max(1_000, durationMs ?? IMAGES_MS)

/** -0.8 for a swipe away, 0 for undecided, 1 for to the end, at most 1.5. */
export function watchStrength(dwellMs: number, durationMs: number | null): number {
  const share = watchedShare(dwellMs, durationMs)
  if (dwellMs < GLANCE_MS && share < 0.5) return GLANCED
  const byShare =
    share < FINISHED ? (share - 0.35) / (FINISHED - 0.35) : 1 + 0.5 * Math.min(1, share - FINISHED)
  const bySeconds = dwellMs >= LONG_LOOK_MS ? 1 : 0
  return Math.max(GLANCED, byShare, bySeconds)
}
