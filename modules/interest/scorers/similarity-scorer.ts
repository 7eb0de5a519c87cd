// Likeness to what was just enjoyed, from the graph.
import { squash, type Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const similarityScorer: Scorer<FeedQuery, Candidate> = {
  name: 'similarity',
  weight: PARAMS.weights.similarity,
  score: (_query, { similarity }) => squash(similarity, 0.5),
}
