// What a slate really left, for several ways to fill it: by the chance of a purchase alone, by what a purchase leaves, and by
// what is left after returns. All ways see the same candidates with the same chances and fill slates of the same size, so the
// difference is the formula's. The temper of each formula is chosen on the middle part.
import type { Random } from '#kernel/random'
import { MONEY_ONLY, offerOf, valueOf } from '../ranking/value.ts'
import type { Interval } from './intervals.ts'
import type { Occasion } from './slate-record.ts'

/** Worth of candidate `k` on this occasion; higher stands earlier. */
export type SlateFormula = (occasion: Occasion, k: number, temper: number) => number

/** By the chance of a purchase alone: what every other is measured against. */
export const BY_CHANCE: SlateFormula = (o, k) => o.buy[k]!

/** The steps from the baseline to the formula of the platform. */
export const SLATE_FORMULAS: Readonly<Record<string, SlateFormula>> = {
  'chance, less returns': (o, k, buyTemper) =>
    valueOf({ buy: o.buy[k]!, returned: o.returned[k]! }, offerOf(10_000), { ...MONEY_ONLY, buyTemper }),
  'chance × margin': (o, k, buyTemper) =>
    valueOf({ buy: o.buy[k]! }, offerOf(o.amount[k]!), { ...MONEY_ONLY, buyTemper }),
  'value (margin, less returns)': (o, k, buyTemper) =>
    valueOf({ buy: o.buy[k]!, returned: o.returned[k]! }, offerOf(o.amount[k]!), {
      ...MONEY_ONLY,
      buyTemper,
    }),
}
export const OUR_VALUE = 'value (margin, less returns)'
/** The same with a temper that costs at most half a percent of the hits on the middle part. */
export const HITS_KEPT = 'value, hits kept'
const TEMPERS = [0.8, 1, 1.25, 1.5, 2, 3]

/** By occasion: what the slate's hits left in minor units, and how many hits there were. */
export type SlateOutcome = { readonly net: Float64Array; readonly hits: Float64Array }

export function fillSlates(
  occasions: readonly Occasion[],
  formula: SlateFormula,
  temper: number,
  size: number,
): SlateOutcome {
  const net = new Float64Array(occasions.length)
  const hits = new Float64Array(occasions.length)
  occasions.forEach((occasion, at) => {
    const worth = Float64Array.from(occasion.items, (_, k) => formula(occasion, k, temper))
    const slate = Array.from(worth, (_, k) => k).sort((a, b) => worth[b]! - worth[a]! || a - b)
    for (const k of slate.slice(0, size)) {
      net[at]! += occasion.net[k]!
      hits[at]! += occasion.bought[k]!
    }
  })
  return { net, hits }
}

export type SlateRow = {
  readonly name: string
  readonly temper: number
  readonly validationGain: number
  /** Relative to ranking by chance: 0.05 is 5 % more left. */
  readonly gain: Interval
  readonly netMinor: number
  /** Hits in a slate, and relative to ranking by chance. */
  readonly hits: number
  readonly hitsGain: Interval
}
export type SlateTable = {
  readonly rows: readonly SlateRow[]
  readonly baseline: { readonly netMinor: number; readonly hits: number }
  /** What ours would gain, had it known which purchases come back: it reads the outcome, and says only how much there is to gain. */
  readonly ceiling: number
  /** Margin of returns within the formula: ours against `chance × margin` at the same temper. */
  readonly returnsAlone: Interval
  readonly occasions: number
  readonly people: number
}

