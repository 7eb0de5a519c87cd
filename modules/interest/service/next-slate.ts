// The next slate of one person: which pipeline, run within a time budget, written down so that it can be explained. If the
// pipeline breaks or is too slow, the popular feed answers instead: a feed is never late by more than the budget, and never
// empty while there is anything to show.
import { firstBy, runPipeline, type StageReport } from '#engine'
import type { Id } from '#kernel/ids'
import type { Random } from '#kernel/random'
import type { Deps } from '#platform/context'
import { fallbackFeed, followingFeed, neutralFeed, personalisedFeed } from '../feed-pipeline.ts'
import type { Candidate, FeedQuery, FeedWorld, Reason, RoomNow, Surface } from '../feed-query.ts'
import type { PlacingRule } from '../domain/placing-rule.ts'
import type { Settings } from '../domain/settings.ts'
import { PARAMS } from '../params.ts'
import { reasonsOf } from '../reasons.ts'
import type { StageTimings } from './stage-timings.ts'

export type SlateRequest = {
  accountId: Id<'usr'>
  /** Creators the viewer belongs to. */
  ownCreatorIds: readonly string[]
  surface: Surface
  count: number
  /** Live rooms by their content; none when left out. */
  rooms?: ReadonlyMap<string, RoomNow>
  /** Given by tests and simulations; otherwise the platform's. */
  random?: Random
}

export type DraftItem = {
  contentId: Id<'cnt'>
  creatorId: Id<'crt'>
  productIds: Id<'prd'>[]
  /** The one to show on it. */
  productId: Id<'prd'> | null
  sources: string[]
  score: number
  scores: Record<string, number>
  /** What the ranking foretold of it, in units of score; null on the lists that foretell nothing. */
  forecast: number | null
  explored: boolean
  propensity: number
  /** Rules of placing broken here because nothing kept them all. */
  gaveWay?: PlacingRule[]
  why: Reason[]
}

/** More items than asked for: the caller drops what cannot be shown and keeps the first `count`. */
export type SlateDraft = {
  slateId: Id<'slt'>
  accountId: Id<'usr'>
  surface: Surface
  personalised: boolean
  policy: string
  servedAt: string
  features: Record<string, number>
  stages: { stage: string; ms: number; kept: number; removed: number; removedIds: string[] }[]
  count: number
  items: DraftItem[]
}

export const PIPELINES = {
  personalised: personalisedFeed,
  neutral: neutralFeed,
  following: followingFeed,
  fallback: fallbackFeed,
}
type PipelineName = keyof typeof PIPELINES

export type SlateWorld = FeedWorld & {
  settingsOf: (accountId: string) => Promise<Settings>
  isReady: () => boolean
  timings: StageTimings
}

export function createNextSlate(
  { clock, ids, random, log }: Pick<Deps, 'clock' | 'ids' | 'random' | 'log'>,
  world: SlateWorld,
  pipelines: typeof PIPELINES = PIPELINES,
) {
  async function run(name: PipelineName, request: SlateRequest, settings: Settings): Promise<SlateDraft> {
    const query = queryOf(request, world, settings, clock.now().getTime(), request.random ?? random)
    const { selected, reports } = await runPipeline(pipelines[name], query, {
      setScore(c, score, forecast) {
        c.score = score
        c.forecast = forecast
      },
      explain: (c, scores) => void (c.scores = scores),
      nowMs: () => performance.now(),
      sourceBudgetMs: PARAMS.slate.sourceBudgetMs,
    })
    world.timings.note(reports)
    return {
      slateId: ids.next('slt'),
      accountId: request.accountId,
      surface: request.surface,
      personalised: name === 'personalised',
      policy: `${PARAMS.version}/${name}`,
      servedAt: new Date(query.atMs).toISOString(),
      features: featuresOf(query),
      stages: reports
        .filter((r) => TOLD.has(r.stage) || r.removed.length > 0 || r.failed !== undefined)
        .map(asStage),
      count: request.count,
      items: selected.map((c) => asItem(query, c, name === 'personalised')),
    }
  }

  /** Slates answered, and how many of them by the fallback. */
  const answered = { served: 0, fallbacks: 0 }

  async function nextSlate(request: SlateRequest): Promise<SlateDraft> {
    answered.served++
    const settings = await world.settingsOf(request.accountId)
    const wanted: PipelineName =
      request.surface === 'following' ? 'following' : settings.personalised ? 'personalised' : 'neutral'
    if (!world.isReady()) {
      answered.fallbacks++
      return run('fallback', request, settings)
    }
    try {
      return await within(PARAMS.slate.budgetMs, run(wanted, request, settings))
    } catch (error) {
      log.error({ error: String(error), pipeline: wanted }, 'the feed fell back to what is popular')
      answered.fallbacks++
      return run('fallback', request, settings)
    }
  }

  return Object.assign(nextSlate, { answered: () => ({ ...answered }) })
}

