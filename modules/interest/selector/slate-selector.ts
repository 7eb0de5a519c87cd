// Which candidates, in which order. Most places go to the best by score under the diversity penalties; a fixed share goes to
// little-known content, drawn by posterior sampling, so that the new and the niche are met by somebody and the system keeps
// learning. What the new were promised is kept by a price on their score. Each place records how likely the policy was to fill
// it so: that is what makes a logged slate evaluable offline.
import {
  chancesToBeBest,
  createDiversePicker,
  drawIndex,
  groupsOf,
  type DiversePicker,
  type Selector,
} from '#engine'
import type { Random } from '#kernel/random'
import { isSellable } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

/** What the diversity rules read: a candidate, or what was served before this slate. */
type Placed = Pick<Candidate, 'content' | 'score'>
type Pool = { candidates: Candidate[]; chances: number[] }
const NONE_OPEN: Pool = { candidates: [], chances: [] }

/** `explore: false` for surfaces that promise an order, such as 'following'. */
export const slateSelector = (explore: boolean): Selector<FeedQuery, Candidate> => ({
  name: 'slate-selector',
  select(query, candidates) {
    const picker = pickerOf(query)
    const keepPromises = explore ? weighPromises(query, candidates) : () => {}
    const rest = candidates.toSorted((a, b) => b.score - a.score)
    const pool: Pool = explore ? explorationPool(query, candidates) : NONE_OPEN
    const { places, chanceAt } = explorationPlaces(query.count, pool.candidates.length, query.random)
    const selected: Candidate[] = []
    const taken = new Set<Candidate>()
    const wanted = Math.min(candidates.length, query.count + PARAMS.slate.spares)
    while (selected.length < wanted) {
      const place = selected.length
      const best = bestOf(picker, rest)
      const e = place < query.count ? chanceAt(place) : 0
      const open = e > 0 ? stillOpen(pool, taken, picker) : NONE_OPEN
      const explored = places.has(place) && open.candidates.length > 0
      const chosen = explored ? open.candidates[drawIndex(open.chances, query.random)]! : best
      const drawn = open.chances[open.candidates.indexOf(chosen)] ?? 0
      const explorable = open.candidates.length > 0 ? e : 0
      chosen.propensity = (chosen === best ? 1 - explorable : 0) + explorable * drawn
      chosen.explored = explored
      rest.splice(rest.indexOf(chosen), 1)
      taken.add(chosen)
      picker.note(chosen)
      selected.push(chosen)
    }
    keepPromises(selected.slice(0, query.count))
    return selected
  },
})

/** Adds to each candidate what its groups are owed; answers the function that is told what was chosen. */
function weighPromises(query: FeedQuery, candidates: readonly Candidate[]) {
  const { learner } = query.world
  const { groups: rules, attention } = PARAMS.exposure
  const groups = new Uint32Array(candidates.length)
  for (let i = 0; i < groups.length; i++) {
    const { publishedAtMs, sellers } = candidates[i]!.content
    let sinceMs = Infinity
    for (const seller of sellers) sinceMs = Math.min(sinceMs, seller.sinceMs)
    const sellerSinceMs = sinceMs === Infinity ? null : sinceMs
    const facts = { sinceMs: publishedAtMs ?? 0, sellerSinceMs, shown: 0 }
    groups[i] = groupsOf(facts, rules, query.atMs)
  }
  const values = new Float64Array(candidates.length)
  for (let i = 0; i < values.length; i++) values[i] = candidates[i]!.score
  const weighed = learner.exposure.weigh({ surface: query.surface, values, groups })
  for (let i = 0; i < values.length; i++) {
    const c = candidates[i]!
    c.promised = weighed.scores[i]! - c.score
    c.score = weighed.scores[i]!
  }
  return (selected: readonly Candidate[]): void => {
    const chosen = selected.map((c) => candidates.indexOf(c))
    learner.exposure.note(
      weighed,
      chosen,
      selected.map((_, place) => attention ** place),
    )
  }
}

/** Runs of one author or category are counted across slates, so what was served last stands in front. */
function pickerOf(query: FeedQuery): DiversePicker<Placed> {
  const { author, category, coldContents } = PARAMS.diversity
  const met = [...query.categoriesMet.values()].reduce((sum, n) => sum + n, 0)
  const cold = coldContents / (coldContents + met)
  const penalty = category.penalty + (category.coldPenalty - category.penalty) * cold
  const picker = createDiversePicker<Placed>([
    { of: (c) => c.content.creatorId, ...author },
    { of: (c) => c.content.category, penalty, maxRun: category.maxRun },
  ])
  const last = [...query.served.keys()].slice(-Math.max(author.maxRun, category.maxRun))
  for (const id of last) {
    const content = query.world.catalogue.content(id)
    if (content) picker.note({ content, score: 0 })
  }
  return picker
}

/** The best by score and diversity; when the rules allow none (one author is all there is), the best by score. */
function bestOf(picker: DiversePicker<Placed>, rest: readonly Candidate[]): Candidate {
  const best = picker.best(rest, (c) => c.score)
  return rest[best >= 0 ? best : 0]!
}

/** The first of what is fresh, with the chance that each is the best of them. */
function explorationPool(query: FeedQuery, candidates: readonly Candidate[]): Pool {
  const { stats } = query.world.learner
  const { poolSize, draws, affinity } = PARAMS.exploration
  const little = candidates
    .filter((c) => c.freshPlace >= 0 && !c.repeated && (c.product === null || isSellable(c.product)))
    .sort((a, b) => a.freshPlace - b.freshPlace)
    .slice(0, poolSize)
  const { rate, trials } = PARAMS.priors.finish
  const arms = little.map((c) => {
    const finishes = stats.read(c.content.contentId, 'finishes', query.atMs)
    const watches = stats.read(c.content.contentId, 'watches', query.atMs)
    return {
      successes: rate * trials + finishes,
      failures: (1 - rate) * trials + Math.max(0, watches - finishes),
      worth: 1 + affinity * c.fit.instant,
    }
  })
  return {
    candidates: little,
    chances: arms.length > 0 ? chancesToBeBest(arms, draws, query.random) : [],
  }
}

/** Those of the pool not yet chosen and allowed here, chances rescaled to 1. */
function stillOpen(pool: Pool, taken: ReadonlySet<Candidate>, picker: DiversePicker<Placed>): Pool {
  const open: Pool = { candidates: [], chances: [] }
  let total = 0
  pool.candidates.forEach((c, i) => {
    if (taken.has(c) || !picker.allows(c)) return
    open.candidates.push(c)
    open.chances.push(pool.chances[i]!)
    total += pool.chances[i]!
  })
  for (let k = 0; k < open.chances.length; k++) open.chances[k]! /= total
  return open
}

/** Which places explore. Never the first of several: that one makes or loses the session. */
function explorationPlaces(
  count: number,
  poolSize: number,
  random: Random,
): { places: Set<number>; chanceAt: (place: number) => number } {
  const first = count > 1 ? 1 : 0
  const free = count - first
  const share = PARAMS.exploration.share * count
  const slots = Math.min(poolSize, free, Math.floor(share) + (random.next() < share % 1 ? 1 : 0))
  const places = new Set<number>()
  while (places.size < slots) places.add(first + random.int(free))
  const chance = poolSize === 0 ? 0 : Math.min(1, share / free)
  return { places, chanceAt: (place) => (place < first ? 0 : chance) }
}
