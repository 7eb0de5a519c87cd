// Labels that come late: a purchase an hour after the click, a return after weeks. Who has not bought yet has not refused. Each
// impression waits until its window closes; only then it counts as a no. A yes within the window is learned when it happens; a yes
// that comes after the no was learned takes the no back (the reversed step of Ktena et al., RecSys 2019). Bounded: past `maxWaiting` the
// oldest leave unlearned and are counted.
import { createTimeQueue } from './time-queue.ts'

export type DelayedLabelsOptions = {
  /** How long a yes may take. */
  windowMs: number
  /** How long after its window an impression is remembered for a correction. */
  correctionMs: number
  maxWaiting: number
}
export type Settled = 'yes' | 'no' | 'yes after a no'
export type DelayedLabels<T> = ReturnType<typeof createDelayedLabels<T>>

type Waiting<T> = { entry: T; atMs: number; settled: boolean }
export type DelayedLabelsDump<T> = { waiting: readonly ({ key: string } & Waiting<T>)[]; dropped: number }

export function createDelayedLabels<T>({ windowMs, correctionMs, maxWaiting }: DelayedLabelsOptions) {
  const waiting = new Map<string, Waiting<T>>()
  const closing = createTimeQueue<{ key: string; of: Waiting<T>; forget: boolean }>()
  let dropped = 0

  return {
    get waiting() {
      return waiting.size
    },
    /** Left without a label for want of room. */
    get dropped() {
      return dropped
    },

    /** `key` names the impression; shown again under the same key it begins anew. */
    shown(key: string, entry: T, atMs: number): void {
      const fresh = { entry, atMs, settled: false }
      waiting.delete(key)
      waiting.set(key, fresh)
      closing.add(atMs + windowMs, { key, of: fresh, forget: false })
      if (waiting.size <= maxWaiting) return
      const [oldest, left] = waiting.entries().next().value!
      waiting.delete(oldest)
      if (!left.settled) dropped++
    },

    /**
     * It happened: what is to be learned now, and of what. Nothing when the impression is not known (any more) or had its yes.
     * `release` what closed before, first.
     */
    happened(key: string): { entry: T; settled: Settled } | undefined {
      const found = waiting.get(key)
      if (!found) return undefined
      waiting.delete(key)
      return { entry: found.entry, settled: found.settled ? 'yes after a no' : 'yes' }
    },

    /** What closed without a yes until `nowMs`, in order of time. */
    release(nowMs: number, learn: (entry: T, settled: Settled, atMs: number) => void): void {
      while (closing.nextMs <= nowMs) {
        const closesMs = closing.nextMs
        const { key, of, forget } = closing.take()!
        if (waiting.get(key) !== of) continue
        if (forget) {
          waiting.delete(key)
          continue
        }
        of.settled = true
        learn(of.entry, 'no', of.atMs)
        closing.add(closesMs + correctionMs, { key, of, forget: true })
      }
    },

    dump: (): DelayedLabelsDump<T> => ({
      waiting: Array.from(waiting, ([key, of]) => ({ key, ...of })),
      dropped,
    }),
    restore(from: DelayedLabelsDump<T>): void {
      waiting.clear()
      while (closing.take() !== undefined);
      for (const { key, ...of } of from.waiting) {
        waiting.set(key, of)
        const closesMs = of.atMs + windowMs + (of.settled ? correctionMs : 0)
        closing.add(closesMs, { key, of, forget: of.settled })
      }
      dropped = from.dropped
    },
  }
}

/**
 * The gradient of the log loss by the score, `chance` given: what a settled label teaches. A yes after a no adds the yes and takes the
 * no back: (chance − 1) − chance.
 */
export const errorOf = (settled: Settled, chance: number): number =>
  settled === 'no' ? chance : settled === 'yes' ? chance - 1 : -1
