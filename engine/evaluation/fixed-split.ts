// The published protocols whose split is fixed and whose times are unknown: each person's held-out items are sought among all
// items, what is masked is left out of the ranking. Legacy: nothing is learned on the way.
import type { Random } from '#kernel/random'
import { bootstrapDifference, bootstrapMean, type Interval, type PersonTotals } from './intervals.ts'
import { hitAt, ndcgAt, ndcgOfSetAt, placeOf, recallAt, type Place } from './ranking-metrics.ts'
import { listOf, type Ragged, type SplitInteractions } from './shapes.ts'

export type SplitRanker = {
  /** Writes how likely each item is for this person, one number an item; -Infinity for none. */
  score(person: number, out: Float64Array): void
}
/** What a model learns from; the held-out part is not among it. */
export type Learned = Pick<
  SplitInteractions,
  'personCount' | 'itemCount' | 'actions' | 'train' | 'itemVectors'
>
export type SplitContender = { name: string; create(learned: Learned): SplitRanker }

/** Which items of whom are sought, and which are left out of the ranking. */
export type Sought = {
  /** List p: what is to be found for person p. Nothing for most is fine. */
  items: Ragged
  /** Lists of what person p is known to have, left out of the ranking unless sought. */
  masked: readonly Ragged[]
}

export type SplitRow = {
  name: string
  hit10: Interval
  ndcg10: Interval
  /** Mean over people of the share of their sought items among the first 20. */
  recall20: Interval
  ndcg20: Interval
  people: number
  seconds: number
  /** By person, for comparing with another row and for parts of the people: recall@20, HR@10, NDCG@10. */
  recalls: PersonTotals
  hits: PersonTotals
  gains: PersonTotals
}

export type SplitOptions = {
  random: Random
  now: () => number
  /** Draws for the intervals; few where only the totals by person are wanted. */
  resamples?: number
}

/** The model, taught already, asked about everybody of `sought`. */
export function askSplit(
  name: string,
  ranker: SplitRanker,
  { items, masked }: Sought,
  itemCount: number,
  { random, now, resamples = 1_000 }: SplitOptions,
): SplitRow {
  const started = now()
  const people = items.offsets.length - 1
  const scores = new Float64Array(itemCount)
  const totals = () => ({ sums: new Float64Array(people), counts: new Float64Array(people) })
  const [hits, gains, recalls, gains20] = [totals(), totals(), totals(), totals()]
  for (let person = 0; person < people; person++) {
    const sought = listOf(items, person)
    if (sought.length === 0) continue
    ranker.score(person, scores)
    const kept = Float64Array.from(sought, (item) => scores[item]!)
    for (const lists of masked) for (const item of listOf(lists, person)) scores[item] = -Infinity
    sought.forEach((item, k) => (scores[item] = kept[k]!))
    const places = Array.from(sought, (item): Place => placeOf(scores, item))
    const mean = (of: (place: Place) => number) => places.reduce((s, p) => s + of(p), 0) / places.length
    hits.sums[person] = mean((p) => hitAt(p, 10))
    gains.sums[person] = mean((p) => ndcgAt(p, 10))
    recalls.sums[person] = recallAt(places, 20)
    gains20.sums[person] = ndcgOfSetAt(places, 20)
    for (const { counts } of [hits, gains, recalls, gains20]) counts[person] = 1
  }
  const asked = recalls.counts.reduce((s, c) => s + c, 0)
  return {
    name,
    hit10: bootstrapMean(hits, random, { resamples }),
    ndcg10: bootstrapMean(gains, random, { resamples }),
    recall20: bootstrapMean(recalls, random, { resamples }),
    ndcg20: bootstrapMean(gains20, random, { resamples }),
    people: asked,
    seconds: now() - started,
    recalls,
    hits,
    gains,
  }
}

/** How much more recall@20 `a` has than `b`, over the same people. */
export const recallLead = (a: SplitRow, b: SplitRow, random: Random): Interval =>
  bootstrapDifference(a.recalls, b.recalls, random)

/** Several rows of one model that draws, each from its own seed, as one: by person the mean of all. */
export function meanRow(rows: readonly SplitRow[], random: Random): SplitRow {
  const first = rows[0]!
  const mean = (of: (row: SplitRow) => number) => rows.reduce((s, row) => s + of(row), 0) / rows.length
  const middle = (of: (row: SplitRow) => Interval): Interval => ({
    mean: mean((row) => of(row).mean),
    low: mean((row) => of(row).low),
    high: mean((row) => of(row).high),
  })
  const recalls: PersonTotals = {
    sums: first.recalls.sums.map((_, p) => mean((row) => row.recalls.sums[p]!)),
    counts: first.recalls.counts,
  }
  return {
    ...first,
    hit10: middle((row) => row.hit10),
    ndcg10: middle((row) => row.ndcg10),
    recall20: bootstrapMean(recalls, random),
    ndcg20: middle((row) => row.ndcg20),
    seconds: mean((row) => row.seconds),
    recalls,
  }
}
