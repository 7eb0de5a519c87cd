// One's own: a cart and a usual purchase say more than a long look.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const ownScorer: Scorer<FeedQuery, Candidate> = {
  name: 'own',
  weight: PARAMS.weights.own,
  score: (_query, { own }) => (own === null ? 0 : PARAMS.own.worth[own]),
}
