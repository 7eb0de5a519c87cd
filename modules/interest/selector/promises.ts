// What some were promised (the new, the long tail) is kept by a price on their score, told to the contract by what was chosen.
import { groupsOf, LONG_TAIL } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

/** Adds to each candidate what its groups are owed; answers the function that is told what was chosen. */
export function weighPromises(query: FeedQuery, candidates: readonly Candidate[]) {
  const { catalogue, learner, shelf } = query.world
  const { attention } = PARAMS.exposure
  const rules = { ...PARAMS.exposure.groups, tailEdge: shelf.tailEdge(query.atMs) }
  const groups = Uint32Array.from(candidates, ({ content }) =>
    groupsOf(
      {
        sinceMs: content.publishedAtMs ?? 0,
        sellerSinceMs: catalogue.shopSinceMs(content.shopIds),
        shown: learner.stats.read(content.contentId, 'impressions', query.atMs),
      },
      rules,
      query.atMs,
    ),
  )
  const values = Float64Array.from(candidates, (c) => c.score)
  const weighed = learner.exposure.weigh({ surface: query.surface, values, groups })
  const tailPrice = learner.exposure.bonus(query.surface, 1 << LONG_TAIL)
  candidates.forEach((c, i) => {
    c.promised = weighed.scores[i]! - c.score
    c.promisedAsTail = isTail(groups[i]!) ? Math.min(c.promised, tailPrice) : 0
    c.score = weighed.scores[i]!
  })
  return (selected: readonly Candidate[]): void => {
    const placeOf = new Map(candidates.map((c, i) => [c, i]))
    const chosen = selected.map((c) => placeOf.get(c)!)
    learner.exposure.note(
      weighed,
      chosen,
      selected.map((_, place) => attention ** place),
    )
    chosen.forEach((i) => learner.spread.note(candidates[i]!.content.contentId, isTail(groups[i]!)))
  }
}

const isTail = (groups: number): boolean => (groups & (1 << LONG_TAIL)) !== 0
