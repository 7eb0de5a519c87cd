// The chance that what is bought comes back, given that it is bought. It starts from the goods' own smoothed rate and learns what that
// leaves, from the many to the few: all sales, category, price, seller, maker, the goods themselves; then this person, and this person in
// this category. Each of them has a lift: how much likelier things came back than those before it foretold, in log-odds. Few numbers weigh
// the lifts, because purchases are few and returns fewer.
//
// Answers come late, and a yes sooner than a no, so neither 'kept until it comes back' (too low while sales grow) nor 'yes at once, no at
// the end' (too high) is the truth. A sale counts as a trial as far as it has aged (ageing-sales.ts); a return counts when it comes. At each
// moment both sides then hold the same part of the truth, and at the window's end they add up to the ordinary log loss.
import {
  createAgeingSales,
  type Aged,
  type AgeingDump,
  type AgeingOptions,
  type Sale,
} from './ageing-sales.ts'
import { chanceOf, logOddsOf } from './calibration.ts'
import { createOnlineLogistic } from './online-logistic.ts'
import { createRateTable, type RateTableDump } from './rate-table.ts'

export type ReturnHeadOptions = AgeingOptions & {
  /** Chance of what nobody knows anything of. */
  usual: number
  /** Keys a sale has, from the many to the few; see `foretell`. */
  keys: number
  /** Places of the table of rates; a power of two. */
  rates: number
  /** What came back so long ago counts half. */
  halfLifeMs: number
  /** Trials as expected that are added to those there were: what one return may move. */
  prior: number
  halfLifeTrials: number
}
export type ReturnHead = ReturnType<typeof createReturnHead>
/** How a sale ended: it came back, or it was taken back before anything was sent, which says nothing of the goods. */
export type SaleEnd = 'returned' | 'undone'
/** What was foretold at the purchase, and whether it came back. */
export type Settled = (chance: number, returned: boolean) => void

type Counts = Record<'returned' | 'kept' | 'corrected' | 'undone' | 'unmatched' | 'dropped', number>
export type ReturnHeadDump = {
  rates: RateTableDump
  weights: number[]
  sales: AgeingDump
  early: readonly (readonly [string, SaleEnd])[]
  counts: Counts
}

/** No lift says more than this, in log-odds. */
const MOST_LIFT = 3
/** Returns are counted before their sales have aged: no rate is taken as surer than this. */
const SURELY = 0.95
/**
 * What a lift weighs before anything is known: keys share what they tell, and at 1 each, the first returns would be counted several times
 * (log loss of the first forty simulated days: .485 at 1, .445 at a half; later the same). And how sure it is of that, as is the offset of 0.
 */
const START = 0.5
const SURE = { lift: 5, offset: 4 }
/** Ends that were heard of before their sale. */
const MAX_EARLY = 1_000

