// What the person likes, as of now: the instant and the long-term profile, with 'more' and 'less' added on top.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const interestHydrator: Hydrator<FeedQuery> = {
  name: 'interest-hydrator',
  hydrate(query) {
    const person = query.world.learner.person(query.accountId)
    for (const { feature, weight } of person?.instant.entries(query.atMs, 0.02) ?? []) query.instant.set(feature, weight)
    for (const { feature, weight } of person?.long.entries(query.atMs, 0.02) ?? []) query.long.set(feature, weight)
    for (const [feature, { level }] of Object.entries(query.settings.levels)) {
      const learned = query.long.get(feature) ?? 0
      const more = level === 'more'
      query.long.set(feature, more ? Math.max(0, learned) + PARAMS.statedStrength : Math.min(0, learned) - PARAMS.statedStrength)
      if (!more) query.instant.delete(feature)
    }
  },
}
