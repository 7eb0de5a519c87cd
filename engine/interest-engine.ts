// The online engine as one thing: people, items and what happened in by id; the next slate out. Everything it knows is in tables of
// fixed room, so it runs for years without growing past what it was given; what it is told it knows at once. Pure: who calls it says
// what time it is, and where its state is kept.
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { createBestOf } from './best-of.ts'
import { createColumns, type ColumnDump } from './columns.ts'
import { createDiversePicker } from './diversity.ts'
import { roomName, wrongWithDump } from './dump-check.ts'
import type { EngineDump, SharedDump } from './engine-dump.ts'
import {
  isName,
  REFUSALS,
  type EngineEvent,
  type EngineItem,
  type Likely,
  type Refusal,
  type SlateItem,
} from './engine-shapes.ts'
import { adopt, sharedOf, type Names } from './exchange/adopt.ts'
import { NOTHING_HEARD, type Delta, type DeltaRefusal, type Heard } from './exchange/delta.ts'
import { createExchange, type ExchangeOptions } from './exchange/exchange.ts'
import { createItemShelf, FACETS, rowKnown, rowOf, type Facet } from './item-shelf.ts'
import { createNextItemModel } from './models/next-item-model.ts'
import type { NextItemOptions, NextItemRoom } from './models/next-item-options.ts'
import { createKeyTable } from './tables/key-table.ts'

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
  /** Given when others learn from the rest of the people; costs nothing when left out. */
  exchange?: ExchangeOptions
}

export type InterestEngine = ReturnType<typeof createInterestEngine>

/** A client's clock may be so far ahead of ours. */
const AHEAD_MS = 5 * MINUTE_MS
/** What is older than this is history to be loaded, not news. */
const TOO_OLD_MS = 400 * DAY_MS
/** Of a history given, so many of the last are looked at. */
const LONGEST_HISTORY = 1_000
/** A slate is chosen from so many of the best. */
const SHORT_LIST = 300
/** While it has heard of no more than this it learns from everything: there is little to learn from. */
const LEARN_ALL = 5_000
const DIVERSITY: Diversity = {
  author: { penalty: 0.3, maxRun: 2 },
  seller: { penalty: 0.1, maxRun: 3 },
  category: { penalty: 0.05, maxRun: 4 },
}
/** Rows looked at for what has ended, an event. */
const ROWS_A_STEP = 4

