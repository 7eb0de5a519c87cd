// Where in a replay each product was explained, out of its timeline. Pure.
import type { OutputOf } from '#kernel/contract'
import type { getReplay } from '#modules/live/contract'

export type Replay = OutputOf<typeof getReplay>
export type Moment = { productId: string; fromMs: number; toMs: number }

/** Shorter than this was a slip of the hand. */
const WORTH_MS = 3_000

/** In the order they were explained; a product may come again. Each lasts until the next, or until explaining stopped. */
export function momentsOf({ timeline, durationMs }: Pick<Replay, 'timeline' | 'durationMs'>): Moment[] {
  const explained = timeline.flatMap(({ atMs, event }) =>
    event.kind === 'explain' ? [{ atMs, productId: event.productId }] : [],
  )
  return explained.flatMap(({ atMs, productId }, i) => {
    const fromMs = Math.max(0, atMs)
    const toMs = Math.min(explained[i + 1]?.atMs ?? durationMs, durationMs)
    return productId !== null && toMs - fromMs >= WORTH_MS ? [{ productId, fromMs, toMs }] : []
  })
}

export const momentAt = (moments: readonly Moment[], atMs: number): Moment | null =>
  moments.findLast((m) => m.fromMs <= atMs && atMs < m.toMs) ?? null
