// How well a content fits what the person likes: in the mood of the moment, and over weeks.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const instantInterestScorer: Scorer<FeedQuery, Candidate> = {
  name: 'instant-interest',
  weight: PARAMS.weights.instantInterest,
  isForecast: true,
  score: (_query, { fit }) => fit.instant,
}

export const longTermInterestScorer: Scorer<FeedQuery, Candidate> = {
  name: 'long-term-interest',
  weight: PARAMS.weights.longTermInterest,
  isForecast: true,
  score: (_query, { fit }) => fit.long,
}
