// What everybody enjoys right now: decayed trends at three half-lives, over all and in each category.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'

export const trendSource: Source<FeedQuery, Candidate> = {
  name: 'trend',
  find(query) {
    const { ids, heat } = query.world.shelf.trends(query.atMs)
    query.heat = heat
    return propose(query, ids, 'trend')
  },
}
