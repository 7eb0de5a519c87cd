// Who stands in the table of a split without times: popularity, item CF, EASE, each with its setting chosen on the validation part
// of tiktok-mm; and ours.
import { ease } from '../baselines/ease.ts'
import { pairCosine, pairPopularity } from '../baselines/pair-counts.ts'
import { pairLikenessAlone } from '../baselines/pair-likeness-alone.ts'
import { createPairTaste, type PairTasteOptions } from '../models/pair-taste.ts'
import { OURS } from './families.ts'
import type { SplitContender } from './fixed-split.ts'

/** λ of 10, 30, 100 and 300 (R@20 .0866, .0902, .0856, .0699) and norms of 0, 0.3 and 0.5 (.0344, .0184, .0115) were tried there. */
export const pairBaselines = (): SplitContender[] => [
  pairPopularity(),
  pairCosine('item CF, cosine'),
  pairCosine('item CF, counts', 0),
  ease('EASE', { lambda: 30 }),
]

export const pairOurs = (options: PairTasteOptions): SplitContender => ({
  name: OURS,
  create: (learned) => createPairTaste(learned, options),
})

/** What a description says with nothing learned: the baseline of items nobody has met. */
export const pairDescribed = (): SplitContender => pairLikenessAlone('likeness alone')
