// What the personal ranking foretold of the items it serves, so that model health can hold it against what comes of them. The other
// lists score on scales of their own: together they would say nothing.
import type { SideEffect } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const noteForetold: SideEffect<FeedQuery, Candidate> = {
  name: 'note-foretold',
  run(query, selected) {
    const items = selected.slice(0, query.count)
    query.world.learner.progress.served(
      query.accountId,
      items.map((c) => ({ contentId: c.content.contentId, score: c.score })),
    )
  },
}
