// The chance that what is bought comes back, given that it is bought. It starts from the goods' own smoothed rate and learns what that
// leaves, from the many to the few: all sales, category, price, seller, maker, the goods themselves; then this person, and this person in
// this category. Each of them has a lift: how many times as often things came back as those before it foretold. Few numbers weigh the
// lifts, because purchases are few and returns fewer.
//
// Answers come late, and a yes sooner than a no, so neither 'kept until it comes back' (too low while sales grow) nor 'yes at once, no at
// the end' (too high) is the truth. A sale counts as a trial as far as it has aged: by the share of returns that are there by that age,
// learned from sales whose window is over. A return counts when it comes. At each moment both sides then hold the same part of the truth
// (returns over exposure), and at the window's end they add up to the ordinary log loss.
import { chanceOf, logOddsOf } from './calibration.ts'
import { createOnlineLogistic } from './online-logistic.ts'
import { createRateTable, type RateTableDump } from './rate-table.ts'

export type ReturnHeadOptions = {
  /** Chance of what nobody knows anything of. */
  usual: number
  /** Keys a sale has, from the many to the few; see `foretell`. */
  keys: number
  /** A sale is open until it came back or so long has passed. */
  windowMs: number
  /** A return after that corrects, for so long. */
  correctionMs: number
  /** Sales that are remembered, at most; of more the oldest leave as they are, counted. */
  maxSales: number
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

type Sale = {
  /** Names the sale; '' once it is gone. */
  key: string
  atMs: number
  keys: Uint32Array
  /** Per key its lift, behind a 1. */
  row: Float32Array
  /** Per key the chance as foretold without it and those behind it. */
  before: Float32Array
  /** As foretold when it was bought. */
  chance: number
  /** Ages it has passed, and the part of a trial that it was counted as by then. */
  aged: number
  counted: number
  /** In which age it came back; −1: it has not. */
  returnedIn: number
}
type Counts = {
  returned: number
  kept: number
  corrected: number
  undone: number
  unmatched: number
  dropped: number
}
export type ReturnHeadDump = {
  rates: RateTableDump
  weights: number[]
  delays: number[]
  sales: readonly Sale[]
  early: readonly (readonly [string, SaleEnd])[]
  counts: Counts
}

/** Where the parts of the window end, by which a sale ages. */
const EDGES = [1 / 30, 2 / 30, 0.1, 5 / 30, 7 / 30, 1 / 3, 14 / 30, 0.7, 1]
const startOf = (part: number): number => EDGES[part - 1] ?? 0
/** Counted in the middle of each part; then the window closes, and at last it is forgotten. */
const MIDDLES = EDGES.map((edge, part) => (startOf(part) + edge) / 2)
const [CLOSES, FORGOTTEN] = [EDGES.length, EDGES.length + 1]
/** Returns that the even spread over the window is worth, before their real delays are known; and after how many those count half. */
const DELAY_PRIOR = 10
const DELAY_HALF_LIFE = 2_000
/** No lift says more than this, in log-odds. */
const MOST_LIFT = 3
/** Returns are counted before their sales have aged: no rate is taken as surer than this. */
const SURELY = 0.95
/** How sure the weights of the lifts are of being 1, and the offset of being 0. */
const SURE = { lift: 10, offset: 4 }
/** Ends that were heard of before their sale. */
const MAX_EARLY = 1_000

export function createReturnHead(o: ReturnHeadOptions) {
  const base = logOddsOf(o.usual)
  const rates = createRateTable({ size: o.rates, halfLivesMs: [o.halfLifeMs] })
  const each = <T>(first: T, rest: T): T[] => [first, ...Array.from({ length: o.keys }, () => rest)]
  const weighing = createOnlineLogistic({
    start: each(0, 1),
    sureness: each(SURE.offset, SURE.lift),
    least: each(-MOST_LIFT, 0),
    most: each(MOST_LIFT, 2),
    halfLifeTrials: o.halfLifeTrials,
  })
  const delays = Float64Array.from(EDGES, (edge, part) => DELAY_PRIOR * (edge - startOf(part)))
  const sales = new Map<string, Sale>()
  /** Per age the sales that come to it next; all in the order of their purchase. The last is of those to be forgotten. */
  let queues: Sale[][] = newQueues()
  const early = new Map<string, SaleEnd>()
  const sums = new Float64Array(3)
  const row = new Float32Array(o.keys + 1)
  const before = new Float32Array(o.keys)
  const zero: Counts = { returned: 0, kept: 0, corrected: 0, undone: 0, unmatched: 0, dropped: 0 }
  let counts: Counts = { ...zero }

  function newQueues(): Sale[][] {
    return Array.from({ length: FORGOTTEN + 1 }, () => [])
  }
  const dueMs = (sale: Sale): number =>
    sale.atMs + (MIDDLES[sale.aged] ?? 1) * o.windowMs + (sale.aged === FORGOTTEN ? o.correctionMs : 0)

  /** Fills `row` and `before`; answers the log-odds. */
  function read(keys: ArrayLike<number>, atMs: number): number {
    row[0] = 1
    let odds = base + weighing.weights[0]!
    for (let k = 0; k < o.keys; k++) {
      const chance = (before[k] = chanceOf(odds))
      rates.read(keys[k]!, atMs, sums)
      const trials = sums[0]! + o.prior
      const came = (sums[1]! + o.prior * chance) / trials
      const expected = (sums[2]! + o.prior * chance) / trials
      const lift = logOddsOf(Math.min(came, SURELY)) - logOddsOf(Math.min(expected, SURELY))
      row[k + 1] = Math.max(-MOST_LIFT, Math.min(MOST_LIFT, lift))
      odds += weighing.weights[k + 1]! * row[k + 1]!
    }
    return odds
  }

  function age(sale: Sale, onSettled: Settled | undefined): void {
    if (sale.aged === FORGOTTEN) return void sales.delete(sale.key)
    if (sale.aged === CLOSES) close(sale, onSettled)
    else {
      const left = 1 - sale.counted
      const total = delays.reduce((sum, n) => sum + n, 0)
      const trial = sale.aged === CLOSES - 1 ? left : Math.min(delays[sale.aged]! / total, left)
      for (let k = 0; k < o.keys; k++)
        rates.add(sale.keys[k]!, dueMs(sale), trial, 0, trial * sale.before[k]!)
      weighing.learn(sale.row, base, trial, 0)
      sale.counted += trial
    }
    sale.aged++
    queues[sale.aged]!.push(sale)
  }

  /** Its window is over. Delays are learned now, or the quick ones would be known first. */
  function close(sale: Sale, onSettled: Settled | undefined): void {
    const returned = sale.returnedIn >= 0
    if (returned) {
      for (let part = 0; part < CLOSES; part++) delays[part]! *= 2 ** (-1 / DELAY_HALF_LIFE)
      delays[sale.returnedIn]! += 1
    } else counts.kept++
    onSettled?.(sale.chance, returned)
  }

  function leave(sale: Sale): void {
    sales.delete(sale.key)
    sale.key = ''
  }

  function finish(sale: Sale, end: SaleEnd, atMs: number): void {
    if (sale.returnedIn >= 0) return
    if (end === 'undone') {
      counts.undone++
      return leave(sale)
    }
    if (sale.aged > CLOSES) counts.corrected++
    else counts.returned++
    const part = (atMs - sale.atMs) / o.windowMs
    sale.returnedIn = Math.max(
      0,
      EDGES.findIndex((edge) => part <= edge),
    )
    for (let k = 0; k < o.keys; k++) rates.add(sale.keys[k]!, atMs, 0, 1, 0)
    weighing.learn(sale.row, base, 0, 1)
  }

  /** Time has passed: sales age. `onSettled` hears of each whose window is over. */
  function release(nowMs: number, onSettled?: Settled): void {
    for (let k = 0; k < queues.length; k++) {
      const queue = queues[k]!
      let done = 0
      for (; done < queue.length; done++) {
        const sale = queue[done]!
        if (sale.key === '') continue
        if (dueMs(sale) > nowMs) break
        age(sale, onSettled)
      }
      if (done > 0) queues[k] = queue.slice(done)
    }
  }

  return {
    /** The chance that it comes back, were it bought now. `keys`: numbers that name what it belongs to, from the many to the few. */
    foretell: (keys: ArrayLike<number>, atMs: number): number => chanceOf(read(keys, atMs)),

    /** `key` names the sale; told of again it changes nothing. */
    bought(key: string, keys: ArrayLike<number>, atMs: number, onSettled?: Settled): void {
      if (!Number.isFinite(atMs) || sales.has(key)) return
      release(atMs, onSettled)
      const chance = chanceOf(read(keys, atMs))
      const sale: Sale = {
        key,
        atMs,
        keys: Uint32Array.from(keys),
        row: row.slice(),
        before: before.slice(),
        chance,
        aged: 0,
        counted: 0,
        returnedIn: -1,
      }
      sales.set(key, sale)
      queues[0]!.push(sale)
      const end = early.get(key)
      if (end) {
        early.delete(key)
        counts.unmatched--
        finish(sale, end, atMs)
      }
      if (sales.size <= o.maxSales) return
      const oldest = sales.values().next().value!
      if (oldest.aged <= CLOSES && oldest.returnedIn < 0) counts.dropped++
      leave(oldest)
    },

    /** Of a sale nobody knows (any more) it is remembered for a while, in case the sale is only heard of later. */
    ended(key: string, end: SaleEnd, atMs: number, onSettled?: Settled): void {
      if (!Number.isFinite(atMs)) return
      release(atMs, onSettled)
      const sale = sales.get(key)
      if (sale) return finish(sale, end, Math.max(atMs, sale.atMs))
      if (early.has(key)) return
      counts.unmatched++
      early.set(key, end)
      if (early.size > MAX_EARLY) early.delete(early.keys().next().value!)
    },

    release,

    /** Sales without an answer, sales remembered, what became of the others; and what the offset and each lift weigh. */
    report() {
      let waiting = 0
      for (const { aged, returnedIn } of sales.values()) if (aged <= CLOSES && returnedIn < 0) waiting++
      return { ...counts, waiting, remembered: sales.size, weights: [...weighing.weights] }
    },

    dump: (): ReturnHeadDump => ({
      rates: rates.dump(),
      weights: weighing.dump(),
      delays: [...delays],
      sales: Array.from(sales.values(), (sale) => ({ ...sale })),
      early: [...early],
      counts: { ...counts },
    }),
    /** Into one of the same options only. */
    restore(from: ReturnHeadDump): void {
      rates.restore(from.rates)
      weighing.restore(from.weights)
      delays.set(from.delays)
      sales.clear()
      queues = newQueues()
      for (const each of from.sales) {
        const sale = { ...each }
        sales.set(sale.key, sale)
        queues[sale.aged]!.push(sale)
      }
      early.clear()
      for (const [key, end] of from.early) early.set(key, end)
      counts = { ...from.counts }
    },
  }
}

/** What was foretold at the purchase, and whether it came back. */
export type Settled = (chance: number, returned: boolean) => void
