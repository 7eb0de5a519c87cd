// Policies of exposure beside each other in the same worlds: the same visits, items and luck, three draws of the truth. Told is how
// well each keeps the promise (by hour, by day, over all), what it costs or earns in true clicks, and who gets to be seen.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom, type Random } from '#kernel/random'
import { coverage, giniOf } from './exposure-metrics.ts'
import {
  dualPrices,
  fixedBoost,
  greedy,
  reservedPlaces,
  type ExposurePolicy,
  type PriceOptions,
} from './exposure-policies.ts'
import { live, type Life, type LivingOptions } from './exposure-run.ts'
import { createExposureWorld, type ExposureWorld } from './exposure-world.ts'
import { bootstrapDifference, type Interval } from './intervals.ts'
import type { Impressions } from './shapes.ts'

export type ExposureTask = {
  /** Share of exposure promised to new items: not less, not more. */
  readonly share: number
  /** Units of exposure promised to each new item within `newForMs / 2` of its arrival. */
  readonly first: number
  readonly price: Pick<PriceOptions, 'maxPrice' | 'window'> & {
    readonly itemPrice: number
    readonly fullPriceAt: number
  }
  readonly attention: Float64Array
  readonly newForMs: number
  /** The log serves until `startMs`; settings are tuned from `tuneFromMs`, figures are told from `testFromMs` to `endMs`. */
  readonly startMs: number
  readonly tuneFromMs: number
  readonly testFromMs: number
  readonly endMs: number
  readonly visitGapMs: number
  readonly tab: number
  readonly oneIn: number
}

export type ExposureRow = {
  readonly name: string
  /** What it was tuned to, by world. */
  readonly tuned: readonly number[]
  /** Exposure of new items: over all (mean), and the worst deviation from the promise, relative, of a world, a day, an hour. */
  readonly share: number
  readonly worstWorld: number
  readonly worstDay: number
  readonly worstHour: number
  /** The deviation that 95 of 100 hours stay within. */
  readonly usualHour: number
  /** The worst shortfall of an hour: what a floor alone would call broken. */
  readonly shortestHour: number
  /**
   * True clicks a slate; and relative to greedy, with the interval by person over all worlds, and by world. The interval says nothing
   * of other worlds: which new items turn out well is luck, and what the worlds differ by is the larger doubt.
   */
  readonly clicks: number
  readonly change: Interval
  readonly changes: readonly number[]
  /** The same over the last quarter of the time: what has been found out by then. */
  readonly lateChange: number
  /** Share of the new items that had their promised first showings in time. */
  readonly reached: number
  readonly gini: number
  readonly coverage: number
}

/** Hours in which less than this many units were promised are too few to be held to. */
const LEAST_PROMISED = 20
const TUNING_STEPS = 7

export function compareExposure(
  impressions: Impressions,
  task: ExposureTask,
  worlds: readonly Random[],
  { random, say }: { random: Random; say: (text: string) => void },
): ExposureRow[] {
  const lives = new Map<string, Life[]>()
  const tuned = new Map<string, number[]>()
  const made = worlds.map((seed) => createExposureWorld(impressions, task, seed))
  for (const [w, world] of made.entries()) {
    const boost = tuneBoost(world, task)
    for (const policy of contenders(task, boost)) {
      const life = live(world, policy, testing(task), seededRandom(`luck ${w}`))
      const clicks = sum(life.windows.value) / sum(life.windows.total)
      say(`${w} ${policy.name}: ${clicks.toFixed(4)} ${JSON.stringify(life.report ?? {})}`)
      lives.set(policy.name, [...(lives.get(policy.name) ?? []), life])
      tuned.set(policy.name, [
        ...(tuned.get(policy.name) ?? []),
        ...(policy.name === 'fixed boost' ? [boost] : []),
      ])
    }
  }
  const base = lives.get('greedy')!
  return Array.from(lives, ([name, own]) => rowOf(name, own, base, made, task, tuned.get(name)!, random))
}

function contenders(task: ExposureTask, boost: number): ExposurePolicy[] {
  const { share, first, newForMs, price } = task
  const { maxPrice, window, itemPrice, fullPriceAt } = price
  const each = { exposure: first, withinMs: newForMs / 2, maxPrice: itemPrice, fullPriceAt }
  const terms = { floor: share, ceiling: share, maxPrice, window }
  return [
    greedy(),
    fixedBoost(boost),
    reservedPlaces(share, 'best'),
    reservedPlaces(share, 'any'),
    { ...dualPrices({ floor: share, maxPrice, window, each: null }), name: 'prices, floor only' },
    { ...dualPrices({ ...terms, each: null }), name: 'prices, group only' },
    { ...dualPrices({ ...terms, each }), name: 'prices' },
  ]
}

const testing = (task: ExposureTask): LivingOptions => ({
  ...task,
  measureFromMs: task.testFromMs,
  windowMs: HOUR_MS,
})

/** The boost with which new items had their share on the days before the test. */
function tuneBoost(world: ExposureWorld, task: ExposureTask): number {
  let [low, high] = [0, 0.6]
  for (let step = 0; step < TUNING_STEPS; step++) {
    const boost = (low + high) / 2
    const options = { ...task, measureFromMs: task.tuneFromMs, endMs: task.testFromMs, windowMs: HOUR_MS }
    const { windows } = live(world, fixedBoost(boost), options, seededRandom('tuning'))
    if (sum(windows.fresh) / sum(windows.total) < task.share) low = boost
    else high = boost
  }
  return (low + high) / 2
}

