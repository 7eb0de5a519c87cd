// How much likelier this person takes to it than anybody would, by what it says about itself: of a content nobody has met, all there is
// to go by beside its tags. The more have met it, the more is known by their outcomes, and the less this counts.
import { squash, type Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const { matchScale, halfAtImpressions } = PARAMS.placer

export const towersScorer: Scorer<FeedQuery, Candidate> = {
  name: 'towers',
  weight: PARAMS.weights.towers,
  isForecast: true,
  enabled: (query) => query.pull !== null,
  score: (query, { content }) => towersMatch(query, content.contentId),
}

/** -1..1; 0 where nothing is known of the person or the content. */
export function towersMatch({ world, pull, atMs }: FeedQuery, contentId: string): number {
  if (!pull) return 0
  const { placer, placed, stats } = world.learner
  const met = stats.read(contentId, 'impressions', atMs)
  return (
    (placer.trust() * squash(placed.matchOf(pull, contentId), matchScale)) / (1 + met / halfAtImpressions)
  )
}
