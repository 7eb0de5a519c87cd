// What one person's things have to do with each other: how often item j was followed by item i, counting less the longer the gap.
// Directed, with a weaker way back. By index and in memory only, for models that hold every item; `item-graph.ts` is its bounded
// sibling for ids.

export type SuccessorGraphOptions = {
  items: number
  /** A link of two things so far apart counts half. */
  gapHalfLifeMs: number
  /** What the way back weighs, 0..1. */
  backward: number
  /** Links an item keeps; the weakest go first. */
  degree: number
}
export type SuccessorGraph = ReturnType<typeof createSuccessorGraph>

/** Links weaker than this are not made. */
const FAINTEST = 0.01

export function createSuccessorGraph({ items, gapHalfLifeMs, backward, degree }: SuccessorGraphOptions) {
  const links: (Map<number, number> | undefined)[] = Array.from({ length: items })
  const mass = new Float64Array(items)

  function strengthen(from: number, to: number, weight: number): void {
    const own = (links[from] ??= new Map())
    own.set(to, (own.get(to) ?? 0) + weight)
    if (own.size > degree * 1.5) {
      const strongest = [...own].sort((a, b) => b[1] - a[1]).slice(0, degree)
      links[from] = new Map(strongest)
    }
  }

  return {
    /** An item was met once more; what links to often-met items says less. */
    count: (item: number): void => void (mass[item]! += 1),

    /** `to` came `gapMs` after `from`. */
    link(from: number, to: number, gapMs: number, weight = 1): void {
      const worth = weight * 2 ** -(Math.max(0, gapMs) / gapHalfLifeMs)
      if (from === to || worth < FAINTEST) return
      strengthen(from, to, worth)
      if (backward > 0) strengthen(to, from, worth * backward)
    },

    /** Calls `visit` with each item linked from `from` and how alike it is: a cosine, so that popular items do not win by size. */
    each(from: number, visit: (to: number, likeness: number) => void): void {
      const own = links[from]
      if (!own) return
      const ownMass = mass[from]!
      for (const [to, weight] of own) visit(to, weight / Math.sqrt(ownMass * mass[to]! || 1))
    },
  }
}
