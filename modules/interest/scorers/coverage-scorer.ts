// Curiosity about the person: a category not met yet may be the one. It fades as each category is met.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const coverageScorer: Scorer<FeedQuery, Candidate> = {
  name: 'coverage',
  weight: PARAMS.weights.coverage,
  score: (query, { content }) => 1 / (1 + (query.categoriesMet.get(content.category) ?? 0)),
}
