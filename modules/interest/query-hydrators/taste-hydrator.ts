// Which features explain what the person lately took to and passed by; what was forgotten, or is stated otherwise, explains nothing.
import { ridgeProfile, type Hydrator, type Judged } from '#engine'
import type { Content } from '../catalogue/entries.ts'
import { mayLearn, mayLearnFeature, type Settings } from '../domain/settings.ts'
import type { FeedQuery } from '../feed-query.ts'
import type { Person, PersonEvent } from '../learner/person.ts'
import { PARAMS } from '../params.ts'

const { contents, least, most } = PARAMS.taste
const clipped = (strength: number): number => Math.max(least, Math.min(most, strength))

export const tasteHydrator: Hydrator<FeedQuery> = {
  name: 'taste-hydrator',
  hydrate(query) {
    const person = query.world.learner.person(query.accountId)
    if (person) query.taste = ridgeProfile(judgedBy(person, query), PARAMS.taste)
  },
}

/** The last contents met, each judged once by all that was done to it. */
function judgedBy(person: Person, { world, settings }: FeedQuery): Judged[] {
  const judged = new Map<string, Judged>()
  for (const event of person.ring.newest()) {
    if (!mayLearn(settings, event.atMs)) continue
    const known = judged.get(event.contentId)
    if (known) known.strength = clipped(known.strength + event.strength)
    else if (judged.size < contents) {
      const content = world.catalogue.content(event.contentId)
      if (content) judged.set(event.contentId, judgement(content, event, settings))
    }
  }
  return [...judged.values()]
}

const judgement = (
  { features, norm }: Content,
  { strength, atMs }: PersonEvent,
  settings: Settings,
): Judged => ({
  features: isPlain(settings)
    ? features
    : features.filter(({ key }) => !(key in settings.levels) && mayLearnFeature(settings, key, atMs)),
  norm,
  strength: clipped(strength),
})

/** Nothing was stated and nothing forgotten, as with nearly everybody. */
function isPlain({ levels, forgotten }: Settings): boolean {
  for (const _ in levels) return false
  for (const _ in forgotten) return false
  return true
}
