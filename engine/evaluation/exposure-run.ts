// A policy lives in the closed world: it is asked at every visit, and the ranking learns from the clicks that the policy itself
// brings, so what exploring finds out pays back later. Nothing of the world's truth is read but those clicks. The first day is
// served as the log did it, so that nobody starts from nothing.
import type { Random } from '#kernel/random'
import { smoothedRate } from '../rates.ts'
import { betaPrior } from './beta-prior.ts'
import { NEW, type ExposurePolicy } from './exposure-policies.ts'
import type { ExposureWorld } from './exposure-world.ts'

export type LivingOptions = {
  /** How much each place of a slate is looked at, most first; as long as a slate. */
  readonly attention: Float64Array
  /** Everything there before this is old from the start, and shown as the log did. */
  readonly startMs: number
  readonly endMs: number
  /** An item is new so long after it arrived. */
  readonly newForMs: number
  /** Told from here on. */
  readonly measureFromMs: number
  readonly windowMs: number
  /** Takes away from or adds to the supply: true where an item never arrives. */
  readonly withheld?: (item: number) => boolean
}

export type Life = {
  readonly name: string
  /** Expected clicks by the truth, by person; and slates. */
  readonly value: Float64Array
  readonly slates: Float64Array
  /** Exposure by item since `measureFromMs`. */
  readonly exposure: Float64Array
  /** By item since it arrived, until it was no longer new. */
  readonly whileNew: Float64Array
  /** By item until so long after arrival as `newForMs / 2`. */
  readonly whileVeryNew: Float64Array
  /** By window of `windowMs` from `measureFromMs`: exposure of new items, of all, and expected clicks. */
  readonly windows: {
    readonly fresh: Float64Array
    readonly total: Float64Array
    readonly value: Float64Array
  }
  readonly report: unknown
}

const TASTE_PRIOR = 5
const PERSON_PRIOR = 5

export function live(
  world: ExposureWorld,
  policy: ExposurePolicy,
  options: LivingOptions,
  random: Random,
): Life {
  const { attention, startMs, endMs, newForMs, measureFromMs, windowMs, withheld } = options
  const { itemCount, personCount, arrivedMs, visitor, visitMs } = world
  const learner = createLearner(world)
  const seen = createSeen(personCount, itemCount)
  const order = Array.from(arrivedMs.keys()).filter((i) => Number.isFinite(arrivedMs[i]!) && !withheld?.(i)) // prettier-ignore
  order.sort((a, b) => arrivedMs[a]! - arrivedMs[b]!)
  const count = Math.ceil((endMs - measureFromMs) / windowMs)
  const windows = {
    fresh: new Float64Array(count),
    total: new Float64Array(count),
    value: new Float64Array(count),
  }
  const [value, slates] = [new Float64Array(personCount), new Float64Array(personCount)]
  const exposure = new Float64Array(itemCount)
  const [whileNew, whileVeryNew] = [exposure.slice(), exposure.slice()]
  const buffers = {
    items: new Uint32Array(itemCount),
    values: new Float64Array(itemCount),
    groups: new Uint32Array(itemCount),
  }
  const chosen = new Int32Array(attention.length)
  let there = 0
  let started = false
  for (let visit = 0; visit < visitor.length && visitMs[visit]! < endMs; visit++) {
    const [person, atMs] = [visitor[visit]!, visitMs[visit]!]
    while (there < order.length && arrivedMs[order[there]!]! <= atMs) {
      const item = order[there++]!
      if (arrivedMs[item]! >= startMs) policy.arrive?.(item, atMs)
    }
    if (atMs < startMs) {
      const item = world.logged[visit]!
      if (!seen.add(person, item)) learner.learn(person, item, 1, world.clicked(visit, item, 1))
      continue
    }
    if (!started) learner.settlePrior()
    started = true
    const slate = gather(person, atMs)
    chosen.fill(-1)
    policy.choose({ ...buffers, atMs, count: slate, attention, random }, chosen)
    serve(visit, person, atMs)
  }
  return {
    name: policy.name,
    value,
    slates,
    exposure,
    whileNew,
    whileVeryNew,
    windows,
    report: policy.report?.(endMs),
  }

  /** All that is there and this person has not been shown yet. */
  function gather(person: number, atMs: number): number {
    const tastes = learner.tastesOf(person)
    let n = 0
    for (let k = 0; k < there; k++) {
      const item = order[k]!
      if (seen.has(person, item)) continue
      buffers.items[n] = item
      buffers.values[n] = learner.expect(tastes, item)
      buffers.groups[n] = arrivedMs[item]! >= startMs && atMs - arrivedMs[item]! < newForMs ? NEW : 0
      n++
    }
    return n
  }

  function serve(visit: number, person: number, atMs: number): void {
    const window = atMs >= measureFromMs ? Math.floor((atMs - measureFromMs) / windowMs) : -1
    if (window >= 0) slates[person]! += 1
    const clicks: boolean[] = []
    chosen.forEach((c, place) => {
      const item = buffers.items[c]!
      const seenBy = attention[place]!
      const gain = seenBy * world.chance(person, item)
      clicks.push(world.clicked(visit, item, seenBy))
      if (buffers.groups[c]! & NEW) {
        whileNew[item]! += seenBy
        if (atMs - arrivedMs[item]! < newForMs / 2) whileVeryNew[item]! += seenBy
      }
      if (window < 0) return
      value[person]! += gain
      exposure[item]! += seenBy
      windows.total[window]! += seenBy
      windows.value[window]! += gain
      if (buffers.groups[c]! & NEW) windows.fresh[window]! += seenBy
    })
    chosen.forEach((c, place) => {
      const item = buffers.items[c]!
      seen.add(person, item)
      learner.learn(person, item, attention[place]!, clicks[place]!)
    })
  }
}

