// Ours where nothing is known but who took what: what went with a person's things, over the popularity of all.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { createPairWalk } from './pair-walk.ts'

/** Chosen on the validation part of tiktok-mm. */
const BREADTH = 1
const POPULARITY_WORTH = 0.003

export const pairTaste = (name: string): SplitContender => ({
  name,
  create({ itemCount, train }) {
    const pairs = train[0]!
    const walk = createPairWalk(pairs, { breadth: BREADTH, items: itemCount })
    return {
      score(person, out) {
        for (let j = 0; j < itemCount; j++) out[j] = POPULARITY_WORTH * walk.taken[j]!
        for (const item of listOf(pairs, person)) walk.along(item, person, out)
      },
    }
  },
})
