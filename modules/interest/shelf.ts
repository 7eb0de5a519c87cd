// Lists that are the same for everybody, remembered for a moment: what is trending at each half-life, what comes with what,
// the best of a feature, what is new, what is popular. Why remembered: a hundred slates a second ask for them, and they move in seconds.
import type { Neighbour } from '#engine'
import { PARAMS } from './params.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { isAllowed, type Content } from './catalogue/entries.ts'
import type { Feature } from './domain/feature.ts'
import type { Learner } from './learner/learner.ts'

export type Trend = { ids: string[]; /** Largest value, to compare others with. */ top: number }
export type Shelf = ReturnType<typeof createShelf>

export function createShelf(catalogue: Catalogue, learner: Learner) {
  const stamp = { version: -1, moment: -1 }
  const memo = new Map<string, unknown>()

  /** Forgets everything when the catalogue changed or the moment has passed. */
  function remembered<T>(key: string, atMs: number, make: () => T): T {
    const moment = Math.floor(atMs / PARAMS.trend.memoMs)
    if (catalogue.version !== stamp.version || moment !== stamp.moment) {
      memo.clear()
      stamp.version = catalogue.version
      stamp.moment = moment
    }
    const known = memo.get(key) as T | undefined
    if (known !== undefined) return known
    const made = make()
    memo.set(key, made)
    return made
  }

  const byQuality = (contents: Content[], atMs: number) =>
    contents
      .map((content) => ({ content, quality: learner.stats.quality(content.contentId, atMs) }))
      .sort((a, b) => b.quality - a.quality || (a.content.contentId < b.content.contentId ? -1 : 1))
      .map((c) => c.content.contentId)

  const shelf = {
    /** Trending at each half-life: the hottest of all, and the hottest of each category. */
    trends: (atMs: number): readonly Trend[] =>
      remembered('trends', atMs, () =>
        PARAMS.trend.halfLivesMs.map((_, speed) => {
          const hot = learner.trends.top(atMs, speed, PARAMS.trend.maxContents)
          const ids = new Set(hot.slice(0, PARAMS.sources.trendPerHalfLife).map((h) => h.key))
          const perCategory = new Map<string, number>()
          for (const { key } of hot) {
            const category = catalogue.content(key)?.category
            const count = category === undefined ? Infinity : (perCategory.get(category) ?? 0)
            if (count >= PARAMS.sources.trendPerCategory) continue
            perCategory.set(category!, count + 1)
            ids.add(key)
          }
          return { ids: [...ids], top: hot[0]?.value ?? 0 }
        }),
      ),

    /** What the graph says comes with a content. */
    neighbours: (contentId: string, atMs: number): readonly Neighbour[] =>
      remembered(`near:${contentId}`, atMs, () =>
        learner.graph.neighbours(contentId, atMs, PARAMS.sources.neighboursPerEvent),
      ),

    /** The best contents with a feature. */
    bestOf: (feature: Feature, atMs: number): string[] =>
      remembered(`best:${feature}`, atMs, () => {
        const contents = [...catalogue.withFeature(feature)]
          .flatMap((id) => catalogue.content(id) ?? [])
          .filter(isAllowed)
        return byQuality(contents, atMs).slice(0, PARAMS.sources.perFeature)
      }),

    /** Young or little shown, least shown first. */
    fresh: (atMs: number): string[] =>
      remembered('fresh', atMs, () => {
        const { freshForMs, freshImpressions } = PARAMS.exploration
        const fresh: { id: string; impressions: number }[] = []
        for (const c of catalogue.allowed()) {
          const impressions = learner.stats.read(c.contentId, 'impressions', atMs)
          if (impressions < freshImpressions || atMs - (c.publishedAtMs ?? 0) < freshForMs)
            fresh.push({ id: c.contentId, impressions })
        }
        fresh.sort((a, b) => a.impressions - b.impressions || (a.id < b.id ? -1 : 1))
        return fresh.slice(0, PARAMS.sources.fresh).map((f) => f.id)
      }),

    /** The best of every category in turn: what can be shown to anyone at any time. */
    popular: (atMs: number): string[] =>
      remembered('popular', atMs, () => {
        const categories = new Map<string, string[]>()
        for (const id of byQuality([...catalogue.allowed()], atMs)) {
          const category = catalogue.content(id)!.category
          categories.set(category, [...(categories.get(category) ?? []), id])
        }
        const out: string[] = []
        const queues = [...categories.values()]
        for (
          let round = 0;
          out.length < PARAMS.sources.popular && queues.some((q) => q.length > round);
          round++
        ) {
          for (const queue of queues) if (queue[round] !== undefined) out.push(queue[round]!)
        }
        return out.slice(0, PARAMS.sources.popular)
      }),
  }
  return shelf
}
