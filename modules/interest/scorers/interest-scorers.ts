// How well a content fits what the person likes: the weights of its features in the profile, over the length of its feature
// vector, squashed. Negative interest counts as much as positive.
import { squash, type Scorer } from '#engine'
import type { Content } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export function fit(profile: ReadonlyMap<string, number>, content: Content, scale: number): number {
  let sum = 0
  for (const { key, weight } of content.features) sum += weight * (profile.get(key) ?? 0)
  return squash(sum / content.norm, scale)
}

export const instantInterestScorer: Scorer<FeedQuery, Candidate> = {
  name: 'instant-interest',
  weight: PARAMS.weights.instantInterest,
  score: (query, { content }) => fit(query.instant, content, PARAMS.interestScale.instant),
}

export const longTermInterestScorer: Scorer<FeedQuery, Candidate> = {
  name: 'long-term-interest',
  weight: PARAMS.weights.longTermInterest,
  score: (query, { content }) => fit(query.long, content, PARAMS.interestScale.long),
}
