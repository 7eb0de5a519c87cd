// The best contents of the features the person likes most: once for the mood of the moment, once for the taste of weeks.
import { firstBy, type Source } from '#engine'
import type { Feature } from '../domain/feature.ts'
import { proposeOne, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const weightOf = ([, weight]: readonly [string, number]): number => weight

const interestSource = (
  name: string,
  read: (query: FeedQuery) => ReadonlyMap<string, number>,
): Source<FeedQuery, Candidate> => ({
  name,
  enabled: (query) => read(query).size > 0,
  find(query) {
    const found: Candidate[] = []
    for (const [key, weight] of firstBy([...read(query)], PARAMS.sources.featuresUsed, weightOf)) {
      if (weight <= 0) break
      for (const id of query.world.shelf.bestOf(key as Feature, query.atMs)) {
        if (query.proposed.get(id)?.sources.at(-1) === name) continue // by a feature liked more
        const candidate = proposeOne(query, id, name)
        if (candidate) found.push(candidate)
      }
    }
    return found
  },
})

export const instantInterestSource = interestSource('instant-interest', (query) => query.instant)
export const longTermInterestSource = interestSource('long-term-interest', (query) => query.long)
