// How sure an AUC is. A mean over events can be drawn again by totals; an area cannot, so people are drawn as weights and the area
// is taken of the weighted rows, sorted once.
import type { Random } from '#kernel/random'
import type { Interval } from './intervals.ts'

export type Scored = {
  readonly scores: Float64Array
  /** 0 or 1 by row. */
  readonly label: Uint8Array
  /** Whose row it is. */
  readonly person: ArrayLike<number>
}

/** AUC over all rows with its interval by person; ties count half. */
export const bootstrapArea = (scored: Scored, random: Random, resamples = 500): Interval =>
  drawAgain(scored.person, random, resamples, [scored], ([area]) => area!)

/** How much larger the AUC of `scored` is than that of `others` on the same rows: each person is drawn with both. */
export const bootstrapAreaLead = (
  scored: Scored,
  others: Float64Array,
  random: Random,
  resamples = 500,
): Interval =>
  drawAgain(scored.person, random, resamples, [scored, { ...scored, scores: others }], ([a, b]) => a! - b!)

function drawAgain(
  person: ArrayLike<number>,
  random: Random,
  resamples: number,
  all: readonly Scored[],
  outcome: (areas: readonly number[]) => number,
): Interval {
  const numberOf = new Map([...new Set(Array.from(person))].map((p, k) => [p, k]))
  const weights = new Float64Array(numberOf.size).fill(1)
  const sorted = all.map(({ scores, label }) => {
    const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!)
    return { scores, label, order, who: Uint32Array.from(order, (row) => numberOf.get(person[row]!)!) }
  })
  const now = () =>
    outcome(sorted.map(({ order, who, scores, label }) => weightedArea(order, who, scores, label, weights)))
  const mean = now()
  const values = new Float64Array(resamples)
  for (let k = 0; k < resamples; k++) {
    weights.fill(0)
    for (let drawn = 0; drawn < weights.length; drawn++) weights[random.int(weights.length)]! += 1
    values[k] = now()
  }
  values.sort()
  const at = (share: number) => values[Math.round(share * (resamples - 1))]!
  return { mean, low: at(0.025), high: at(0.975) }
}

function weightedArea(
  order: Uint32Array,
  who: Uint32Array,
  scores: Float64Array,
  label: Uint8Array,
  weights: Float64Array,
): number {
  let [below, positives, area] = [0, 0, 0]
  for (let k = 0; k < order.length;) {
    const score = scores[order[k]!]!
    let [negative, positive] = [0, 0]
    for (; k < order.length && scores[order[k]!] === score; k++)
      if (label[order[k]!]) positive += weights[who[k]!]!
      else negative += weights[who[k]!]!
    area += positive * (below + negative / 2)
    below += negative
    positives += positive
  }
  return area / (below * positives)
}
