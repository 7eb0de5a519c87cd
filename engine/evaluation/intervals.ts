// How sure a mean over people is. Why people: one person's events resemble one another, so counting events as independent makes
// intervals far too narrow. Each person is reduced to a sum and a count first; the mean is the ratio of the totals (a mean over
// events), and people, not events, are drawn again (Efron 1979, percentile intervals).
import type { Random } from '#kernel/random'

/** By person: the sum of an outcome, and over how many events (or with which weight) it was summed. */
export type PersonTotals = { readonly sums: Float64Array; readonly counts: Float64Array }

/** A mean and where 95 of 100 such intervals would hold the true one. */
export type Interval = { readonly mean: number; readonly low: number; readonly high: number }

export type BootstrapOptions = { readonly resamples?: number; readonly level?: number }

const RESAMPLES = 1_000
const LEVEL = 0.95

/** Outcomes of events (hits, gains, losses), `person[event]` below `people`, to totals by person. */
export function totalsByPerson(
  person: Uint32Array,
  outcomes: Float64Array | Uint8Array,
  people: number,
): PersonTotals {
  if (person.length !== outcomes.length)
    throw new RangeError(`totalsByPerson: ${person.length} people, ${outcomes.length} outcomes`)
  const sums = new Float64Array(people)
  const counts = new Float64Array(people)
  person.forEach((p, event) => {
    if (p >= people) throw new RangeError(`totalsByPerson: person ${p} of ${people}`)
    sums[p]! += outcomes[event]!
    counts[p]! += 1
  })
  return { sums, counts }
}

/**
 * The mean over all events with its interval. People without events are not drawn. With fewer than some 30 people intervals are
 * too narrow, and one person alone has none: low and high are NaN. With nobody, or with an outcome of NaN, all three are.
 */
export function bootstrapMean(
  totals: PersonTotals,
  random: Random,
  { resamples = RESAMPLES, level = LEVEL }: BootstrapOptions = {},
): Interval {
  if (!(resamples >= 1)) throw new RangeError(`bootstrapMean: ${resamples} resamples`)
  if (!(level > 0 && level < 1)) throw new RangeError(`bootstrapMean: level ${level} is not between 0 and 1`)
  const { sums, counts } = onlyWithEvents(totals)
  const mean = total(sums) / total(counts)
  const people = sums.length
  if (Number.isNaN(mean) || people === 1) return { mean, low: NaN, high: NaN }
  const means = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0
    let count = 0
    for (let drawn = 0; drawn < people; drawn++) {
      const p = random.int(people)
      sum += sums[p]!
      count += counts[p]!
    }
    means[resample] = sum / count
  }
  means.sort()
  return {
    mean,
    low: quantile(means, (1 - level) / 2),
    high: quantile(means, (1 + level) / 2),
  }
}

/**
 * How much better `a` does than `b` on the same events: each person is drawn with both outcomes, so what is hard for both cancels.
 * `a` is better when `low` is above 0. Totals over different events are refused.
 */
export function bootstrapDifference(
  a: PersonTotals,
  b: PersonTotals,
  random: Random,
  options?: BootstrapOptions,
): Interval {
  const same = a.counts.length === b.counts.length && a.counts.every((count, p) => count === b.counts[p])
  if (!same) throw new RangeError('bootstrapDifference: the two were not measured on the same events')
  return bootstrapMean({ sums: a.sums.map((sum, p) => sum - b.sums[p]!), counts: a.counts }, random, options)
}

function onlyWithEvents({ sums, counts }: PersonTotals): PersonTotals {
  if (sums.length !== counts.length)
    throw new RangeError(`bootstrapMean: ${sums.length} sums, ${counts.length} counts`)
  return { sums: sums.filter((_, p) => counts[p] !== 0), counts: counts.filter((count) => count !== 0) }
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

/** Between the two nearest of `sorted`, in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)]!
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at))
}
