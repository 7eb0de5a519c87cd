// A filter from one yes-or-no question.
import type { Filter } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const filterBy = (
  name: string,
  keep: (query: FeedQuery, candidate: Candidate) => boolean,
): Filter<FeedQuery, Candidate> => ({
  name,
  split(query, candidates) {
    const kept: Candidate[] = []
    const removed: Candidate[] = []
    for (const c of candidates) (keep(query, c) ? kept : removed).push(c)
    return { kept, removed }
  },
})
