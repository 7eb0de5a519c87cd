// Exactly once for the learner, although each event can reach it twice: at once from the request that accepted it, and again
// from the log that every process follows. Events taken early are remembered by their place until the log passes them.
import { isAfter, LOG_START, type LogCursor, type Outcome } from '../domain/outcome.ts'

/** Only as many as a stalled log could hold back; beyond, the oldest may be counted twice, which a learner survives. */
const MAX_AHEAD = 1_000_000

export type LogFollower = ReturnType<typeof createLogFollower>

/** `apply` moves what belongs to a person, once, as early as it can; `learn` hears every event in the order of the log, once. */
export function createLogFollower(
  apply: (outcome: Outcome) => void,
  learn: (outcome: Outcome) => void = () => {},
) {
  let cursor: LogCursor = LOG_START
  let ahead = new Set<number>()

  return {
    get cursor() {
      return cursor
    },

    /** Events accepted by this process, right after their transaction committed. */
    takeEarly(outcomes: readonly Outcome[]): void {
      for (const o of outcomes) {
        if (!isAfter(o, cursor) || ahead.has(o.seq)) continue
        apply(o)
        ahead.add(o.seq)
        if (ahead.size > MAX_AHEAD) ahead.delete(ahead.values().next().value!)
      }
    },

    /** The next batch of the log, in order. */
    takeFromLog(outcomes: readonly Outcome[]): void {
      for (const o of outcomes) {
        if (!isAfter(o, cursor)) continue
        if (!ahead.delete(o.seq)) apply(o)
        learn(o)
        cursor = { xid: o.xid, seq: o.seq }
      }
    },

    state: () => ({ cursor, ahead: [...ahead] }),
    resume(from: LogCursor, taken: readonly number[]): void {
      cursor = from
      ahead = new Set(taken)
    },
  }
}
