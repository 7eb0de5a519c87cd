// The online model as a contender: it learns a stream of interactions as they come and answers at any moment in between.
import type { Interactions } from '../evaluation/dataset.ts'
import type { Contender, Facts } from '../evaluation/ranker.ts'
import { createNextItemModel, type Step } from './next-item-model.ts'
import { NEXT_ITEM, type LearningOptions } from './next-item-options.ts'

export const nextItem = (name = 'serendip', options: Partial<LearningOptions> = {}): Contender => ({
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

export function createNextItem(facts: Facts, o: LearningOptions) {
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
