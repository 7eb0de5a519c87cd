// The table of who foretells returns best: the first half of the purchases is learned, settings are chosen on the third quarter,
// the last is reported. Everybody goes on learning throughout.
import { areaDifference, areaInterval, areaParts } from './area-interval.ts'
import { areaUnderCurve, calibrationError, logLoss } from './click-metrics.ts'
import type { Interval } from './intervals.ts'
import { OUR_RETURNS, ourReturns, returnFamilies } from './return-contenders.ts'
import { returnTruth, runReturns, type ReturnContender, type ReturnTruth } from './return-stream.ts'
import type { OrderLines } from './shapes.ts'

export type ReturnRow = {
  readonly name: string
  readonly chosen: string
  readonly validationArea: number
  readonly area: Interval
  readonly chances: Float64Array
  readonly calibrationError: number
  readonly logLoss: number
}
export type ReturnTable = {
  readonly rows: readonly ReturnRow[]
  /** AUC of ours above that of the other that was best on the middle part. */
  readonly lead: Interval
  /** Of ours, by seed. */
  readonly seedAreas: readonly number[]
  readonly truth: ReturnTruth
  readonly baseRate: number
  readonly tests: number
  readonly testsReturned: number
  /** Log loss of the rate of the middle part, said of everything. */
  readonly constantLogLoss: number
  /** Where the middle and the last part begin, and where the last ends. */
  readonly cuts: { readonly middleMs: number; readonly lastMs: number; readonly endMs: number }
}
export type ReturnTableOptions = {
  withinMs: number
  say: (text: string) => void
  seeds?: readonly number[]
}

const MIDDLE = 0.5
const LAST = 0.75

export function returnTable(
  lines: OrderLines,
  { withinMs, say, seeds = [1, 2, 3] }: ReturnTableOptions,
): ReturnTable {
  const truth = returnTruth(lines, withinMs)
  const [middle, last] = [MIDDLE, LAST].map((share) => cutAt(lines, truth, share)) as [number, number]
  const end = truth.line.length
  const labels = truth.returned
  const timeOf = (k: number) => lines.atMs[truth.line[k]!]!
  const chancesOf = (all: Float64Array, from: number, to: number) =>
    Float64Array.from(truth.line.subarray(from, to), (line) => all[line]!)
  const validate = (all: Float64Array) =>
    areaUnderCurve(chancesOf(all, middle, last), labels.subarray(middle, last))
  const person = Uint32Array.from(truth.line.subarray(last, end), (line) => lines.person[line]!)
  const tested = labels.subarray(last, end)
  const partsOf = (chances: Float64Array) => areaParts(chances, tested, person, lines.people.length)

  function row(name: string, chosen: string, all: Float64Array): ReturnRow {
    const chances = chancesOf(all, last, end)
    return {
      name,
      chosen,
      validationArea: validate(all),
      chances,
      area: areaInterval(partsOf(chances)),
      calibrationError: calibrationError(chances, tested),
      logLoss: logLoss(chances, tested),
    }
  }
  const ask = (contender: ReturnContender, name: string) => {
    const all = runReturns(lines, contender, { withinMs })
    say(`returns: ${name}, ${contender.name}: AUC ${validate(all).toFixed(4)} on the middle part`)
    return all
  }

  const rows = returnFamilies().map(({ name, settings }) => {
    const answers = settings.map(({ label, contender }) => ({ label, all: ask(contender, name) }))
    const best = answers.reduce((a, b) => (validate(b.all) > validate(a.all) ? b : a))
    return row(name, settings.length > 1 ? best.label : '', best.all)
  })
  const ours = seeds.map((seed) => ask(ourReturns(seed), `seed ${seed}`))
  const seedAreas = ours.map((all) => areaUnderCurve(chancesOf(all, last, end), tested))
  const other = rows.reduce((a, b) => (b.validationArea > a.validationArea ? b : a))
  rows.push(row(OUR_RETURNS, '', ours[0]!))
  const share = (from: number, to: number) =>
    labels.subarray(from, to).reduce((s, y) => s + y, 0) / (to - from)
  return {
    rows,
    lead: areaDifference(partsOf(rows.at(-1)!.chances), partsOf(other.chances)),
    seedAreas,
    truth,
    baseRate: share(0, end),
    tests: end - last,
    testsReturned: tested.reduce((s, y) => s + y, 0),
    constantLogLoss: logLoss(new Float64Array(end - last).fill(share(middle, last)), tested),
    cuts: { middleMs: timeOf(middle), lastMs: timeOf(last), endMs: timeOf(end - 1) + 1 },
  }
}

/** Cuts never run through an order. */
function cutAt(lines: OrderLines, { line }: ReturnTruth, share: number): number {
  let at = Math.floor(line.length * share)
  while (at > 0 && at < line.length && lines.atMs[line[at - 1]!] === lines.atMs[line[at]!]) at--
  return at
}

export function returnReport({
  rows,
  lead,
  seedAreas,
  tests,
  testsReturned,
  baseRate,
  truth,
  constantLogLoss,
}: ReturnTable): string {
  const cells = rows.map((row) =>
    [
      row.name.padEnd(14),
      `AUC ${row.area.mean.toFixed(3)} (${row.area.low.toFixed(3)}–${row.area.high.toFixed(3)})`,
      `ECE ${row.calibrationError.toFixed(4)}`,
      `log loss ${row.logLoss.toFixed(5)}`,
      `validation AUC ${row.validationArea.toFixed(3)}`,
      row.chosen,
    ].join('  '),
  )
  return [
    `Returns within 30 days: ${tests} purchases, ${testsReturned} came back; base rate of all ${(100 * baseRate).toFixed(2)} %, ` +
      `${truth.unmatched} of ${truth.returns} returns belong to no purchase that is known`,
    '',
    ...cells,
    `the rate of the middle part, said of all: log loss ${constantLogLoss.toFixed(5)}`,
    `lead over the best other ${lead.mean.toFixed(3)} (${lead.low.toFixed(3)}–${lead.high.toFixed(3)})`,
    `${OUR_RETURNS} by seed: ${seedAreas.map((area) => area.toFixed(4)).join(', ')}`,
  ].join('\n')
}
