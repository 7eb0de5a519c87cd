// What others enjoyed next after the things this person just enjoyed: the online item–item graph, asked from the last events.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'

export const liveHistorySource: Source<FeedQuery, Candidate> = {
  name: 'live-history',
  enabled: (query) => query.recent.length > 0,
  find(query) {
    const likeness = new Map<string, number>()
    query.recent.forEach((event, age) => {
      const worth = Math.min(event.strength, 3) / (1 + age / 4)
      for (const { item, similarity } of query.world.shelf.neighbours(event.contentId, query.atMs)) {
        likeness.set(item, (likeness.get(item) ?? 0) + worth * similarity)
      }
    })
    const found = propose(query, likeness.keys(), 'live-history')
    for (const c of found) c.similarity = likeness.get(c.content.contentId)!
    return found
  },
}
