// How sure an AUC over all impressions is, and a difference of two. Why not the bootstrap: it would sort everything a thousand times.
// Each impression's part in the area is known exactly (its placement, DeLong 1988); summed by person these parts give the variance
// when one person's impressions resemble one another (Obuchowski 1997).
import type { Interval } from './intervals.ts'

const NORMAL_95 = 1.959964

export type AreaParts = {
  readonly area: number
  /** By person: how much the area moves with this person's impressions. Sums to 0. */
  readonly parts: Float64Array
}

/** `person[row]` below `people`; scores of NaN count as −Infinity. */
export function areaParts(
  scores: Float64Array,
  clicked: Uint8Array,
  person: Uint32Array,
  people: number,
): AreaParts {
  const rows = Uint32Array.from(scores, (_, row) => row)
  const keyed = scores.map((score) => (Number.isNaN(score) ? -Infinity : score))
  rows.sort((a, b) => (keyed[a]! < keyed[b]! ? -1 : keyed[a]! > keyed[b]! ? 1 : 0))
  let ones = 0
  for (const label of clicked) ones += label ? 1 : 0
  const zeros = scores.length - ones
  const placement = new Float64Array(scores.length)
  let [zerosBelow, onesBelow, area] = [0, 0, 0]
  for (let from = 0; from < rows.length;) {
    let [to, tiedOnes, tiedZeros] = [from, 0, 0]
    for (; to < rows.length && keyed[rows[to]!] === keyed[rows[from]!]; to++)
      if (clicked[rows[to]!]) tiedOnes++
      else tiedZeros++
    for (let k = from; k < to; k++) {
      const row = rows[k]!
      if (clicked[row]) area += placement[row] = (zerosBelow + tiedZeros / 2) / zeros
      else placement[row] = (ones - onesBelow - tiedOnes / 2) / ones
    }
    zerosBelow += tiedZeros
    onesBelow += tiedOnes
    from = to
  }
  area /= ones
  const parts = new Float64Array(people)
  placement.forEach((place, row) => (parts[person[row]!]! += (place - area) / (clicked[row] ? ones : zeros)))
  return { area, parts }
}

/** 95 %. */
export const areaInterval = ({ area, parts }: AreaParts): Interval => {
  const margin = NORMAL_95 * Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0))
  return { mean: area, low: area - margin, high: area + margin }
}

/** How much larger the area of `a` is than that of `b` on the same impressions. */
export const areaDifference = (a: AreaParts, b: AreaParts): Interval =>
  areaInterval({ area: a.area - b.area, parts: a.parts.map((part, p) => part - b.parts[p]!) })
