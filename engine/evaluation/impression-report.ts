// What is told of ranking heads on a stream of impressions: the click by freshness beside the baseline, the other outcomes, intervals by
// person.
import type { Random } from '#kernel/random'
import { areaInterval, areaParts, type AreaParts } from './area-interval.ts'
import { areaUnderCurve, calibrationError, groupedAreaUnderCurve, logLoss } from './click-metrics.ts'
import { isRepeat, type ImpressionRun } from './impression-stream.ts'
import { bootstrapMean, type Interval } from './intervals.ts'
import type { Impressions } from './shapes.ts'

export const SYNCS: readonly { label: string; syncMs: number }[] = [
  { label: 'event', syncMs: 0 },
  { label: '1 min', syncMs: 60_000 },
  { label: '1 h', syncMs: 3_600_000 },
  { label: '24 h', syncMs: 86_400_000 },
  { label: 'frozen', syncMs: Infinity },
]

export type ClickRow = {
  name: string
  sync: string
  /** Of the chance, over all impressions. */
  area: Interval
  parts: AreaParts
  /** AUC without what was logged twice. */
  once: number
  /** Of the order, within one person; and of the chance, for comparison. */
  grouped: Interval
  chanceGrouped: number
  loss: number
  calibration: number
  uncalibrated: number | undefined
  perSecond: number
}
export type HeadRow = {
  head: string
  base: number
  area: Interval
  loss: number
  calibration: number
  uncalibrated: number
}
type Slice = { data: Impressions; from: number; to: number; random: Random }

export function clickRow(name: string, sync: string, run: ImpressionRun, slice: Slice): ClickRow {
  const { data, from, to, random } = slice
  const clicked = data.labels['click']!.subarray(from, to)
  const person = data.person.subarray(from, to)
  const chances = run.columns['click']!
  const before = run.columns['click uncalibrated']
  const parts = areaParts(chances, clicked, person, data.people.length)
  const grouped = (scores: Float64Array) => groupedAreaUnderCurve(scores, clicked, person, data.people.length)
  return {
    name,
    sync,
    parts,
    area: areaInterval(parts),
    once: areaOfOnce(chances, slice),
    grouped: bootstrapMean(grouped(run.columns['click order']!).totals, random),
    chanceGrouped: grouped(chances).area,
    loss: logLoss(chances, clicked),
    calibration: calibrationError(chances, clicked),
    uncalibrated: before && calibrationError(before, clicked),
    perSecond: run.perSecond,
  }
}

function areaOfOnce(chances: Float64Array, { data, from, to }: Slice): number {
  const once = Uint8Array.from({ length: to - from }, (_, row) => (isRepeat(data, from + row) ? 0 : 1))
  const clicked = data.labels['click']!.subarray(from, to)
  return areaUnderCurve(
    chances.filter((_, row) => once[row] === 1),
    clicked.filter((_, row) => once[row] === 1),
  )
}

export function headRow(head: string, run: ImpressionRun, { data, from, to }: Slice): HeadRow {
  const happened = data.labels[head]!.subarray(from, to)
  const person = data.person.subarray(from, to)
  const chances = run.columns[head]!
  return {
    head,
    base: happened.reduce((sum, label) => sum + label, 0) / happened.length,
    area: areaInterval(areaParts(chances, happened, person, data.people.length)),
    loss: logLoss(chances, happened),
    calibration: calibrationError(chances, happened),
    uncalibrated: calibrationError(run.columns[`${head} uncalibrated`]!, happened),
  }
}

const four = (value: number) => value.toFixed(4)
const range = ({ mean, low, high }: Interval) => `${four(mean)} (${four(low)}–${four(high)})`

export function impressionReport(
  title: string,
  clicks: readonly ClickRow[],
  heads: readonly HeadRow[],
): string {
  const clickLines = clicks.map((row) =>
    [
      row.name.padEnd(10),
      row.sync.padEnd(6),
      range(row.area).padEnd(22),
      four(row.once),
      range(row.grouped).padEnd(22),
      four(row.chanceGrouped).padEnd(12),
      four(row.loss),
      `${row.uncalibrated === undefined ? '' : `${four(row.uncalibrated)} → `}${four(row.calibration)}`.padEnd(
        15,
      ),
      Math.round(row.perSecond).toString().padStart(9),
    ].join('  '),
  )
  const headLines = heads.map((row) =>
    [
      row.head.padEnd(10),
      `${(100 * row.base).toFixed(2)} %`.padStart(8),
      range(row.area).padEnd(22),
      four(row.loss),
      `${four(row.uncalibrated)} → ${four(row.calibration)}`,
    ].join('  '),
  )
  return [
    title,
    '',
    'click       learns  AUC                     once    gAUC of the order       of the chance  log loss  ECE             examples/CPU s',
    ...clickLines,
    '',
    'head         happens  AUC                     log loss  ECE before → after calibration',
    ...headLines,
  ].join('\n')
}
