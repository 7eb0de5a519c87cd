// Ours where nothing is known but who took what, and what the things look and sound like: the two towers' score (a log chance),
// raised by what went with a person's things and by what is like them.
//
//   score(j) = towers(j) + w₁ · log(1 + c · alongside(j)) + w₂ · e / (n(j) + e) · likeness(j)
//
// Likeness speaks for what has little evidence of its own: it fades as people take the thing, as descriptions do in the tower.
import type { Random } from '#kernel/random'
import type { Learned, SplitRanker } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { DESCRIPTION_WORTH, describeItems } from './descriptions.ts'
import { createPairLikeness } from './pair-likeness.ts'
import { rankByTowers, teachTowers } from './pair-towers.ts'
import { createPairWalk } from './pair-walk.ts'

export type PairTasteOptions = {
  random: Random
  /** Whether what the things look and sound like is told. */
  described: boolean
}

/** All chosen on the validation part of tiktok-mm, those of likeness on its pairs of held-out items. */
const BREADTH = 1
const ALONGSIDE = 30
const ALONGSIDE_WORTH = 1
const LIKENESS_WORTH = 1
const LIKENESS_EVIDENCE = 1
const HISTORY = 20

export function createPairTaste(learned: Learned, { random, described }: PairTasteOptions): SplitRanker {
  const { itemCount } = learned
  const pairs = learned.train[0]!
  const description = described ? describeItems(learned.itemVectors, itemCount, DESCRIPTION_WORTH) : undefined
  const towers = rankByTowers(teachTowers(learned, { random, ...(description && { description }) }), learned)
  const walk = createPairWalk(pairs, { breadth: BREADTH, items: itemCount })
  const likeness = description && createPairLikeness(description)
  const fading = new Float64Array(itemCount)
  for (const item of pairs.values) fading[item]! += 1
  for (let j = 0; j < itemCount; j++)
    fading[j] = (LIKENESS_WORTH * LIKENESS_EVIDENCE) / (fading[j]! + LIKENESS_EVIDENCE)
  const alongside = new Float64Array(itemCount)
  const alike = new Float64Array(itemCount)
  return {
    score(person, out) {
      const own = listOf(pairs, person)
      towers.score(person, out)
      alongside.fill(0)
      for (const item of own) walk.along(item, person, alongside)
      for (let j = 0; j < itemCount; j++) out[j]! += ALONGSIDE_WORTH * Math.log1p(ALONGSIDE * alongside[j]!)
      if (!likeness) return
      likeness.write(own.slice(-HISTORY), alike)
      for (let j = 0; j < itemCount; j++) out[j]! += fading[j]! * alike[j]!
    },
  }
}
