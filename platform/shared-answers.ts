// One answer for all who ask the same thing at about the same time: who asks while it is worked out waits for it, and for a while after it
// is told again.
const CHEAP_MS = 400
const KEPT_TIMES = 9

/** What is cheap is not kept; what took longer, for nine times what it took longer: however many ask, the database has air. */
export const keptByCost = (tookMs: number): number => KEPT_TIMES * Math.max(0, tookMs - CHEAP_MS)

export type SharedAnswers<T> = (key: string, work: () => Promise<T>) => Promise<T>

/**
 * @param keptMs how long an answer that took so long is told again. What failed is not: the next who asks tries again.
 * @param nowMs a monotonic clock
 */
export function createSharedAnswers<T>(
  keptMs: (tookMs: number) => number,
  nowMs: () => number = () => performance.now(),
): SharedAnswers<T> {
  /** Until when it may be told; unknown while it is worked out. */
  const kept = new Map<string, { answer: Promise<T>; untilMs: number | null }>()

  const forgetOld = () => {
    for (const [key, { untilMs }] of kept) if (untilMs !== null && untilMs <= nowMs()) kept.delete(key)
  }

  return (key, work) => {
    forgetOld()
    const known = kept.get(key)
    if (known) return known.answer
    const fromMs = nowMs()
    const one: { answer: Promise<T>; untilMs: number | null } = { answer: work(), untilMs: null }
    kept.set(key, one)
    one.answer.then(
      () => {
        one.untilMs = nowMs() + keptMs(nowMs() - fromMs)
      },
      () => kept.delete(key),
    )
    return one.answer
  }
}
