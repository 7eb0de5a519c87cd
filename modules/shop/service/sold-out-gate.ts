// The gate in front of a row that is sold out: most of a crowd comes too late, and learns it from one second of memory instead of asking
// the same row again. It only ever says no to what was just refused for want of the last unit, and forgets at once when units may have
// come back in this process; what comes back in another is seen after the second.

const REMEMBERED_MS = 1_000
/** While units are on their way back, their transaction still open, what is learned may be of before. */
const UNSURE_MS = 250
const MOST = 10_000

export type SoldOutGate = ReturnType<typeof createSoldOutGate>

/** `monotonicMs`: a clock that no hand sets. */
export function createSoldOutGate(monotonicMs: () => number = () => performance.now()) {
  const until = new Map<string, number>()
  let unsureUntil = 0
  return {
    isSoldOut(what: string): boolean {
      const at = until.get(what)
      if (at === undefined) return false
      if (monotonicMs() < at) return true
      until.delete(what)
      return false
    },
    remember(what: string): void {
      const now = monotonicMs()
      if (now < unsureUntil) return
      if (until.size >= MOST) until.clear()
      until.set(what, now + REMEMBERED_MS)
    },
    /** Units may be there again. */
    reopen(): void {
      until.clear()
      unsureUntil = monotonicMs() + UNSURE_MS
    },
  }
}
