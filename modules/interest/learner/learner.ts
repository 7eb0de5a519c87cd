// The learning half of the feed: one accepted signal moves the person's state, the trends and the statistics, at once and in place;
// what it teaches the engine follows in the order of the log, some milliseconds later. No training run stands between an event
// and the next slate. Every event also reaches the other processes through the log, so applying is idempotent by log place, not by
// luck (see follow-log.ts).
import {
  createBoundedMap,
  createDecayedCounters,
  createExposureContract,
  createPacker,
  createUnpacker,
  type DecayedCountersDump,
  type EngineItem,
  type Packed,
  type Packer,
} from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content } from '../catalogue/entries.ts'
import {
  ACTION_KINDS,
  SALE_END_KINDS,
  WATCH_KINDS,
  type Outcome,
  type OutcomeKind,
} from '../domain/outcome.ts'
import { mayLearn, mayLearnFeature, type Settings } from '../domain/settings.ts'
import { FINISHED, GLANCED, watchedShare, watchStrength } from '../domain/watch.ts'
import { PARAMS } from '../params.ts'
import { createContentStats, type Stat } from './content-stats.ts'
import { createEngineHere, type EngineHost, type Lesson } from './engine-host.ts'
import { createExposureSpread } from './exposure-spread.ts'
import { createForeteller, type ForetellerDump } from './foreteller.ts'
import { createPlacedContents } from './placed-contents.ts'
import { createPlacer, type PlacerDump } from './placer.ts'
import { createProgress } from './progress.ts'
import {
  createPerson,
  forgetOwn,
  packPerson,
  remember,
  rememberPurchase,
  unpackPerson,
  type Person,
} from './person.ts'
import { createReturnForeteller, type ReturnForetellerDump } from './return-foreteller.ts'

/** Without the engine, which is packed where it lives. */
export type LearnerDump = {
  people: Packed
  trends: DecayedCountersDump
  stats: DecayedCountersDump
  foreteller: ForetellerDump
  returns: ReturnForetellerDump
  placer: PlacerDump
}
export type Learner = ReturnType<typeof createLearner>

/** Marks on a leaning: what stands behind it. */
export const MARK = { watched: 0, bought: 1 } as const

const STAT_OF: Partial<Record<OutcomeKind, Stat>> = {
  like: 'likes',
  click: 'clicks',
  cart: 'carts',
  buy: 'buys',
}
const isWatch = (kind: OutcomeKind) => (WATCH_KINDS as readonly string[]).includes(kind)
const isSaleEnd = (kind: OutcomeKind) => (SALE_END_KINDS as readonly string[]).includes(kind)

