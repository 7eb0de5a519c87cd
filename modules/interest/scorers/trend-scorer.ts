// How hot it is next to the hottest, at each half-life; the root keeps one giant from flattening all others.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const trendScorer: Scorer<FeedQuery, Candidate> = {
  name: 'trend',
  weight: PARAMS.weights.trend,
  score({ world, trends, atMs }, { content }) {
    return trends.reduce((sum, { top }, speed) => {
      if (top <= 0) return sum
      const value = world.learner.trends.read(content.contentId, atMs, speed)
      return sum + PARAMS.trend.weights[speed]! * Math.sqrt(Math.min(1, value / top))
    }, 0)
  },
}
