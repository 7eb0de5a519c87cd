// How hot every item is, at several half-lives at once. Counts are kept as of one moment a slot and swollen as time goes on
// instead of shrunk: the order of items, and their shares, are then right at every moment without touching a single count. The
// hottest of a slot are kept in a heap as they come: nobody has to look through a million items for them.
import { createColumns, type Columns } from '../columns.ts'

export type TrendTableOptions = {
  halfLivesMs: readonly number[]
  items: number
  /** So many of the hottest of each slot are known at any time. */
  hottest?: number
  columns?: Columns
}
export type TrendTable = ReturnType<typeof createTrendTable>

/** Doublings after which a slot is brought back to one, well below the 1,023 that a double holds. */
const MAX_DOUBLINGS = 400

export function createTrendTable(o: TrendTableOptions) {
  const { halfLivesMs, items, hottest = 200, columns = createColumns() } = o
  const slots = halfLivesMs.map((halfLifeMs, n) => {
    const own = columns.within(String(n))
    const counts = own.float64('counts', items)
    return {
      halfLifeMs,
      counts,
      /** The moment the counts are as of, one more so that 0 is none; and their sum. */
      state: own.float64('state', 2),
      hot: createHottest(own, counts, Math.min(hottest, items)),
    }
  })

  /** What one unit at `atMs` weighs in the slot's own currency. */
  function unitAt({ state, counts, halfLifeMs }: (typeof slots)[number], atMs: number): number {
    if (state[0] === 0) state[0] = atMs + 1
    const doublings = (atMs + 1 - state[0]!) / halfLifeMs
    if (doublings <= MAX_DOUBLINGS) return 2 ** doublings
    const shrink = 2 ** -Math.min(doublings, 1_000)
    for (let i = 0; i < items; i++) counts[i]! *= shrink
    state[1]! *= shrink
    state[0] = atMs + 1
    return 1
  }

  return {
    slots: halfLivesMs.length,

    add(item: number, atMs: number, amount = 1): void {
      for (const slot of slots) {
        const worth = amount * unitAt(slot, atMs)
        slot.counts[item]! += worth
        slot.state[1]! += worth
        slot.hot.raised(item)
      }
    },

    /** The item's part of everything counted in the slot, 0..1. The same at every moment until something is added. */
    share: (slot: number, item: number): number => {
      const { counts, state } = slots[slot]!
      return state[1]! > 0 ? counts[item]! / state[1]! : 0
    },

    /** The `limit` hottest of a slot, hottest first, at most as many as the table keeps; fewer when fewer were ever counted. */
    hottest: (slot: number, limit: number): number[] => slots[slot]!.hot.best(limit),

    /** As `hottest`, all that the table keeps, in no order. */
    eachHot: (slot: number, visit: (item: number) => void): void => slots[slot]!.hot.each(visit),

    /** Forgets an item. Its place among the hottest is filled by what is next added to, not at once. */
    remove(item: number): void {
      for (const { counts, state, hot } of slots) {
        hot.drop(item)
        state[1] = Math.max(0, state[1]! - counts[item]!)
        counts[item] = 0
      }
    },
  }
}

/** Keeps the `limit` with the largest counts, which only ever grow: a heap with the smallest of them on top. */
function createHottest(columns: Columns, counts: Float64Array, limit: number) {
  const heap = columns.uint32('hot', limit)
  const size = columns.uint32('hotSize', 1)
  /** Where each item stands in the heap, from 1. */
  const place = columns.uint32('hotPlace', counts.length)
  const put = (item: number, at: number) => {
    heap[at] = item
    place[item] = at + 1
  }
  function sink(item: number, from: number): void {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size[0]!) break
      if (child + 1 < size[0]! && counts[heap[child + 1]!]! < counts[heap[child]!]!) child++
      if (counts[heap[child]!]! >= counts[item]!) break
      put(heap[child]!, at)
      at = child
    }
    put(item, at)
  }
  function rise(item: number, from: number): void {
    let at = from
    for (; at > 0; at = (at - 1) >> 1) {
      const parent = heap[(at - 1) >> 1]!
      if (counts[parent]! <= counts[item]!) break
      put(parent, at)
    }
    put(item, at)
  }
  return {
    /** The count of `item` is larger than before. */
    raised(item: number): void {
      if (place[item]! > 0) sink(item, place[item]! - 1)
      else if (size[0]! < limit) rise(item, size[0]!++)
      else if (counts[item]! > counts[heap[0]!]!) {
        place[heap[0]!] = 0
        sink(item, 0)
      }
    },
    drop(item: number): void {
      const at = place[item]! - 1
      if (at < 0) return
      place[item] = 0
      const last = heap[--size[0]!]!
      if (last === item) return
      sink(last, at)
      rise(last, place[last]! - 1)
    },
    /** In no order. */
    each(visit: (item: number) => void): void {
      for (let at = 0; at < size[0]!; at++) visit(heap[at]!)
    },
    best: (most: number): number[] => {
      const items = Array.from<number>(heap.subarray(0, size[0]))
      return items.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, most)
    },
  }
}
