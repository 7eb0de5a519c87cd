// How much likelier this person takes to it than anybody would, by what it says about itself: of a content nobody has met, all there is
// to go by beside its tags.
import { squash, type Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const towersScorer: Scorer<FeedQuery, Candidate> = {
  name: 'towers',
  weight: PARAMS.weights.towers,
  isForecast: true,
  enabled: (query) => query.pull !== null,
  score: (query, { content }) => towersMatch(query, content.contentId),
}

/** -1..1; 0 where nothing is known of the person or the content. */
export const towersMatch = ({ world, pull }: FeedQuery, contentId: string): number =>
  pull
    ? world.learner.placer.trust() *
      squash(world.learner.placed.matchOf(pull, contentId), PARAMS.placer.matchScale)
    : 0
