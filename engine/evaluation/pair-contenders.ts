// Who stands in the table of a split without times: popularity, item CF, EASE, each with its setting chosen on the validation part
// of tiktok-mm; and ours.
import { ease } from '../baselines/ease.ts'
import { pairCosine, pairCountsByPerson, pairPopularity } from '../baselines/pair-counts.ts'
import { pairLikenessAlone } from '../baselines/pair-likeness-alone.ts'
import { createPairTaste, type PairTasteOptions } from '../models/pair-taste.ts'
import { OURS } from './families.ts'
import type { SplitContender } from './fixed-split.ts'

/**
 * R@20 of what was tried there. EASE, λ of 10, 30, 100, 300: .0866, .0902, .0856, .0699. Norms of 0, 0.3, 0.5: .0344, .0184, .0115.
 * By person, breadths of 1 and 1.5, popularity of .001 to .012: .0944 to .1075.
 */
export const pairBaselines = (): SplitContender[] => [
  pairPopularity(),
  pairCosine('item CF, cosine'),
  pairCosine('item CF, counts', 0),
  pairCountsByPerson('item CF, by person', { breadth: 1, popularityWorth: 0.003 }),
  ease('EASE', { lambda: 30 }),
]

export const pairOurs = (options: PairTasteOptions): SplitContender => ({
  name: OURS,
  create: (learned) => createPairTaste(learned, options),
})

/** What a description says with nothing learned: the baseline of items nobody has met. */
export const pairDescribed = (): SplitContender => pairLikenessAlone('likeness alone')
