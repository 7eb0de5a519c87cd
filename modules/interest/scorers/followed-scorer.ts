// A creator the person chose to follow.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const followedScorer: Scorer<FeedQuery, Candidate> = {
  name: 'followed',
  weight: PARAMS.weights.followed,
  isForecast: true,
  enabled: (query) => query.followed.size > 0,
  score: (query, { content }) => (query.followed.has(content.creatorId) ? 1 : 0),
}
