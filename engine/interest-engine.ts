// The online engine as one thing: people, items and what happened in by id; the next slate out. Everything it knows is in tables of
// fixed room, so it runs for years without growing past what it was given; what it is told it knows at once. Pure: who calls it says
// what time it is, and where its state is kept.
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { createBestOf } from './best-of.ts'
import { createColumns, type ColumnDump } from './columns.ts'
import { createDiversePicker } from './diversity.ts'
import { createNextItemModel } from './models/next-item-model.ts'
import type { NextItemOptions, NextItemRoom } from './models/next-item-options.ts'
import { createKeyTable, type KeyTableDump } from './tables/key-table.ts'

type Facet = 'author' | 'seller' | 'category'
export type Diversity = Readonly<Record<Facet, { penalty: number; maxRun: number }>>
export type EngineOptions = {
  room: Omit<NextItemRoom, 'columns'>
  model: NextItemOptions
  /** What is heard of, by name; the rest is refused. */
  actions: readonly string[]
  /** One in so many events, and each of the first 5,000, also teaches the blend what it should have foreseen: ten times the cost. */
  teachEvery: number
  /** Who was not heard of for so long gives up the row; so does what nobody turned to. */
  personTtlMs: number
  itemTtlMs: number
  /** Of `slate`: taken off the score for each one of the same already chosen, and how many may stand in a row. */
  diversity?: Diversity
}

export type EngineItem = {
  id: string
  author: string
  /** Empty when nothing is sold with it. */
  seller: string
  category: string
  /** What else it shares with others: brand, tags. */
  features: readonly string[]
}
export type EngineEvent = { person: string; item: string; action: string; atMs: number }
export type Likely = { id: string; likelihood: number; personal: number }
export type SlateItem = { id: string; score: number }
export const REFUSALS = [
  'time-not-a-number',
  'clock-ahead',
  'too-old',
  'unknown-action',
  'unknown-item',
  'no-name',
  'no-room',
] as const
export type Refusal = (typeof REFUSALS)[number]
export type EngineDump = {
  columns: ColumnDump
  people: KeyTableDump
  items: KeyTableDump
  features: KeyTableDump
  /** Ids of items by row. */
  names: readonly (string | null)[]
  limbo: readonly { row: number; round: number }[]
  heard: number
  hand: number
}
export type InterestEngine = ReturnType<typeof createInterestEngine>

/** A client's clock may be so far ahead of ours. */
const AHEAD_MS = 5 * MINUTE_MS
/** What is older than this is history to be loaded, not news. */
const TOO_OLD_MS = 400 * DAY_MS
const MAX_NAME = 200
/** A slate is chosen from so many of the best. */
const SHORT_LIST = 300
/** While it has heard of no more than this it learns from everything: there is little to learn from. */
const LEARN_ALL = 5_000
const DIVERSITY: Diversity = {
  author: { penalty: 0.3, maxRun: 2 },
  seller: { penalty: 0.1, maxRun: 3 },
  category: { penalty: 0.05, maxRun: 4 },
}
/** Rounds of the sweep after which nothing names a row any more. */
const ROUNDS = 2
/** Rows looked at for what has ended, an event. */
const ROWS_A_STEP = 4

