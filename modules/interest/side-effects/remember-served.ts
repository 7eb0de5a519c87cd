// What is answered now must not be answered again by the very next request, before any impression has come back.
import type { SideEffect } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const rememberServed: SideEffect<FeedQuery, Candidate> = {
  name: 'remember-served',
  run(query, selected) {
    const items = selected.slice(0, query.count)
    query.world.learner.noteServed(
      query.accountId,
      items.map((c) => ({ contentId: c.content.contentId, own: c.own !== null })),
      query.atMs,
    )
  },
}
