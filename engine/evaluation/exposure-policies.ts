// Who decides in the closed world what is shown: ours (prices) and those it has to beat. All are given the same expectations.
import type { Random } from '#kernel/random'
import { createExposureContract, type Weighed } from '../policy/exposure-contract.ts'
import { createFreshPool } from '../policy/fresh-pool.ts'

/** What may be shown on one visit: the first `count` of each array; the arrays are used again for the next. */
export type Slate = {
  readonly atMs: number
  readonly count: number
  readonly items: Uint32Array
  /** The click chance that the ranking expects. */
  readonly values: Float64Array
  /** 1 for an item that is new, else 0. */
  readonly groups: Uint32Array
  /** How much each place is looked at, most first. */
  readonly attention: Float64Array
  readonly random: Random
}

export type ExposurePolicy = {
  readonly name: string
  /** Writes the candidate (0 to `count`) for each place. */
  choose(slate: Slate, chosen: Int32Array): void
  /** A new item is there. */
  arrive?(item: number, atMs: number): void
  report?(atMs: number): unknown
}

export const NEW = 1

export const greedy = (): ExposurePolicy => ({
  name: 'greedy',
  choose: ({ values, count }, chosen) => best(values, count, chosen),
})

/** A constant on top of everything new: what is usually done. */
export function fixedBoost(boost: number): ExposurePolicy {
  let scores = new Float64Array(0)
  return {
    name: 'fixed boost',
    choose({ values, groups, count }, chosen) {
      if (scores.length < count) scores = new Float64Array(2 * count)
      for (let i = 0; i < count; i++) scores[i] = values[i]! + (groups[i]! & NEW ? boost : 0)
      best(scores, count, chosen)
    },
  }
}

/** A place drawn at random is kept for a new item, often enough that such places have the share; it is the best new one, or any. */
export function reservedPlaces(share: number, pick: 'best' | 'any'): ExposurePolicy {
  const one = new Int32Array(1)
  let only = new Float64Array(0)
  return {
    name: pick === 'best' ? 'reserved places' : 'reserved, any new',
    choose({ values, groups, count, random }, chosen) {
      best(values, count, chosen)
      if (random.next() >= share * chosen.length) return
      const place = random.int(chosen.length)
      if (only.length < count) only = new Float64Array(2 * count)
      for (let i = 0; i < count; i++)
        only[i] =
          groups[i]! & NEW && !chosen.includes(i) ? (pick === 'best' ? values[i]! : random.next()) : -Infinity
      best(only, count, one)
      if (only[one[0]!]! > -Infinity) chosen[place] = one[0]!
    },
  }
}

export type PriceOptions = {
  readonly floor: number
  /** Left out: new items may have all that they earn. */
  readonly ceiling?: number
  readonly maxPrice: number
  readonly window: number
  /** Each new item's own promise; null: the group's only. */
  readonly each: {
    readonly exposure: number
    readonly withinMs: number
    readonly maxPrice: number
    readonly fullPriceAt: number
  } | null
}

export function dualPrices({ floor, ceiling, maxPrice, window, each }: PriceOptions): ExposurePolicy {
  const contract = createExposureContract({
    terms: [{ name: 'new items', group: 0, floor, ...(ceiling === undefined ? {} : { ceiling }) }],
    maxPrice,
    window,
  })
  const pool = each && createFreshPool<number>({ ...each, maxItems: 100_000 })
  let scratch = { scores: new Float64Array(0), own: new Float64Array(0) }
  const shown = new Float64Array(16)
  return {
    name: each ? 'dual prices' : 'dual prices, group only',
    arrive: (item, atMs) => pool?.arrive(item, atMs),
    choose({ atMs, values, groups, items, count, attention }, chosen) {
      if (scratch.scores.length < count)
        scratch = { scores: new Float64Array(2 * count), own: new Float64Array(2 * count) }
      const { own } = scratch
      pool?.expire(atMs)
      for (let i = 0; i < count; i++) own[i] = pool && groups[i]! & NEW ? pool.price(items[i]!, atMs) : 0
      const weighed: Weighed = contract.weigh({
        surface: 'feed',
        values,
        groups,
        own,
        count,
        into: scratch.scores,
      })
      best(weighed.scores, count, chosen)
      for (let k = 0; k < chosen.length; k++) {
        shown[k] = attention[k]!
        pool?.note(items[chosen[k]!]!, attention[k]!, atMs)
      }
      contract.note(weighed, chosen, shown)
    },
    report: (atMs) => ({ terms: contract.report(), pool: pool?.report(atMs) }),
  }
}

/** The highest of the first `count`, best first; of equals the earlier. */
export function best(scores: Float64Array, count: number, chosen: Int32Array): void {
  const places = chosen.length
  let filled = 0
  for (let i = 0; i < count; i++) {
    const score = scores[i]!
    if (filled === places && score <= scores[chosen[places - 1]!]!) continue
    let at = filled < places ? filled++ : places - 1
    while (at > 0 && scores[chosen[at - 1]!]! < score) {
      chosen[at] = chosen[at - 1]!
      at--
    }
    chosen[at] = i
  }
}
