// What a clip may be. Told as early as it can be: from the boxes when the last byte is here, from the probe in the worker.
import { AppError } from '#kernel/errors'

export const CLIP_LIMITS = {
  /** Three minutes: a clip, not a film. */
  durationMs: { min: 1_000, max: 180_000 },
  longerSide: { min: 64, max: 4096 },
  frameRate: { min: 5, max: 240 },
  tracks: { min: 1, max: 8 },
} as const
export type ClipLimit = keyof typeof CLIP_LIMITS

/** @throws AppError MEDIA_LIMIT {limit, min, max, given} naming the first that does not hold. */
export function assertWithinLimits(given: Partial<Record<ClipLimit, number | null>>): void {
  for (const limit of Object.keys(CLIP_LIMITS) as ClipLimit[]) {
    const value = given[limit]
    const { min, max } = CLIP_LIMITS[limit]
    if (typeof value === 'number' && (value < min || value > max))
      throw new AppError('MEDIA_LIMIT', { limit, min, max, given: value })
  }
}
