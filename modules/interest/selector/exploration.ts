// A fixed share of places goes to little-known content, drawn by posterior sampling, so that the new and the niche are met by
// somebody and the system keeps learning. Both the places and the draws are told with their exact chance, given what stands before
// them: that is what makes a logged slate evaluable offline.
import { chancesToBeBest } from '#engine'
import { isSellable } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'
import { fit } from '../scorers/interest-scorers.ts'

/** What may be explored; `chances` sum to 1. */
export type Pool = { candidates: readonly Candidate[]; chances: readonly number[] }
export const NO_POOL: Pool = { candidates: [], chances: [] }

/** The first of what is fresh, with the chance that each is the best of them. */
export function explorationPool(query: FeedQuery, candidates: readonly Candidate[]): Pool {
  const { stats } = query.world.learner
  const { poolSize, draws, affinity } = PARAMS.exploration
  const place = new Map(query.world.shelf.fresh(query.atMs).map((id, k) => [id, k]))
  const placeOf = (c: Candidate) => place.get(c.content.contentId) ?? Infinity
  const isOpen = (c: Candidate) =>
    c.sources.includes('fresh') &&
    !c.repeated &&
    c.own === null &&
    (c.product === null || isSellable(c.product))
  const little = candidates
    .filter(isOpen)
    .sort((a, b) => placeOf(a) - placeOf(b))
    .slice(0, poolSize)
  if (little.length === 0) return NO_POOL
  const { rate, trials } = PARAMS.priors.finish
  const arms = little.map((c) => {
    const finishes = stats.read(c.content.contentId, 'finishes', query.atMs)
    const watches = stats.read(c.content.contentId, 'watches', query.atMs)
    return {
      successes: rate * trials + finishes,
      failures: (1 - rate) * trials + Math.max(0, watches - finishes),
      worth: 1 + affinity * fit(query.instant, c.content, PARAMS.interestScale.instant),
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
  const open = pool.candidates
    .map((c, i) => ({ c, chance: pool.chances[i]! }))
    .filter(({ c }) => !taken.has(c) && allows(c))
  const total = open.reduce((sum, o) => sum + o.chance, 0)
  return { candidates: open.map((o) => o.c), chances: open.map((o) => o.chance / total) }
}

export type Schedule = ReturnType<typeof createSchedule>

/**
 * Which of `count` places explore: `share` of them, rounded up or down by chance, each free place as likely as another. Never the
 * first of several: that one makes or loses the session. Drawn place by place, so that the chance of each is known given those before.
 */
export function createSchedule(count: number, share: number) {
  const first = count > 1 ? 1 : 0
  const least = Math.floor(share * count)
  /** How likely it is, given the places so far, that the slate explores `least` of them, or one more. */
  let likely = [1 - ((share * count) % 1), (share * count) % 1]
  let done = 0
  const chanceIf = (slots: number, place: number) =>
    Math.max(0, Math.min(1, (slots - done) / (count - place)))
  const chanceAt = (place: number): number =>
    place < first || place >= count
      ? 0
      : likely.reduce((sum, weight, more) => sum + weight * chanceIf(least + more, place), 0)
  return {
    chanceAt,
    /** Drawn at this place, with that outcome; a place without anything to explore is not drawn. */
    drawn(place: number, explored: boolean): void {
      const after = likely.map((weight, more) => {
        const chance = chanceIf(least + more, place)
        return weight * (explored ? chance : 1 - chance)
      })
      const total = after.reduce((sum, weight) => sum + weight, 0)
      if (total > 0) likely = after.map((weight) => weight / total)
      if (explored) done++
    },
  }
}
