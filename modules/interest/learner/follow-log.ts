// Exactly once for the learner, although each event can reach it twice: at once from the request that accepted it, and again
// from the log that every process follows. Events taken early are remembered by their place until the log passes them.
import { isAfter, LOG_START, type LogCursor, type Outcome } from '../domain/outcome.ts'

/** Only as many as a stalled log could hold back; beyond, the oldest may be counted twice, which a learner survives. */
const MAX_AHEAD = 1_000_000

export type LogFollower = ReturnType<typeof createLogFollower>

export type FollowerOptions = {
  /** Moves what belongs to a person: once, as early as it can. */
  apply: (outcome: Outcome) => void
  /** Hears every event once, in the order of the log. */
  learn?: (outcome: Outcome) => void
  /**
   * In the order of the requests instead, and at once: for a process that is alone and wants the same requests to give the same
   * state, such as the one that makes a world. Places in the log are given by the database, in an order of its own.
   */
  learnsAtOnce?: boolean
}

export function createLogFollower({ apply, learn = () => {}, learnsAtOnce = false }: FollowerOptions) {
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
        if (learnsAtOnce) learn(o)
        ahead.add(o.seq)
        if (ahead.size > MAX_AHEAD) ahead.delete(ahead.values().next().value!)
      }
    },

    /** The next part of the log, in order. */
    takeFromLog(outcomes: readonly Outcome[]): void {
      const news = outcomes.filter((o) => isAfter(o, cursor))
      const known = new Set(news.filter((o) => ahead.delete(o.seq)))
      for (const o of learnsAtOnce ? news.toSorted(byTime) : news) {
        if (!known.has(o)) apply(o)
        if (!known.has(o) || !learnsAtOnce) learn(o)
      }
      const last = news.at(-1)
      if (last) cursor = { xid: last.xid, seq: last.seq }
    },

    state: () => ({ cursor, ahead: [...ahead] }),
    resume(from: LogCursor, taken: readonly number[]): void {
      cursor = from
      ahead = new Set(taken)
    },
  }
}

/** When it happened, then to whom, then with what: an order that does not hang on the log's. */
const byTime = (a: Outcome, b: Outcome): number =>
  a.at.getTime() - b.at.getTime() ||
  compare(a.accountId, b.accountId) ||
  compare(a.productId ?? '', b.productId ?? '')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
