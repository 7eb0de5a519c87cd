// Something seen before stands behind everything that was not.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const repetitionScorer: Scorer<FeedQuery, Candidate> = {
  name: 'repetition',
  weight: PARAMS.weights.repetition,
  score: (_query, { repeated }) => (repeated ? -1 : 0),
}
