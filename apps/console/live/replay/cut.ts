// The stretch that is about to be cut: in, out, and which goods were explained in it. Pure.
import type { Explained } from '#app/client'

export const CUT_MIN_MS = 3_000
export const CUT_MAX_MS = 180_000
export const CUT_GOODS = 5
export type Stretch = { fromMs: number; toMs: number }

/** In or out at a place: the other end gives way where it would be too near, too far or before. */
export function withEnd(stretch: Stretch, end: 'in' | 'out', atMs: number, durationMs: number): Stretch {
  const at = Math.max(0, Math.min(Math.round(atMs), durationMs))
  const most = Math.min(CUT_MAX_MS, durationMs)
  const least = Math.min(CUT_MIN_MS, durationMs)
  if (end === 'in') {
    const fromMs = Math.min(at, durationMs - least)
    return {
      fromMs,
      toMs: Math.min(durationMs, Math.max(fromMs + least, Math.min(stretch.toMs, fromMs + most))),
    }
  }
  const toMs = Math.max(at, least)
  return { fromMs: Math.max(0, Math.min(toMs - least, Math.max(stretch.fromMs, toMs - most))), toMs }
}

/** Goods explained in a stretch, the longest shown first, as many as a content may carry. */
export function goodsIn(explained: readonly Explained[], { fromMs, toMs }: Stretch): string[] {
  const shownMs = new Map<string, number>()
  for (const e of explained) {
    const overlap = Math.min(e.toMs, toMs) - Math.max(e.fromMs, fromMs)
    if (overlap > 0) shownMs.set(e.productId, (shownMs.get(e.productId) ?? 0) + overlap)
  }
  return [...shownMs]
    .toSorted(([, a], [, b]) => b - a)
    .map(([id]) => id)
    .slice(0, CUT_GOODS)
}