export function createReturnHead(o: ReturnHeadOptions) {
  const base = logOddsOf(o.usual)
  const rates = createRateTable({ size: o.rates, halfLivesMs: [o.halfLifeMs] })
  const each = (first: number, rest: number): number[] => [
    first,
    ...Array.from({ length: o.keys }, () => rest),
  ]
  const weighing = createOnlineLogistic({
    start: each(0, START),
    sureness: each(SURE.offset, SURE.lift),
    least: each(-MOST_LIFT, 0),
    most: each(MOST_LIFT, 2),
    halfLifeTrials: o.halfLifeTrials,
  })
  const sales = createAgeingSales(o)
  const early = new Map<string, SaleEnd>()
  const sums = new Float64Array(3)
  /** 1 and the lift of each key; behind them, for each key, the chance as foretold without it and those behind it. */
  const row = new Float32Array(2 * o.keys + 1)
  const before = o.keys + 1
  let counts: Counts = { returned: 0, kept: 0, corrected: 0, undone: 0, unmatched: 0, dropped: 0 }

  /** Fills `row`; answers the log-odds. */
  function read(keys: ArrayLike<number>, atMs: number): number {
    row[0] = 1
    let odds = base + weighing.weights[0]!
    for (let k = 0; k < o.keys; k++) {
      const chance = chanceOf(odds)
      rates.read(keys[k]!, atMs, sums)
      const trials = sums[0]! + o.prior
      const came = Math.min((sums[1]! + o.prior * chance) / trials, SURELY)
      const expected = Math.min((sums[2]! + o.prior * chance) / trials, SURELY)
      const lift = Math.log((came * (1 - expected)) / (expected * (1 - came)))
      row[before + k] = chance
      row[k + 1] = Math.max(-MOST_LIFT, Math.min(MOST_LIFT, lift))
      odds += weighing.weights[k + 1]! * row[k + 1]!
    }
    return odds
  }

  function count(sale: Sale, trial: number, returns: number, atMs: number): void {
    for (let k = 0; k < o.keys; k++)
      rates.add(sale.keys[k]!, atMs, trial, returns, trial * sale.row[before + k]!)
    weighing.learn(sale.row, base, trial, returns)
  }

  function release(nowMs: number, onSettled?: Settled): void {
    const aged: Aged = {
      counts: (sale, trial, atMs) => count(sale, trial, 0, atMs),
      closes(sale) {
        const returned = sale.returnedIn >= 0
        if (!returned) counts.kept++
        onSettled?.(sale.chance, returned)
      },
    }
    sales.release(nowMs, aged)
  }

  function finish(sale: Sale, end: SaleEnd, atMs: number): void {
    if (sale.returnedIn >= 0) return
    if (end === 'undone') {
      counts.undone++
      return sales.leave(sale)
    }
    if (sales.isClosed(sale)) counts.corrected++
    else counts.returned++
    sales.cameBack(sale, atMs)
    count(sale, 0, 1, atMs)
  }

  return {
    /** The chance that it comes back, were it bought now. `keys`: numbers that name what it belongs to, from the many to the few. */
    foretell: (keys: ArrayLike<number>, atMs: number): number => chanceOf(read(keys, atMs)),

    /** `key` names the sale; told of again it changes nothing. */
    bought(key: string, keys: ArrayLike<number>, atMs: number, onSettled?: Settled): void {
      if (!Number.isFinite(atMs) || sales.of(key)) return
      release(atMs, onSettled)
      const chance = chanceOf(read(keys, atMs))
      const left = sales.add({ key, atMs, keys: Uint32Array.from(keys), row: row.slice(), chance })
      if (left && sales.isOpen(left)) counts.dropped++
      const end = early.get(key)
      if (!end) return
      early.delete(key)
      counts.unmatched--
      finish(sales.of(key)!, end, atMs)
    },

    /** Of a sale nobody knows (any more) it is remembered for a while, in case the sale is only heard of later. */
    ended(key: string, end: SaleEnd, atMs: number, onSettled?: Settled): void {
      if (!Number.isFinite(atMs)) return
      release(atMs, onSettled)
      const sale = sales.of(key)
      if (sale) return finish(sale, end, Math.max(atMs, sale.atMs))
      if (early.has(key)) return
      counts.unmatched++
      early.set(key, end)
      if (early.size > MAX_EARLY) early.delete(early.keys().next().value!)
    },

    /** Time has passed: sales age. `onSettled` hears of each whose window is over. */
    release,

    /** Sales without an answer, sales remembered, what became of the others; and what the offset and each lift weigh. */
    report: () => ({
      ...counts,
      waiting: sales.countOpen(),
      remembered: sales.size,
      weights: [...weighing.weights],
    }),

    dump: (): ReturnHeadDump => ({
      rates: rates.dump(),
      weights: weighing.dump(),
      sales: sales.dump(),
      early: [...early],
      counts: { ...counts },
    }),
    /** Into one of the same options only. */
    restore(from: ReturnHeadDump): void {
      weighing.restore(from.weights)
      rates.restore(from.rates)
      sales.restore(from.sales)
      early.clear()
      for (const [key, end] of from.early) early.set(key, end)
      counts = { ...from.counts }
    },
  }
}
