// Interactions as every protocol reads them: columns in order of time, people and items as indices. Why columns: a set of a
// million interactions is five arrays, not a million objects.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { fingerprint } from '../tables/fingerprint.ts'

export type Interactions = {
  readonly length: number
  /** Index into `people`. */
  readonly person: Uint32Array
  /** Index into `items`. */
  readonly item: Uint32Array
  /** Index into `actions`. */
  readonly action: Uint8Array
  /** Milliseconds since 1970, never falling from one to the next. */
  readonly atMs: Float64Array
}

export type Dataset = {
  readonly name: string
  readonly people: readonly string[]
  readonly items: readonly string[]
  readonly actions: readonly string[]
  readonly interactions: Interactions
  /** The finest step in which this data tells time: what happened within one tick happened at once. */
  readonly tickMs: number
  /** What is known of each item from the start (category, brand, tags), as indices below `featureCount`; empty when nothing is. */
  readonly itemFeatures: readonly (readonly number[])[]
  readonly featureCount: number
}

export type DatasetBuilder = {
  add(person: string, item: string, atMs: number, action: string): void
  /** One feature of an item, such as `category:tea`; of an item that is never interacted with, it is left out. */
  describe(item: string, feature: string): void
  readonly size: number
  /** One in so many people is in it, with all they did: 1 is everybody. A power of two. */
  readonly oneIn: number
  /** `most` was passed by a few people alone: only the latest are in it. */
  readonly latestOnly: boolean
  build(): Dataset
}

export type BuilderOptions = {
  /**
   * Interactions there may be: of more, half of the people are kept with all they did, by a number made of their names, and so
   * on. Which they are does not hang on the order of the rows.
   */
  readonly most?: number
}

const MAX_ACTIONS = 256
/** Fewer people are not halved. */
const FEWEST_PEOPLE = 100

export function createDatasetBuilder(name: string, { most = Infinity }: BuilderOptions = {}): DatasetBuilder {
  let people = createIndex()
  let items = createIndex()
  const actions = createIndex()
  const features = createIndex()
  const rows = createRows()
  const described: [item: string, feature: number][] = []
  let oneIn = 1
  /** Halving is tried when there are more than so many. */
  let limit = most

  /** Whether it could be. */
  function halve(): boolean {
    const drawn = Uint8Array.from(people.names, (person) => Number(isDrawn(person, 2 * oneIn)))
    if (drawn.reduce((sum, one) => sum + one, 0) < FEWEST_PEOPLE) return false
    oneIn *= 2
    const [before, sold] = [people.names, items.names]
    people = createIndex()
    items = createIndex()
    rows.retain((row) => {
      if (!drawn[row.person]) return false
      row.person = people.of(before[row.person]!)
      row.item = items.of(sold[row.item]!)
      return true
    })
    return true
  }
  return {
    add(p, i, at, a) {
      if (!Number.isFinite(at)) throw new RangeError(`add: time is ${at}`)
      const action = actions.of(a)
      if (actions.names.length > MAX_ACTIONS) throw new RangeError(`more than ${MAX_ACTIONS} actions`)
      if (!isDrawn(p, oneIn)) return
      rows.push(people.of(p), items.of(i), action, at)
      while (rows.length > limit) if (!halve()) limit *= 2 // more people may come
    },
    describe: (i, feature) => void described.push([i, features.of(feature)]),
    get size() {
      return rows.length
    },
    get oneIn() {
      return oneIn
    },
    get latestOnly() {
      return rows.length > most
    },
    build() {
      while (rows.length > most && halve());
      const itemFeatures: number[][] = items.names.map(() => [])
      for (const [i, feature] of described) {
        const own = itemFeatures[items.find(i) ?? -1]
        if (own && !own.includes(feature)) own.push(feature)
      }
      const interactions = rows.inOrder(most)
      return {
        name,
        people: people.names,
        items: items.names,
        actions: actions.names,
        interactions,
        tickMs: finestTick(interactions.atMs),
        itemFeatures,
        featureCount: features.names.length,
      }
    },
  }
}

const pair = [0, 0]
/** Whether somebody is among one in so many, drawn by a number made of the name: the same everywhere. `oneIn`: a power of two. */
export function isDrawn(person: string, oneIn: number): boolean {
  if (oneIn === 1) return true
  fingerprint(person, pair)
  return pair[0]! % oneIn === 0
}

type RowInHand = { person: number; item: number }

/** Growing columns: ten million rows are 17 bytes each. */
function createRows() {
  let person = new Uint32Array(1_024)
  let item = new Uint32Array(1_024)
  let action = new Uint8Array(1_024)
  let atMs = new Float64Array(1_024)
  let length = 0
  const wider = <A extends Uint32Array | Uint8Array | Float64Array>(to: A, from: A): A => (to.set(from), to)
  return {
    get length() {
      return length
    },
    push(p: number, i: number, a: number, at: number): void {
      if (length === person.length) {
        person = wider(new Uint32Array(2 * length), person)
        item = wider(new Uint32Array(2 * length), item)
        action = wider(new Uint8Array(2 * length), action)
        atMs = wider(new Float64Array(2 * length), atMs)
      }
      person[length] = p
      item[length] = i
      action[length] = a
      atMs[length++] = at
    },
    /** Keeps the rows that `stays` says, which may give them other numbers. */
    retain(stays: (row: RowInHand) => boolean): void {
      const row: RowInHand = { person: 0, item: 0 }
      let next = 0
      for (let at = 0; at < length; at++) {
        row.person = person[at]!
        row.item = item[at]!
        if (!stays(row)) continue
        person[next] = row.person
        item[next] = row.item
        action[next] = action[at]!
        atMs[next++] = atMs[at]!
      }
      length = next
    },
    /** Of one time, whoever was added first; only the last `most`. */
    inOrder(most: number): Interactions {
      const order = Uint32Array.from({ length }, (_, k) => k)
      if (atMs.subarray(1, length).some((at, k) => at < atMs[k]!))
        order.sort((a, b) => atMs[a]! - atMs[b]! || a - b)
      const taken = length > most ? order.subarray(length - most) : order
      return {
        length: taken.length,
        person: Uint32Array.from(taken, (k) => person[k]!),
        item: Uint32Array.from(taken, (k) => item[k]!),
        action: Uint8Array.from(taken, (k) => action[k]!),
        atMs: Float64Array.from(taken, (k) => atMs[k]!),
      }
    },
  }
}

/** The largest of day, hour, minute, second, millisecond that every time is a multiple of. */
export const finestTick = (atMs: readonly number[] | Float64Array): number =>
  [DAY_MS, HOUR_MS, MINUTE_MS, 1_000].find((tick) => {
    for (const at of atMs) if (at % tick !== 0) return false
    return true
  }) ?? 1

/** Names to 0, 1, 2 … in order of first mention. */
export function createIndex() {
  const indexOf = new Map<string, number>()
  const names: string[] = []
  return {
    names,
    find: (name: string) => indexOf.get(name),
    of(name: string): number {
      let index = indexOf.get(name)
      if (index === undefined) {
        indexOf.set(name, (index = names.length))
        names.push(name)
      }
      return index
    },
  }
}
