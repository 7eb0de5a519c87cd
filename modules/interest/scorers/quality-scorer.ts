// How well it holds those who meet it: finish, like and click rates, smoothed.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const qualityScorer: Scorer<FeedQuery, Candidate> = {
  name: 'quality',
  weight: PARAMS.weights.quality,
  isForecast: true,
  score: ({ world, atMs }, { content }) => world.learner.stats.quality(content.contentId, atMs),
}
