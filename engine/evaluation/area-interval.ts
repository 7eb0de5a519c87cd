// How sure an AUC is. A mean over events can be drawn again by totals; an area cannot, so people are drawn as weights and the area
// is taken of the weighted rows, sorted once.
import type { Random } from '#kernel/random'
import type { Interval } from './intervals.ts'

/** AUC over all rows with its interval by person. `person`, `label` (0 or 1) and `scores` by row; ties count half. */
export function bootstrapArea(
  scores: Float64Array,
  label: Uint8Array,
  person: ArrayLike<number>,
  random: Random,
  resamples = 500,
): Interval {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!)
  const people = [...new Set(Array.from(person))]
  const numberOf = new Map(people.map((p, k) => [p, k]))
  const who = Uint32Array.from(order, (row) => numberOf.get(person[row]!)!)
  const weights = new Float64Array(people.length).fill(1)
  const area = () => weightedArea(order, who, scores, label, weights)
  const mean = area()
  const areas = new Float64Array(resamples)
  for (let k = 0; k < resamples; k++) {
    weights.fill(0)
    for (let drawn = 0; drawn < people.length; drawn++) weights[random.int(people.length)]! += 1
    areas[k] = area()
  }
  areas.sort()
  const at = (share: number) => areas[Math.round(share * (resamples - 1))]!
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
