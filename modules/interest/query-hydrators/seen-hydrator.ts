// What the person has already been shown or has bought. Read on every path: it keeps out repeats, it ranks nothing.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'

export const seenHydrator: Hydrator<FeedQuery> = {
  name: 'seen-hydrator',
  hydrate(query) {
    const person = query.world.learner.person(query.accountId)
    if (!person) return
    query.seen = person.seen
    query.served = person.served
    query.ownServed = person.ownServed
    query.bought = person.bought
  },
}
