// A slate is judged as a whole: the best next item is the one with the best score after a penalty for each facet (author,
// category) it shares with those already chosen. Unlike pairwise similarity (MMR) this needs no vectors and explains itself.

export type Facet<T> = {
  of: (item: T) => string | number | null
  /** Taken off the score for each item already chosen with the same facet value; not negative. */
  penalty: number
  /** Never more than this many in a row … */
  maxRun: number
  /** … unless nothing else is left: then the fewest of such runs are made longer. */
  givesWay?: boolean
}

export type DiversePicker<T> = {
  /**
   * Index of the best next item, or -1 when none is allowed, here or by `mayStand`. `pool` is sorted by score, best first; ties go to
   * the earlier.
   */
  best<S extends T>(pool: readonly S[], score: (item: S) => number, mayStand?: (item: S) => boolean): number
  /** How many runs the item would make too long, were it next: 0 keeps them all, Infinity may not be. */
  breaks(item: T): number
  /** The item was chosen. */
  note(item: T): void
}

/** Off the score for each run that gives way: more than any score is worth. */
const TOO_LONG = 1e6

export function createDiversePicker<T>(facets: readonly Facet<T>[]): DiversePicker<T> {
  const states = facets.map((facet) => ({
    facet,
    counts: new Map<string | number, number>(),
    last: null as string | number | null,
    run: 0,
  }))
  type State = (typeof states)[number]
  const mayFollow = (s: State, value: string | number | null) =>
    value === null || value !== s.last || s.run < s.facet.maxRun

  /** The score after penalties; -Infinity for one that may not stand here. Plain loops: it runs for every candidate and place. */
  function judged(item: T, score: number): number {
    for (const s of states) {
      const value = s.facet.of(item)
      if (!mayFollow(s, value)) {
        if (!s.facet.givesWay) return -Infinity
        score -= TOO_LONG
      }
      if (value !== null) score -= s.facet.penalty * (s.counts.get(value) ?? 0)
    }
    return score
  }

  return {
    breaks(item) {
      let broken = 0
      for (const s of states) if (!mayFollow(s, s.facet.of(item))) broken += s.facet.givesWay ? 1 : Infinity
      return broken
    },
    best(pool, score, mayStand) {
      let best = -1
      let bestScore = -Infinity
      for (let i = 0; i < pool.length; i++) {
        const own = score(pool[i]!)
        if (own <= bestScore) break // penalties only take away, so no later one can do better
        const value = judged(pool[i]!, own)
        if (value > bestScore && (mayStand?.(pool[i]!) ?? true)) [best, bestScore] = [i, value]
      }
      return best
    },
    note(item) {
      for (const s of states) {
        const value = s.facet.of(item)
        s.run = value !== null && s.last === value ? s.run + 1 : 1
        s.last = value
        if (value !== null) s.counts.set(value, (s.counts.get(value) ?? 0) + 1)
      }
    },
  }
}
