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
    const publishedMs = (id: string) => catalogue.content(id)?.publishedAtMs ?? 0
    const newest = [...query.followed]
      .slice(0, followedCreators)
      .flatMap((creatorId) =>
        [...catalogue.byCreator(creatorId)]
          .sort((a, b) => publishedMs(b) - publishedMs(a))
          .slice(0, perFollowed),
      )
    return propose(query, newest, 'followed')
  },
}
