// Exposure as a contract: each group (new items, new sellers, the long tail) is promised a share of all exposure, and a price kept
// for each promise is added to what its members are worth. Why a price: of all ways to keep a share, raising a whole group by one
// and the same amount costs the least value (it is the multiplier of the promise as a constraint; Boyd and Vandenberghe 2004,
// §5.5), and it falls back to nothing by itself where the promise is kept anyway. How it is found: `price-control.ts`.
import { createPriceControl, type PriceControlDump } from './price-control.ts'

/** A promise about one group. Shares are of exposure (places weighted by how much they are looked at), between 0 and 1. */
export type ExposureTerm = {
  readonly name: string
  /** The bit of the group in a candidate's mask, 0–30; a candidate may be in several groups. */
  readonly group: number
  readonly floor?: number
  readonly ceiling?: number
  /** Where the promise holds, all taken together: it is kept where that is cheapest. Left out: everywhere. */
  readonly surfaces?: readonly string[]
}

export type ExposureContractOptions = {
  readonly terms: readonly ExposureTerm[]
  /** The most that one unit of exposure may cost, in units of value: above it the promise is broken, and said to be. */
  readonly maxPrice: number
  /** Units of exposure over which a promise is to be kept: shorter is steadier by the hour and costs a little more. */
  readonly window: number
}

/** What may be shown on one slate; row i is candidate i. */
export type Offer = {
  readonly surface: string
  /** What the ranking expects of it, in units of value per unit of exposure. */
  readonly values: Float64Array
  /** Groups as a mask of bits. */
  readonly groups: Uint32Array
  /** Candidates that count; left out: all. */
  readonly count?: number
  /** Of each by itself, such as what `fresh-pool.ts` gives to an item that is owed; above 0. */
  readonly own?: Float64Array
  /** Where to write the scores, for those who weigh often; at least `count` long. */
  readonly into?: Float64Array
}

/** An offer with prices on, and what `note` needs to know of it. */
export type Weighed = {
  readonly surface: string
  readonly groups: Uint32Array
  /** value + prices: whoever picks the best of these, places in order of attention, keeps the contract at the least loss. */
  readonly scores: Float64Array
  /** By term: how many candidates of the group there were, and how much the best of them was worth. */
  readonly offered: Uint32Array
  readonly best: Float64Array
  /** By term: how much the best that is not of the group was worth. */
  readonly rival: Float64Array
}

export type TermReport = {
  readonly name: string
  readonly floor: number | undefined
  readonly ceiling: number | undefined
  /** In units of value per unit of exposure; negative where a ceiling holds the group back. */
  readonly price: number
  /** Share served since the start; NaN before anything was. */
  readonly served: number
  /** Exposure owed at present; negative: ahead. */
  readonly owed: number
  /** Exposure that could not be given: there were no more candidates, or the price stood at its limit. It is not made up for. */
  readonly unservable: number
  readonly state: 'kept' | 'short of candidates' | 'price at its limit'
}

export type ExposureContractDump = { readonly terms: Readonly<Record<string, PriceControlDump>> }
export type ExposureContract = ReturnType<typeof createExposureContract>

