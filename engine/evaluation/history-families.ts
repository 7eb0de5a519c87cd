// Who stands in the table of dated histories: the honest baselines, and ours. Their settings were chosen on the last but one things.
import { historyItemCf, historyPopularity } from '../baselines/history-baselines.ts'
import { nextInHistory } from '../models/next-in-history.ts'
import { OURS } from './families.ts'
import type { HistoryContender } from './last-out.ts'

export const historyContenders = (): HistoryContender[] => [
  historyPopularity,
  historyItemCf('item CF', { decay: 0.8, directed: 0, stepsHalfLife: Infinity }),
  historyItemCf('item CF, directed', { decay: 0.6, directed: 1, stepsHalfLife: 2 }),
  nextInHistory(OURS),
]
