// What is hot at each half-life, the same for everybody.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'

export const trendHydrator: Hydrator<FeedQuery> = {
  name: 'trend-hydrator',
  hydrate(query) {
    query.trends = query.world.shelf.trends(query.atMs)
  },
}
