// What a person will buy, from lists without times: the evidence of `list-evidence.ts` weighed by a blend that is taught by the
// past. One purchase of each person is taken out of the lists, the counts are made without them, and the blend learns to find
// them; then the counts are made again from everything. Counts and lessons never share a purchase: a thing would point to itself.
import { seededRandom, type Random } from '#kernel/random'
import type { Learned, SplitContender, SplitRanker } from '../evaluation/fixed-split.ts'
import { listOf, toRagged, type Ragged } from '../evaluation/shapes.ts'
import { createGatedBlend } from './gated-blend.ts'
import {
  createLinker,
  createListEvidence,
  LIST_SITUATION,
  type ListEvidenceOptions,
} from './list-evidence.ts'

export type NextInListsOptions = ListEvidenceOptions & {
  learningRate: number
  /** Lessons at most, and how many are taken before the blend steps. */
  lessons: number
  lessonsAStep: number
  /** Discoveries that a lesson is told against, drawn from all there are. */
  discoveries: number
}

/** Chosen on held-out training purchases of Taobao, those of people who taught nothing; flat but for damping (0 … 1: 0.5). */
export const NEXT_IN_LISTS: NextInListsOptions = {
  degree: 100,
  damping: 0.5,
  longest: 300,
  scale: 20,
  priorPeople: 20,
  learningRate: 0.3,
  lessons: 16_000,
  lessonsAStep: 10,
  discoveries: 500,
}

export const nextInLists = (
  seed: number | string,
  name = 'serendip',
  options: Partial<NextInListsOptions> = {},
): SplitContender => ({
  name,
  create: (learned) => createNextInLists(learned, seededRandom(seed), { ...NEXT_IN_LISTS, ...options }),
})

/** The last action is the one foretold. */
export function createNextInLists(learned: Learned, random: Random, o: NextInListsOptions): SplitRanker {
  const linker = createLinker(o)
  const blend = teach(learned, random, o, linker)
  const evidence = createListEvidence(learned, o, linker)
  const scores = new Float64Array(learned.itemCount)
  return {
    score(person, out) {
      evidence.consider(person)
      const { rows, items } = evidence.table
      blend.score(rows, items.length, evidence.features, scores)
      out.fill(-Infinity)
      items.forEach((item, i) => (out[item] = scores[i]!))
    },
  }
}

function teach(
  { itemCount, train }: Learned,
  random: Random,
  o: NextInListsOptions,
  linker: ReturnType<typeof createLinker>,
) {
  const { fewer, held } = holdOneOut(train.at(-1)!, random)
  const lists = { itemCount, train: [...train.slice(0, -1), fewer] }
  const evidence = createListEvidence(lists, o, linker)
  const blend = createGatedBlend({
    evidence: evidence.width,
    situation: LIST_SITUATION,
    learningRate: o.learningRate,
  })
  const scores = new Float64Array(itemCount)
  const people = shuffled(
    Array.from(held.keys()).filter((person) => held[person]! >= 0),
    random,
  )
  people.slice(0, o.lessons).forEach((person, lesson) => {
    const each = evidence.consider(person, { random, discoveries: o.discoveries, keep: held[person]! })
    const { rows, items } = evidence.table
    const chosen = evidence.table.find(held[person]!)
    if (chosen >= 0) {
      blend.score(rows, items.length, evidence.features, scores)
      // A drawn discovery stands for several: e^score counted so many times. The one that was sought is there for sure.
      evidence.known.forEach((known, i) => {
        if (known === 0 && i !== chosen) scores[i]! += Math.log(each)
      })
      blend.learn(rows, items.length, evidence.features, scores, chosen)
    }
    if (lesson % o.lessonsAStep === 0) blend.settle()
  })
  blend.settle()
  return blend
}

/** One thing of each person who has two or more, taken out: `held[p]`, -1 for nobody's. */
export function holdOneOut(lists: Ragged, random: Random): { fewer: Ragged; held: Int32Array } {
  const people = lists.offsets.length - 1
  const held = new Int32Array(people).fill(-1)
  const fewer = Array.from({ length: people }, (_, person) => {
    const list = Array.from(listOf(lists, person))
    if (list.length > 1) held[person] = list.splice(random.int(list.length), 1)[0]!
    return list
  })
  return { fewer: toRagged(fewer), held }
}

function shuffled(values: number[], random: Random): number[] {
  for (let k = values.length - 1; k > 0; k--) {
    const other = random.int(k + 1)
    ;[values[k], values[other]] = [values[other]!, values[k]!]
  }
  return values
}
