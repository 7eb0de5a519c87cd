// A catalogue and a viewer for tests and simulations: twelve categories evenly spread, tags of which some cross categories, and
// shoppers who watch what they like and swipe the rest away.
import { DAY_MS, manualClock } from '#kernel/clock'
import { createIds, type Id } from '#kernel/ids'
import { seededRandom, type Random } from '#kernel/random'
import { silentLogger } from '#platform/logger'
import { createCatalogue } from './catalogue/catalogue.ts'
import type { ContentFacts, ProductFacts } from './catalogue/entries.ts'
import type { Outcome, OutcomeKind } from './domain/outcome.ts'
import { createEngineHere, type EngineHost } from './learner/engine-host.ts'
import { createLearner } from './learner/learner.ts'
import { createSettingsStore } from './learner/settings-store.ts'
import {
  createNextSlate,
  PIPELINES,
  type DraftItem,
  type SlateDraft,
  type SlateRequest,
} from './service/next-slate.ts'
import { createStageTimings } from './service/stage-timings.ts'
import { createShelf } from './shelf.ts'

export const START = new Date('2026-11-01T04:00:00Z')

export const CATEGORIES = [
  'clothing',
  'beauty',
  'snacks',
  'fresh',
  'home',
  'kitchen',
  'baby',
  'pets',
  'outdoor',
  'digital',
  'books',
  'crafts',
]
/** Five tags of each category's own, and thirty that stand on anything. */
const tagsOf = (category: string) => [1, 2, 3, 4, 5].map((n) => `${category}-${n}`)
export const COMMON_TAGS = [
  'gift',
  'quiet',
  'travel',
  'office',
  'student',
  'summer',
  'self',
  'family',
  'compact',
  'handmade',
  'commute',
  'dorm',
  'camping',
  'bedtime',
  'teatime',
  'winter',
  'parents',
  'solo',
  'retro',
  'gentle',
  'hiking',
  'party',
  'morning',
  'newborn',
  'couple',
  'festival',
  'budget',
  'premium',
  'organic',
  'local',
]

export const idFor = <P extends 'cnt' | 'prd' | 'crt' | 'shp' | 'usr' | 'slt' | 'sig'>(
  prefix: P,
  n: number,
): Id<P> => `${prefix}_${String(n).padStart(26, '0')}` as Id<P>

export const aContent = (n: number, facts: Partial<ContentFacts> = {}): ContentFacts => ({
  contentId: idFor('cnt', n),
  creatorId: idFor('crt', n % 120),
  kind: 'video',
  tags: [],
  categoryId: CATEGORIES[n % 12]!,
  productIds: [],
  state: 'published',
  publishedAtMs: START.getTime() - 10 * DAY_MS,
  durationMs: 12_000,
  words: [],
  ...facts,
})

export const aProduct = (n: number, facts: Partial<ProductFacts> = {}): ProductFacts => ({
  productId: idFor('prd', n),
  shopId: idFor('shp', n % 60),
  categoryId: CATEGORIES[n % 12]!,
  tags: [],
  minPriceMinor: 9_900,
  onShelf: true,
  inStock: true,
  reviewState: 'passed',
  ...facts,
})

export type SimulatedFeed = ReturnType<typeof simulatedFeed>

