// Things that share a feature (brand, category, tag) with another, and how much that says: rare features say more, and one that
// very many share says nothing, so its list is not even kept to the end.
import { createColumns, type Columns } from '../columns.ts'
import { createPackedLists } from '../packed-lists.ts'

export type FeatureLikenessOptions = {
  features: number
  /** A feature that more items share than this says nothing. */
  maxItems: number
  /** Items with features times features of each, at most. */
  maxEntries: number
  columns?: Columns
}
export type FeatureLikeness = ReturnType<typeof createFeatureLikeness>

const FIRST_SIZES = [8, 64]

export function createFeatureLikeness(o: FeatureLikenessOptions) {
  const { features, maxItems, maxEntries, columns = createColumns() } = o
  const sizes = [...FIRST_SIZES.filter((size) => size < maxItems), maxItems]
  // A list that moves on leaves up to a third of its last size behind.
  const having = createPackedLists(columns, { owners: features, sizes, room: maxEntries * 2 + maxItems })
  const sharing = columns.uint32('sharing', features)

  return {
    /** `item` is there, with a feature. Once each. */
    describe(item: number, feature: number): void {
      sharing[feature]!++
      if (sharing[feature]! <= maxItems) having.push(feature, item)
    },

    /** `item`, described so before, is gone. */
    withdraw(item: number, feature: number): void {
      sharing[feature]!--
      having.retain(feature, (other) => other !== item)
    },

    /** Whether any item has it. */
    isUsed: (feature: number): boolean => sharing[feature]! > 0,

    /** Calls `visit` with each item of a feature and what sharing it says, where `itemCount` items are known in all. */
    each(feature: number, itemCount: number, visit: (item: number, worth: number) => void): void {
      const shared = sharing[feature]!
      if (shared === 0 || shared > maxItems) return
      const worth = Math.log(itemCount / (1 + shared)) / 5
      const start = having.start(feature)
      for (let at = start + having.count(feature) - 1; at >= start; at--) visit(having.keys[at]!, worth)
    },
  }
}
