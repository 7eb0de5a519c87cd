// Where what the person lately enjoyed points to, in the space of the towers. What they had cleared or forgotten, or want less of, points
// nowhere.
import type { Hydrator } from '#engine'
import { mayLearn, mayLearnFeature, type Settings } from '../domain/settings.ts'
import type { Content } from '../catalogue/entries.ts'
import type { FeedQuery } from '../feed-query.ts'

export const pullHydrator: Hydrator<FeedQuery> = {
  name: 'pull-hydrator',
  hydrate(query) {
    const { catalogue, learner } = query.world
    learner.placed.step(query.atMs)
    const enjoyed = new Set<Content>()
    for (const { contentId, atMs } of query.recent) {
      const content = catalogue.content(contentId)
      if (content && counts(query.settings, content, atMs)) enjoyed.add(content)
    }
    query.pull = learner.placer.pullOf([...enjoyed])
  },
}

const counts = (settings: Settings, { features }: Content, atMs: number): boolean =>
  mayLearn(settings, atMs) &&
  features.every(({ key }) => mayLearnFeature(settings, key, atMs) && settings.levels[key]?.level !== 'less')
