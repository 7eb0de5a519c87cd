// A fixed share of places goes to little-known content, drawn by posterior sampling, so that the new and the niche are met by
// somebody and the system keeps learning. Both the places and the draws are told with their exact chance, given what stands before
// them: that is what makes a logged slate evaluable offline.
import { chancesToBeBest } from '#engine'
import { isSellable } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'
import { towersMatch } from '../scorers/towers-scorer.ts'

/** What may be explored; `chances` sum to 1. */
export type Pool = { candidates: readonly Candidate[]; chances: readonly number[] }
export const NO_POOL: Pool = { candidates: [], chances: [] }

/** The first of what is fresh, with the chance that each is the best of them. */
export function explorationPool(query: FeedQuery, candidates: readonly Candidate[]): Pool {
  const { stats } = query.world.learner
  const { poolSize, draws, affinity, towersAffinity } = PARAMS.exploration
  const isOpen = (c: Candidate) =>
    c.freshPlace >= 0 && !c.repeated && c.own === null && (c.product === null || isSellable(c.product))
  const little = candidates
    .filter(isOpen)
    .sort((a, b) => a.freshPlace - b.freshPlace)
    .slice(0, poolSize)
  if (little.length === 0) return NO_POOL
  const { rate, trials } = PARAMS.priors.finish
  const arms = little.map((c) => {
    const finishes = stats.read(c.content.contentId, 'finishes', query.atMs)
    const watches = stats.read(c.content.contentId, 'watches', query.atMs)
    return {
      successes: rate * trials + finishes,
      failures: (1 - rate) * trials + Math.max(0, watches - finishes),
      worth: Math.max(
        0,
        1 + affinity * c.fit.instant + towersAffinity * towersMatch(query, c.content.contentId),
      ),
    }
  })
  return { candidates: little, chances: chancesToBeBest(arms, draws, query.random) }
}

/** Those of the pool not yet chosen and allowed here, chances rescaled to 1. */
export function stillOpen(
  pool: Pool,
  taken: ReadonlySet<Candidate>,
  allows: (candidate: Candidate) => boolean,
): Pool {
  const open = { candidates: [] as Candidate[], chances: [] as number[] }
  let total = 0
  pool.candidates.forEach((c, i) => {
    if (taken.has(c) || !allows(c)) return
    open.candidates.push(c)
    open.chances.push(pool.chances[i]!)
    total += pool.chances[i]!
  })
  for (let k = 0; k < open.chances.length; k++) open.chances[k]! /= total
  return open
}

/**
 * How likely a place is to explore: `share` of the slate on average, each place by itself and never surely, so that what would have stood
 * there otherwise is in the log, too. Never the first of several: that one makes or loses the session.
 */
export function chanceToExplore(place: number, count: number, share: number): number {
  const first = count > 1 ? 1 : 0
  return place < first || place >= count ? 0 : share * (count / (count - first))
}
