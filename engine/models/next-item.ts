// The online model as a contender: it learns a stream of interactions as they come and answers at any moment in between.
import { DAY_MS } from '#kernel/clock'
import type { Interactions } from '../evaluation/dataset.ts'
import type { Contender, Facts } from '../evaluation/ranker.ts'
import { createNextItemModel, type NextItemOptions as ModelOptions, type Step } from './next-item-model.ts'

export type NextItemOptions = ModelOptions & {
  /** Every so many-th of the past teaches the blend, and each of the present; the first `warmUp` of all teach nothing. */
  teachEvery: number
  warmUp: number
  /** So many interactions at once are history to catch up with, not news. */
  catchingUp: number
}

export const NEXT_ITEM: NextItemOptions = {
  trendHalfLivesMs: [0.7, 2, 7, 30, 180, 36_500].map((days) => days * DAY_MS),
  trendCandidates: 150,
  historyRead: 30,
  historyLinked: 30,
  linkDecay: 0,
  gapHalfLifeMs: 60 * DAY_MS,
  sittingGapMs: 0.5 * DAY_MS,
  sittingsPerItem: 500,
  neighbours: 100,
  backward: 0.8,
  degree: 400,
  maxItemsOfFeature: 800,
  learningRate: 0.1,
  teachEvery: 10,
  warmUp: 2_000,
  catchingUp: 2_000,
}

/** For a platform's millions: fewer links and neighbours of each, so that a slate takes milliseconds. */
export const AT_SCALE: NextItemOptions = {
  ...NEXT_ITEM,
  trendCandidates: 100,
  historyRead: 20,
  historyLinked: 10,
  sittingsPerItem: 64,
  neighbours: 50,
  degree: 64,
  maxItemsOfFeature: 500,
}

export const nextItem = (name = 'serendip', options: Partial<NextItemOptions> = {}): Contender => ({
  name,
  create: (facts) => createNextItem(facts, { ...NEXT_ITEM, ...options }),
})

/** Room for everything there will be, when it is known beforehand. */
export const roomFor = ({ people, items, itemFeatures, featureCount }: Facts) => ({
  people: people.length,
  items: items.length,
  features: featureCount,
  described: itemFeatures.reduce((sum, own) => sum + own.length, 0),
})

export function createNextItem(facts: Facts, o: NextItemOptions) {
  const { itemFeatures } = facts
  const model = createNextItemModel(roomFor(facts), o)
  let learned = 0

  function absorb(person: number, item: number, atMs: number): void {
    if (!model.isBorn(item)) model.introduce(item, atMs, itemFeatures[item] ?? [])
    model.observe(person, item, atMs)
  }

  return {
    learn({ person, item, atMs }: Interactions, from: number, to: number): void {
      const step = to - from > o.catchingUp ? o.teachEvery : 1
      for (let at = from; at < to;) {
        let end = at
        while (end < to && atMs[end] === atMs[at]) end++
        for (let e = at; e < end; e++)
          if (learned + (e - at) >= o.warmUp && e % step === 0) model.teach(person[e]!, item[e]!, atMs[e]!)
        model.settle()
        for (let e = at; e < end; e++) absorb(person[e]!, item[e]!, atMs[e]!)
        learned += end - at
        at = end
      }
    },
    score: (person: number, atMs: number, out: Float64Array): void => model.score(person, atMs, out),
    /** As `score`, for somebody of whom only `history` is known. */
    scoreAfter: (history: readonly Step[], atMs: number, out: Float64Array): void =>
      model.scoreAfter(history, atMs, out),
  }
}
