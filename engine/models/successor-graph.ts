// What one person's things have to do with each other: how often item j was followed by item i, counting less the longer the gap.
// Directed, with a weaker way back. By index, in shared columns: what an item costs is its links (8 bytes each) and 15 bytes. To forget,
// new counts swell and old ones stay as they are: likeness is a ratio, so nothing has to be touched.
import { createColumns, type Columns } from '../columns.ts'
import { createPackedLists } from '../packed-lists.ts'

export type SuccessorGraphOptions = {
  items: number
  /** A link of two things so far apart counts half. */
  gapHalfLifeMs: number
  /** What the way back weighs, 0..1. */
  backward: number
  /** Links an item keeps; the weakest go first. */
  degree: number
  /** After so long a count says half as much; never, when left out. */
  halfLifeMs?: number
  /** Links there is room for, over all items. */
  maxLinks?: number
  columns?: Columns
}
export type SuccessorGraph = ReturnType<typeof createSuccessorGraph>

/** Links weaker than this are not made. */
const FAINTEST = 0.01
/** Doublings after which all counts are brought back, well below the 127 that a 32-bit float holds. */
const MAX_DOUBLINGS = 60
/** A list grows so far beyond `degree` before its weakest go. */
const SLACK = 1.5

export function createSuccessorGraph(o: SuccessorGraphOptions) {
  const { items, gapHalfLifeMs, backward, degree, halfLifeMs = Infinity, columns = createColumns() } = o
  const longest = Math.ceil(degree * SLACK)
  const lists = createPackedLists(columns, {
    owners: items,
    sizes: [...[8, 32, 128].filter((size) => size < longest), longest],
    room: o.maxLinks ?? items * longest * 2,
    values: 'float32',
  })
  const { keys, values } = lists
  const mass = columns.float64('mass', items)
  const sorted = new Float32Array(longest)
  /** The moment counts are as of, one more so that 0 is none. */
  const since = columns.float64('since', 1)

  /** What one count at `atMs` weighs. */
  function unitAt(atMs: number): number {
    if (halfLifeMs === Infinity) return 1
    if (since[0] === 0) since[0] = atMs + 1
    const doublings = (atMs + 1 - since[0]!) / halfLifeMs
    if (doublings <= MAX_DOUBLINGS) return 2 ** doublings
    const shrink = 2 ** -Math.min(doublings, 1_000)
    for (let at = 0; at < lists.used(); at++) values[at]! *= shrink
    for (let item = 0; item < items; item++) mass[item]! *= shrink
    since[0] = atMs + 1
    return 1
  }

  function strengthen(from: number, to: number, weight: number): void {
    const start = lists.start(from)
    const end = start + lists.count(from)
    for (let at = start; at < end; at++)
      if (keys[at] === to) {
        values[at]! += weight
        return
      }
    if (lists.push(from, to, weight)) return
    keepStrongest(from)
    lists.push(from, to, weight)
  }

  function keepStrongest(from: number): void {
    const start = lists.start(from)
    const count = lists.count(from)
    const kept = Math.min(degree, count - 1)
    if (kept <= 0) return
    const ranked = sorted.subarray(0, count)
    ranked.set(values.subarray(start, start + count))
    ranked.sort()
    const least = ranked[count - kept]!
    let next = start
    for (let at = start; at < start + count && next < start + kept; at++)
      if (values[at]! >= least) {
        keys[next] = keys[at]!
        values[next++] = values[at]!
      }
    lists.shorten(from, next - start)
  }

  return {
    /** An item was met once more; what links to often-met items says less. */
    count: (item: number, atMs = 0): void => void (mass[item]! += unitAt(atMs)),

    /** `to` came `gapMs` after `from`, at `atMs`. */
    link(from: number, to: number, gapMs: number, weight = 1, atMs = 0): void {
      const worth = weight * 2 ** -(Math.max(0, gapMs) / gapHalfLifeMs)
      if (from === to || worth < FAINTEST) return
      const amount = worth * unitAt(atMs)
      strengthen(from, to, amount)
      if (backward > 0) strengthen(to, from, amount * backward)
    },

    /** Calls `visit` with each item linked from `from` and how alike it is: a cosine, so that popular items do not win by size. */
    each(from: number, visit: (to: number, likeness: number) => void): void {
      const start = lists.start(from)
      const count = lists.count(from)
      const ownMass = mass[from]!
      for (let at = start; at < start + count; at++)
        visit(keys[at]!, values[at]! / Math.sqrt(ownMass * mass[keys[at]!]! || 1))
    },

    /** Forgets what an item led to. What leads to it is forgotten by `drop`, list by list. */
    remove(item: number): void {
      lists.clear(item)
      mass[item] = 0
    },

    /** Drops the links of one item that lead to what is gone. */
    drop: (from: number, stays: (to: number) => boolean): number => lists.retain(from, stays),

    /** Entries of the pool in use. */
    used: lists.used,
  }
}
