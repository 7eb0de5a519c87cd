// What nobody has met yet and yet fits: the contents nearest to what this person lately enjoyed, by what they say about themselves. Half
// and more of them are contents hardly anybody has been shown, which no other source can tell for whom they are.
import type { Source } from '#engine'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const { unmet, others } = PARAMS.placer.proposed

export const towersSource: Source<FeedQuery, Candidate> = {
  name: 'towers',
  enabled: (query) => query.pull !== null,
  find(query) {
    const { placed } = query.world.learner
    const near = [
      ...placed.nearest(query.pull!, unmet, { unmetOnly: true }),
      ...placed.nearest(query.pull!, others),
    ]
    const fitting = new Set(near.filter(({ match }) => match > 0).map(({ contentId }) => contentId))
    return propose(query, fitting, 'towers')
  },
}
