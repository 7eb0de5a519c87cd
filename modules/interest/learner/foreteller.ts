// What may come of showing a content to a person: the engine's second stage, told what happens in the order of the log and asked about
// the best candidates of a slate. What a person had forgotten gets another name here, so nothing learned before can be found again.
import {
  createSecondStage,
  hashOf,
  numberOf,
  SECOND_STAGE_HEADS,
  type Act,
  type Foretold,
  type SecondStageDump,
} from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content } from '../catalogue/entries.ts'
import { WATCH_KINDS, type Outcome, type OutcomeKind } from '../domain/outcome.ts'
import type { Settings } from '../domain/settings.ts'
import { FINISHED, watchedShare } from '../domain/watch.ts'
import { PARAMS } from '../params.ts'

export type Foreteller = ReturnType<typeof createForeteller>
/** By head, in the order of SECOND_STAGE_HEADS. */
export type Foresight = { chances: Float64Array; logOdds: number }

const ACT_OF: Partial<Record<OutcomeKind, Act>> = {
  click: 'click',
  sheet: 'click',
  like: 'like',
  follow: 'follow',
  cart: 'cart',
  notInterested: 'hide',
}

/** What a content says about itself, as numbers. */
type Described = { maker: number; themes: number[]; kinds: number[] }

export function createForeteller(catalogue: Catalogue, settingsOf: (accountId: string) => Settings) {
  const params = PARAMS.secondStage
  const described = new WeakMap<Content, Described>()
  /** Of whoever is being asked about. */
  let forgotten: ReadonlyMap<number, number> = NOTHING

  const stage = createSecondStage({
    ...params,
    maxPeople: PARAMS.person.maxPeople,
    catalogue: {
      maker: (item) => of(item)?.maker ?? -1,
      themes: (item) => of(item)?.themes ?? NONE,
      kinds: (item) => of(item)?.kinds ?? NONE,
      traits: () => NONE,
      ownName: (_, name) => hashOf(0, name, forgotten.get(name) ?? 0),
    },
  })

  function of(item: number): Described | undefined {
    const content = catalogue.contentNumbered(item)
    return content && describe(content)
  }

  function describe(content: Content): Described {
    const known = described.get(content)
    if (known) return known
    const { features, kind, shopIds } = content
    const names = features.map(({ key }) => key)
    const about = {
      maker: numberOf(`creator:${content.creatorId}`),
      themes: names.filter((key) => !key.startsWith('creator:')).map(numberOf),
      kinds: [`kind:${kind}`, `price:${priceBandOf(content)}`, ...shopIds.map((id) => `shop:${id}`)].map(
        numberOf,
      ),
    }
    described.set(content, about)
    return about
  }

  const priceOf = (content: Content): number | null =>
    content.productIds.map((id) => catalogue.product(id)).find((p) => p)?.minPriceMinor ?? null
  const priceBandOf = (content: Content): string => {
    const price = priceOf(content)
    return price === null ? 'none' : String(Math.round(Math.log(1 + price) / Math.log(params.priceStep)))
  }

  /** Another number after everything was cleared. */
  function personOf(accountId: string, settings: Settings): number {
    forgotten = forgottenBy(settings)
    return hashOf(1, numberOf(accountId), settings.clearedAtMs)
  }

  const shownTo = (person: number, content: Content, atMs: number, forecast: number): Foretold => ({
    person,
    item: numberOf(content.contentId),
    surface: 0,
    atMs,
    durationMs: content.durationMs ?? 0,
    forecast,
    dearness: Math.log(Math.max(1, (priceOf(content) ?? 0) / params.usualPriceMinor)),
  })

  return {
    /** In the order of the log. What was shown without a forecast teaches nothing here. */
    learn(o: Outcome, content: Content, strength: number): void {
      const atMs = o.at.getTime()
      const person = personOf(o.accountId, settingsOf(o.accountId))
      const key = `${person}/${o.slateId}/${content.contentId}`
      const act = ACT_OF[o.kind]
      if (o.kind === 'buy') return stage.bought(key, person, atMs)
      if (act) return stage.acted(key, person, act)
      if (o.forecast === null || !(WATCH_KINDS as readonly string[]).includes(o.kind)) return
      const playedMs = o.dwellMs ?? 0
      stage.watched(key, shownTo(person, content, atMs, o.forecast), {
        enjoyed: strength > 0,
        finished: watchedShare(playedMs, content.durationMs ?? o.durationMs) >= FINISHED,
        playedMs,
      })
    },

    /** Of one person, so asked about many contents at once. `forecasts[i]` is what the first stage says of `contents[i]`. */
    foretell(
      accountId: string,
      contents: readonly Content[],
      forecasts: readonly number[],
      atMs: number,
    ): Foresight[] {
      const person = personOf(accountId, settingsOf(accountId))
      return contents.map((content, i) => {
        const chances = new Float64Array(SECOND_STAGE_HEADS.length)
        return { chances, logOdds: stage.foretell(shownTo(person, content, atMs, forecasts[i]!), chances) }
      })
    },

    scale: stage.scale,
    report: stage.report,
    dump: (): SecondStageDump => stage.dump(),
    restore: (from: SecondStageDump): void => stage.restore(from),
  }
}

const NONE: readonly number[] = []
const NOTHING: ReadonlyMap<number, number> = new Map()

const known = new WeakMap<Settings, ReadonlyMap<number, number>>()
/** When each feature was forgotten, by number. */
function forgottenBy(settings: Settings): ReadonlyMap<number, number> {
  const made = known.get(settings)
  if (made) return made
  const entries = Object.entries(settings.forgotten)
  const map = entries.length === 0 ? NOTHING : new Map(entries.map(([key, atMs]) => [numberOf(key), atMs]))
  known.set(settings, map)
  return map
}
