// How hot every item is, at several half-lives at once. Counts are kept as of one moment a slot and swollen as time goes on
// instead of shrunk: the order of items, and their shares, are then right at every moment without touching a single count.

export type TrendTableOptions = { halfLivesMs: readonly number[]; items: number }
export type TrendTable = ReturnType<typeof createTrendTable>

/** Doublings after which a slot is brought back to one, well below the 1,023 that a double holds. */
const MAX_DOUBLINGS = 400

export function createTrendTable({ halfLivesMs, items }: TrendTableOptions) {
  const slots = halfLivesMs.map((halfLifeMs) => ({
    halfLifeMs,
    refMs: NaN,
    counts: new Float64Array(items),
    total: 0,
  }))

  /** What one unit at `atMs` weighs in the slot's own currency. */
  function unitAt(slot: (typeof slots)[number], atMs: number): number {
    if (Number.isNaN(slot.refMs)) slot.refMs = atMs
    const doublings = (atMs - slot.refMs) / slot.halfLifeMs
    if (doublings <= MAX_DOUBLINGS) return 2 ** doublings
    const shrink = 2 ** -Math.min(doublings, 1_000)
    for (let i = 0; i < items; i++) slot.counts[i]! *= shrink
    slot.total *= shrink
    slot.refMs = atMs
    return 1
  }

  return {
    slots: halfLivesMs.length,

    add(item: number, atMs: number, amount = 1): void {
      for (const slot of slots) {
        const worth = amount * unitAt(slot, atMs)
        slot.counts[item]! += worth
        slot.total += worth
      }
    },

    /** The item's part of everything counted in the slot, 0..1. The same at every moment until something is added. */
    share: (slot: number, item: number): number => {
      const { counts, total } = slots[slot]!
      return total > 0 ? counts[item]! / total : 0
    },

    /** The `limit` hottest of a slot, in no order; fewer when fewer were ever counted. */
    hottest(slot: number, limit: number): number[] {
      const { counts } = slots[slot]!
      const heap = createSmallest(limit)
      for (let i = 0; i < items; i++) if (counts[i]! > 0) heap.offer(i, counts[i]!)
      return heap.kept
    },
  }
}

/** Keeps the `limit` largest: a heap with the smallest of them on top. */
function createSmallest(limit: number) {
  const kept: number[] = []
  const values: number[] = []
  const swap = (a: number, b: number) => {
    ;[kept[a], kept[b]] = [kept[b]!, kept[a]!]
    ;[values[a], values[b]] = [values[b]!, values[a]!]
  }
  return {
    kept,
    offer(key: number, value: number): void {
      if (kept.length < limit) {
        kept.push(key)
        values.push(value)
        for (let k = kept.length - 1; k > 0;) {
          const parent = (k - 1) >> 1
          if (values[parent]! <= values[k]!) break
          swap(k, parent)
          k = parent
        }
        return
      }
      if (value <= values[0]!) return
      kept[0] = key
      values[0] = value
      for (let k = 0; ;) {
        const left = 2 * k + 1
        const child = left + 1 < kept.length && values[left + 1]! < values[left]! ? left + 1 : left
        if (child >= kept.length || values[k]! <= values[child]!) break
        swap(k, child)
        k = child
      }
    },
  }
}
