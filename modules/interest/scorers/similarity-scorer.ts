// How likely it comes next after what was just enjoyed, as far as that is due to this person.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const similarityScorer: Scorer<FeedQuery, Candidate> = {
  name: 'similarity',
  weight: PARAMS.weights.similarity,
  isForecast: true,
  score: (_query, { similarity }) => similarity,
}
