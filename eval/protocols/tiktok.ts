// TikTok as published (MMSSL, DiffMM): who takes what, full ranking of all items, what a person has in train left out, trained on
// train only. Legacy: no times, nothing learned on the way.
import { OURS } from '#engine/evaluation/families'
import { askSplit, recallLead, type Sought } from '#engine/evaluation/fixed-split'
import { pairContenders } from '#engine/evaluation/pair-contenders'
import { splitReport } from '#engine/evaluation/split-report'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

export const tiktok: Protocol = {
  name: 'tiktok',
  set: 'tiktok-mm',
  run(source, asking) {
    const { split } = requireKind(source, 'split', 'tiktok')
    const sought: Sought = { items: split.test[0]!, masked: split.train }
    const rows = pairContenders().map((contender) => {
      const started = asking.now()
      const row = askSplit(contender.name, contender.create(split), sought, split.itemCount, asking)
      return { ...row, seconds: asking.now() - started }
    })
    const ours = rows.find((row) => row.name === OURS)!
    const other = rows.filter((row) => row !== ours).sort((a, b) => b.recall20.mean - a.recall20.mean)[0]!
    const lead = recallLead(ours, other, asking.random)
    return {
      text: splitReport(`${split.name}, published protocol (legacy): full ranking, train left out`, rows),
      figures: {
        tiktokRecall20: rounded(ours.recall20.mean),
        tiktokRecall20Low: rounded(ours.recall20.low),
        tiktokRecall20High: rounded(ours.recall20.high),
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