export function createLearner(
  catalogue: Catalogue,
  settingsOf: (accountId: string) => Settings,
  engine: EngineHost = createEngineHere(),
) {
  const people = createBoundedMap<Person>(PARAMS.person.maxPeople)
  const trends = createDecayedCounters({
    halfLivesMs: PARAMS.trend.halfLivesMs,
    maxKeys: PARAMS.trend.maxContents,
  })
  const stats = createContentStats()
  const progress = createProgress()
  const exposure = createExposureContract(PARAMS.exposure)
  const spread = createExposureSpread(catalogue, exposure)
  let foreteller = createForeteller(catalogue, settingsOf)
  const returns = createReturnForeteller(catalogue, settingsOf)
  let placer = createPlacer(catalogue, settingsOf)
  const placed = createPlacedContents(
    catalogue,
    () => placer,
    (id, atMs) => stats.read(id, 'impressions', atMs),
  )

  /** For someone about to change. */
  function personOf(accountId: string): Person {
    beforeChange(accountId)
    let person = people.get(accountId)
    if (!person) people.set(accountId, (person = createPerson()))
    return person
  }

  function apply(o: Outcome): void {
    if (isSaleEnd(o.kind)) return
    const contents = contentsOf(o)
    if (contents.length === 0) return
    const person = personOf(o.accountId)
    const atMs = o.at.getTime()
    for (const contentId of contents) {
      if (o.kind !== 'buy') see(person, contentId, atMs)
      if (o.kind !== 'impression') act(person, o, contentId, atMs)
    }
    if (o.productId) keepOwn(person, o, o.productId, atMs)
  }

  /** What was bought keeps from being offered again; what was bought or put in the cart while one may learn may come back as one's own. */
  function keepOwn(person: Person, { kind, accountId }: Outcome, productId: string, atMs: number): void {
    const { purchases, maxCarted } = PARAMS.own
    if (kind === 'buy') remember(person.bought, productId, atMs, 100)
    if (!mayLearn(settingsOf(accountId), atMs)) return
    if (kind === 'buy') rememberPurchase(person.purchases, productId, atMs, purchases)
    if (kind === 'cart') remember(person.carted, productId, atMs, maxCarted)
  }

  /** Whatever is done to a content proves that it was seen; one impression a person and half-hour, however many are sent. */
  function see(person: Person, contentId: string, atMs: number): void {
    const before = person.seen.get(contentId)
    if (before === undefined || atMs - before > PARAMS.person.servedForMs)
      stats.count(contentId, 'impressions', atMs)
    remember(person.seen, contentId, Math.max(atMs, before ?? 0), PARAMS.person.seenContents)
  }

  /** A sale without a content (straight from the mall) still teaches, through one content that shows the product. */
  function contentsOf(o: Outcome): string[] {
    if (o.contentId) return [o.contentId]
    return o.productId ? [...catalogue.showing(o.productId)].slice(0, 1) : []
  }

  function act(person: Person, o: Outcome, contentId: string, atMs: number): void {
    if (alreadyCounted(person, o, contentId)) return
    const content = catalogue.content(contentId)
    const strength = strengthOf(o, content)
    if (strength === null) return
    countForAll(o, contentId, content, strength, atMs)
    if (isWatch(o.kind)) progress.happened(o.accountId, contentId, strength > 0)
    const settings = settingsOf(o.accountId)
    if (mayLearn(settings, atMs)) {
      if (content) lean(person, content, o, strength, atMs, settings)
    }
    person.ring.push({ kind: o.kind, contentId, slateId: o.slateId, strength, atMs })
  }

  /** One person counts once for one content, kind and slate; a dwell and the swipe that ended it are one watch. */
  function alreadyCounted(person: Person, o: Outcome, contentId: string): boolean {
    for (const e of person.ring.newest()) {
      if (e.contentId !== contentId || e.slateId !== o.slateId) continue
      if (e.kind === o.kind || (isWatch(e.kind) && isWatch(o.kind))) return o.kind !== 'buy'
    }
    return false
  }

  function strengthOf(o: Outcome, content: Content | undefined): number | null {
    if (!isWatch(o.kind)) return PARAMS.strength[o.kind as (typeof ACTION_KINDS)[number]]
    return o.dwellMs === null
      ? o.kind === 'swipe'
        ? GLANCED
        : null
      : watchStrength(o.dwellMs, content?.durationMs ?? o.durationMs)
  }

  function countForAll(
    o: Outcome,
    contentId: string,
    content: Content | undefined,
    strength: number,
    atMs: number,
  ): void {
    if (isWatch(o.kind)) {
      stats.count(contentId, 'watches', atMs)
      if (o.dwellMs !== null && watchedShare(o.dwellMs, content?.durationMs ?? o.durationMs) >= FINISHED)
        stats.count(contentId, 'finishes', atMs)
    }
    const stat = STAT_OF[o.kind]
    if (stat) stats.count(contentId, stat, atMs)
    if (strength > 0) trends.add(contentId, strength, atMs)
  }

  function lean(
    person: Person,
    content: Content,
    o: Outcome,
    strength: number,
    atMs: number,
    settings: Settings,
  ): void {
    const mark = o.kind === 'buy' ? MARK.bought : MARK.watched
    person.instant.tick()
    for (const { key } of content.features) {
      if (!mayLearnFeature(settings, key, atMs)) continue
      person.long.add(key, strength, atMs, mark)
      person.instant.add(key, strength, atMs, mark)
    }
  }

  /**
   * What the event teaches about everybody. In the order of the log, so that a replay gives the same: the person's own state, which
   * is moved before the event is acknowledged, needs no order.
   */
  function learn(o: Outcome): void {
    returns.learn(o)
    for (const { content, strength } of meantBy(o)) {
      foreteller.learn(o, content, strength)
      placer.learn(o, content, strength)
      const lesson = lessonOf(o, content, strength)
      if (lesson) engine.learn(lesson)
    }
  }

  /** The contents an event is about, as far as it may be learned from, and how much it says. */
  function meantBy(o: Outcome): { content: Content; strength: number }[] {
    if (o.kind === 'impression' || isSaleEnd(o.kind)) return []
    if (!mayLearn(settingsOf(o.accountId), o.at.getTime())) return []
    return contentsOf(o).flatMap((contentId) => {
      const content = catalogue.content(contentId)
      const strength = strengthOf(o, content)
      return content && strength !== null ? [{ content, strength }] : []
    })
  }

  /** For the engine, which learns from what was enjoyed. */
  function lessonOf(o: Outcome, content: Content, strength: number): Lesson | null {
    if (strength <= 0) return null
    const atMs = o.at.getTime()
    const action = o.kind === 'buy' ? 'buy' : 'enjoy'
    const publishedAtMs = content.publishedAtMs ?? atMs
    return { person: o.accountId, item: asItem(content), publishedAtMs, action, atMs }
  }

  /** Brings a person's profiles in line with decisions made since: deleted interests go, a cleared past goes entirely. */
  function settle(accountId: string): void {
    const person = people.peek(accountId)
    if (!person) return
    beforeChange(accountId)
    const s = settingsOf(accountId)
    const since = person.settledMs
    if (s.clearedAtMs > since) {
      person.long.clear()
      person.instant.clear()
      person.ring.retain((e) => e.atMs > s.clearedAtMs)
      forgetOwn(person, s.clearedAtMs)
      engine.forget(accountId, s.clearedAtMs)
      placer.forget(accountId)
    }
    for (const [feature, atMs] of Object.entries(s.forgotten)) {
      if (atMs <= since) continue
      person.long.delete(feature)
      person.instant.delete(feature)
    }
    person.settledMs = Math.max(since, s.clearedAtMs, ...Object.values(s.forgotten))
  }

  let dumping: { left: Set<string>; packer: Packer } | null = null

  /** A dump in progress shows the moment it began: whoever is about to change is written down first. */
  function beforeChange(accountId: string): void {
    if (dumping?.left.delete(accountId)) packOne(dumping.packer, accountId)
  }

  function packOne(packer: Packer, accountId: string): void {
    packer.text(accountId)
    packPerson(packer, people.peek(accountId) ?? createPerson()) // forgotten meanwhile, for want of room
  }

  /**
   * Writes down the state of this moment, `step` by `step` of so many people, so that nobody who is served waits for all of
   * them. Between the steps life goes on. One at a time.
   */
  function beginDump(): { step(count: number): boolean; finish(): LearnerDump } {
    if (dumping) throw new Error('beginDump: the dump before has not ended')
    const now = (dumping = {
      left: new Set(Array.from(people.entries(), ([id]) => id)),
      packer: createPacker(),
    })
    now.packer.number(now.left.size)
    const shared = {
      trends: trends.dump(),
      stats: stats.dump(),
      foreteller: foreteller.dump(),
      returns: returns.dump(),
      placer: placer.dump(),
    }
    return {
      step(count) {
        for (const id of now.left) {
          if (count-- <= 0) return true
          beforeChange(id)
        }
        return false
      },
      finish() {
        dumping = null
        return { people: now.packer.finish(), ...shared }
      },
    }
  }

  return {
    apply,
    learn,
    /** What `learn` tells the engine, and nothing else. */
    lessonsOf: (o: Outcome): Lesson[] =>
      meantBy(o).flatMap(({ content, strength }) => lessonOf(o, content, strength) ?? []),
    /** Both, for whoever has the log only. */
    take(o: Outcome): void {
      apply(o)
      learn(o)
    },
    settle,
    /** Undefined for someone nothing is known of. */
    person: (accountId: string): Person | undefined => people.get(accountId),
    noteServed(accountId: string, items: readonly { contentId: string; own: boolean }[], atMs: number): void {
      const person = personOf(accountId)
      const { servedContents } = PARAMS.person
      for (const { contentId, own } of items) {
        remember(person.served, contentId, atMs, servedContents)
        if (own) remember(person.ownServed, contentId, atMs, servedContents)
      }
    },
    progress,
    /** What was promised to the new and the long tail, and its price; and how equal exposure is. Of this process. */
    exposure,
    spread,
    maxPeople: PARAMS.person.maxPeople,
    engine,
    get foreteller() {
      return foreteller
    },
    returns,
    get placer() {
      return placer
    },
    placed,
    trends,
    stats,
    counts: () => ({ people: people.size, engine: engine.counts(), trending: trends.size }),

    beginDump,
    dump(): LearnerDump {
      const all = beginDump()
      all.step(Infinity)
      return all.finish()
    },
    restore(d: LearnerDump): void {
      people.clear()
      const u = createUnpacker(d.people)
      for (let left = u.number(); left > 0; left--) people.set(u.text(), unpackPerson(u))
      trends.restore(d.trends)
      stats.restore(d.stats)
      foreteller = createForeteller(catalogue, settingsOf)
      foreteller.restore(d.foreteller)
      returns.restore(d.returns)
      placer = createPlacer(catalogue, settingsOf)
      placer.restore(d.placer)
    },
  }
}

const asItem = (c: Content): EngineItem => ({
  id: c.contentId,
  author: c.creatorId,
  seller: c.shopIds[0] ?? '',
  category: c.category,
  features: c.tags.map((tag) => `tag:${tag}`),
})
