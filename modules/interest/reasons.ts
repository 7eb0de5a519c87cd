// Why an item is here: only what really moved it. A feature counts by its own share of the interest score; the codes about
// everybody (trending, popular) are told only when nothing about the person weighs more.
import type { Candidate, FeedQuery, Reason } from './feed-query.ts'
import { kindOf } from './domain/feature.ts'

/** Below this an influence is not worth a sentence. */
const MIN_WEIGHT = 0.08
const MAX_REASONS = 6

export function reasonsOf(query: FeedQuery, c: Candidate): Reason[] {
  const reasons: Reason[] = [
    ...byFeature(query, c, query.instant, c.scores['instant-interest'], 'recent'),
    ...byFeature(query, c, query.taste, c.scores.taste, 'recent'),
    ...byFeature(query, c, query.long, c.scores['long-term-interest'], 'longTerm'),
    { code: 'similar', tag: null, weight: c.scores.similarity ?? 0 },
    { code: 'recent', tag: null, weight: c.scores.towers ?? 0 },
    { code: 'onAir', tag: null, weight: c.scores.room ?? 0 },
    { code: 'followed', tag: null, weight: c.scores.followed ?? 0 },
    { code: 'trending', tag: null, weight: c.sources.includes('trend') ? (c.scores.trend ?? 0) : 0 },
    {
      code: 'fresh',
      tag: null,
      weight: c.explored ? 1 : (c.scores.freshness ?? 0) * 0.5 + c.promised - c.promisedAsTail,
    },
    { code: 'niche', tag: null, weight: c.promisedAsTail },
    ...(c.own ? [{ code: c.own, tag: null, weight: c.scores.own ?? 0 }] : []),
    {
      code: 'discover',
      tag: `category:${c.content.category}`,
      weight: query.categoriesMet.has(c.content.category) ? 0 : (c.scores.coverage ?? 0) / 2,
    },
  ]
  const told = merged(reasons)
    .filter((r) => r.weight >= MIN_WEIGHT)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_REASONS)
  const total = told.reduce((sum, r) => sum + r.weight, 0)
  if (total === 0) return [{ code: 'popular', tag: null, weight: 1 }]
  return told.map((r) => ({ ...r, weight: round(r.weight / total) }))
}

/** Shares an interest score out over the features that made it; creators are told by 'followed', not here. */
function byFeature(
  query: FeedQuery,
  c: Candidate,
  profile: ReadonlyMap<string, number>,
  score: number | undefined,
  code: 'recent' | 'longTerm',
): Reason[] {
  if (score === undefined || score <= 0) return []
  const parts = c.content.features.flatMap(({ key, weight }) => {
    const part = weight * (profile.get(key) ?? 0)
    return part > 0 && kindOf(key) !== 'creator' ? [{ key, part }] : []
  })
  const total = parts.reduce((sum, p) => sum + p.part, 0)
  return parts.map(({ key, part }) => ({
    code: query.settings.levels[key]?.level === 'more' ? 'stated' : code,
    tag: key,
    weight: (score * part) / total,
  }))
}

/** One sentence a feature: the instant and the long-term share of the same tag are told together, by the larger. */
function merged(reasons: readonly Reason[]): Reason[] {
  const byTag = new Map<string, Reason>()
  for (const r of reasons) {
    const key = r.tag ?? r.code
    const other = byTag.get(key)
    if (!other) byTag.set(key, { ...r })
    else byTag.set(key, { ...(r.weight > other.weight ? r : other), weight: r.weight + other.weight })
  }
  return [...byTag.values()]
}

const round = (x: number) => Math.round(x * 1000) / 1000
