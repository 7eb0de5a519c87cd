// How well a content fits what the person likes: the weights of its features in the profile, over the length of its feature
// vector. Negative interest counts as much as positive. Linear up to a bound, not squashed: what fits the taste in every
// feature must stay ahead of what shares a tag or two with it.
import type { Scorer } from '#engine'
import type { Content } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const MAX_FIT = 2

export function fit(profile: ReadonlyMap<string, number>, content: Content, scale: number): number {
  let sum = 0
  for (const { key, weight } of content.features) sum += weight * (profile.get(key) ?? 0)
  return Math.max(-MAX_FIT, Math.min(MAX_FIT, sum / content.norm / scale))
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
