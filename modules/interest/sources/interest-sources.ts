// The best contents of the features the person likes most: once for the mood of the moment, once for the taste of weeks.
import type { Source } from '#engine'
import type { Feature } from '../domain/feature.ts'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const interestSource = (
  name: string,
  read: (query: FeedQuery) => ReadonlyMap<string, number>,
): Source<FeedQuery, Candidate> => ({
  name,
  enabled: (query) => read(query).size > 0,
  find(query) {
    const liked = [...read(query)]
      .filter(([, weight]) => weight > 0)
      .sort((a, b) => b[1] - a[1])
      .slice(0, PARAMS.sources.featuresUsed)
    const ids = new Set(liked.flatMap(([key]) => query.world.shelf.bestOf(key as Feature, query.atMs)))
    return propose(query, ids, name)
  },
})

export const instantInterestSource = interestSource('instant-interest', (query) => query.instant)
export const longTermInterestSource = interestSource('long-term-interest', (query) => query.long)
