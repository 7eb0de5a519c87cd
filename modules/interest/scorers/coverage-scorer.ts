// Curiosity about the person: a category not met yet may be the one. It fades as each category is met, and as more is known to
// please.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const coverageScorer: Scorer<FeedQuery, Candidate> = {
  name: 'coverage',
  weight: PARAMS.weights.coverage,
  score: ({ categoriesMet, curiosity }, { content }) =>
    curiosity / (1 + (categoriesMet.get(content.category) ?? 0)) ** 2,
}
