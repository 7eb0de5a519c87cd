// Lists that are the same for everybody, remembered for a moment: what is trending at each half-life,
// the best of a feature, what is new, what is popular. Why remembered: a hundred slates a second ask for them, and they move in seconds.
import { tailEdge } from '#engine'
import { PARAMS } from './params.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { isAllowed, type Content } from './catalogue/entries.ts'
import type { Feature } from './domain/feature.ts'
import type { Learner } from './learner/learner.ts'

const MAX_REMEMBERED = 20_000
const { trendsMs, listsMs, tailMs } = PARAMS.remember

export type Trends = {
  /** The hottest of all, and of each category, at each half-life. */
  ids: readonly string[]
  /** 0..1 next to the hottest, over all half-lives; the root keeps one giant from flattening the others. */
  heat: ReadonlyMap<string, number>
}
export type Shelf = ReturnType<typeof createShelf>

export function createShelf(catalogue: Catalogue, learner: Learner) {
  let version = -1
  const memo = new Map<string, { atMs: number; value: unknown }>()

  /** What was made less than `forMs` ago from the same catalogue, or else made now. */
  function remembered<T>(key: string, atMs: number, forMs: number, make: () => T): T {
    if (catalogue.version !== version || memo.size > MAX_REMEMBERED) {
      memo.clear()
      version = catalogue.version
    }
    const known = memo.get(key)
    if (known && atMs >= known.atMs && atMs - known.atMs < forMs) return known.value as T
    const value = make()
    memo.set(key, { atMs, value })
    return value
  }

  const byQuality = (contents: Content[], atMs: number) =>
    contents
      .map((content) => ({ content, quality: learner.stats.quality(content.contentId, atMs) }))
      .sort((a, b) => b.quality - a.quality || (a.content.contentId < b.content.contentId ? -1 : 1))
      .map((c) => c.content.contentId)

  /** From hottest to coldest in; the first of all and the first of each category out. */
  function hottest(ids: readonly string[]): Set<string> {
    const { trendPerHalfLife, trendPerCategory } = PARAMS.sources
    const out = new Set(ids.slice(0, trendPerHalfLife))
    const perCategory = new Map<string, number>()
    for (const id of ids) {
      const category = catalogue.content(id)?.category
      if (category === undefined) continue
      const count = perCategory.get(category) ?? 0
      if (count >= trendPerCategory) continue
      perCategory.set(category, count + 1)
      out.add(id)
    }
    return out
  }

  /** The best of each category, then the second of each, and so on. */
  function inTurn(contents: Content[], atMs: number): string[] {
    const categories = Map.groupBy(byQuality(contents, atMs), (id) => catalogue.content(id)!.category)
    const queues = [...categories.values()]
    const longest = Math.max(0, ...queues.map((queue) => queue.length))
    return Array.from({ length: longest }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat()
  }

  return {
    /** What is hot, at all half-lives. */
    trends: (atMs: number): Trends =>
      remembered('trends', atMs, trendsMs, () => {
        const ids = new Set<string>()
        const heat = new Map<string, number>()
        PARAMS.trend.weights.forEach((weight, speed) => {
          const hot = learner.trends.top(atMs, speed, PARAMS.trend.maxContents)
          for (const { key, value } of hot) {
            heat.set(key, (heat.get(key) ?? 0) + weight * Math.sqrt(value / hot[0]!.value))
          }
          for (const id of hottest(hot.map((h) => h.key))) ids.add(id)
        })
        return { ids: [...ids], heat }
      }),

    /** The best contents with a feature. */
    bestOf: (feature: Feature, atMs: number): string[] =>
      remembered(`best:${feature}`, atMs, listsMs, () => {
        const contents = [...catalogue.withFeature(feature)]
          .flatMap((id) => catalogue.content(id) ?? [])
          .filter(isAllowed)
        return byQuality(contents, atMs).slice(0, PARAMS.sources.perFeature)
      }),

    /** Young or little shown: first what is new and still owed its first showings, then the least shown. */
    fresh: (atMs: number): string[] =>
      remembered('fresh', atMs, listsMs, () => {
        const { freshForMs, freshImpressions, firstShowings } = PARAMS.exploration
        const { newItemForMs } = PARAMS.exposure.groups
        const fresh: { id: string; owed: boolean; impressions: number }[] = []
        for (const c of catalogue.allowed()) {
          const impressions = learner.stats.read(c.contentId, 'impressions', atMs)
          const ageMs = atMs - (c.publishedAtMs ?? 0)
          const owed = ageMs < newItemForMs && impressions < firstShowings
          if (impressions < freshImpressions || ageMs < freshForMs)
            fresh.push({ id: c.contentId, owed, impressions })
        }
        fresh.sort(
          (a, b) =>
            Number(b.owed) - Number(a.owed) || a.impressions - b.impressions || (a.id < b.id ? -1 : 1),
        )
        return fresh.slice(0, PARAMS.sources.fresh).map((f) => f.id)
      }),

    /** The best of every category in turn: what can be shown to anyone at any time. */
    popular: (atMs: number): string[] =>
      remembered('popular', atMs, listsMs, () =>
        inTurn([...catalogue.allowed()], atMs).slice(0, PARAMS.sources.popular),
      ),

    /** How often a content may have been shown in the last weeks and still be of the long tail. */
    tailEdge: (atMs: number): number =>
      remembered('tail-edge', atMs, tailMs, () =>
        tailEdge(
          Float64Array.from(catalogue.allowed(), (c) => learner.stats.read(c.contentId, 'impressions', atMs)),
        ),
      ),

    /** The same of what carries no goods. */
    withoutGoods: (atMs: number): string[] =>
      remembered('without-goods', atMs, listsMs, () =>
        inTurn(
          [...catalogue.allowed()].filter((c) => c.productIds.length === 0),
          atMs,
        ).slice(0, PARAMS.sources.withoutGoods),
      ),
  }
}
