// The best of what sells nothing: without it the density of goods could not be kept for long, because what is watched to be bought
// fills every other list.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'

export const noGoodsSource: Source<FeedQuery, Candidate> = {
  name: 'no-goods',
  find: (query) => propose(query, query.world.shelf.withoutGoods(query.atMs), 'no-goods'),
}