export function createInterestEngine(o: EngineOptions) {
  const { diversity = DIVERSITY } = o
  const columns = createColumns()
  const model = createNextItemModel({ ...o.room, columns }, o.model)
  const people = createKeyTable({ maximumRows: o.room.people, timeToLiveMs: o.personTtlMs })
  const shelf = createItemShelf({
    room: o.room,
    columns,
    model,
    timeToLiveMs: o.itemTtlMs,
    dated: o.exchange !== undefined,
  })
  const actionOf = new Map(o.actions.map((name, index) => [name, index]))
  const refused = Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as Record<Refusal, number>
  const best = createBestOf(SHORT_LIST)
  /** Of the last question: nearly all ask for the same number. */
  let likeliest = createBestOf(0)
  let heard = 0
  function refuse(reason: Refusal): Refusal {
    refused[reason]++
    return reason
  }

  function wrongWith(event: EngineEvent, nowMs: number): Refusal | null {
    const { person, item, action, atMs } = event ?? NOTHING
    if (!Number.isFinite(atMs) || !Number.isFinite(nowMs)) return 'time-not-a-number'
    if (atMs > nowMs + AHEAD_MS) return 'clock-ahead'
    if (atMs < nowMs - TOO_OLD_MS) return 'too-old'
    if (!actionOf.has(action)) return 'unknown-action'
    return isName(person) && isName(item) ? null : 'no-name'
  }

  /** Whether this event also teaches the blend. */
  const teaches = (): boolean => heard + (exchange?.heard() ?? 0) < LEARN_ALL || heard % o.teachEvery === 0

  const exchange =
    o.exchange &&
    createExchange(o.exchange, {
      fact: shelf.take,
      lesson({ id, atMs, before }, sitting) {
        const item = shelf.find(id)
        if (item < 0) return false
        shelf.touch(item, atMs)
        const steps = before.map((step) => ({ item: shelf.find(step.id), atMs: step.atMs }))
        const known = steps.filter((step) => step.item >= 0)
        model.hear({ item, atMs, before: known, sitting: 0 }, (_, make) => sitting(make))
        return true
      },
      learned: model.learned,
      learn: model.learnMore,
      step: o.model.learningRate,
      limits: { aheadMs: AHEAD_MS, tooOldMs: TOO_OLD_MS },
    })

  /** Everything that was learned and who has which row. */
  /** Everything that was learned and who has which row; without the columns for whoever copies those piece by piece. */
  const dump = (dumped: ColumnDump = columns.dump()): EngineDump => ({
    columns: dumped,
    people: people.dump(),
    ...shelf.dump(),
    heard,
    room: roomName(o.room),
    ...(exchange && { exchange: exchange.dump() }),
  })

  /** Whatever it knew before is gone. A dump that is damaged, or of other room, is a RangeError, and nothing has changed. */
  function restore(from: EngineDump): void {
    const wrong = wrongWithDump(from, o.room, columns.shared)
    if (wrong) throw new RangeError(`restore: ${wrong}`)
    columns.restore(from.columns)
    people.restore(from.people)
    shelf.restore(from)
    heard = from.heard
    if (from.exchange) exchange?.restore(from.exchange)
  }

  return {
    columns,

    knows: (id: string): boolean => shelf.find(id) >= 0,

    /** Something is there to be shown from `atMs` on; of an id known already, its facts are renewed. */
    publish(item: EngineItem, atMs: number): Refusal | null {
      const wrong = shelf.introduce(item, atMs)
      if (wrong) return refuse(wrong)
      if (exchange) {
        const { id, ...about } = item
        exchange.told({ id, atMs, about })
      }
      return null
    },

    /** Something is shown to nobody from now on. `atMs` is for peers: of two words about it the later counts. */
    withdraw(id: string, atMs?: number): void {
      const when = shelf.withdraw(id, atMs)
      if (when !== null) exchange?.told({ id, atMs: when, about: null })
    },

    /** Somebody turned to something. Null when it was learned; otherwise why not, and nothing has changed. */
    observe(event: EngineEvent, nowMs: number): Refusal | null {
      const wrong = wrongWith(event, nowMs)
      if (wrong) return refuse(wrong)
      const item = shelf.find(event.item)
      if (item < 0) return refuse('unknown-item')
      const person = rowOf(people, event.person, event.atMs)
      if (person < 0) return refuse('no-room')
      shelf.touch(item, event.atMs)
      if (teaches()) {
        model.teach(person, item, event.atMs)
        model.settle()
      }
      heard++
      const { before, sitting } = model.observe(person, item, event.atMs, actionOf.get(event.action))
      if (exchange) {
        const steps = before.map((step) => ({ id: shelf.nameOf(step.item)!, atMs: step.atMs }))
        exchange.taught({ id: event.item, atMs: event.atMs, sitting, before: steps })
      }
      people.expire(nowMs, ROWS_A_STEP, model.forget)
      shelf.tidy(nowMs, ROWS_A_STEP, heard)
      return null
    },

    /**
     * What the others do not know yet, a piece of at most so many lessons at a time (2,000 when left out; who hears it answers nobody
     * meanwhile); null when they know everything. Of an engine without an exchange: always.
     */
    takeDelta: (most?: number): Delta | null => exchange?.takeDelta(most) ?? null,
    /** The next piece for one who has heard so far, while it is kept. */
    deltaSince: (heard: Heard, most?: number): Delta | null => exchange?.deltaSince(heard, most) ?? null,
    /** How far a peer was heard: what to ask it for. */
    heardOf: (peer: string): Heard => exchange?.heardOf(peer) ?? NOTHING_HEARD,
    /** Learns what a peer has to tell. Null when it was news; otherwise why it was not taken, and nothing has changed. */
    hear(peer: string, delta: Delta, nowMs: number): DeltaRefusal | null {
      if (!exchange) throw new Error('hear: this engine was made without an exchange')
      return exchange.hear(peer, delta, nowMs)
    },

    /** Whether the person did this with the item among the last `most` things. */
    didLately(person: string, item: string, action: string, most: number): boolean {
      const [who, what, how] = [rowKnown(people, person), shelf.find(item), actionOf.get(action)]
      return who >= 0 && model.latest(who, most).some((e) => e.item === what && e.action === how)
    },

    /** What is known of somebody is forgotten; what everybody's doings taught stays. */
    forget(person: string): void {
      const row = rowKnown(people, person)
      if (row >= 0) model.forget(row)
    },

    /**
     * What somebody may turn to after `history` (the last thing last), likeliest first, for callers who know the person themselves.
     * `likelihood` is next to the first, 0..1; `personal` how much of it is due to the history and not to what everybody does.
     */
    nextAfter(history: readonly { id: string; atMs: number }[], count: number, atMs: number): Likely[] {
      requireTime(atMs)
      const steps = history
        .slice(-LONGEST_HISTORY)
        .map(({ id, atMs: at }) => ({ item: shelf.find(id), atMs: at }))
        .filter(({ item, atMs: at }) => item >= 0 && Number.isFinite(at))
      const few = Math.max(0, Math.min(Math.floor(count), SHORT_LIST))
      if (likeliest.limit !== few) likeliest = createBestOf(few)
      likeliest.clear()
      model.proposeAfter(steps, atMs, likeliest)
      likeliest.sort()
      const likely: Likely[] = []
      for (let k = 0; k < likeliest.count; k++) {
        const row = likeliest.key(k)
        const likelihood = Math.exp(likeliest.value(k) - likeliest.value(0))
        likely.push({ id: shelf.nameOf(row)!, likelihood, personal: model.personalShare(row) })
      }
      return likely
    },

    /** The next `count` for somebody, best first; `excluded` by id are left out. */
    slate(person: string, count: number, atMs: number, excluded: ReadonlySet<string> = NONE): SlateItem[] {
      requireTime(atMs)
      best.clear()
      model.propose(rowKnown(people, person), atMs, best, (row) => {
        const name = shelf.nameOf(row)
        return name !== null && !excluded.has(name)
      })
      best.sort()
      const pool = Array.from({ length: best.count }, (_, k) => ({ row: best.key(k), score: best.value(k) }))
      const picker = createDiversePicker<(typeof pool)[number]>(
        FACETS.map((facet) => ({
          of: ({ row }) => shelf.facetOf(facet, row),
          ...diversity[facet],
        })),
      )
      const chosen: SlateItem[] = []
      while (chosen.length < Math.floor(count) && pool.length > 0) {
        const at = picker.best(pool, (c) => c.score)
        const [next] = pool.splice(Math.max(0, at), 1)
        picker.note(next!)
        chosen.push({ id: shelf.nameOf(next!.row)!, score: next!.score })
      }
      return chosen
    },

    dump,
    restore,

    /** What a peer takes over who missed more than is kept for it. */
    dumpShared: (): SharedDump => sharedOf(dump()),
    /**
     * Into a new engine only: what a peer knows of everybody, and our own people as they were written down (or an engine that knows
     * nothing). Answers how many of our own lessons neither the peer had heard nor anybody keeps.
     */
    adopt(theirs: SharedDump, own: EngineDump, names: Names): number {
      const adopted = adopt(own, theirs, names, dump())
      restore(adopted.dump)
      exchange?.relearn(adopted.unheard)
      return adopted.lost
    },

    /** Sizes, for whoever watches. */
    counts: () => {
      const { items, features, limbo, bytes, nameBytes } = shelf.counts()
      return {
        people: people.size,
        items,
        features,
        heard,
        limbo,
        refused: { ...refused },
        keyBytes: { people: people.bytes, items: bytes, names: nameBytes },
        ...model.used(),
        room: { ...o.room },
        progress: model.progress(),
        ...(exchange && { exchange: exchange.counts() }),
      }
    },
  }
}

const NONE: ReadonlySet<string> = new Set()
/** What comes from outside may be nothing at all. */
const NOTHING = {} as EngineEvent

function requireTime(atMs: number): void {
  if (!Number.isFinite(atMs))
    throw new RangeError(`it cannot be ${atMs}: say the time in milliseconds since 1970`)
}
