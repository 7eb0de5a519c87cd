// UCI Online Retail: what will be sent back within 30 days, foretold when it is bought and learned when it is known.
import { DAY_MS } from '#kernel/clock'
import { OUR_RETURNS } from '#engine/evaluation/return-contenders'
import { returnReport, returnTable } from '#engine/evaluation/return-table'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

export const onlineRetail: Protocol = {
  name: 'online-retail',
  set: 'online-retail-uci',
  run(source, { random, say }) {
    const { lines } = requireKind(source, 'orders', 'online-retail')
    const table = returnTable(lines, { withinMs: 30 * DAY_MS, random, say })
    const ours = table.rows.find((row) => row.name === OUR_RETURNS)!
    const others = table.rows.filter((row) => row !== ours)
    const other = others.reduce((a, b) => (b.validationArea > a.validationArea ? b : a))
    return {
      text: returnReport(table),
      figures: {
        onlineRetailReturnAuc: rounded(ours.area.mean),
        onlineRetailReturnAucLow: rounded(ours.area.low),
        onlineRetailReturnEce: rounded(ours.calibrationError),
        onlineRetailReturnBaseline: `${other.name} ${other.chosen}`.trim(),
        onlineRetailReturnBaselineAuc: rounded(other.area.mean),
        onlineRetailReturnTests: table.tests,
      },
      floors: { onlineRetailReturnAuc: { min: 0.72 }, onlineRetailReturnEce: { max: 0.02 } },
    }
  },
}
