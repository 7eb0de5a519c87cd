// A learner that missed more than its peers kept takes over what one of them knows about everything, and keeps its own people. Rows
// differ between the two, so what its people did is renamed to the peer's rows; what it learned and the peer had not heard yet is
// learned once more on top. On what was written down only: the result is restored into a new engine.
import type { ColumnDump } from '../columns.ts'
import type { EngineDump, SharedDump } from '../engine-dump.ts'
import { MAX_ITEMS } from '../models/histories.ts'
import type { BlendSums } from './delta.ts'
import type { PeerDump, Unheard } from './exchange-dump.ts'
import { invert } from './sittings.ts'

/** As the other calls each. */
export type Names = { self: string; peer: string }

export type Adopted = {
  dump: EngineDump
  unheard: Unheard
  /** Lessons of ours that the peer had not heard and nobody keeps any more. */
  lost: number
}

const PEOPLE = /^(histories\.|sittings$)/
const HISTORY_KEYS = 'histories.keys'
const ITEM = MAX_ITEMS - 1
const WEIGHTS = 'blend.weights'
const SQUARES = 'blend.squares'

/** What of a dump is about everybody. */
export const sharedOf = ({ people: _, ...dump }: EngineDump): SharedDump => ({
  ...dump,
  columns: pick(dump.columns, (name) => !PEOPLE.test(name)),
})

/** Every column there is, empty: what neither side tells about the people is nothing, not damage. */
const nothingIn = (columns: ColumnDump): ColumnDump =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, new Uint8Array()]))

/** `fresh` is the dump of an engine that knows nothing. */
export function adopt(
  own: EngineDump,
  theirs: SharedDump,
  { self, peer }: Names,
  fresh: EngineDump,
): Adopted {
  if (!own.exchange || !theirs.exchange) throw new Error('adopt: a dump without an exchange')
  const heardOfUs = theirs.exchange.peers[self]
  const outbox = { ...own.exchange.outbox }
  const isNew = outbox.lessons.first + outbox.lessons.list.length === 0
  // Who lost everything goes on where the others heard it last.
  if (isNew && heardOfUs) {
    outbox.life = heardOfUs.life
    outbox.runs = []
    outbox.lessons = { first: heardOfUs.lessons, list: [] }
    outbox.facts = { first: heardOfUs.facts, list: outbox.facts.list }
    outbox.taken = { lessons: heardOfUs.lessons, facts: heardOfUs.facts, run: heardOfUs.run }
  }
  const from = { lessons: heardOfUs?.lessons ?? 0, facts: heardOfUs?.facts ?? 0 }
  const since = <T>({ first, list }: { first: number; list: T[] }, number: number) =>
    list.slice(Math.max(0, number - first))
  const ownSums = stepsOf(own, fresh)
  const { [self]: _, ...others } = theirs.exchange.peers
  return {
    dump: {
      ...theirs,
      heard: own.heard,
      people: own.people,
      columns: {
        ...nothingIn(fresh.columns),
        ...theirs.columns,
        ...renamed(own, theirs),
        ...summed(theirs, ownSums, heardOfUs?.blend),
      },
      exchange: {
        outbox,
        sittings: new Float64Array(),
        waiting: theirs.exchange.waiting.filter(({ peer }) => peer !== self),
        peers: { ...others, [peer]: asPeer(theirs, fresh) },
      },
    },
    unheard: {
      lessons: since(outbox.lessons, from.lessons),
      facts: since(outbox.facts, from.facts),
      sittings: heardOfUs?.sittings ?? new Float64Array(),
    },
    lost: Math.max(0, outbox.lessons.first - from.lessons),
  }
}

/** The one who is taken over, as one who was heard to the end. */
function asPeer(theirs: SharedDump, fresh: EngineDump): PeerDump {
  const { outbox, sittings } = theirs.exchange!
  const at = outbox.lessons.first + outbox.lessons.list.length
  return {
    life: outbox.life,
    run: outbox.runs.at(-1)![0],
    lessons: at,
    facts: outbox.facts.first + outbox.facts.list.length,
    blend: { at, ...stepsOf(theirs, fresh) },
    sittings: invert(sittings),
  }
}

/** The steps that a blend took itself: all there are without the others'. */
function stepsOf({ columns, exchange }: SharedDump, fresh: EngineDump): BlendSums {
  const length = numbers(fresh.columns[SQUARES]).length
  const of = (name: string, which: keyof BlendSums) => {
    const [first, all] = [numbers(fresh.columns[name], length), numbers(columns[name], length)]
    for (const { blend } of Object.values(exchange!.peers))
      for (let w = 0; w < length; w++) all[w]! -= blend[which][w] ?? 0
    return Array.from(all, (sum, w) => sum - first[w]!)
  }
  return { weights: of(WEIGHTS, 'weights'), squares: of(SQUARES, 'squares') }
}

/** Their blend with the steps of ours that they had not heard. */
function summed(theirs: SharedDump, own: BlendSums, heard: BlendSums | undefined): ColumnDump {
  const of = (name: string, which: keyof BlendSums) => {
    const sums = numbers(theirs.columns[name], own[which].length)
    return bytes(sums.map((sum, w) => sum + own[which][w]! - (heard?.[which][w] ?? 0)))
  }
  return { [WEIGHTS]: of(WEIGHTS, 'weights'), [SQUARES]: of(SQUARES, 'squares') }
}

/** What our people did, by their rows; what they do not know gets a row that nothing has. Sittings begin anew. */
function renamed(own: EngineDump, theirs: SharedDump): ColumnDump {
  const rowOf = new Map(theirs.names.map((name, row) => [name, row]))
  const rows = own.names.map((name) => (name === null ? ITEM : (rowOf.get(name) ?? ITEM)))
  const people = pick(own.columns, (name) => PEOPLE.test(name) && name !== 'sittings')
  const starts = words(people['histories.start'])
  const counts = new Uint16Array(aligned(people['histories.count']))
  const keys = words(people[HISTORY_KEYS])
  counts.forEach((count, person) => {
    const start = starts[person] ?? 0
    for (let at = start; at < start + count; at++)
      keys[at] = (keys[at]! & ~ITEM) | (rows[keys[at]! & ITEM] ?? ITEM)
  })
  return { ...people, [HISTORY_KEYS]: bytes(keys) }
}

const pick = (columns: ColumnDump, wanted: (name: string) => boolean): ColumnDump =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => wanted(name)))
/** A copy that numbers of any size may be read from. */
const aligned = (column: Uint8Array = new Uint8Array()): ArrayBuffer => Uint8Array.from(column).buffer
const words = (column?: Uint8Array) => new Uint32Array(aligned(column))
/** Dumps end with the last byte that is not zero. */
function numbers(column: Uint8Array = new Uint8Array(), length = Math.ceil(column.length / 8)) {
  const whole = new Uint8Array(8 * length)
  whole.set(column)
  return new Float64Array(whole.buffer)
}
const bytes = (column: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>) => new Uint8Array(column.buffer)
