// How well it fits what explains the last things this person met. Bounded, so that one love does not outvote everything else.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const tasteScorer: Scorer<FeedQuery, Candidate> = {
  name: 'taste',
  weight: PARAMS.weights.taste,
  isForecast: true,
  score: (_query, { fit }) => fit.taste,
}
