// What one policy would have earned on the log of another, when a policy is a table of chances (place × item), fixed or changing
// from row to row. Three estimates of each, with their intervals and the figures of the weights that say how far to believe them.
import type { Random } from '#kernel/random'
import { chancesToBeBest, type Arm } from '../posterior.ts'
import { smoothedRate } from '../rates.ts'
import { bootstrapMean, type Interval } from './intervals.ts'
import { importanceWeights, inspectWeights, type LoggedDecisions, type WeightFigures } from './off-policy.ts'
import type { BanditLog } from './shapes.ts'

/** Chance of item i in place p at `p * itemCount + i`; each place sums to 1. */
export type ActionTable = Float64Array
/** The table that holds at a row of the log; rows are asked in order. */
export type LoggedPolicy = (row: number) => ActionTable

export type PolicyValue = {
  /** Clicks a choice. */
  readonly ips: Interval
  readonly snips: Interval
  readonly doublyRobust: Interval
  readonly weights: WeightFigures
}

export type ValueOptions = {
  readonly random: Random
  /** Rows before this are not counted: the policy learned from them. */
  readonly from?: number
  readonly clip?: number
}

const FOLDS = 5
/** Trials that a place's rate weighs for an item never seen there. */
const MODEL_PRIOR = 200

/**
 * Each row stands for itself: who was asked is not in the log. The model of the reward (clicks by item and place, smoothed to the
 * rate of the log) is fitted on the other folds, never on the rows it speaks of.
 */
export function valueOn(log: BanditLog, policy: LoggedPolicy, options: ValueOptions): PolicyValue {
  const { random, from = 0, clip } = options
  const rows = log.length - from
  const decisions: Record<keyof LoggedDecisions, Float64Array> = {
    propensity: log.propensity.slice(from),
    targetChance: new Float64Array(rows),
    reward: Float64Array.from(log.click.subarray(from)),
  }
  const models = Array.from({ length: FOLDS }, (_, fold) => rewardTable(log, (row) => row % FOLDS !== fold))
  const [ofAction, ofPolicy] = [new Float64Array(rows), new Float64Array(rows)]
  for (let k = 0; k < rows; k++) {
    const row = from + k
    const table = policy(row)
    const model = models[row % FOLDS]!
    const place = log.position[row]! * log.itemCount
    decisions.targetChance[k] = table[place + log.item[row]!]!
    ofAction[k] = model[place + log.item[row]!]!
    for (let i = place; i < place + log.itemCount; i++) ofPolicy[k]! += table[i]! * model[i]!
  }
  const cut = clip === undefined ? {} : { clip }
  const weights = importanceWeights(decisions, cut)
  const earned = weights.map((weight, k) => weight * decisions.reward[k]!)
  const ones = new Float64Array(rows).fill(1)
  const corrected = ofPolicy.map((said, k) => said + weights[k]! * (decisions.reward[k]! - ofAction[k]!))
  return {
    ips: bootstrapMean({ sums: earned, counts: ones }, random),
    snips: bootstrapMean({ sums: earned, counts: weights }, random),
    doublyRobust: bootstrapMean({ sums: corrected, counts: ones }, random),
    weights: inspectWeights(decisions, cut),
  }
}

/** Clicks a choice of the policy that wrote the log. */
export function valueOfLogged(log: BanditLog, random: Random, from = 0): Interval {
  const sums = Float64Array.from(log.click.subarray(from))
  return bootstrapMean({ sums, counts: new Float64Array(sums.length).fill(1) }, random)
}

/** As if each item were as likely in every place. */
export function uniformPolicy({ itemCount, position }: BanditLog): LoggedPolicy {
  const table = new Float64Array(placesOf(position) * itemCount).fill(1 / itemCount)
  return () => table
}

/**
 * The policy that wrote `log`, as far as its choices tell: how often each item stood in each place. An approximation where it
 * changed meanwhile (Thompson sampling did): it is the policy's mean over the log's time. No reward is read.
 */
export function policyOfLog({ itemCount, position, item, length }: BanditLog): LoggedPolicy {
  const table = new Float64Array(placesOf(position) * itemCount)
  const totals = new Float64Array(placesOf(position))
  for (let row = 0; row < length; row++) {
    table[position[row]! * itemCount + item[row]!]! += 1
    totals[position[row]!]! += 1
  }
  table.forEach((n, cell) => (table[cell] = n / totals[Math.floor(cell / itemCount)]!))
  return () => table
}

export type SamplerOptions = {
  readonly random: Random
  /** Chances are drawn anew after so many rows. */
  readonly every: number
  /** Joint draws of which chances are made. */
  readonly draws: number
}

/** Trials that the rate of all weighs for an item, and the item's for the item in one place. */
const ITEM_PRIOR = 200
const PLACE_PRIOR = 400

/**
 * Ours: posterior sampling over items, by place, learned from the rows before the one asked about. It may learn from choices that
 * it did not make: which item was shown depends on nothing that the click depends on but item and place.
 */
export function posteriorPolicy(log: BanditLog, { random, every, draws }: SamplerOptions): LoggedPolicy {
  const { itemCount, position, item, click } = log
  const places = placesOf(position)
  const [hits, tried] = [new Float64Array(itemCount * places), new Float64Array(itemCount * places)]
  const [itemHits, itemTried] = [new Float64Array(itemCount), new Float64Array(itemCount)]
  const all = { hits: 1, tried: ITEM_PRIOR }
  const table = new Float64Array(places * itemCount)
  let learned = 0
  let due = 0
  function drawAgain(): void {
    for (let place = 0; place < places; place++) {
      const arms = Array.from({ length: itemCount }, (_, i): Arm => {
        const cell = place * itemCount + i
        const rate = smoothedRate(itemHits[i]!, itemTried[i]!, all.hits / all.tried, ITEM_PRIOR)
        return {
          successes: rate * PLACE_PRIOR + hits[cell]!,
          failures: (1 - rate) * PLACE_PRIOR + tried[cell]! - hits[cell]!,
        }
      })
      table.set(chancesToBeBest(arms, draws, random), place * itemCount)
    }
  }
  return (row) => {
    for (; learned < row; learned++) {
      const cell = position[learned]! * itemCount + item[learned]!
      tried[cell]! += 1
      itemTried[item[learned]!]! += 1
      all.tried += 1
      hits[cell]! += click[learned]!
      itemHits[item[learned]!]! += click[learned]!
      all.hits += click[learned]!
    }
    if (row >= due) {
      drawAgain()
      due = row - (row % every) + every
    }
    return table
  }
}

function rewardTable({ itemCount, position, item, click, length }: BanditLog, use: (row: number) => boolean) {
  const cells = placesOf(position) * itemCount
  const [hits, tried] = [new Float64Array(cells), new Float64Array(cells)]
  let [clicks, rows] = [0, 0]
  for (let row = 0; row < length; row++) {
    if (!use(row)) continue
    const cell = position[row]! * itemCount + item[row]!
    hits[cell]! += click[row]!
    tried[cell]! += 1
    clicks += click[row]!
    rows++
  }
  return hits.map((h, cell) => smoothedRate(h, tried[cell]!, clicks / rows, MODEL_PRIOR))
}

const placesOf = (position: Uint8Array): number => position.reduce((most, p) => Math.max(most, p + 1), 0)
