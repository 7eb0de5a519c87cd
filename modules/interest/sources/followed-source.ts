// The newest of the creators the person follows.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const followedSource: Source<FeedQuery, Candidate> = {
  name: 'followed',
  enabled: (query) => query.followed.size > 0,
  find(query) {
    const { catalogue } = query.world
    const { followedCreators, perFollowed } = PARAMS.sources
    return [...query.followed].slice(0, followedCreators).flatMap((creatorId) => {
      const newest = propose(query, catalogue.byCreator(creatorId), 'followed').sort(
        (a, b) => (b.content.publishedAtMs ?? 0) - (a.content.publishedAtMs ?? 0),
      )
      return newest.slice(0, perFollowed)
    })
  },
}