export function createInterestEngine(o: EngineOptions) {
  const { diversity = DIVERSITY } = o
  const columns = createColumns()
  const model = createNextItemModel({ ...o.room, columns }, o.model)
  const people = createKeyTable({ maximumRows: o.room.people, timeToLiveMs: o.personTtlMs })
  const items = createKeyTable({ maximumRows: o.room.items })
  const features = createKeyTable({ maximumRows: o.room.features })
  /** Authors, sellers and categories are features too: their rows, one more so that 0 is none. */
  const facets: Record<Facet, Uint32Array> = {
    author: columns.uint32('author', o.room.items),
    seller: columns.uint32('seller', o.room.items),
    category: columns.uint32('category', o.room.items),
  }
  const actionOf = new Map(o.actions.map((name, index) => [name, index]))
  const refused = Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as Record<Refusal, number>
  const best = createBestOf(SHORT_LIST)
  let names: (string | null)[] = []
  /** Items that are gone, whose rows the sweep has not freed yet. */
  let limbo: { row: number; round: number }[] = []
  let heard = 0
  /** The row that is looked at next for whether anybody still turns to it. */
  let hand = 0

  function refuse(reason: Refusal): Refusal {
    refused[reason]++
    return reason
  }

  /** The row of a name, a new one if need be; −1 when the table is full. */
  function rowOf(table: typeof items, name: string, atMs: number): number {
    try {
      return table.insert(name, atMs)
    } catch (error) {
      if (error instanceof RangeError) return -1
      throw error
    }
  }

  function wrongWith({ person, item, action, atMs }: EngineEvent, nowMs: number): Refusal | null {
    if (!Number.isFinite(atMs)) return 'time-not-a-number'
    if (atMs > nowMs + AHEAD_MS) return 'clock-ahead'
    if (atMs < nowMs - TOO_OLD_MS) return 'too-old'
    if (!actionOf.has(action)) return 'unknown-action'
    return isName(person) && isName(item) ? null : 'no-name'
  }

  /** A little of what has to be done now and then, so that nothing ever has to be done at once. */
  function tidy(nowMs: number): void {
    people.expire(nowMs, ROWS_A_STEP, model.forget)
    for (let n = 0; n < ROWS_A_STEP; n++) {
      hand = hand + 1 < items.bound ? hand + 1 : 0
      if (model.isBorn(hand) && nowMs - items.lastTouchedMs(hand) > o.itemTtlMs) retire(hand)
    }
    if (limbo.length === 0) return
    const round = model.sweep(ROWS_A_STEP)
    const done = limbo.filter((l) => l.round <= round)
    if (done.length === 0) return
    limbo = limbo.filter((l) => l.round > round)
    for (const { row } of done) {
      items.release(row)
      names[row] = null
    }
  }

  /** Its row is given to another once nothing names it any more. */
  function retire(row: number): void {
    model.retire(row)
    limbo.push({ row, round: model.sweep(0) + ROUNDS })
  }

  /** Whether this event also teaches the blend. */
  const teaches = (): boolean => heard < LEARN_ALL || heard % o.teachEvery === 0

  return {
    columns,

    knows(id: string): boolean {
      const row = items.find(id)
      return row >= 0 && model.isBorn(row)
    },

    /** Something is there to be shown from `atMs` on; of an id known already, its facts are renewed. */
    publish({ id, author, seller, category, features: tags }: EngineItem, atMs: number): Refusal | null {
      if (!isName(id)) return refuse('no-name')
      const row = rowOf(items, id, atMs)
      if (row < 0) return refuse('no-room')
      limbo = limbo.filter((l) => l.row !== row)
      names[row] = id
      const keyed = [`author:${author}`, `category:${category}`, ...(seller ? [`seller:${seller}`] : []), ...tags] // prettier-ignore
      const own = [...new Set(keyed)].map((key) => rowOf(features, key, atMs))
      facets.author[row] = own[0]! + 1
      facets.category[row] = own[1]! + 1
      facets.seller[row] = seller ? own[2]! + 1 : 0
      model.introduce(row, atMs, own.filter((feature) => feature >= 0)) // prettier-ignore
      return null
    },

    /** Something is shown to nobody from now on. */
    withdraw(id: string): void {
      const row = items.find(id)
      if (row >= 0 && model.isBorn(row)) retire(row)
    },

    /** Somebody turned to something. Null when it was learned; otherwise why not, and nothing has changed. */
    observe(event: EngineEvent, nowMs: number): Refusal | null {
      const wrong = wrongWith(event, nowMs)
      if (wrong) return refuse(wrong)
      const item = items.find(event.item)
      if (item < 0 || !model.isBorn(item)) return refuse('unknown-item')
      const person = rowOf(people, event.person, event.atMs)
      if (person < 0) return refuse('no-room')
      items.touch(item, event.atMs)
      if (teaches()) {
        model.teach(person, item, event.atMs)
        model.settle()
      }
      heard++
      model.observe(person, item, event.atMs, actionOf.get(event.action))
      tidy(nowMs)
      return null
    },

    /** Whether the person did this with the item among the last `most` things. */
    didLately(person: string, item: string, action: string, most: number): boolean {
      const [who, what, how] = [people.find(person), items.find(item), actionOf.get(action)]
      return who >= 0 && model.latest(who, most).some((e) => e.item === what && e.action === how)
    },

    /** What is known of somebody is forgotten; what everybody's doings taught stays. */
    forget(person: string): void {
      const row = people.find(person)
      if (row >= 0) model.forget(row)
    },

    /**
     * What somebody may turn to after `history` (the last thing last), likeliest first, for callers who know the person themselves.
     * `likelihood` is next to the first, 0..1; `personal` how much of it is due to the history and not to what everybody does.
     */
    nextAfter(history: readonly { id: string; atMs: number }[], count: number, atMs: number): Likely[] {
      const steps = history.map(({ id, atMs: at }) => ({ item: items.find(id), atMs: at }))
      best.clear()
      model.proposeAfter(steps.filter((step) => step.item >= 0), atMs, best) // prettier-ignore
      best.sort()
      const likely: Likely[] = []
      for (let k = 0; k < Math.min(count, best.count); k++) {
        const row = best.key(k)
        const likelihood = Math.exp(best.value(k) - best.value(0))
        likely.push({ id: names[row]!, likelihood, personal: model.personalShare(row) })
      }
      return likely
    },

    /** The next `count` for somebody, best first; `excluded` by id are left out. */
    slate(person: string, count: number, atMs: number, excluded: ReadonlySet<string> = NONE): SlateItem[] {
      best.clear()
      model.propose(people.find(person), atMs, best, (row) => {
        const name = names[row]
        return name != null && !excluded.has(name)
      })
      best.sort()
      const pool = Array.from({ length: best.count }, (_, k) => ({ row: best.key(k), score: best.value(k) }))
      const picker = createDiversePicker<(typeof pool)[number]>(
        (Object.keys(facets) as Facet[]).map((facet) => ({
          of: ({ row }) => facets[facet][row] || null,
          ...diversity[facet],
        })),
      )
      const chosen: SlateItem[] = []
      while (chosen.length < count && pool.length > 0) {
        const at = picker.best(pool, (c) => c.score)
        const [next] = pool.splice(Math.max(0, at), 1)
        picker.note(next!)
        chosen.push({ id: names[next!.row]!, score: next!.score })
      }
      return chosen
    },

    /** Everything that was learned and who has which row; without the columns for whoever copies those piece by piece. */
    dump: (dumped: ColumnDump = columns.dump()): EngineDump => ({
      columns: dumped,
      people: people.dump(),
      items: items.dump(),
      features: features.dump(),
      names: [...names],
      limbo: [...limbo],
      heard,
      hand,
    }),

    /** Into a new engine of the same room only. */
    restore(dump: EngineDump): void {
      columns.restore(dump.columns)
      people.restore(dump.people)
      items.restore(dump.items)
      features.restore(dump.features)
      names = [...dump.names]
      limbo = [...dump.limbo]
      heard = dump.heard
      hand = dump.hand
    },

    /** Sizes, for whoever watches. */
    counts: () => ({
      people: people.size,
      items: items.size,
      features: features.size,
      heard,
      limbo: limbo.length,
      refused: { ...refused },
      keyBytes: {
        people: people.bytes,
        items: items.bytes + features.bytes,
        names: names.length * BYTES_A_NAME,
      },
      ...model.used(),
      room: { ...o.room },
      progress: model.progress(),
    }),
  }
}

/** About what an id and its place in the list of names cost. */
const BYTES_A_NAME = 40
const NONE: ReadonlySet<string> = new Set()

const isName = (name: unknown): boolean => typeof name === 'string' && name !== '' && name.length <= MAX_NAME
