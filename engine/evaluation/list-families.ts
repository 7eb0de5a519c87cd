// Who stands in the table of lists without times: the honest baselines, and ours once for each seed.
import { listItemCf, listPopularity, wantedFirst } from '../baselines/list-baselines.ts'
import { nextInLists } from '../models/next-in-lists.ts'
import { OURS } from './families.ts'
import type { SplitContender } from './fixed-split.ts'

const SEEDS = [1, 2, 3]
const DEGREE = 1_000
/** Of 2, 5, 10, 20, 50, 100 and 200 the best for held-out training purchases. */
const PER_VIEW = 5

export const listContenders = (): SplitContender[] => [
  listPopularity,
  listItemCf('item CF, purchases', DEGREE, { action: 2 }),
  listItemCf('item CF, all summed', DEGREE, 'summed'),
  listItemCf('item CF, all to purchase', DEGREE, 'toGoal'),
  wantedFirst('viewed, by purchases'),
  wantedFirst('viewed, by purchases per view', PER_VIEW),
  ...SEEDS.map((seed) => nextInLists(seed, OURS)),
]
