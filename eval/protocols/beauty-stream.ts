// Amazon Beauty, test-then-train: the last tenth of the time, every item in the ranking, a day's ties foretold together.
import { compare, type Comparison } from '#engine/evaluation/compare'
import { OURS, streamFamilies } from '#engine/evaluation/families'
import { textReport } from '#engine/evaluation/report'
import { streamOf } from '../sources/source.ts'
import { rounded, type Protocol } from './protocol.ts'

export const beautyStream: Protocol = {
  name: 'beauty-stream',
  set: 'amazon-beauty-ts',
  run(source, asking) {
    const dataset = streamOf(source, 'amazon-beauty-ts')
    const comparison = compare(dataset, streamFamilies(), { ...asking, maskSeen: true, ours: OURS })
    return {
      text: textReport(comparison),
      figures: figuresOf(comparison),
      floors: { beautyStreamHr10: { min: 0.135 }, beautyStreamLeadLow: { min: 0 } },
    }
  },
}

function figuresOf({ rows, tests, comparedWith }: Comparison): Record<string, number | string> {
  const ours = rows.find((row) => row.name === OURS)!
  const other = rows.find((row) => row.name === comparedWith)!
  const frozen = ours.curve.find((point) => point.syncMs === Infinity)!
  return {
    beautyStreamHr10: rounded(ours.hit10.mean),
    beautyStreamLow: rounded(ours.hit10.low),
    beautyStreamHigh: rounded(ours.hit10.high),
    beautyStreamNdcg10: rounded(ours.ndcg10.mean),
    beautyStreamFrozen: rounded(frozen.hit10),
    beautyStreamBaseline: `${other.name} ${other.chosen ?? ''}`.trim(),
    beautyStreamBaselineHr10: rounded(other.hit10.mean),
    beautyStreamLeadLow: rounded(ours.lead!.low),
    beautyStreamCoverage: rounded(ours.coverage, 3),
    beautyStreamGini: rounded(ours.gini, 3),
    beautyStreamTailShare: rounded(ours.tail, 3),
    beautyStreamTests: tests,
  }
}
