// What is answered now must not be answered again by the very next request, before any impression has come back.
import type { SideEffect } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const rememberServed: SideEffect<FeedQuery, Candidate> = {
  name: 'remember-served',
  run(query, selected) {
    const ids = selected.slice(0, query.count).map((c) => c.content.contentId)
    query.world.learner.noteServed(query.accountId, ids, query.atMs)
  },
}
