// One's own: what was put in the cart and not bought, looked at closely, or is due to be bought again. People come back to these more
// than to anything new, which is why they have a source of their own and a cap: they must neither be lost among what was seen nor
// pass for discovery. What was cleared, forgotten or done while nothing may be learned is no reason.
import type { Source } from '#engine'
import type { Content } from '../catalogue/entries.ts'
import type { OwnReason } from '../domain/placing-rule.ts'
import { mayLearn, mayLearnFeature } from '../domain/settings.ts'
import { propose, type Candidate, type FeedQuery } from '../feed-query.ts'
import type { Person } from '../learner/person.ts'
import { PARAMS } from '../params.ts'

const { most, restMs, cartedForMs, viewed: closely, again: regularly } = PARAMS.own
type Own = { content: Content; why: OwnReason }

export const ownSource: Source<FeedQuery, Candidate> = {
  name: 'own',
  find(query) {
    const person = query.world.learner.person(query.accountId)
    if (!person) return []
    const found = new Map<string, Own>()
    for (const own of [...due(query, person), ...carted(query, person), ...viewed(query, person)]) {
      const { productId } = own.content.product!
      if (!found.has(productId)) found.set(productId, own)
    }
    return [...found.values()]
      .filter(({ content }) => hasRested(query, content))
      .slice(0, most)
      .flatMap(({ content, why }) => {
        const [candidate] = propose(query, [content.contentId], 'own')
        if (candidate) candidate.own = why
        return candidate ? [candidate] : []
      })
  },
}

/** Put in the cart and not bought since, newest first. */
function carted(query: FeedQuery, { carted: times }: Person): Own[] {
  return [...times].reverse().flatMap(([productId, atMs]) => {
    const bought = query.bought.get(productId) ?? -Infinity
    if (query.atMs - atMs > cartedForMs || bought >= atMs) return []
    return ownOf(query, contentOf(query, productId), 'carted', [atMs])
  })
}

/** Bought before at an interval, and about that long ago. */
function due(query: FeedQuery, { purchases }: Person): Own[] {
  return [...purchases].flatMap(([productId, times]) => {
    const usualMs = usualGapMs(times)
    if (usualMs === null) return []
    const share = (query.atMs - times.at(-1)!) / usualMs
    if (share < regularly.fromShare || share > regularly.toShare) return []
    return ownOf(query, contentOf(query, productId), 'again', times)
  })
}

/** Mean time between purchases, those of one errand taken as one; null when there was one only. */
function usualGapMs(times: readonly number[]): number | null {
  const errands = times.filter((atMs, i) => i === 0 || atMs - times[i - 1]! >= regularly.leastGapMs)
  return errands.length < 2 ? null : (errands.at(-1)! - errands[0]!) / (errands.length - 1)
}

/** Watched to the end and more, lately, newest first; its goods not bought since. */
function viewed(query: FeedQuery, { ring }: Person): Own[] {
  const met = new Map<string, { strength: number; lastMs: number }>()
  for (const { contentId, strength, atMs } of ring.newest()) {
    if (query.atMs - atMs > closely.forMs) break
    const known = met.get(contentId)
    if (known) known.strength += strength
    else met.set(contentId, { strength, lastMs: atMs })
  }
  return [...met].flatMap(([contentId, { strength, lastMs }]) => {
    const content = query.world.catalogue.content(contentId)
    const product = content?.product
    if (!content || !product || strength < closely.leastStrength) return []
    if ((query.bought.get(product.productId) ?? -Infinity) >= lastMs) return []
    return ownOf(query, content, 'viewed', [lastMs])
  })
}

/** What shows the product: unseen rather than seen, then the better one, then the newer. */
function contentOf({ world, seen, atMs }: FeedQuery, productId: string): Content | undefined {
  const { catalogue, learner } = world
  const isSeen = (c: Content) => Number(seen.has(c.contentId))
  const quality = (c: Content) => learner.stats.quality(c.contentId, atMs)
  return [...catalogue.showing(productId)]
    .flatMap((id) => catalogue.content(id) ?? [])
    .filter((c) => c.product?.productId === productId)
    .sort(
      (a, b) =>
        isSeen(a) - isSeen(b) || quality(b) - quality(a) || (b.publishedAtMs ?? 0) - (a.publishedAtMs ?? 0),
    )[0]
}

/** If all of what it rests on may be learned from. */
function ownOf(
  { settings }: FeedQuery,
  content: Content | undefined,
  why: OwnReason,
  times: readonly number[],
): Own[] {
  const mayTell = (atMs: number) =>
    mayLearn(settings, atMs) && content!.features.every(({ key }) => mayLearnFeature(settings, key, atMs))
  return content && times.every(mayTell) ? [{ content, why }] : []
}

/** Neither met nor served for a while, so that nobody is followed by it. */
function hasRested({ seen, served, atMs }: FeedQuery, { contentId }: Content): boolean {
  return atMs - Math.max(seen.get(contentId) ?? -Infinity, served.get(contentId) ?? -Infinity) >= restMs
}
