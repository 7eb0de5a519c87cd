// So many calls in any second, exactly: the times of the last N calls in a ring; a call passes when the one N before it is a second old.
// Nothing is rounded to a clock's second, so nobody gets twice the rate across its edge. Counted in this process.
export type SlidingLimit = (name: string) => { retryAfterSeconds: number } | null

const WINDOW_MS = 1_000

/** Null lets it pass. `steadyMs` never goes back. At most `names` are remembered; the longest silent is forgotten first. */
export function createSlidingLimit(
  perSecond: number,
  steadyMs: () => number = () => performance.now(),
  names = 20_000,
): SlidingLimit {
  const rings = new Map<string, { at: Float64Array; next: number }>()
  return (name) => {
    const now = steadyMs()
    let ring = rings.get(name)
    if (ring) rings.delete(name)
    else {
      if (rings.size >= names) rings.delete(rings.keys().next().value!)
      ring = { at: new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY), next: 0 }
    }
    rings.set(name, ring)
    const oldest = ring.at[ring.next]!
    if (now - oldest < WINDOW_MS) return { retryAfterSeconds: 1 }
    ring.at[ring.next] = now
    ring.next = (ring.next + 1) % perSecond
    return null
  }
}
