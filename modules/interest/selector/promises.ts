// What some were promised (the new, the long tail) is kept by a price on their score, told to the contract by what was chosen.
import { groupsOf, LONG_TAIL } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

/** Adds to each candidate what its groups are owed; answers the function that is told what was chosen. */
export function weighPromises(query: FeedQuery, candidates: readonly Candidate[]) {
  const { learner, shelf } = query.world
  const { attention } = PARAMS.exposure
  const rules = { ...PARAMS.exposure.groups, tailEdge: shelf.tailEdge(query.atMs) }
  const groups = new Uint32Array(candidates.length)
  const values = new Float64Array(candidates.length)
  for (let i = 0; i < groups.length; i++) {
    const { content, score } = candidates[i]!
    let sinceMs = Infinity
    for (const seller of content.sellers) sinceMs = Math.min(sinceMs, seller.sinceMs)
    const facts = {
      sinceMs: content.publishedAtMs ?? 0,
      sellerSinceMs: sinceMs === Infinity ? null : sinceMs,
      shown: learner.stats.read(content.contentId, 'impressions', query.atMs),
    }
    groups[i] = groupsOf(facts, rules, query.atMs)
    values[i] = score
  }
  const weighed = learner.exposure.weigh({ surface: query.surface, values, groups })
  const tailPrice = learner.exposure.bonus(query.surface, 1 << LONG_TAIL)
  candidates.forEach((c, i) => {
    c.promised = weighed.scores[i]! - c.score
    c.promisedAsTail = isTail(groups[i]!) ? Math.min(c.promised, tailPrice) : 0
    c.score = weighed.scores[i]!
  })
  return (selected: readonly Candidate[]): void => {
    const chosen = selected.map((c) => candidates.indexOf(c))
    learner.exposure.note(
      weighed,
      chosen,
      selected.map((_, place) => attention ** place),
    )
    chosen.forEach((i) => learner.spread.note(candidates[i]!.content.contentId, isTail(groups[i]!)))
  }
}

const isTail = (groups: number): boolean => (groups & (1 << LONG_TAIL)) !== 0
