// Daily totals → the tiles of a screen: each metric over the period, over the one before, and day by day.
import { METRICS, NO_TOTALS, type Metric, type MetricId, type Totals } from './metrics.ts'
import { daysOf, type Days, type Period } from './period.ts'

export type DailyTotals = ReadonlyMap<string, Totals>

export function sumOver(daily: DailyTotals, days: Days): Totals {
  const sum = { ...NO_TOTALS }
  for (const day of daysOf(days)) {
    const totals = daily.get(day)
    if (totals) for (const k of Object.keys(sum) as (keyof Totals)[]) sum[k] += totals[k]
  }
  return sum
}

const asText = (value: bigint | null) => (value === null ? null : value.toString())

/** `distinct` replaces what cannot be summed over days; `sameHours` are the orders of the period before, up to this hour. */
export function tilesOf(
  ids: readonly MetricId[],
  daily: DailyTotals,
  period: Period,
  distinct: { now: Partial<Totals>; before: Partial<Totals> },
  sameHours: Totals,
) {
  const now = { ...sumOver(daily, period.now), ...distinct.now }
  const before = { ...sumOver(daily, period.before), ...distinct.before }
  return ids.map((id) => {
    const metric: Metric = METRICS[id]
    return {
      metric: id,
      name: metric.name,
      unit: metric.unit,
      value: asText(metric.compute(now)),
      previous: asText(metric.compute(metric.ordersOnly ? sameHours : before)),
      previousIs: metric.ordersOnly ? ('sameHours' as const) : ('wholeDays' as const),
      series: daysOf(period.chart).map((day) => ({
        day,
        value: asText(metric.compute(daily.get(day) ?? NO_TOTALS)),
      })),
    }
  })
}
