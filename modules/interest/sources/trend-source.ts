// What everybody enjoys right now: decayed trends at three half-lives, over all and in each category.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const trendSource: Source<FeedQuery, Candidate> = {
  name: 'trend',
  find(query) {
    const ids = new Set(PARAMS.trend.halfLivesMs.flatMap((_, speed) => query.world.shelf.trending(speed, query.atMs).ids))
    return propose(query, ids, 'trend')
  },
}
