// KuaiRand-Pure, test-then-train: everything to 30 April warms up (and was all that settings were chosen on), each impression from
// 1 May is foretold before it is learned. AUC is told of the chance; gAUC of the order within one person's list, which leaves out what
// speaks of the person alone, for ours and for the baseline, and of the chance beside it.
import { compareImpressionHeads, type ImpressionHeads } from '#engine/evaluation/impression-heads'
import { isRepeat } from '#engine/evaluation/impression-stream'
import { impressionReport } from '#engine/evaluation/impression-report'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

/** Of the processor, not of the clock: what else runs on the machine is no affair of the model's. */
const now = () => process.cpuUsage().user / 1e6

/** Midnight where it was recorded. */
const SCORED_FROM_MS = Date.parse('2022-05-01T00:00:00+08:00')

export const kuairand: Protocol = {
  name: 'kuairand',
  set: 'kuairand-pure',
  run(source, { random, say }) {
    const { impressions } = requireKind(source, 'impressions', 'kuairand')
    const first = impressions.atMs.findIndex((atMs) => atMs >= SCORED_FROM_MS)
    const from = first < 0 ? impressions.length : first
    const result = compareImpressionHeads(impressions, { from, random, now, say })
    let repeats = 0
    for (let row = from; row < impressions.length; row++) if (isRepeat(impressions, row)) repeats++
    const title = `${impressions.name}: ${impressions.length - from} impressions from 1 May (${repeats} logged twice), after ${from} to warm up; 95 % by person`
    return {
      text: [impressionReport(title, result.clicks, result.heads), '', leads(result)].join('\n'),
      figures: figuresOf(result, impressions.length - from),
      floors: {
        kuairandAuc: { min: 0.74 },
        kuairandGauc: { min: 0.638 },
        kuairandFreshness: { min: 0.009 },
        kuairandLeadLow: { min: 0 },
      },
    }
  },
}

const leads = ({ lead, freshness }: ImpressionHeads): string => {
  const signed = ({ mean, low, high }: ImpressionHeads['lead']) =>
    `${mean.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`
  return [
    `AUC over the baseline, both learning each event: ${signed(lead)}`,
    `AUC of learning each event over never: ${signed(freshness)}`,
  ].join('\n')
}

function figuresOf(result: ImpressionHeads, tests: number): Record<string, number | string> {
  const { ours, baseline, clicks, heads } = result
  const bySync = clicks
    .filter(({ name }) => name === ours.name)
    .map(({ sync, area }) => [`kuairandAuc_${sync.replaceAll(' ', '')}`, rounded(area.mean)] as const)
  return {
    kuairandAuc: rounded(ours.area.mean),
    kuairandAucLow: rounded(ours.area.low),
    kuairandAucHigh: rounded(ours.area.high),
    kuairandAucOnce: rounded(ours.once),
    kuairandGauc: rounded(ours.grouped.mean),
    kuairandGaucLow: rounded(ours.grouped.low),
    kuairandChanceGauc: rounded(ours.chanceGrouped),
    kuairandLogLoss: rounded(ours.loss),
    kuairandEce: rounded(ours.calibration),
    kuairandEceUncalibrated: rounded(ours.uncalibrated ?? NaN),
    kuairandFreshness: rounded(result.freshness.mean),
    kuairandFreshnessLow: rounded(result.freshness.low),
    kuairandBaseline: baseline.name,
    kuairandBaselineAuc: rounded(baseline.area.mean),
    kuairandBaselineAucOnce: rounded(baseline.once),
    kuairandBaselineGauc: rounded(baseline.grouped.mean),
    kuairandBaselineChanceGauc: rounded(baseline.chanceGrouped),
    kuairandLead: rounded(result.lead.mean),
    kuairandLeadLow: rounded(result.lead.low),
    ...Object.fromEntries(bySync),
    ...Object.fromEntries(heads.map(({ head, area }) => [`kuairandAuc_${head}`, rounded(area.mean)])),
    kuairandPerSecond: Math.round(ours.perSecond),
    kuairandTests: tests,
  }
}