/** What the ranking believes: item rate × the person's taste for the tag × the person's eagerness, each from few trials its prior. */
function createLearner({ itemCount, personCount, tag, tagCount }: ExposureWorld) {
  const [hits, tried] = [new Float64Array(itemCount), new Float64Array(itemCount)]
  const [eager, expected] = [new Float64Array(personCount), new Float64Array(personCount)]
  const cells = {
    hits: new Float32Array(personCount * tagCount),
    expected: new Float32Array(personCount * tagCount),
  }
  const rates = new Float64Array(itemCount)
  let prior = { mean: 0.5, strength: 2 }
  const tastes = new Float64Array(tagCount)
  const rateAgain = (item: number) => {
    rates[item] = smoothedRate(hits[item]!, tried[item]!, prior.mean, prior.strength)
  }
  rates.forEach((_, item) => rateAgain(item))
  return {
    /** What untried items are like, from those of the first day. */
    settlePrior(): void {
      prior = betaPrior(hits, tried)
      rates.forEach((_, item) => rateAgain(item))
    },
    tastesOf(person: number): Float64Array {
      const eagerness = smoothedRate(eager[person]!, expected[person]!, 1, PERSON_PRIOR)
      for (let t = 0; t < tagCount; t++) {
        const cell = person * tagCount + t
        tastes[t] =
          eagerness * smoothedRate(cells.hits[cell]!, cells.expected[cell]! * eagerness, 1, TASTE_PRIOR)
      }
      return tastes
    },
    expect: (of: Float64Array, item: number) => Math.min(0.95, of[tag[item]!]! * rates[item]!),
    learn(person: number, item: number, attention: number, click: boolean): void {
      const taste = this.tastesOf(person)[tag[item]!]!
      const cell = person * tagCount + tag[item]!
      const hit = click ? 1 : 0
      expected[person]! += attention * rates[item]!
      eager[person]! += hit
      cells.expected[cell]! += attention * rates[item]!
      cells.hits[cell]! += hit
      tried[item]! += attention * taste
      hits[item]! += hit
      rateAgain(item)
    },
  }
}

/** Who was shown what: one bit each. */
function createSeen(people: number, items: number) {
  const width = Math.ceil(items / 32)
  const bits = new Uint32Array(people * width)
  const at = (person: number, item: number) => person * width + (item >>> 5)
  const has = (person: number, item: number) => (bits[at(person, item)]! & (1 << (item & 31))) !== 0
  return {
    has,
    /** Whether it was there already. */
    add(person: number, item: number): boolean {
      const known = has(person, item)
      bits[at(person, item)]! |= 1 << (item & 31)
      return known
    },
  }
}
