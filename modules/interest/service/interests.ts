// One's own interests: what the feed believes, and every way to change its mind. A decision is stored first and takes effect in
// this process before it is answered; the others hear of it within milliseconds.
import { squash } from '#engine'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Interest } from '../contract.ts'
import { kindOf, type Feature, type FeatureKind } from '../domain/feature.ts'
import {
  cleared,
  withFewerGoods,
  withForgotten,
  withLevel,
  withMute,
  withoutMute,
  withPersonalisation,
  type Level,
  type Mute,
  type MuteAbout,
  type Settings,
} from '../domain/settings.ts'
import { MARK, type Learner } from '../learner/learner.ts'
import type { SettingsStore } from '../learner/settings-store.ts'
import { PARAMS } from '../params.ts'
import * as repository from '../repository.ts'

export type MyInterest = Omit<Interest, 'label' | 'kind'> & { kind: FeatureKind }
export type MyInterests = {
  personalised: boolean
  fewerGoods: boolean
  items: MyInterest[]
  muted: Mute[]
}

/** Weaker ones are noise, in the list as in the ranking. */
const MIN_STRENGTH = 0.1
const MAX_LISTED = 60

export function createInterests(
  { db, clock }: Deps,
  parts: { catalogue: Catalogue; learner: Learner; settings: SettingsStore },
) {
  const { catalogue, learner, settings } = parts
  const nowMs = () => clock.now().getTime()

  async function settingsOf(accountId: string): Promise<Settings> {
    if (settings.mayBeMissing(accountId)) {
      const stored = await db.read((tx) => repository.findSettings(tx, accountId))
      if (stored) settings.put(accountId, stored)
    }
    return settings.of(accountId)
  }

  async function decide(accountId: string, change: (old: Settings) => Settings): Promise<Settings> {
    const decided = await db.transaction((tx) => repository.changeSettings(tx, accountId, change))
    settings.put(accountId, decided)
    learner.settle(accountId)
    return decided
  }

  function assertKnown(accountId: string, tag: string): void {
    const person = learner.person(accountId)
    const learned = person ? person.long.affinity(tag, nowMs()) !== 0 : false
    if (!learned && catalogue.withFeature(tag as Feature).size === 0) throw new AppError('NOT_FOUND')
  }

  /** Everything positive it believes, and everything the person stated, strongest first. */
  function list(accountId: string, s: Settings): MyInterest[] {
    const atMs = nowMs()
    const person = learner.person(accountId)
    const found = new Map<string, MyInterest>()
    for (const horizon of ['long', 'instant'] as const) {
      for (const { feature, affinity, sinceMs, mark } of person?.[horizon].entries(atMs) ?? []) {
        const strength = squash(Math.max(0, affinity), PARAMS.interestScale[horizon])
        const other = found.get(feature)
        const since = new Date(Math.min(sinceMs, other ? Date.parse(other.since) : Infinity)).toISOString()
        if (other && other.strength >= strength) found.set(feature, { ...other, since })
        else
          found.set(feature, {
            tag: feature,
            kind: kindOf(feature),
            horizon,
            strength,
            since,
            source: mark === MARK.bought ? 'bought' : 'watched',
            level: 'normal',
          })
      }
    }
    const learned = [...found.values()].filter((i) => i.strength >= MIN_STRENGTH && !s.levels[i.tag])
    const stated = Object.entries(s.levels).map(([tag, { level, atMs: at }]): MyInterest => ({
      tag,
      kind: kindOf(tag),
      horizon: 'long',
      strength: level === 'more' ? 1 : 0,
      since: new Date(at).toISOString(),
      source: 'stated',
      level,
    }))
    return [...stated, ...learned.sort((a, b) => b.strength - a.strength).slice(0, MAX_LISTED)]
  }

  const view = (accountId: string, s: Settings): MyInterests => ({
    personalised: s.personalised,
    fewerGoods: s.fewerGoods,
    items: list(accountId, s),
    muted: s.muted,
  })

  return {
    settingsOf,

    myInterests: async (accountId: string): Promise<MyInterests> =>
      view(accountId, await settingsOf(accountId)),

    /** @throws AppError NOT_FOUND for a tag that nothing has */
    async setLevel(accountId: string, tag: string, level: Level): Promise<MyInterests> {
      assertKnown(accountId, tag)
      return view(accountId, await decide(accountId, (s) => withLevel(s, tag, level, nowMs())))
    },

    forget: async (accountId: string, tag: string): Promise<MyInterests> =>
      view(accountId, await decide(accountId, (s) => withForgotten(s, tag, nowMs()))),

    forgetAll: async (accountId: string): Promise<MyInterests> =>
      view(accountId, await decide(accountId, (s) => cleared(s, nowMs()))),

    setPersonalised: async (accountId: string, enabled: boolean): Promise<{ personalised: boolean }> => {
      const { personalised } = await decide(accountId, (s) => withPersonalisation(s, enabled, nowMs()))
      return { personalised }
    },

    /** Takes effect with the next slate, personalised or not. */
    async setFewerGoods(accountId: string, enabled: boolean): Promise<{ fewerGoods: boolean }> {
      const { fewerGoods } = await decide(accountId, (s) => withFewerGoods(s, enabled))
      return { fewerGoods }
    },

    /** Takes effect with the next slate, whatever else is learned. */
    async mute(accountId: string, about: MuteAbout, id: string): Promise<Mute> {
      const mute: Mute = { about, id, atMs: nowMs() }
      await decide(accountId, (s) => withMute(s, mute))
      return mute
    },

    /** @throws AppError NOT_FOUND when it was not muted */
    async unmute(accountId: string, about: MuteAbout, id: string): Promise<void> {
      const { muted } = await settingsOf(accountId)
      if (!muted.some((m) => m.about === about && m.id === id)) throw new AppError('NOT_FOUND')
      await decide(accountId, (s) => withoutMute(s, about, id))
    },

    /** What a mute of this content's creator, category or shop would be about; null when it has none. */
    muteTarget(contentId: string, productId: string | null, about: MuteAbout): string | null {
      const content = catalogue.content(contentId)
      if (about === 'content') return contentId
      if (!content) return null
      if (about === 'creator') return content.creatorId
      if (about === 'category') return content.category
      return (
        (productId === null ? undefined : catalogue.product(productId)?.shopId) ?? content.shopIds[0] ?? null
      )
    },

    /** Which of these contents a mute takes away. */
    mutedAmong(contentIds: readonly string[], mute: Pick<Mute, 'about' | 'id'>): string[] {
      return contentIds.filter((id) => {
        const c = catalogue.content(id)
        if (mute.about === 'content') return id === mute.id
        if (!c) return false
        if (mute.about === 'creator') return c.creatorId === mute.id
        return mute.about === 'category' ? c.category === mute.id : c.shopIds.includes(mute.id)
      })
    },
  }
}
