// Who stands in the table of dated histories: the honest baselines, and ours. Of decays 0.6, 0.8 and 1, and directions of weight 0,
// 1 and 2 fading by the step or not, these foretold the last but one things best (NDCG@10).
import { historyItemCf, historyPopularity } from '../baselines/history-baselines.ts'
import { nextInHistory } from '../models/next-in-history.ts'
import { OURS } from './families.ts'
import type { HistoryContender } from './last-out.ts'

export const historyContenders = (): HistoryContender[] => [
  historyPopularity,
  historyItemCf('item CF', { decay: 0.6, directed: 0, stepsHalfLife: Infinity }),
  historyItemCf('item CF, directed', { decay: 0.6, directed: 1, stepsHalfLife: 2 }),
  nextInHistory(OURS),
]