export function createExposureContract({ terms, maxPrice, window }: ExposureContractOptions) {
  if (!(maxPrice > 0 && window > 0))
    throw new RangeError(`maxPrice ${maxPrice} and window ${window} must be positive`)
  const controls = terms.map((term) => createPriceControl({ ...checked(term), maxPrice, window }))
  const on = terms.map(({ surfaces }) => (surfaces ? new Set(surfaces) : null))
  if (new Set(terms.map(({ name }) => name)).size < terms.length)
    throw new RangeError('two terms of one name')
  const floors = terms.map(({ floor }) => floor)
  const bits = terms.map(({ group }) => 1 << group)
  const prices = new Float64Array(terms.length)

  /** `prices` of the terms on a surface. */
  function setPrices(surface: string): void {
    controls.forEach((control, t) => (prices[t] = (on[t]?.has(surface) ?? true) ? control.price() : 0))
  }
  const sumOf = (mask: number): number => {
    let sum = 0
    for (let t = 0; t < bits.length; t++) if ((mask & bits[t]!) !== 0) sum += prices[t]!
    return sum
  }
  /** All that moves a candidate, its own included, stays within ± maxPrice. */
  const bounded = (sum: number) => Math.max(-maxPrice, Math.min(maxPrice, sum))

  return {
    /** What candidates of these groups gain on this surface; within ± maxPrice. */
    bonus(surface: string, groups: number): number {
      setPrices(surface)
      return bounded(sumOf(groups))
    },
    weigh({ surface, values, groups, own, into, count = values.length }: Offer): Weighed {
      setPrices(surface)
      const scores = into ? into.subarray(0, count) : new Float64Array(count)
      const offered = new Uint32Array(terms.length)
      const best = new Float64Array(terms.length).fill(-Infinity)
      const rival = best.slice()
      for (let i = 0; i < count; i++) {
        const value = values[i]!
        const mask = groups[i]!
        let sum = own?.[i] ?? 0
        for (let t = 0; t < bits.length; t++)
          if ((mask & bits[t]!) === 0) {
            if (value > rival[t]!) rival[t] = value
          } else {
            sum += prices[t]!
            offered[t]! += 1
            if (value > best[t]!) best[t] = value
          }
        scores[i] = sum === 0 ? value : value + bounded(sum)
      }
      return { surface, groups, scores, offered, best, rival }
    },
    /**
     * Candidate `chosen[k]` got `exposure[k]`, whoever chose. What was seen may be told later (then give `weigh` arrays of its own):
     * within a quarter of a window it does no harm.
     */
    note(
      { surface, groups, scores, offered, best, rival }: Weighed,
      chosen: ArrayLike<number>,
      exposure: ArrayLike<number>,
    ) {
      const served = new Float64Array(terms.length)
      const shown = new Uint32Array(terms.length)
      let total = 0
      for (let k = 0; k < chosen.length; k++) {
        total += exposure[k]!
        for (let t = 0; t < bits.length; t++) {
          if ((groups[chosen[k]!]! & bits[t]!) === 0) continue
          served[t]! += exposure[k]!
          shown[t]! += 1
        }
      }
      if (total === 0) return
      controls.forEach((control, t) => {
        if (on[t] && !on[t].has(surface)) return
        const others = scores.length - offered[t]!
        const facts = {
          short: shown[t] === offered[t],
          full: others === chosen.length - shown[t]!,
          gap: rival[t]! - best[t]!,
        }
        control.note(served[t]!, total, facts)
      })
    },
    /** Promises a term another floor from now on, such as when exposure is less equal than it should be. @throws RangeError */
    setFloor(name: string, floor: number): void {
      const t = terms.findIndex((term) => term.name === name && term.floor !== undefined)
      if (t < 0) throw new RangeError(`no term ${name} with a floor`)
      checked({ ...terms[t]!, floor })
      floors[t] = floor
      controls[t]!.setFloor(floor)
    },
    report: (): TermReport[] =>
      terms.map(({ name, ceiling }, t) => ({ name, floor: floors[t], ceiling, ...controls[t]!.report() })),
    dump: (): ExposureContractDump => ({
      terms: Object.fromEntries(terms.map(({ name }, t) => [name, controls[t]!.dump()])),
    }),
    /** Terms that the dump does not know start anew; those it knows and that are no more are left. */
    restore({ terms: dumped }: ExposureContractDump): void {
      terms.forEach(({ name }, t) => dumped[name] && controls[t]!.restore(dumped[name]))
    },
  }
}

function checked({ name, group, floor, ceiling }: ExposureTerm) {
  if (!Number.isInteger(group) || group < 0 || group > 30)
    throw new RangeError(`${name}: group ${group} is not 0–30`)
  if (floor === undefined && ceiling === undefined) throw new RangeError(`${name}: neither floor nor ceiling`)
  for (const share of [floor, ceiling])
    if (share !== undefined && !(share > 0 && share < 1))
      throw new RangeError(`${name}: ${share} is no share between 0 and 1`)
  if (floor !== undefined && ceiling !== undefined && floor > ceiling)
    throw new RangeError(`${name}: floor ${floor} above ceiling ${ceiling}`)
  return { ...(floor === undefined ? {} : { floor }), ...(ceiling === undefined ? {} : { ceiling }) }
}
