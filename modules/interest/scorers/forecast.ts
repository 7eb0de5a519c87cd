// What the first stage foretells: how likely this person is to enjoy this content. The scorers named here are forecasts; the others are
// intentions (meet every category, give the new their moment), which no outcome can prove wrong.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { followedScorer } from './followed-scorer.ts'
import { instantInterestScorer, longTermInterestScorer } from './interest-scorers.ts'
import { qualityScorer } from './quality-scorer.ts'
import { similarityScorer } from './similarity-scorer.ts'
import { tasteScorer } from './taste-scorer.ts'
import { towersScorer } from './towers-scorer.ts'
import { trendScorer } from './trend-scorer.ts'

export const FORECASTERS: readonly Scorer<FeedQuery, Candidate>[] = [
  instantInterestScorer,
  longTermInterestScorer,
  tasteScorer,
  similarityScorer,
  towersScorer,
  followedScorer,
  trendScorer,
  qualityScorer,
]

/** In units of score. */
export function forecastOf(query: FeedQuery, candidate: Candidate): number {
  let sum = 0
  for (const scorer of FORECASTERS)
    if (scorer.enabled?.(query) ?? true) sum += scorer.weight * scorer.score(query, candidate)
  return sum
}
