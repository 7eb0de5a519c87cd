// How hot it is next to the hottest, at each half-life; the root keeps one giant from flattening all others.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const trendScorer: Scorer<FeedQuery, Candidate> = {
  name: 'trend',
  weight: PARAMS.weights.trend,
  score({ world, atMs }, { content }) {
    return PARAMS.trend.weights.reduce((sum, weight, speed) => {
      const { top } = world.shelf.trending(speed, atMs)
      return top <= 0 ? sum : sum + weight * Math.sqrt(Math.min(1, world.learner.trends.read(content.contentId, atMs, speed) / top))
    }, 0)
  },
}
