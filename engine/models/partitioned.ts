// Several learners, each with its own part of the people, as one contender. A learner keeps what belongs to its people to itself; what
// their doings teach about items goes to the others as lessons, and what its blend learned as sums, now and then and not at once. Deltas
// pass through structured clone, as they would between processes.
import type { Contender, Facts } from '../evaluation/ranker.ts'
import type { BlendDelta } from './gated-blend.ts'
import { createNextItemModel, type Lesson, type NextItemModel } from './next-item-model.ts'
import { NEXT_ITEM, type LearningOptions } from './next-item-options.ts'
import { roomFor } from './next-item.ts'

export type LearnerDelta = {
  introduced: { item: number; atMs: number }[]
  lessons: Lesson[]
  learned: BlendDelta
}

/** Sittings of a peer that may still go on. */
const MAX_OPEN = 100_000

/** One learner among several: everything it tells the others, and everything they tell it. */
export function createLearner(facts: Facts, o: LearningOptions) {
  const model = createNextItemModel(roomFor(facts), o)
  const sittingsOf = new Map<number, Map<number, number>>()
  let introduced: LearnerDelta['introduced'] = []
  let lessons: Lesson[] = []

  function introduce(item: number, atMs: number): boolean {
    if (model.isBorn(item)) return false
    model.introduce(item, atMs, facts.itemFeatures[item] ?? [])
    return true
  }

  return {
    model,
    observe(person: number, item: number, atMs: number): void {
      if (introduce(item, atMs)) introduced.push({ item, atMs })
      lessons.push(model.observe(person, item, atMs))
    },
    /** Everything since this was last asked. */
    takeDelta(): LearnerDelta {
      const delta = { introduced, lessons, learned: model.takeLearned() }
      introduced = []
      lessons = []
      return delta
    },
    hear(peer: number, delta: LearnerDelta): void {
      const own = sittingsOf.get(peer) ?? new Map<number, number>()
      sittingsOf.set(peer, own)
      for (const { item, atMs } of delta.introduced) introduce(item, atMs)
      for (const lesson of delta.lessons) model.hear(lesson, (sitting, make) => standIn(own, sitting, make))
      model.addLearned(delta.learned)
    },
  }
}

/** Our number of a peer's sitting. */
function standIn(own: Map<number, number>, sitting: number, make: () => number): number {
  const known = own.get(sitting)
  if (known !== undefined) return known
  const made = make()
  own.set(sitting, made)
  if (own.size > MAX_OPEN) own.delete(own.keys().next().value!)
  return made
}

/** `learners` learners; person p is learner `p % learners`'s. They exchange what they learned every so many events, and when asked to learn more. */
export const partitioned = (
  name: string,
  { learners, everyEvents }: { learners: number; everyEvents: number },
  options: Partial<LearningOptions> = {},
): Contender => ({
  name,
  create(facts) {
    const o = { ...NEXT_ITEM, ...options }
    const all = Array.from({ length: learners }, () => createLearner(facts, o))
    const of = (person: number): NextItemModel => all[person % learners]!.model
    let learned = 0
    function exchange(): void {
      const deltas = all.map((learner) => structuredClone(learner.takeDelta()))
      all.forEach((learner, me) => deltas.forEach((delta, peer) => peer !== me && learner.hear(peer, delta)))
    }
    return {
      learn({ person, item, atMs }, from, to) {
        const step = to - from > o.catchingUp ? o.teachEvery : 1
        for (let at = from; at < to;) {
          let end = at
          while (end < to && atMs[end] === atMs[at]) end++
          for (let e = at; e < end; e++)
            if (learned + (e - at) >= o.warmUp && e % step === 0)
              of(person[e]!).teach(person[e]!, item[e]!, atMs[e]!)
          for (const { model } of all) model.settle()
          for (let e = at; e < end; e++) all[person[e]! % learners]!.observe(person[e]!, item[e]!, atMs[e]!)
          if (Math.floor((learned + end - at) / everyEvents) > Math.floor(learned / everyEvents)) exchange()
          learned += end - at
          at = end
        }
      },
      score: (person, atMs, out) => of(person).score(person, atMs, out),
    }
  },
})
