// What those took whose sitting was most like this one: session-based nearest neighbours (V-SKNN: Ludewig and Jannach, 2018). Of
// each item only the latest sittings are looked through, so it forgets by itself and costs the same time however long it has
// learned; the oldest sittings make room for new ones.
import { createBestOf } from '../best-of.ts'
import { createColumns, type Columns } from '../columns.ts'
import { createPackedLists } from '../packed-lists.ts'
import { createTally } from '../tally.ts'

export type SessionNeighboursOptions = {
  items: number
  /** Latest sittings looked through for each item of the sitting at hand. */
  sittingsPerItem: number
  /** Of those, so many of the most alike are listened to. */
  neighbours: number
  /** Sittings remembered in all. */
  maxSittings?: number
  columns?: Columns
}
export type SessionNeighbours = ReturnType<typeof createSessionNeighbours>

/** So many steps back the last thing in common no longer counts. */
const STEPS = 10
/** Things of one sitting that are remembered; of longer ones the first. */
const LONGEST = 64
const SITTING_SIZES = [4, 16, LONGEST]
const MAX_SITTINGS = 2_000_000
/** Room in the pool for sittings of this mean length, and items of so many sittings. */
const MEAN = 12

export function createSessionNeighbours(o: SessionNeighboursOptions) {
  const { items, sittingsPerItem, neighbours, maxSittings = MAX_SITTINGS, columns = createColumns() } = o
  const sittings = createPackedLists(columns.within('sittings'), {
    owners: maxSittings,
    sizes: SITTING_SIZES,
    room: maxSittings * MEAN,
  })
  /** Of each item the numbers of its latest sittings; a ring once it is full. */
  const latest = createPackedLists(columns.within('latest'), {
    owners: items,
    sizes: [...[8, 32, 128].filter((size) => size < sittingsPerItem), sittingsPerItem],
    room: Math.min(items * sittingsPerItem * 2, maxSittings * MEAN * 2),
  })
  const written = columns.uint32('written', items)
  const opened = columns.uint32('opened', 1)
  const likeness = createTally()
  const nearest = createBestOf(neighbours)

  function has(slot: number, item: number): boolean {
    const start = sittings.start(slot)
    for (let at = start + sittings.count(slot) - 1; at >= start; at--)
      if (sittings.keys[at] === item) return true
    return false
  }

  /** How far back in `sitting` the last item stands that both have. */
  function stepsBack(sitting: readonly number[], slot: number): number {
    for (let k = sitting.length - 1; k >= 0; k--) if (has(slot, sitting[k]!)) return sitting.length - 1 - k
    return Infinity
  }

  return {
    /** Sittings ever opened. */
    get size() {
      return opened[0]!
    },

    /** Opens a sitting and returns its number. */
    open(): number {
      const sitting = opened[0]!
      sittings.clear(sitting % maxSittings)
      opened[0] = sitting + 1
      return sitting
    },

    /** One more thing of a sitting; of one long gone, nothing happens. */
    add(sitting: number, item: number): void {
      if (sitting + maxSittings < opened[0]!) return
      const slot = sitting % maxSittings
      const isNew = !has(slot, item)
      if (!sittings.push(slot, item) || !isNew) return
      if (!latest.push(item, sitting)) {
        const length = latest.count(item)
        if (length === 0) return
        latest.keys[latest.start(item) + (written[item]! % length)] = sitting
      }
      written[item]!++
    },

    /** Forgets which sittings an item was in; the sittings still name it. */
    remove(item: number): void {
      latest.clear(item)
      written[item] = 0
    },

    /**
     * Calls `visit` with each item of the neighbours and what its being there says (several times for an item of several) in which sitting. `sitting`
     * is the items so far, the last one last; `own`, its number, is no neighbour of itself.
     */
    each(
      sitting: readonly number[],
      own: number,
      visit: (item: number, worth: number, sitting: number) => void,
    ): void {
      likeness.clear()
      const oldest = opened[0]! - maxSittings
      for (let k = sitting.length - 1; k >= 0; k--) {
        const item = sitting[k]!
        if (sitting.lastIndexOf(item) !== k) continue
        const worth = (k + 1) / sitting.length
        const start = latest.start(item)
        for (let at = start + latest.count(item) - 1; at >= start; at--) {
          const other = latest.keys[at]!
          if (other !== own && other >= oldest) likeness.add(other, worth)
        }
      }
      nearest.clear()
      for (let k = 0; k < likeness.count; k++) nearest.offer(likeness.key(k), likeness.sum(k))
      nearest.sort()
      for (let k = 0; k < nearest.count; k++) {
        const other = nearest.key(k)
        const slot = other % maxSittings
        const [start, count] = [sittings.start(slot), sittings.count(slot)]
        const back = stepsBack(sitting, slot)
        const worth = (nearest.value(k) / Math.sqrt(sitting.length * count)) * Math.max(0, 1 - back / STEPS)
        if (worth > 0) for (let at = start; at < start + count; at++) visit(sittings.keys[at]!, worth, other)
      }
    },
  }
}
