// How well chances foretell clicks (or any yes or no). Why three figures: AUC says whether the order is right over everybody, gAUC
// whether it is right within one person (the only order a feed needs), log loss and calibration whether a chance is worth its word,
// which is what a price is multiplied with. One row per impression, in columns. NaN as an answer: these rows cannot tell.
import type { PersonTotals } from './intervals.ts'

/**
 * The chance that a clicked row scores above one not clicked, ties counting half (Mann and Whitney 1947). `clicked` is 0 or 1 by
 * row; a score of NaN counts as −Infinity. NaN when only one class is there. O(n log n).
 */
export function areaUnderCurve(scores: Float64Array, clicked: Uint8Array): number {
  requireSameLength(scores, clicked)
  const one = sortedScores(scores, (row) => clicked[row] !== 0)
  const zero = sortedScores(scores, (row) => clicked[row] === 0)
  let below = 0 // zeros strictly below the score at hand
  let upTo = 0 // zeros below or equal to it
  let pairs = 0
  for (const score of one) {
    while (below < zero.length && zero[below]! < score) below++
    while (upTo < zero.length && zero[upTo]! <= score) upTo++
    pairs += (below + upTo) / 2
  }
  return pairs / (one.length * zero.length)
}

/** Natively sorted: many times faster than an order by a comparison function. */
const sortedScores = (scores: Float64Array, wanted: (row: number) => boolean): Float64Array =>
  scores
    .filter((_, row) => wanted(row))
    .map((score) => (Number.isNaN(score) ? -Infinity : score))
    .sort()

export type GroupedArea = {
  /** Mean of each person's AUC, weighted by impressions. */
  readonly area: number
  /** People who count: they clicked and they passed by. */
  readonly people: number
  /** People with impressions of one class only: nothing to order. */
  readonly skippedPeople: number
  readonly skippedImpressions: number
  /** AUC times impressions, and impressions, by person: for `bootstrapMean` and `bootstrapDifference`. */
  readonly totals: PersonTotals
}

/** gAUC (Zhou et al. 2018): `person[row]` below `people`. */
export function groupedAreaUnderCurve(
  scores: Float64Array,
  clicked: Uint8Array,
  person: Uint32Array,
  people: number,
): GroupedArea {
  requireSameLength(scores, clicked)
  requireSameLength(scores, person)
  const { starts, rows } = rowsByPerson(person, people)
  const ownScores = Float64Array.from(rows, (row) => scores[row]!)
  const ownClicked = Uint8Array.from(rows, (row) => clicked[row]!)
  const totals = { sums: new Float64Array(people), counts: new Float64Array(people) }
  let [sum, counted, skippedPeople, skippedImpressions] = [0, 0, 0, 0]
  for (let p = 0; p < people; p++) {
    const [start, end] = [starts[p]!, starts[p + 1]!]
    if (start === end) continue
    const area = areaUnderCurve(ownScores.subarray(start, end), ownClicked.subarray(start, end))
    if (Number.isNaN(area)) {
      skippedPeople++
      skippedImpressions += end - start
      continue
    }
    counted++
    totals.counts[p] = end - start
    sum += totals.sums[p] = area * (end - start)
  }
  return {
    area: sum / (scores.length - skippedImpressions),
    people: counted,
    skippedPeople,
    skippedImpressions,
    totals,
  }
}

/** Rows in order of person: those of `p` are `rows[starts[p]]` up to `rows[starts[p + 1]]`. */
function rowsByPerson(person: Uint32Array, people: number): { starts: Uint32Array; rows: Uint32Array } {
  const starts = new Uint32Array(people + 1)
  for (const p of person) {
    if (p >= people) throw new RangeError(`person ${p} of ${people}`)
    starts[p + 1]! += 1
  }
  for (let p = 0; p < people; p++) starts[p + 1]! += starts[p]!
  const next = starts.slice()
  const rows = new Uint32Array(person.length)
  person.forEach((p, row) => (rows[next[p]!++] = row))
  return { starts, rows }
}

/** No chance is taken as surer than this, lest one mistake at chance 0 cost infinitely much; it costs 16 nats. */
const CLIP = 1e-7

/** Mean of −ln(the chance given to what happened), in nats. */
export function logLoss(chances: Float64Array, clicked: Uint8Array, clip = CLIP): number {
  requireChances(chances, clicked)
  let sum = 0
  chances.forEach((chance, row) => {
    sum -= Math.log(Math.max(clip, clicked[row] ? chance : 1 - chance))
  })
  return sum / chances.length
}

export type CalibrationOptions = {
  readonly bins?: number
  /** `mass`: as many rows in each bin (the default). `width`: as much of 0 … 1. */
  readonly equal?: 'mass' | 'width'
}

/** Of the `rows` in one bin: the mean chance foretold, and the share that was clicked. */
export type CalibrationPoint = { readonly rows: number; readonly foretold: number; readonly happened: number }

/** By rising chance; empty bins are left out. Rows of one chance are never split, so their order in the data changes nothing. */
export function calibrationCurve(
  chances: Float64Array,
  clicked: Uint8Array,
  { bins = 15, equal = 'mass' }: CalibrationOptions = {},
): CalibrationPoint[] {
  requireChances(chances, clicked)
  if (!(Number.isInteger(bins) && bins > 0)) throw new RangeError(`calibrationCurve: ${bins} bins`)
  const lowest = equal === 'mass' ? quantileEdges(chances, bins) : evenEdges(bins)
  const rows = new Float64Array(bins)
  const foretold = new Float64Array(bins)
  const happened = new Float64Array(bins)
  chances.forEach((chance, row) => {
    let bin = bins - 1
    while (bin > 0 && chance < lowest[bin]!) bin--
    rows[bin]! += 1
    foretold[bin]! += chance
    happened[bin]! += clicked[row] ? 1 : 0
  })
  return Array.from(rows, (n, bin) => ({
    rows: n,
    foretold: foretold[bin]! / n,
    happened: happened[bin]! / n,
  })).filter((point) => point.rows > 0)
}

/** Expected calibration error: the mean distance of foretold and happened, weighted by rows (Naeini et al. 2015). */
export function calibrationError(
  chances: Float64Array,
  clicked: Uint8Array,
  options?: CalibrationOptions,
): number {
  let sum = 0
  for (const { rows, foretold, happened } of calibrationCurve(chances, clicked, options))
    sum += rows * Math.abs(foretold - happened)
  return sum / chances.length
}

/** The lowest chance that belongs to each bin. */
function quantileEdges(chances: Float64Array, bins: number): Float64Array {
  const sorted = chances.slice().sort()
  return Float64Array.from({ length: bins }, (_, bin) => sorted[Math.floor((bin * sorted.length) / bins)]!)
}
const evenEdges = (bins: number) => Float64Array.from({ length: bins }, (_, bin) => bin / bins)

function requireChances(chances: Float64Array, clicked: Uint8Array): void {
  requireSameLength(chances, clicked)
  const bad = chances.findIndex((chance) => !(chance >= 0 && chance <= 1))
  if (bad >= 0) throw new RangeError(`row ${bad}: ${chances[bad]} is not a chance`)
}

function requireSameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError(`columns of ${a.length} and ${b.length} rows`)
}
