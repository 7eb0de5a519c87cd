// Interactions as every protocol reads them: columns in order of time, people and items as indices. Why columns: a set of a
// million interactions is five arrays, not a million objects.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'

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
  build(): Dataset
}

const MAX_ACTIONS = 256

export function createDatasetBuilder(name: string): DatasetBuilder {
  const people = createIndex()
  const items = createIndex()
  const actions = createIndex()
  const features = createIndex()
  const person: number[] = []
  const item: number[] = []
  const action: number[] = []
  const atMs: number[] = []
  const described: [item: string, feature: number][] = []
  return {
    add(p, i, at, a) {
      if (!Number.isFinite(at)) throw new RangeError(`add: time is ${at}`)
      action.push(actions.of(a))
      if (actions.names.length > MAX_ACTIONS) throw new RangeError(`more than ${MAX_ACTIONS} actions`)
      person.push(people.of(p))
      item.push(items.of(i))
      atMs.push(at)
    },
    describe: (i, feature) => void described.push([i, features.of(feature)]),
    get size() {
      return atMs.length
    },
    build() {
      const order = Uint32Array.from(atMs, (_, k) => k).sort((a, b) => atMs[a]! - atMs[b]! || a - b)
      const itemFeatures: number[][] = items.names.map(() => [])
      for (const [i, feature] of described) {
        const own = itemFeatures[items.find(i) ?? -1]
        if (own && !own.includes(feature)) own.push(feature)
      }
      return {
        name,
        people: people.names,
        items: items.names,
        actions: actions.names,
        interactions: {
          length: order.length,
          person: Uint32Array.from(order, (k) => person[k]!),
          item: Uint32Array.from(order, (k) => item[k]!),
          action: Uint8Array.from(order, (k) => action[k]!),
          atMs: Float64Array.from(order, (k) => atMs[k]!),
        },
        tickMs: finestTick(atMs),
        itemFeatures,
        featureCount: features.names.length,
      }
    },
  }
}

/** The largest of day, hour, minute, second, millisecond that every time is a multiple of. */
export const finestTick = (atMs: readonly number[]): number =>
  [DAY_MS, HOUR_MS, MINUTE_MS, 1_000].find((tick) => atMs.every((at) => at % tick === 0)) ?? 1

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
