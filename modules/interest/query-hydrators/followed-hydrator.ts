// Whom the person follows.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'

export const followedHydrator: Hydrator<FeedQuery> = {
  name: 'followed-hydrator',
  hydrate(query) {
    query.followed = new Set(query.settings.followed)
  },
}