const NO_ROOMS: ReadonlyMap<string, RoomNow> = new Map()

function queryOf(
  request: SlateRequest,
  { catalogue, learner, shelf }: FeedWorld,
  settings: Settings,
  atMs: number,
  random: Random,
): FeedQuery {
  const { accountId, ownCreatorIds, surface, count } = request
  return {
    world: { catalogue, learner, shelf },
    accountId,
    ownCreatorIds,
    surface,
    count,
    atMs,
    random,
    settings,
    rooms: request.rooms ?? NO_ROOMS,
    instant: new Map(),
    long: new Map(),
    taste: new Map(),
    recent: [],
    pull: null,
    categoriesMet: new Map(),
    curiosity: 1,
    followed: new Set(),
    seen: new Map(),
    served: new Map(),
    ownServed: new Map(),
    bought: new Map(),
    heat: new Map(),
    proposed: new Map(),
  }
}

const asItem = (query: FeedQuery, c: Candidate, personalised: boolean): DraftItem => ({
  contentId: c.content.contentId as Id<'cnt'>,
  creatorId: c.content.creatorId as Id<'crt'>,
  productIds: goodsOf(c) as Id<'prd'>[],
  productId: (c.product?.productId ?? null) as Id<'prd'> | null,
  sources: c.sources,
  score: round(c.score),
  scores: told({ ...c.scores, value: c.revalued, exposure: c.promised }),
  forecast: personalised ? round(c.forecast) : null,
  explored: c.explored,
  propensity: Number(c.propensity.toPrecision(4)),
  ...(c.gaveWay.length > 0 ? { gaveWay: [...c.gaveWay] } : {}),
  why: reasonsOf(query, c),
})

/** A room may explain something that was not in its bag when it opened. */
function goodsOf({ content: { productIds }, product }: Candidate): readonly string[] {
  return product === null || productIds.includes(product.productId)
    ? productIds
    : [product.productId, ...productIds]
}

/** What is something at three digits. */
function told(scores: Readonly<Record<string, number>>): Record<string, number> {
  const out: Record<string, number> = {}
  for (const name in scores) {
    const value = round(scores[name]!)
    if (value !== 0) out[name] = value
  }
  return out
}

/** Stages that every slate's log names: where candidates came from. Filters are named when they removed any; how long each
 * stage takes is in the process's own timings. */
const TOLD = new Set(Object.values(PIPELINES).flatMap((p) => p.sources.map((s) => s.name)))

const asStage = (r: StageReport<Candidate>) => ({
  stage: r.failed === undefined ? r.stage : `${r.stage} (${r.failed})`.slice(0, 200),
  ms: round(r.ms),
  kept: r.kept,
  removed: r.removed.length,
  removedIds: r.removed.slice(0, PARAMS.slate.removedNames).map((c) => c.content.contentId),
})

const MAX_FEATURES = 20

/** What of the person the ranking read, strongest first; nothing when it read nothing. */
function featuresOf(query: FeedQuery): Record<string, number> {
  const features: Record<string, number> = {}
  const tell = (profile: ReadonlyMap<string, number>, horizon: string): void => {
    for (const [key, weight] of firstBy([...profile], MAX_FEATURES, size))
      features[`${horizon}:${key}`] = round(weight)
  }
  tell(query.instant, 'instant')
  tell(query.long, 'long')
  tell(query.taste, 'taste')
  return features
}
const size = ([, weight]: readonly [string, number]): number => Math.abs(weight)

const round = (x: number) => Math.round(x * 1000) / 1000

async function within<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready within ${budgetMs} ms`)), budgetMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
