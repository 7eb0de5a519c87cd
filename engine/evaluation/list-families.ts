// Who stands in the table of lists without times: the honest baselines, and ours once for each seed.
import { listItemCf, listPopularity, wantedByPopularity } from '../baselines/list-baselines.ts'
import { nextInLists } from '../models/next-in-lists.ts'
import { OURS } from './families.ts'
import type { SplitContender } from './fixed-split.ts'

const SEEDS = [1]
const DEGREE = 500

export const listContenders = (): SplitContender[] => [
  listPopularity,
  listItemCf('item CF, purchases', DEGREE, 2),
  listItemCf('item CF, all', DEGREE),
  wantedByPopularity,
  ...SEEDS.map((seed) => nextInLists(seed, OURS)),
]
