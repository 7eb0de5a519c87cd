// New things get their moment: 1 at publication, half of it three days later.
import { decayed, type Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const freshnessScorer: Scorer<FeedQuery, Candidate> = {
  name: 'freshness',
  weight: PARAMS.weights.freshness,
  score: ({ atMs }, { content }) =>
    content.publishedAtMs === null ? 0 : decayed(1, atMs - content.publishedAtMs, PARAMS.freshHalfLifeMs),
}
