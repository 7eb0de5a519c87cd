// Rooms on air, those with most people first. How well one fits is the scorers' matter; here it only must not be forgotten,
// because a room is new every night and nobody has met it.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const liveRoomsSource: Source<FeedQuery, Candidate> = {
  name: 'live-rooms',
  enabled: (query) => query.rooms.size > 0,
  find(query) {
    const fullest = [...query.rooms].sort(([a, x], [b, y]) => y.viewers - x.viewers || (a < b ? -1 : 1))
    return propose(
      query,
      fullest.slice(0, PARAMS.rooms.most).map(([contentId]) => contentId),
      'live-rooms',
    )
  },
}
