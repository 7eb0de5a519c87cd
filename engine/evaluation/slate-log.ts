// What a feed's own log says of its policy. Each place is one decision: with the chance written beside it, what exploring costs can be
// known without a day on which nobody explores, and whether what was foretold came true. Contexts stay those that the policy made:
// what a feed that never explored would have learned otherwise is not in the log.
import type { Random } from '#kernel/random'
import { areaUnderCurve, groupedAreaUnderCurve } from './click-metrics.ts'
import { coverage, giniOf, tailShare } from './exposure-metrics.ts'
import { bootstrapMean, totalsByPerson, type Interval } from './intervals.ts'
import { importanceWeights, inspectWeights, type LoggedDecisions, type WeightFigures } from './off-policy.ts'
import type { LoggedSlates } from './shapes.ts'

/** Enjoyed per place that was looked at. */
export type SlateLogFigures = {
  readonly places: number
  readonly people: number
  readonly asServed: Interval
  /** Of places that were drawn to try something; NaN when there are none. */
  readonly explored: Interval
  readonly exploredShare: number
  /** The same decisions, had the best always been taken. */
  readonly neverExploring: {
    readonly ips: Interval
    readonly snips: Interval
    readonly doublyRobust: Interval
    readonly weights: WeightFigures
  }
  /** By what was foretold: over all places that have a forecast, and within one person's. */
  readonly foretold: { readonly places: number; readonly area: number; readonly withinPerson: number }
  readonly exposure: {
    readonly items: number
    readonly coverage: number
    readonly gini: number
    readonly tail: number
  }
}

/** An exploring place draws the best of all now and then; the chance of that is never the smaller part. */
const CHOSEN_AS_BEST = 0.5

/** `items`: how many there were to show; fewer than were shown counts as those. */
export function judgeSlates(log: LoggedSlates, items: number, random: Random): SlateLogFigures {
  const people = log.people.length
  const reward = Float64Array.from(log.enjoyed)
  const mean = (sums: Float64Array, counts?: Float64Array): Interval =>
    bootstrapMean(
      {
        sums: totalsByPerson(log.person, sums, people).sums,
        counts: counts
          ? totalsByPerson(log.person, counts, people).sums
          : totalsByPerson(log.person, sums, people).counts,
      },
      random,
    )
  const tried = Float64Array.from(log.explored)
  const decisions: LoggedDecisions = {
    propensity: log.propensity,
    targetChance: log.propensity.map((chance, row) =>
      log.explored[row] === 0 || chance > CHOSEN_AS_BEST ? 1 : 0,
    ),
    reward,
  }
  const weights = importanceWeights(decisions)
  const usual = usualOfOthers(log)
  const known = [...log.forecast.keys()].filter((row) => !Number.isNaN(log.forecast[row]!))
  const forecasts = Float64Array.from(known, (row) => log.forecast[row]!)
  const came = Uint8Array.from(known, (row) => log.enjoyed[row]!)
  const exposure = new Float64Array(Math.max(items, log.items.length))
  for (const item of log.item) exposure[item]! += 1
  return {
    places: log.length,
    people,
    asServed: mean(reward),
    explored: mean(
      reward.map((r, row) => r * tried[row]!),
      tried,
    ),
    exploredShare: tried.reduce((sum, one) => sum + one, 0) / log.length,
    neverExploring: {
      ips: mean(reward.map((r, row) => r * weights[row]!)),
      snips: mean(
        reward.map((r, row) => r * weights[row]!),
        weights,
      ),
      doublyRobust: mean(reward.map((r, row) => usual[row]! + weights[row]! * (r - usual[row]!))),
      weights: inspectWeights(decisions),
    },
    foretold: {
      places: known.length,
      area: areaUnderCurve(forecasts, came),
      withinPerson: groupedAreaUnderCurve(
        forecasts,
        came,
        Uint32Array.from(known, (row) => log.person[row]!),
        people,
      ).area,
    },
    exposure: {
      items: exposure.length,
      coverage: coverage(exposure),
      gini: giniOf(exposure),
      tail: tailShare(exposure, exposure),
    },
  }
}

/** The model of the doubly robust estimate: how much everybody but this person enjoyed, whatever stood there. */
function usualOfOthers({ person, people, enjoyed, length }: LoggedSlates): Float64Array {
  const { sums, counts } = totalsByPerson(person, enjoyed, people.length)
  const all = sums.reduce((sum, n) => sum + n, 0)
  return Float64Array.from({ length }, (_, row) => {
    const others = length - counts[person[row]!]!
    return others === 0 ? 0 : (all - sums[person[row]!]!) / others
  })
}
