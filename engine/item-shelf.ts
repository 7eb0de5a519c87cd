// Which items there are: who has which row, what each is, which are gone and when their rows may be given to others. A row is given again
// only after the sweep went round twice, so that nothing of the last holder is inherited.
import { DAY_MS } from '#kernel/clock'
import type { Columns } from './columns.ts'
import { isFact, isName, type EngineItem, type Refusal } from './engine-shapes.ts'
import type { NextItemModel } from './models/next-item-model.ts'
import { createKeyTable, type KeyTable, type KeyTableDump } from './tables/key-table.ts'

export const FACETS = ['author', 'seller', 'category'] as const
export type Facet = (typeof FACETS)[number]
/** Something is there with these facts from `atMs` on; `about` null: it is gone. */
export type Fact = { id: string; atMs: number; about: Omit<EngineItem, 'id'> | null }

export type ItemShelfOptions = {
  room: { items: number; features: number }
  columns: Columns
  model: NextItemModel
  /** What nobody turned to for so long is gone. */
  timeToLiveMs: number
  /** Whether it is kept how late the last word about an item was: where there are others who have a say. */
  dated: boolean
}
export type ItemShelfDump = {
  items: KeyTableDump
  features: KeyTableDump
  /** Ids of items by row. */
  names: readonly (string | null)[]
  limbo: readonly { row: number; round: number }[]
  hand: number
}

/** Rounds of the sweep after which nothing names a row any more. */
const ROUNDS = 2
/** About what an id and its place in the list of names cost. */
const BYTES_A_NAME = 40

/** An item shares so many features with others at most, besides author, seller and category. */
const MAX_FEATURES = 60
/** What comes from outside may be nothing at all. */
const NOTHING = {} as EngineItem

/** The row of a name, a new one if need be; −1 when the table is full. */
export const rowOf = (table: KeyTable, name: string, atMs: number): number =>
  table.isFull && table.find(name) < 0 ? -1 : table.insert(name, atMs)

/** The row of a name that may be anything; −1 for none. */
export const rowKnown = (table: KeyTable, name: string): number => (isName(name) ? table.find(name) : -1)

export function createItemShelf({ room, columns, model, timeToLiveMs, dated }: ItemShelfOptions) {
  const items = createKeyTable({ maximumRows: room.items })
  const features = createKeyTable({ maximumRows: room.features })
  /** Authors, sellers and categories are features too: their rows, one more so that 0 is none. */
  const facets: Record<Facet, Uint32Array> = {
    author: columns.uint32('author', room.items),
    seller: columns.uint32('seller', room.items),
    category: columns.uint32('category', room.items),
  }
  /** The time of the last word about an item, one more so that 0 is none. */
  const toldAt = columns.float64('toldAt', room.items)
  let names: (string | null)[] = []
  /** Items that are gone, whose rows the sweep has not freed yet: row → round, the earliest first. */
  const limbo = new Map<number, number>()
  /** The row that is looked at next for whether anybody still turns to it. */
  let hand = 0

  /** The row of what is there to be shown; −1 for none. */
  function find(id: string): number {
    const row = rowKnown(items, id)
    return row >= 0 && model.isBorn(row) ? row : -1
  }

  function introduce(item: EngineItem, atMs: number) {
    const { id, author, seller, category, features: tags } = item ?? NOTHING
    if (!isName(id) || !isFact(author) || !isFact(category) || !isFact(seller)) return 'no-name'
    if (!Number.isFinite(atMs) || atMs < 0) return 'time-not-a-number'
    const row = rowOf(items, id, atMs)
    if (row < 0) return 'no-room'
    limbo.delete(row)
    names[row] = id
    const told = Array.isArray(tags) ? tags.slice(0, MAX_FEATURES).filter(isName) : []
    const keyed = [`author:${author}`, `category:${category}`, ...(seller ? [`seller:${seller}`] : []), ...told] // prettier-ignore
    const own = [...new Set(keyed)].map((key) => rowOf(features, key, atMs))
    facets.author[row] = own[0]! + 1
    facets.category[row] = own[1]! + 1
    facets.seller[row] = seller ? own[2]! + 1 : 0
    model.introduce(row, atMs, own.filter((feature) => feature >= 0)) // prettier-ignore
    if (dated) toldAt[row] = atMs + 1
    return null
  }

  /** Its row is given to another once nothing names it any more. */
  function retire(row: number): void {
    model.retire(row)
    limbo.set(row, model.sweep(0) + ROUNDS)
  }

  /** What no item has any more gives up its row: authors come and go, and the table would fill for good. */
  function tidyFeatures(nowMs: number, look: number, turn: number): void {
    for (let n = 0; n < look; n++) {
      const row = (turn * look + n) % features.bound
      if (features.alive(row) && !model.usesFeature(row) && nowMs - features.lastTouchedMs(row) > DAY_MS)
        features.release(row)
    }
  }

  return {
    find,
    nameOf: (row: number): string | null => names[row] ?? null,
    facetOf: (facet: Facet, row: number): number | null => facets[facet][row] || null,
    touch: items.touch,

    /** Of an id known already, the facts are renewed. Null, or why not. */
    introduce: introduce as (item: EngineItem, atMs: number) => Refusal | null,

    /** Something is gone; answers as of when it is said so, null when it was not there. Of two words the later counts. */
    withdraw(id: string, atMs?: number): number | null {
      const row = find(id)
      if (row < 0) return null
      retire(row)
      const when = Math.max(atMs ?? items.lastTouchedMs(row), toldAt[row]! - 1)
      if (dated) toldAt[row] = when + 1
      return when
    },

    /** What another says of an item, if it is the later word. */
    take({ id, atMs, about }: Fact): void {
      const row = rowKnown(items, id)
      const known = row < 0 ? 0 : toldAt[row]!
      if (about) {
        if (atMs + 1 > known) introduce({ id, ...about }, atMs)
      } else if (row >= 0 && atMs + 1 >= known) {
        toldAt[row] = atMs + 1
        if (model.isBorn(row)) retire(row)
      }
    },

    /**
     * Looks at the next `look` rows for what nobody turns to any more, and frees rows of what is long gone. `turn` grows by one from
     * call to call, also over a restart.
     */
    tidy(nowMs: number, look: number, turn: number): void {
      for (let n = 0; n < look; n++) {
        hand = hand + 1 < items.bound ? hand + 1 : 0
        if (model.isBorn(hand) && nowMs - items.lastTouchedMs(hand) > timeToLiveMs) retire(hand)
      }
      tidyFeatures(nowMs, look, turn)
      if (limbo.size === 0) return
      const swept = model.sweep(look)
      for (const [row, round] of limbo) {
        if (round > swept) break
        limbo.delete(row)
        items.release(row)
        names[row] = null
      }
    },

    counts: () => ({
      items: items.size,
      features: features.size,
      limbo: limbo.size,
      bytes: items.bytes + features.bytes,
      nameBytes: names.length * BYTES_A_NAME,
    }),

    dump: (): ItemShelfDump => ({
      items: items.dump(),
      features: features.dump(),
      names: [...names],
      limbo: Array.from(limbo, ([row, round]) => ({ row, round })),
      hand,
    }),
    restore(dump: ItemShelfDump): void {
      items.restore(dump.items)
      features.restore(dump.features)
      names = [...dump.names]
      limbo.clear()
      for (const { row, round } of dump.limbo) limbo.set(row, round)
      hand = dump.hand
    },
  }
}
