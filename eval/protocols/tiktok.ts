// TikTok as published (MMSSL, DiffMM): who takes what, full ranking of all items, what a person has in train left out, trained on
// train only. Legacy: no times, nothing learned on the way.
import { seededRandom } from '#kernel/random'
import {
  askSplit,
  meanRow,
  recallLead,
  type Sought,
  type SplitContender,
} from '#engine/evaluation/fixed-split'
import { pairBaselines, pairOurs } from '#engine/evaluation/pair-contenders'
import { splitReport } from '#engine/evaluation/split-report'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

/** The towers are drawn at first: three draws, and the mean of them. */
const SEEDS = ['tiktok 1', 'tiktok 2', 'tiktok 3']

export const tiktok: Protocol = {
  name: 'tiktok',
  set: 'tiktok-mm',
  run(source, asking) {
    const { split } = requireKind(source, 'split', 'tiktok')
    const sought: Sought = { items: split.test[0]!, masked: split.train }
    const ask = (contender: SplitContender) => {
      const started = asking.now()
      const row = askSplit(contender.name, contender.create(split), sought, split.itemCount, asking)
      return { ...row, seconds: asking.now() - started }
    }
    const baselines = pairBaselines().map(ask)
    const seeds = SEEDS.map((seed) => ask(pairOurs({ random: seededRandom(seed), described: true })))
    const ours = meanRow(seeds, asking.random)
    const rows = [...baselines, ours]
    const other = baselines.sort((a, b) => b.recall20.mean - a.recall20.mean)[0]!
    const spread = seeds.map((row) => row.recall20.mean)
    const lead = recallLead(ours, other, asking.random)
    return {
      text: splitReport(`${split.name}, published protocol (legacy): full ranking, train left out`, rows),
      figures: {
        tiktokRecall20: rounded(ours.recall20.mean),
        tiktokRecall20Low: rounded(ours.recall20.low),
        tiktokRecall20High: rounded(ours.recall20.high),
        tiktokRecall20Seeds: spread.map((mean) => rounded(mean)).join(' '),
        tiktokNdcg20: rounded(ours.ndcg20.mean),
        tiktokBaseline: other.name,
        tiktokBaselineRecall20: rounded(other.recall20.mean),
        tiktokBaselineNdcg20: rounded(other.ndcg20.mean),
        tiktokLeadLow: rounded(lead.low),
        tiktokTests: ours.people,
      },
      floors: { tiktokRecall20: { min: 0.089 }, tiktokLeadLow: { min: 0 } },
    }
  },
}
