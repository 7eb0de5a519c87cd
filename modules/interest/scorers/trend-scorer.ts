// How hot it is next to the hottest, over all half-lives.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const trendScorer: Scorer<FeedQuery, Candidate> = {
  name: 'trend',
  weight: PARAMS.weights.trend,
  isForecast: true,
  score: ({ heat }, { content }) => heat.get(content.contentId) ?? 0,
}
