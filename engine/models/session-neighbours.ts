// What those took whose sitting was most like this one: session-based nearest neighbours (V-SKNN: Ludewig and Jannach, 2018). Of
// each item only the latest sittings are looked through, so it forgets by itself and costs the same time however long it has
// learned; the sittings themselves are kept.

export type SessionNeighboursOptions = {
  items: number
  /** Latest sittings looked through for each item of the sitting at hand. */
  sittingsPerItem: number
  /** Of those, so many of the most alike are listened to. */
  neighbours: number
}
export type SessionNeighbours = ReturnType<typeof createSessionNeighbours>

/** So many steps back the last thing in common no longer counts. */
const STEPS = 10

export function createSessionNeighbours({ items, sittingsPerItem, neighbours }: SessionNeighboursOptions) {
  /** Sittings by number, each the items in order; and of each item the latest sittings, a ring. */
  const sittings: number[][] = []
  const latest: (Int32Array | undefined)[] = Array.from({ length: items })
  const written = new Uint32Array(items)
  const likeness = new Map<number, number>()

  return {
    get size() {
      return sittings.length
    },

    /** Opens a sitting and returns its number. */
    open: (): number => sittings.push([]) - 1,

    add(sitting: number, item: number): void {
      const own = sittings[sitting]!
      const isNew = !own.includes(item)
      own.push(item)
      if (!isNew) return
      const ring = (latest[item] ??= new Int32Array(sittingsPerItem))
      ring[written[item]!++ % sittingsPerItem] = sitting
    },

    /**
     * Calls `visit` with each item of the neighbours and what its being there says (several times for an item of several). `sitting`
     * is the items so far, the last one last; `own`, its number, is no neighbour of itself.
     */
    each(sitting: readonly number[], own: number, visit: (item: number, worth: number) => void): void {
      likeness.clear()
      for (let k = sitting.length - 1; k >= 0; k--) {
        const item = sitting[k]!
        const ring = latest[item]
        if (!ring || sitting.lastIndexOf(item) !== k) continue
        const worth = (k + 1) / sitting.length
        for (let n = Math.min(written[item]!, ring.length) - 1; n >= 0; n--) {
          const other = ring[n]!
          if (other !== own) likeness.set(other, (likeness.get(other) ?? 0) + worth)
        }
      }
      const nearest = [...likeness].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, neighbours)
      for (const [other, alike] of nearest) {
        const theirs = sittings[other]!
        const back = stepsBack(sitting, theirs)
        const worth = (alike / Math.sqrt(sitting.length * theirs.length)) * Math.max(0, 1 - back / STEPS)
        if (worth > 0) for (const item of theirs) visit(item, worth)
      }
    },
  }
}

/** How far back in `sitting` the last item stands that both have. */
function stepsBack(sitting: readonly number[], theirs: readonly number[]): number {
  for (let k = sitting.length - 1; k >= 0; k--)
    if (theirs.includes(sitting[k]!)) return sitting.length - 1 - k
  return Infinity
}
