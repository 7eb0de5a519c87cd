// Which candidates, in which order. Most places go to the best by score under the rules of placing; some are drawn from what is
// little known. Each place records how likely the policy was to fill it so, given the places before it.
import { drawIndex, type Selector } from '#engine'
import type { Random } from '#kernel/random'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'
import { chanceToExplore, explorationPool, NO_POOL, stillOpen, type Pool } from './exploration.ts'
import { createPlacingRules, type PlacingRules } from './placing-rules.ts'
import { weighPromises } from './promises.ts'

/**
 * `explore`: keeps promises and draws what is little known; not for surfaces that promise an order, such as 'following'. `capped`: whether
 * caps and the density of goods hold there.
 */
export type SelectorOptions = { explore: boolean; capped: boolean }

export const slateSelector = ({ explore, capped }: SelectorOptions): Selector<FeedQuery, Candidate> => ({
  name: 'slate-selector',
  select(query, candidates) {
    const keepPromises = explore ? weighPromises(query, candidates) : () => {}
    const selected = fillPlaces({
      ranked: candidates.toSorted((a, b) => b.score - a.score),
      pool: explore ? explorationPool(query, candidates) : NO_POOL,
      rules: createPlacingRules(query, capped),
      count: query.count,
      spares: PARAMS.slate.spares,
      random: query.random,
    })
    keepPromises(selected.slice(0, query.count))
    return selected
  },
})

export type Filling = {
  /** Best first. */
  ranked: readonly Candidate[]
  pool: Pool
  rules: PlacingRules
  count: number
  /** Chosen beyond `count`, by score alone. */
  spares: number
  random: Random
}

/** Every rule is asked before a chance is told: what may not stand here has none. */
export function fillPlaces({ ranked, pool, rules, count, spares, random }: Filling): Candidate[] {
  const rest = [...ranked]
  const taken = new Set<Candidate>()
  const wanted = Math.min(ranked.length, count + spares)
  for (let place = 0; place < wanted; place++) {
    const { best, allows } = rules.next(rest)
    const open = place < count ? stillOpen(pool, taken, allows) : NO_POOL
    const chance = open.candidates.length > 0 ? chanceToExplore(place, count, PARAMS.exploration.share) : 0
    const explored = random.next() < chance
    const chosen = explored ? open.candidates[drawIndex(open.chances, random)]! : best
    const drawn = open.chances[open.candidates.indexOf(chosen)] ?? 0
    chosen.propensity = (chosen === best ? 1 - chance : 0) + chance * drawn
    chosen.explored = explored
    chosen.gaveWay = rules.place(chosen)
    rest.splice(rest.indexOf(chosen), 1)
    taken.add(chosen)
  }
  return [...taken]
}
