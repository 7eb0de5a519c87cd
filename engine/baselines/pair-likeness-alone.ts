// Nearest by description (content kNN): what looks and sounds like a person's things, with nothing learned from anybody.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { DESCRIPTION_WORTH, describeItems } from '../models/descriptions.ts'
import { createPairLikeness } from '../models/pair-likeness.ts'

const HISTORY = 20

export const pairLikenessAlone = (name: string): SplitContender => ({
  name,
  create({ itemCount, train, itemVectors }) {
    const likeness = createPairLikeness(describeItems(itemVectors, itemCount, DESCRIPTION_WORTH))
    return { score: (person, out) => likeness.write(listOf(train[0]!, person).slice(-HISTORY), out) }
  },
})
