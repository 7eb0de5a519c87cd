// The ranking heads against FTRL-LR on one stream of impressions: how much freshness is worth to each, how sure the lead is. Nothing
// in either is random: another seed would say the same.
import type { Random } from '#kernel/random'
import { ftrlLr } from '../baselines/ftrl-lr.ts'
import { impressionRanker, RANK_HEADS } from '../models/impression-ranker.ts'
import { areaDifference } from './area-interval.ts'
import { clickRow, headRow, SYNCS, type ClickRow, type HeadRow } from './impression-report.ts'
import { runImpressions, type ImpressionContender } from './impression-stream.ts'
import type { Interval } from './intervals.ts'
import { OURS } from './families.ts'
import type { Impressions } from './shapes.ts'

export const BASELINE = 'FTRL-LR'
/** Chosen on 29–30 April, as ours. */
const BASELINE_RATES = { alpha: 0.15, beta: 1, l1: 0, l2: 1 }

export type ImpressionHeads = {
  clicks: ClickRow[]
  heads: HeadRow[]
  ours: ClickRow
  frozen: ClickRow
  baseline: ClickRow
  /** Of ours over the baseline, and of learning each event over never learning. */
  lead: Interval
  freshness: Interval
}

export type ImpressionHeadsOptions = {
  from: number
  random: Random
  now: () => number
  say: (text: string) => void
}

export function compareImpressionHeads(data: Impressions, o: ImpressionHeadsOptions): ImpressionHeads {
  const slice = { data, from: o.from, to: data.length, random: o.random }
  const run = (contender: ImpressionContender, syncMs: number) =>
    runImpressions(data, contender, { from: o.from, to: data.length, syncMs, now: o.now })
  const clicks: ClickRow[] = []
  let heads: HeadRow[] = []
  for (const contender of [ftrlLr(BASELINE, BASELINE_RATES), impressionRanker(OURS)])
    for (const { label, syncMs } of SYNCS) {
      o.say(`${contender.name}, learning: ${label}`)
      const result = run(contender, syncMs)
      clicks.push(clickRow(contender.name, label, result, slice))
      if (contender.name === OURS && syncMs === 0)
        heads = RANK_HEADS.map((head) => headRow(head, result, slice))
    }
  const find = (name: string, sync: string) => clicks.find((row) => row.name === name && row.sync === sync)!
  const [ours, frozen, baseline] = [find(OURS, 'event'), find(OURS, 'frozen'), find(BASELINE, 'event')]
  return {
    clicks,
    heads,
    ours,
    frozen,
    baseline,
    lead: areaDifference(ours.parts, baseline.parts),
    freshness: areaDifference(ours.parts, frozen.parts),
  }
}