/** The feed without a database: the real catalogue, learner and pipelines; the engine in this thread unless another is given. */
export function simulatedFeed(
  seed: number | string,
  pipelines = PIPELINES,
  engine: EngineHost = createEngineHere(),
) {
  const clock = manualClock(START)
  const random = seededRandom(seed)
  const ids = createIds(clock, random)
  const catalogue = createCatalogue()
  const settings = createSettingsStore()
  const learner = createLearner(catalogue, settings.of, engine)
  const timings = createStageTimings()
  const nextSlate = createNextSlate(
    { clock, ids, random, log: silentLogger },
    {
      catalogue,
      learner,
      shelf: createShelf(catalogue, learner),
      settingsOf: async (id) => settings.of(id),
      isReady: () => true,
      timings,
    },
    pipelines,
  )
  let seq = 0
  const outcome = (accountId: Id<'usr'>, kind: OutcomeKind, o: Partial<Outcome>): Outcome => ({
    seq: (seq += 1),
    xid: '1',
    kind,
    accountId,
    at: clock.now(),
    slateId: null,
    contentId: null,
    productId: null,
    dwellMs: null,
    durationMs: null,
    forecast: null,
    ...o,
  })
  const offer = (content: ContentFacts) =>
    catalogue.putContent({ id: content.contentId, facts: content, verdict: 'passed' })
  const stock = (product: ProductFacts) =>
    catalogue.putProduct({
      id: product.productId,
      facts: product,
      verdict: 'passed',
      rateBps: 1000,
      soldLines: 0,
      refundedLines: 0,
    })
  return { clock, random, catalogue, settings, learner, timings, nextSlate, outcome, offer, stock }
}

/** `count` contents over the twelve categories, each with one product, some tags of its category and some of all. */
export function fillCatalogue(feed: SimulatedFeed, count: number, random: Random): void {
  for (let n = 0; n < count; n++) {
    const categoryId = CATEGORIES[n % 12]!
    const own = tagsOf(categoryId)
    const tags = [
      own[random.int(5)]!,
      own[random.int(5)]!,
      COMMON_TAGS[random.int(30)]!,
      COMMON_TAGS[random.int(30)]!,
    ]
    feed.stock(aProduct(n, { categoryId, tags: tags.slice(0, 2) }))
    const publishedAtMs = START.getTime() - random.next() * 40 * DAY_MS
    feed.offer(
      aContent(n, {
        categoryId,
        tags: tags.slice(1),
        productIds: [idFor('prd', n)],
        creatorId: idFor('crt', random.int(120)),
        publishedAtMs,
      }),
    )
  }
}

/** Whether a viewer likes a content: their hidden taste, never told to the feed. */
export type Taste = (feed: SimulatedFeed, contentId: string) => boolean

export const categoryTaste =
  (category: string): Taste =>
  (feed, id) =>
    feed.catalogue.content(id)?.category === category
/** A few needs that cut across categories. */
export const tagTaste =
  (tags: readonly string[]): Taste =>
  (feed, id) =>
    feed.catalogue.content(id)?.features.some((f) => tags.some((t) => f.key === `tag:${t}`)) ?? false

/** Watches one item: long and with a like when it fits, otherwise a swipe. Takes the time it takes. */
export function watch(
  feed: SimulatedFeed,
  accountId: Id<'usr'>,
  slateId: string,
  item: DraftItem,
  fits: boolean,
): void {
  const about = { slateId, contentId: item.contentId, forecast: item.forecast }
  const dwellMs = fits ? 13_000 : 900
  feed.learner.take(feed.outcome(accountId, 'impression', about))
  feed.clock.advance(dwellMs)
  feed.learner.take(feed.outcome(accountId, 'dwell', { ...about, dwellMs, durationMs: 12_000 }))
  if (fits) feed.learner.take(feed.outcome(accountId, 'like', about))
  else feed.learner.take(feed.outcome(accountId, 'swipe', { ...about, dwellMs }))
}

export const shownOf = (draft: SlateDraft): DraftItem[] => draft.items.slice(0, draft.count)

/** Swipes through `swipes` items of slates of eight. */
export async function browse(
  feed: SimulatedFeed,
  accountId: Id<'usr'>,
  taste: Taste,
  swipes: number,
): Promise<void> {
  for (let left = swipes; left > 0;) {
    const slate = await feed.nextSlate(aRequest(accountId))
    for (const item of shownOf(slate).slice(0, left)) {
      watch(feed, accountId, slate.slateId, item, taste(feed, item.contentId))
      left -= 1
    }
  }
}

export const aRequest = (accountId: Id<'usr'>, changes: Partial<SlateRequest> = {}): SlateRequest => ({
  accountId,
  ownCreatorIds: [],
  surface: 'recommend',
  count: 8,
  ...changes,
})
