// What may come of showing a content to a person: the engine's second stage, told what happens in the order of the log and asked about
// the best candidates of a slate. What a person had forgotten gets another name here, so nothing learned before can be found again.
import {
  createNumbering,
  createSecondStage,
  hashOf,
  SECOND_STAGE_HEADS,
  UNMET,
  type Act,
  type SecondStageDump,
} from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content } from '../catalogue/entries.ts'
import { WATCH_KINDS, type Outcome, type OutcomeKind } from '../domain/outcome.ts'
import type { Settings } from '../domain/settings.ts'
import { FINISHED, watchedShare } from '../domain/watch.ts'
import { PARAMS } from '../params.ts'
import { aboutContent, priceOf } from './about-content.ts'

export type Foreteller = ReturnType<typeof createForeteller>
/**
 * Chances by head of the `i`th, in the order of SECOND_STAGE_HEADS, to be read at once; and what they say of a long view beyond the
 * forecast, in log-odds.
 */
export type Hear = (i: number, chances: Float64Array, beyond: number) => void

const ACT_OF: Partial<Record<OutcomeKind, Act>> = {
  click: 'click',
  sheet: 'click',
  like: 'like',
  follow: 'follow',
  cart: 'cart',
  notInterested: 'hide',
}

/** What a content says about itself, as numbers; `met` of its features had one when it was described. */
type Described = { maker: number; themes: number[]; kinds: number[]; met: number }
export type ForetellerDump = {
  stage: SecondStageDump
  people: string[]
  contents: string[]
  features: string[]
}

export function createForeteller(catalogue: Catalogue, settingsOf: (accountId: string) => Settings) {
  const params = PARAMS.secondStage
  const people = createNumbering(params.names)
  const contents = createNumbering(params.names)
  const features = createNumbering(params.names)
  const described = new WeakMap<Content, Described>()
  /** Of whoever is being asked about. */
  let forgotten: ReadonlyMap<string, number> = NOTHING

  const stage = createSecondStage({
    ...params,
    maxPeople: PARAMS.person.maxPeople,
    catalogue: {
      maker: (item) => of(item)?.maker ?? UNKNOWN_MAKER,
      themes: (item) => of(item)?.themes ?? NONE,
      kinds: (item) => of(item)?.kinds ?? NONE,
      traits: () => NONE,
      ownName: (_, feature) => hashOf(0, feature, forgottenAtMs(feature)),
    },
  })

  const forgottenAtMs = (feature: number): number =>
    forgotten === NOTHING ? 0 : (forgotten.get(features.nameOf(feature) ?? '') ?? 0)

  function of(item: number): Described | undefined {
    if (item === asked.item) return asked.about
    const id = contents.nameOf(item)
    const content = id === undefined ? undefined : catalogue.content(id)
    return content && describe(content)
  }
  /** What the question is about at the moment; it may never have been met. */
  const asked = { item: -1, about: undefined as Described | undefined }
  function ask(item: number, content: Content): void {
    asked.item = item
    asked.about = describe(content)
  }

  /** By the numbers there are; `meet` gives new ones, and features met since are told anew. */
  function describe(content: Content, { meet = false } = {}): Described {
    const known = described.get(content)
    if (known && (known.met === ALL || (!meet && known.met === features.size))) return known
    const number = meet ? features.meet : features.of
    const names = aboutContent(catalogue, content)
    const [maker, themes, others] = [number(names.maker), names.themes.map(number), names.kinds.map(number)]
    const all = [maker, ...themes, ...others].every((n) => n !== UNMET)
    const about = { maker, themes, kinds: others, met: all ? ALL : features.size }
    described.set(content, about)
    return about
  }

  /** Another name after everything was cleared. */
  function nameOf(accountId: string, settings: Settings): string {
    forgotten = forgottenBy(settings)
    return settings.clearedAtMs === 0 ? accountId : `${accountId}/${settings.clearedAtMs}`
  }

  const dearnessOf = (content: Content): number =>
    Math.log(Math.max(1, (priceOf(catalogue, content) ?? 0) / params.usualPriceMinor))
  const chances = new Float64Array(SECOND_STAGE_HEADS.length)

  return {
    /** In the order of the log. What was shown without a forecast teaches nothing here. */
    learn(o: Outcome, content: Content, strength: number): void {
      const atMs = o.at.getTime()
      const person = people.meet(nameOf(o.accountId, settingsOf(o.accountId)))
      const key = `${person}/${o.slateId}/${content.contentId}`
      const act = ACT_OF[o.kind]
      if (o.kind === 'buy') return stage.bought(key, person, atMs)
      if (act) return stage.acted(key, person, act)
      if (o.forecast === null || !(WATCH_KINDS as readonly string[]).includes(o.kind)) return
      const playedMs = o.dwellMs ?? 0
      describe(content, { meet: true })
      const item = contents.meet(content.contentId)
      ask(item, content)
      const shown = {
        person,
        item,
        surface: SURFACE,
        atMs,
        durationMs: content.durationMs ?? 0,
        forecast: o.forecast,
        dearness: dearnessOf(content),
      }
      stage.watched(key, shown, {
        enjoyed: strength > 0,
        finished: watchedShare(playedMs, content.durationMs ?? o.durationMs) >= FINISHED,
        playedMs,
      })
    },

    /** Of one person, so asked about many contents at once, each with what the first stage says of it. */
    foretell(
      accountId: string,
      candidates: readonly { readonly content: Content; readonly forecast: number }[],
      atMs: number,
      hear: Hear,
    ): void {
      const person = people.of(nameOf(accountId, settingsOf(accountId)))
      asked.item = -1
      stage.turnTo({ person, surface: SURFACE, atMs })
      for (let i = 0; i < candidates.length; i++) {
        const { content, forecast } = candidates[i]!
        const item = contents.of(content.contentId)
        ask(item, content)
        const about = { forecast, dearness: dearnessOf(content) }
        hear(i, chances, stage.foretell({ item, durationMs: content.durationMs ?? 0, ...about }, chances))
      }
    },

    scale: stage.scale,
    dump: (): ForetellerDump => ({
      stage: stage.dump(),
      people: people.dump(),
      contents: contents.dump(),
      features: features.dump(),
    }),
    restore(from: ForetellerDump): void {
      people.restore(from.people)
      contents.restore(from.contents)
      features.restore(from.features)
      stage.restore(from.stage)
    },
  }
}

const NONE: readonly number[] = []
const NOTHING: ReadonlyMap<string, number> = new Map()
const UNKNOWN_MAKER = -1
/** There is one, so far: the feed. */
const SURFACE = 0
/** Of a content whose features all have numbers: they never change. */
const ALL = -1

const known = new WeakMap<Settings, ReadonlyMap<string, number>>()
/** When each feature was forgotten. */
function forgottenBy(settings: Settings): ReadonlyMap<string, number> {
  const made = known.get(settings)
  if (made) return made
  const entries = Object.entries(settings.forgotten)
  const map = entries.length === 0 ? NOTHING : new Map(entries)
  known.set(settings, map)
  return map
}
