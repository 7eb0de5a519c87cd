// Content that is young or that hardly anyone has been shown: the pool from which exploration draws.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'

export const freshSource: Source<FeedQuery, Candidate> = {
  name: 'fresh',
  find(query) {
    const fresh = propose(query, query.world.shelf.fresh(query.atMs), 'fresh')
    fresh.forEach((c, place) => (c.freshPlace = place))
    return fresh
  },
}