function rowOf(
  name: string,
  lives: readonly Life[],
  base: readonly Life[],
  worlds: readonly ExposureWorld[],
  { share, first, newForMs, testFromMs, endMs }: ExposureTask,
  tuned: readonly number[],
  random: Random,
): ExposureRow {
  const clicksOf = (life: Life, from = 0) =>
    sum(life.windows.value.subarray(from)) / sum(life.windows.total.subarray(from))
  const late = Math.floor(0.75 * lives[0]!.windows.total.length)
  const mean = (of: (life: Life, w: number) => number) =>
    lives.reduce((s, life, w) => s + of(life, w), 0) / lives.length
  const hours = lives.flatMap((life) => deviations(life, 1, share))
  const worst = (values: readonly number[]) => Math.max(...values.map(Math.abs))
  const pooled = { sums: added(lives, 'value'), counts: added(lives, 'slates') }
  const theirs = { sums: added(base, 'value'), counts: added(base, 'slates') }
  const baseline = sum(theirs.sums) / sum(theirs.counts)
  const { mean: difference, low, high } = bootstrapDifference(pooled, theirs, random)
  return {
    name,
    tuned,
    share: mean(({ windows }) => sum(windows.fresh) / sum(windows.total)),
    worstWorld: worst(lives.map(({ windows }) => sum(windows.fresh) / sum(windows.total) / share - 1)),
    worstDay: worst(lives.flatMap((life) => deviations(life, DAY_MS / HOUR_MS, share))),
    worstHour: worst(hours),
    usualHour: hours.map(Math.abs).sort((a, b) => a - b)[Math.floor(0.95 * hours.length)] ?? NaN,
    shortestHour: -Math.min(0, ...hours),
    clicks: sum(pooled.sums) / sum(pooled.counts),
    change: { mean: difference / baseline, low: low / baseline, high: high / baseline },
    changes: lives.map((life, w) => clicksOf(life) / clicksOf(base[w]!) - 1),
    lateChange: mean((life, w) => clicksOf(life, late) / clicksOf(base[w]!, late) - 1),
    reached: mean(({ whileVeryNew }, w) => {
      const { arrivedMs } = worlds[w]!
      const inTime = (at: number) => at >= testFromMs && at + newForMs / 2 <= endMs
      const asked = Array.from(arrivedMs.keys()).filter((i) => inTime(arrivedMs[i]!))
      return asked.filter((i) => whileVeryNew[i]! >= first - 1e-9).length / asked.length
    }),
    gini: mean(({ exposure }) => giniOf(exposure)),
    coverage: mean(({ exposure }) => coverage(exposure)),
  }
}

/** Served over promised − 1, by runs of `size` windows in which enough was promised. */
function deviations({ windows }: Life, size: number, share: number): number[] {
  const out: number[] = []
  for (let from = 0; from < windows.total.length; from += size) {
    const total = sum(windows.total.subarray(from, from + size))
    if (share * total >= LEAST_PROMISED)
      out.push(sum(windows.fresh.subarray(from, from + size)) / (share * total) - 1)
  }
  return out
}

export function exposureReport(rows: readonly ExposureRow[], { share, first }: ExposureTask): string {
  const percent = (value: number, digits = 1) => `${value > 0 ? '+' : ''}${(100 * value).toFixed(digits)} %`
  const head = ['', 'new items', 'worst day', '95 % of hours', 'worst hour', 'clicks', 'against greedy', '95 %', 'by world', 'late', 'first', 'Gini', 'coverage'] // prettier-ignore
  const body = rows.map((row) => [
    row.tuned.length > 0 ? `${row.name} (${row.tuned.map((t) => t.toFixed(3)).join(', ')})` : row.name,
    `${(100 * row.share).toFixed(1)} %`,
    `±${(100 * row.worstDay).toFixed(1)} %`,
    `±${(100 * row.usualHour).toFixed(0)} %`,
    `±${(100 * row.worstHour).toFixed(0)} %`,
    row.clicks.toFixed(4),
    percent(row.change.mean, 2),
    `${percent(row.change.low, 2)} to ${percent(row.change.high, 2)}`,
    row.changes.map((c) => percent(c)).join(', '),
    percent(row.lateChange),
    `${(100 * row.reached).toFixed(0)} %`,
    row.gini.toFixed(3),
    row.coverage.toFixed(3),
  ])
  const widths = head.map((_, k) => Math.max(...[head, ...body].map((line) => line[k]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ')
  return [
    `promised: ${(100 * share).toFixed(0)} % of exposure to new items, and ${first} units to each within its first day`,
    '',
    line(head),
    ...body.map(line),
  ].join('\n')
}

const sum = (values: Float64Array): number => values.reduce((s, x) => s + x, 0)
const added = (lives: readonly Life[], column: 'value' | 'slates'): Float64Array =>
  lives[0]![column].map((_, p) => lives.reduce((s, life) => s + life[column][p]!, 0))
