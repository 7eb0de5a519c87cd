// What may stand next to what, over all slates of a person: runs and diversity, caps by product, shop and author, and how many of so
// many places in a row may sell. Rules give way rather than leave a place empty, in a fixed order, and the place tells which did.
import { createDiversePicker, createWindowCaps, type WindowCap } from '#engine'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import type { PlacingRule } from '../domain/placing-rule.ts'
import { PARAMS } from '../params.ts'

/** What the rules read: a candidate, or what was served before this slate. */
export type Placed = Pick<Candidate, 'content' | 'product' | 'own'>
export type PlacingRules = ReturnType<typeof createPlacingRules>
export type Next = {
  best: Candidate
  /** Whether another could stand here as rightly as the best does. */
  allows(candidate: Candidate): boolean
}

const CAPS = ['product-cap', 'shop-cap', 'author-cap'] as const
/**
 * What gives way, the least missed first: a dial that an operator or a person set is kept while there is anything at all that keeps
 * it, even if it was met often; what breaks up a run or keeps one's own apart comes last.
 */
const LADDER: readonly (readonly PlacingRule[])[] = [
  [],
  CAPS,
  ['commerce-density'],
  [...CAPS, 'commerce-density'],
]

/** `capped: false` where an order was promised, as in 'following': only runs are broken up there. */
export function createPlacingRules(query: FeedQuery, capped: boolean) {
  const { atMs } = query
  const picker = pickerOf(query)
  const limits = capped ? limitsOf(query) : []
  const note = (placed: Placed, shownAtMs: number) =>
    limits.forEach(({ caps }) => caps.note(placed, shownAtMs))
  if (capped) for (const { placed, shownAtMs } of shownBefore(query)) note(placed, shownAtMs)

  /** Whether it keeps all limits but these. */
  const keeps = (candidate: Candidate, but: readonly PlacingRule[]): boolean =>
    limits.every(({ rule, caps }) => but.includes(rule) || caps.allows(candidate, atMs))

  const density = limits.find(({ rule }) => rule === 'commerce-density')
  /** Only goods are left, and there may be none here: then nobody need be asked one by one. */
  const mustSell = (ranked: readonly Candidate[]): boolean =>
    density !== undefined && ranked.every(isSelling) && !density.caps.allows(ranked[0]!, atMs)

  return {
    /** The best of `ranked` (best first, not empty) for the next place. */
    next(ranked: readonly Candidate[]): Next {
      // Where the person has been through all there is, caps would only choose among repetitions.
      const surely: PlacingRule[] = [
        ...(mustSell(ranked) ? (['commerce-density'] as const) : []),
        ...(ranked.some((c) => c.repeated) ? CAPS : []),
      ]
      for (const but of LADDER.filter((rules) => surely.every((rule) => rules.includes(rule)))) {
        const best = picker.best(ranked, scoreOf, (c) => keeps(c, but))
        if (best < 0) continue
        const broken = picker.breaks(ranked[best]!)
        return { best: ranked[best]!, allows: (c) => picker.breaks(c) <= broken && keeps(c, but) }
      }
      return { best: ranked[0]!, allows: () => true }
    },
    /** It stands here now; answers the rules that it broke. */
    place(candidate: Candidate): PlacingRule[] {
      const broken = limits.flatMap(({ rule, caps }) => (caps.allows(candidate, atMs) ? [] : [rule]))
      const run: PlacingRule[] = picker.breaks(candidate) === 0 ? [] : ['run']
      picker.note(candidate)
      note(candidate, atMs)
      return [...broken, ...run]
    },
  }
}

const scoreOf = (c: Candidate) => c.score
const shopOf = ({ content, product }: Placed) => product?.shopId ?? content.shopIds[0] ?? null

function limitsOf({ settings }: FeedQuery) {
  const { caps, commerceDensity, own } = PARAMS
  const often = (
    rule: PlacingRule,
    of: WindowCap<Placed>['of'],
    { anHour, aDay }: { anHour: number; aDay: number },
  ) => ({
    rule,
    caps: createWindowCaps<Placed>([
      { of, most: anHour, withinMs: HOUR_MS },
      { of, most: aDay, withinMs: DAY_MS },
    ]),
  })
  const dense = (
    rule: PlacingRule,
    is: (c: Placed) => boolean,
    dial: { most: number; withinPlaces: number },
  ) => ({
    rule,
    caps: createWindowCaps<Placed>([{ of: (c) => (is(c) ? rule : null), ...dial }]),
  })
  return [
    often('product-cap', (c) => c.product?.productId ?? null, caps.product),
    often('shop-cap', shopOf, caps.shop),
    often('author-cap', (c) => c.content.creatorId, caps.author),
    dense('commerce-density', isSelling, commerceDensity[settings.fewerGoods ? 'fewer' : 'usual']),
    dense('own-cap', (c) => c.own !== null, own.cap),
  ]
}

/** Carries goods. */
const isSelling = ({ content }: Placed): boolean => content.productIds.length > 0

/** Runs are counted across slates, so what was shown last stands in front. */
function pickerOf(query: FeedQuery) {
  const { author, shop, format, category, coldContents } = PARAMS.diversity
  const met = [...query.categoriesMet.values()].reduce((sum, n) => sum + n, 0)
  const cold = coldContents / (coldContents + met)
  const penalty = category.penalty + (category.coldPenalty - category.penalty) * cold
  const picker = createDiversePicker<Placed>([
    { of: (c) => c.content.creatorId, ...author },
    { of: shopOf, ...shop, givesWay: true },
    { of: (c) => c.content.kind, ...format, givesWay: true },
    { of: (c) => c.content.category, penalty, maxRun: category.maxRun, givesWay: true },
  ])
  const last = [...query.served.keys()].slice(-Math.max(author.maxRun, shop.maxRun, category.maxRun))
  for (const id of last) {
    const placed = placedOf(query, id)
    if (placed) picker.note(placed)
  }
  return picker
}

/**
 * What this person was shown in the last day, in order: what was answered, and what was seen of which the answer is forgotten (a
 * person's last answers are few, and not kept over a restart).
 */
function shownBefore(query: FeedQuery): { placed: Placed; shownAtMs: number }[] {
  const { served, seen, atMs } = query
  const shown = [...served]
  for (const [id, seenMs] of seen) if (!served.has(id) && atMs - seenMs < DAY_MS) shown.push([id, seenMs])
  return shown
    .sort(([, a], [, b]) => a - b)
    .flatMap(([id, shownAtMs]) => {
      const placed = placedOf(query, id)
      return placed ? [{ placed, shownAtMs }] : []
    })
}

function placedOf({ world, served, ownServed }: FeedQuery, contentId: string): Placed | null {
  const content = world.catalogue.content(contentId)
  if (!content) return null
  const own = ownServed.has(contentId) && ownServed.get(contentId) === served.get(contentId)
  return { content, product: content.product, own: own ? 'viewed' : null }
}
