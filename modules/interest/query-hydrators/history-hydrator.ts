// What the person just did: the last things enjoyed, and which categories have been met, or are about to be, at all.
import type { Hydrator } from '#engine'
import type { FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const historyHydrator: Hydrator<FeedQuery> = {
  name: 'history-hydrator',
  hydrate(query) {
    const { catalogue, learner } = query.world
    const person = learner.person(query.accountId)
    if (!person) return
    const met = new Set(person.served.keys())
    for (const event of person.ring.newest()) {
      if (event.strength > 0 && query.recent.length < PARAMS.sources.historyEvents) query.recent.push(event)
      met.add(event.contentId)
    }
    const enjoyed = new Set(query.recent.map((e) => e.contentId)).size
    query.curiosity = 1 / (1 + enjoyed / PARAMS.curiosityHalvesAfter)
    for (const id of met) {
      const category = catalogue.content(id)?.category
      if (category !== undefined)
        query.categoriesMet.set(category, (query.categoriesMet.get(category) ?? 0) + 1)
    }
  },
}
