// A promise of exposure in a closed world fitted on KuaiRand: whether new items get their share by the hour and the day, and what
// that costs in true clicks. The log's first day serves as it did; the second to fourth are for choosing settings (the boost that
// ours is held against is tuned there in each run, ours was chosen there once, in three other worlds); the rest is told.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { compareExposure, exposureReport, type ExposureTask } from '#engine/evaluation/exposure-comparison'
import type { Impressions } from '#engine/evaluation/shapes'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

const WORLDS = 3
const ZONE_MS = 8 * HOUR_MS

export const exposure: Protocol = {
  name: 'exposure',
  set: 'kuairand-pure',
  run(source, { random, say }) {
    const { impressions } = requireKind(source, 'impressions', 'exposure')
    const task = taskOf(impressions)
    const worlds = Array.from({ length: WORLDS }, (_, w) => seededRandom(`exposure ${w}`))
    const rows = compareExposure(impressions, task, worlds, { random, say })
    const row = (name: string) => rows.find((r) => r.name === name)!
    const [ours, boost, floorOnly] = [row('prices'), row('fixed boost'), row('prices, floor only')]
    return {
      text: exposureReport(rows, task),
      figures: {
        exposurePromised: task.share,
        exposureShare: rounded(ours.share),
        exposureWorstDay: rounded(ours.worstDay),
        exposureUsualHour: rounded(ours.usualHour),
        exposureWorstHour: rounded(ours.worstHour),
        exposureValueChange: rounded(ours.change.mean),
        exposureValueLow: rounded(ours.change.low),
        exposureValueHigh: rounded(ours.change.high),
        exposureValueWorstWorld: rounded(Math.min(...ours.changes)),
        exposureValueLate: rounded(ours.lateChange),
        exposureFirstShowings: rounded(ours.reached, 3),
        exposureGini: rounded(ours.gini, 3),
        exposureCoverage: rounded(ours.coverage, 3),
        exposureFloorShortestHour: rounded(floorOnly.shortestHour),
        exposureGreedyShare: rounded(row('greedy').share),
        exposureBoostWorstDay: rounded(boost.worstDay),
        exposureBoostValueChange: rounded(boost.change.mean),
        exposureReservedWorstDay: rounded(row('reserved places').worstDay),
      },
      floors: {
        exposureWorstDay: { max: 0.1 },
        exposureValueLow: { min: -0.02 },
        exposureValueWorstWorld: { min: -0.02 },
        exposureFirstShowings: { min: 0.95 },
      },
    }
  },
}

function taskOf({ atMs, length }: Impressions): ExposureTask {
  const firstMs = Math.ceil((atMs[0]! + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS
  return {
    share: 0.2,
    first: 5,
    // Chosen on the second to fourth day.
    price: { maxPrice: 1, window: 100, itemPrice: 0.5, fullPriceAt: 0.2 },
    attention: Float64Array.from({ length: 5 }, (_, place) => 0.85 ** place),
    newForMs: 2 * DAY_MS,
    startMs: firstMs + DAY_MS,
    tuneFromMs: firstMs + 1.5 * DAY_MS,
    testFromMs: firstMs + 4 * DAY_MS,
    endMs: atMs[length - 1]!,
    visitGapMs: 10 * MINUTE_MS,
    tab: 1,
    // Half the people, to be done in some two minutes.
    oneIn: 2,
  }
}
