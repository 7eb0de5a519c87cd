// UCI Online Retail: what will be sent back within 30 days, foretold when it is bought and learned when it is known; and what a
// slate leaves when it is filled by what a purchase is worth after returns instead of by the chance of a purchase alone.
import { DAY_MS } from '#kernel/clock'
import { HITS_KEPT, OUR_VALUE, slateReport, slateTable, type SlateTable } from '#engine/evaluation/net-value'
import { OUR_RETURNS } from '#engine/evaluation/return-contenders'
import { returnReport, returnTable, type ReturnTable } from '#engine/evaluation/return-table'
import { recordSlates } from '#engine/evaluation/slate-record'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

const WITHIN_MS = 30 * DAY_MS
/** Codes of goods begin with five digits; the others are postage, fees, samples and corrections, which nobody is shown. */
const GOODS = /^\d{5}/

export const onlineRetail: Protocol = {
  name: 'online-retail',
  set: 'online-retail-uci',
  run(source, { random, say }) {
    const { lines } = requireKind(source, 'orders', 'online-retail')
    const returns = returnTable(lines, { withinMs: WITHIN_MS, say })
    const { middleMs, lastMs, endMs } = returns.cuts
    say('slates: recording what could have been shown')
    const occasions = recordSlates(lines, {
      random,
      withinMs: WITHIN_MS,
      piecesBack: returns.truth.piecesBack,
      isGoods: (item) => GOODS.test(lines.items[item]!),
      fromMs: middleMs,
      toMs: endMs,
    })
    const slates = slateTable(
      occasions.filter(({ atMs }) => atMs < lastMs),
      occasions.filter(({ atMs }) => atMs >= lastMs),
      { random },
    )
    return {
      text: `${returnReport(returns)}\n\n${slateReport(slates)}`,
      figures: { ...returnFigures(returns), ...slateFigures(slates) },
      floors: {
        onlineRetailReturnAuc: { min: 0.72 },
        onlineRetailReturnEce: { max: 0.02 },
        onlineRetailNetGain: { min: 0.02 },
      },
    }
  },
}

function returnFigures(table: ReturnTable): Record<string, number | string> {
  const ours = table.rows.find((row) => row.name === OUR_RETURNS)!
  const others = table.rows.filter((row) => row !== ours)
  const other = others.reduce((a, b) => (b.validationArea > a.validationArea ? b : a))
  return {
    onlineRetailReturnAuc: rounded(table.seedAreas.reduce((s, area) => s + area, 0) / table.seedAreas.length),
    onlineRetailReturnAucLow: rounded(ours.area.low),
    onlineRetailReturnAucHigh: rounded(ours.area.high),
    onlineRetailReturnEce: rounded(ours.calibrationError),
    onlineRetailReturnLogLoss: rounded(ours.logLoss, 5),
    onlineRetailReturnBaseline: `${other.name} ${other.chosen}`.trim(),
    onlineRetailReturnBaselineAuc: rounded(other.area.mean),
    onlineRetailReturnBaselineLogLoss: rounded(other.logLoss, 5),
    onlineRetailReturnLeadLow: rounded(table.lead.low),
    onlineRetailReturnTests: table.tests,
    onlineRetailReturnRate: rounded(table.baseRate),
  }
}

function slateFigures({ rows, returnsAlone, occasions }: SlateTable): Record<string, number> {
  const ours = rows.find((row) => row.name === OUR_VALUE)!
  const margin = rows.find((row) => row.name === 'chance × margin')!
  const kept = rows.find((row) => row.name === HITS_KEPT)!
  return {
    onlineRetailNetGain: rounded(ours.gain.mean),
    onlineRetailNetGainLow: rounded(ours.gain.low),
    onlineRetailNetGainHigh: rounded(ours.gain.high),
    onlineRetailNetGainOfMargin: rounded(margin.gain.mean),
    onlineRetailNetGainOfReturns: rounded(returnsAlone.mean),
    onlineRetailHitsGain: rounded(ours.hitsGain.mean),
    onlineRetailNetGainHitsKept: rounded(kept.gain.mean),
    onlineRetailNetGainHitsKeptLow: rounded(kept.gain.low),
    onlineRetailHitsGainHitsKept: rounded(kept.hitsGain.mean),
    onlineRetailSlates: occasions,
  }
}