export function slateTable(
  middle: readonly Occasion[],
  last: readonly Occasion[],
  { random, size = 20 }: { random: Random; size?: number },
): SlateTable {
  const person = last.map((occasion) => occasion.person)
  const before = fillSlates(middle, BY_CHANCE, 1, size)
  const baseline = fillSlates(last, BY_CHANCE, 1, size)
  const choose = (formula: SlateFormula, leastHits: number) => {
    const tried = TEMPERS.map((temper) => {
      const { net, hits } = fillSlates(middle, formula, temper, size)
      return { temper, gain: sum(net) / sum(before.net) - 1, hits: sum(hits) / sum(before.hits) - 1 }
    })
    const allowed = tried.filter(({ hits }) => hits >= leastHits)
    return (allowed.length > 0 ? allowed : tried).reduce((a, b) => (b.gain > a.gain ? b : a))
  }
  const filled = [
    ...Object.entries(SLATE_FORMULAS).map(([name, formula]) => ({ name, formula, leastHits: -1 })),
    { name: HITS_KEPT, formula: SLATE_FORMULAS[OUR_VALUE]!, leastHits: -0.005 },
  ].map(({ name, formula, leastHits }) => {
    const chosen = choose(formula, leastHits)
    return { name, formula, chosen, outcome: fillSlates(last, formula, chosen.temper, size) }
  })
  const rows = filled.map(({ name, chosen, outcome }) => ({
    name,
    temper: chosen.temper,
    validationGain: chosen.gain,
    gain: relativeGain(outcome.net, baseline.net, person, random),
    netMinor: sum(outcome.net) / last.length,
    hits: sum(outcome.hits) / last.length,
    hitsGain: relativeGain(outcome.hits, baseline.hits, person, random),
  }))
  const ours = filled.find(({ name }) => name === OUR_VALUE)!
  const foreknown = fillSlates(
    last,
    (o, k, temper) => (o.net[k]! < 0 ? -Infinity : ours.formula(o, k, temper)),
    ours.chosen.temper,
    size,
  )
  const margin = fillSlates(last, SLATE_FORMULAS['chance × margin']!, ours.chosen.temper, size)
  return {
    rows,
    baseline: { netMinor: sum(baseline.net) / last.length, hits: sum(baseline.hits) / last.length },
    ceiling: sum(foreknown.net) / sum(baseline.net) - 1,
    returnsAlone: relativeGain(ours.outcome.net, margin.net, person, random),
    occasions: last.length,
    people: new Set(person).size,
  }
}

/** (Σ a − Σ b) / Σ b over occasions, people drawn again. */
export function relativeGain(
  a: Float64Array,
  b: Float64Array,
  person: readonly number[],
  random: Random,
  resamples = 1_000,
): Interval {
  const numberOf = new Map([...new Set(person)].map((p, k) => [p, k]))
  const people = numberOf.size
  const [own, other] = [new Float64Array(people), new Float64Array(people)]
  person.forEach((p, at) => {
    own[numberOf.get(p)!]! += a[at]!
    other[numberOf.get(p)!]! += b[at]!
  })
  const gains = new Float64Array(resamples)
  for (let k = 0; k < resamples; k++) {
    let [left, right] = [0, 0]
    for (let drawn = 0; drawn < people; drawn++) {
      const p = random.int(people)
      left += own[p]!
      right += other[p]!
    }
    gains[k] = left / right - 1
  }
  gains.sort()
  const at = (share: number) => gains[Math.round(share * (resamples - 1))]!
  return { mean: sum(a) / sum(b) - 1, low: at(0.025), high: at(0.975) }
}

const sum = (values: Float64Array): number => values.reduce((s, v) => s + v, 0)

export function slateReport({
  rows,
  baseline,
  ceiling,
  returnsAlone,
  occasions,
  people,
}: SlateTable): string {
  const percent = ({ mean, low, high }: Interval) =>
    `${(100 * mean).toFixed(1)} % (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`
  const cells = rows.map((row) =>
    [
      row.name.padEnd(30),
      `left ${(row.netMinor / 100).toFixed(2)} an order`,
      `gain ${percent(row.gain)}`,
      `hits ${row.hits.toFixed(2)}, ${percent(row.hitsGain)}`,
      `temper ${row.temper}, on the middle part ${(100 * row.validationGain).toFixed(1)} %`,
    ].join('  '),
  )
  return [
    `What a slate of 20 leaves: ${occasions} orders of ${people} people`,
    '',
    `${'chance of a purchase'.padEnd(30)}  left ${(baseline.netMinor / 100).toFixed(2)} an order  hits ${baseline.hits.toFixed(2)}`,
    ...cells,
    `returns within the formula, against chance × margin at the same temper: ${percent(returnsAlone)}`,
    `had it been known which purchases leave less than nothing: gain ${(100 * ceiling).toFixed(1)} %`,
  ].join('\n')
}
