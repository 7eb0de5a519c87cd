// A slate is judged as a whole: the best next item is the one with the best score after a penalty for each facet (author,
// category) it shares with those already chosen. Unlike pairwise similarity (MMR) this needs no vectors and explains itself.

export type Facet<T> = {
  of: (item: T) => string | null
  /** Taken off the score for each item already chosen with the same facet value. */
  penalty: number
  /** Never more than this many in a row. */
  maxRun: number
}

export type DiversePicker<T> = {
  /** Index in `pool` of the best next item, or -1 when no item is allowed. Ties go to the earlier. */
  best(pool: readonly T[], score: (item: T) => number): number
  /** Whether the item may follow those chosen so far. */
  allows(item: T): boolean
  /** The item was chosen. */
  note(item: T): void
}

export function createDiversePicker<T>(facets: readonly Facet<T>[]): DiversePicker<T> {
  const counts = facets.map(() => new Map<string, number>())
  const runs = facets.map(() => ({ value: null as string | null, length: 0 }))
  const allows = (item: T) =>
    facets.every((facet, f) => {
      const value = facet.of(item)
      return value === null || runs[f]!.value !== value || runs[f]!.length < facet.maxRun
    })
  const penaltyOf = (item: T) =>
    facets.reduce((sum, facet, f) => {
      const value = facet.of(item)
      return value === null ? sum : sum + facet.penalty * (counts[f]!.get(value) ?? 0)
    }, 0)

  return {
    allows,
    best(pool, score) {
      let best = -1
      let bestScore = -Infinity
      pool.forEach((item, i) => {
        const value = score(item) - penaltyOf(item)
        if (value > bestScore && allows(item)) [best, bestScore] = [i, value]
      })
      return best
    },
    note(item) {
      facets.forEach((facet, f) => {
        const value = facet.of(item)
        const run = runs[f]!
        run.length = value !== null && run.value === value ? run.length + 1 : 1
        run.value = value
        if (value !== null) counts[f]!.set(value, (counts[f]!.get(value) ?? 0) + 1)
      })
    },
  }
}
