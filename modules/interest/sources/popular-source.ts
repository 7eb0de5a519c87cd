// The best of every category: the ground everything stands on, so that no feed is ever empty.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'

export const popularSource: Source<FeedQuery, Candidate> = {
  name: 'popular',
  find: (query) => propose(query, query.world.shelf.popular(query.atMs), 'popular'),
}
