// What the person likes, as of now: the instant and the long-term profile, with 'more' and 'less' in place of what was learned.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const interestHydrator: Hydrator<FeedQuery> = {
  name: 'interest-hydrator',
  hydrate(query) {
    const person = query.world.learner.person(query.accountId)
    for (const { feature, affinity } of person?.instant.entries(query.atMs, 0.02) ?? [])
      query.instant.set(feature, affinity)
    for (const { feature, affinity } of person?.long.entries(query.atMs, 0.02) ?? [])
      query.long.set(feature, affinity)
    for (const [feature, { level }] of Object.entries(query.settings.levels)) {
      query.long.set(feature, level === 'more' ? PARAMS.statedAffinity : -PARAMS.statedAffinity)
      if (level === 'less') query.instant.set(feature, -PARAMS.statedAffinity)
    }
  },
}
