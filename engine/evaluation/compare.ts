// Several models on one stream, each at its best. Settings are chosen on the tenth of the stream before the one that is reported:
// the choosing is handed data that ends where the report begins, so it has nothing to peek at.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import type { Random } from '#kernel/random'
import type { Dataset } from './dataset.ts'
import { coverage, giniOf, tailShare } from './exposure-metrics.ts'
import { bootstrapDifference, bootstrapMean, totalsByPerson, type Interval } from './intervals.ts'
import type { Contender } from './ranker.ts'
import { hitAt, ndcgAt, reciprocalRank, type Place } from './ranking-metrics.ts'
import { cutAt, runStream, type StreamOptions, type StreamResult } from './stream.ts'

/** One model in one or several settings; of several the best on the validation days is reported. */
export type Family = {
  name: string
  settings: readonly { label: string; contender: Contender }[]
  /** Also reported when it learns only now and then. */
  curve?: boolean
}

export type Part = { tests: number; hit10: number }
export type Row = {
  name: string
  /** The setting that did best on the validation days; null when there was one only. */
  chosen: string | null
  hit10: Interval
  hit20: Interval
  ndcg10: Interval
  ndcg20: Interval
  mrr: Interval
  warm: Part
  newPerson: Part
  newItem: Part
  coverage: number
  gini: number
  tail: number
  seconds: number
  /** HR@10 when the model learns only so often; Infinity is never. */
  curve: { syncMs: number; hit10: number }[]
  /** How much more of HR@10 than the strongest of the others, `comparedWith`; for our row only. */
  lead: Interval | null
}
export type Comparison = {
  data: { name: string; people: number; items: number; interactions: number; tickMs: number }
  tests: number
  /** People of whom anything was foretold. */
  testPeople: number
  fromMs: number
  toMs: number
  /** The family that came closest to ours, or passed it; null when there is no other. */
  comparedWith: string | null
  rows: Row[]
}

export type CompareOptions = {
  random: Random
  maskSeen: boolean
  targets?: ReadonlySet<number>
  /** Of each of the two parts so many interactions are foretold; all when left out. */
  maxTests?: number
  /** Whose lead over the best of the others is told. */
  ours: string
  say?: (text: string) => void
  /** Seconds, for timings only. */
  now: () => number
}

/** Up to the share of the stream at which choosing begins, and at which reporting does. */
export const CHOOSE_FROM = 0.8
export const REPORT_FROM = 0.9
export const SYNC_MS = [Infinity, DAY_MS, HOUR_MS, MINUTE_MS, 0]

export function compare(data: Dataset, families: readonly Family[], options: CompareOptions): Comparison {
  const { random, say = () => {}, now } = options
  const word = createWord(say, now)
  const reportFrom = cutAt(data, REPORT_FROM)
  const { length, atMs } = data.interactions
  const past = upTo(data, reportFrom)
  const streaming = { ...options, syncMs: 0, onShare: word.share }
  const choosing = { ...streaming, range: { from: cutAt(data, CHOOSE_FROM), to: reportFrom } }
  const reporting = { ...streaming, range: { from: reportFrom, to: length } }
  const results = families.map((family) => {
    word.about(family.name)
    const { setting, chosen } = choose(past, family, choosing, say)
    const started = now()
    const result = runStream(data, setting.contender, reporting)
    const seconds = now() - started
    say(`${family.name}: HR@10 ${hitRate(result).toFixed(4)}, ${seconds.toFixed(1)} s`)
    const curve = family.curve ? curveOf(data, setting.contender, reporting, result, say) : []
    return { family, chosen, result, seconds, curve }
  })
  const strongest = results
    .filter((r) => r.family.name !== options.ours)
    .reduce<(typeof results)[number] | null>(
      (a, b) => (a && hitRate(a.result) >= hitRate(b.result) ? a : b),
      null,
    )
  return {
    data: {
      name: data.name,
      people: data.people.length,
      items: data.items.length,
      interactions: length,
      tickMs: data.tickMs,
    },
    tests: results[0]?.result.place.length ?? 0,
    testPeople: new Set(results[0]?.result.person).size,
    fromMs: atMs[reportFrom] ?? NaN,
    toMs: atMs[length - 1] ?? NaN,
    comparedWith: strongest?.family.name ?? null,
    rows: results.map(({ family, chosen, result, seconds, curve }) => ({
      name: family.name,
      chosen,
      ...figuresOf(result, data.people.length, random),
      seconds,
      curve,
      lead:
        strongest && family.name === options.ours
          ? bootstrapDifference(
              hitsOf(result, data.people.length),
              hitsOf(strongest.result, data.people.length),
              random,
            )
          : null,
    })),
  }
}

const QUIET_SECONDS = 20

/** Says how far a long run is, so that nobody thinks it hangs. */
function createWord(say: (text: string) => void, now: () => number) {
  let [name, saidAt] = ['', now()]
  return {
    about: (model: string) => void (name = model),
    share(share: number): void {
      if (now() - saidAt < QUIET_SECONDS) return
      saidAt = now()
      say(`${name}: ${Math.floor(100 * share)} % of this run`)
    },
  }
}

function choose(past: Dataset, family: Family, options: StreamOptions, say: (text: string) => void) {
  const { settings, name } = family
  if (settings.length === 1) return { setting: settings[0]!, chosen: null }
  const tried = settings.map((setting) => {
    const hit10 = hitRate(runStream(past, setting.contender, options))
    say(`${name}, ${setting.label}: HR@10 ${hit10.toFixed(4)} on the validation days`)
    return { setting, hit10 }
  })
  const best = tried.reduce((a, b) => (b.hit10 > a.hit10 ? b : a))
  return { setting: best.setting, chosen: best.setting.label }
}

/** An interval no longer than a tick changes nothing: the whole tick is foretold before any of it is learned. */
function curveOf(
  data: Dataset,
  contender: Contender,
  options: StreamOptions,
  atOnce: StreamResult,
  say: (text: string) => void,
) {
  return SYNC_MS.map((syncMs) => {
    const result = syncMs <= data.tickMs ? atOnce : runStream(data, contender, { ...options, syncMs })
    const hit10 = hitRate(result)
    if (result !== atOnce)
      say(
        `${contender.name}, learning ${syncMs === Infinity ? 'never' : `every ${syncMs / 1_000} s`}: HR@10 ${hit10.toFixed(4)}`,
      )
    return { syncMs, hit10 }
  })
}

function figuresOf(result: StreamResult, people: number, random: Random) {
  const interval = (outcome: (p: Place) => number) =>
    bootstrapMean(totalsByPerson(result.person, Float64Array.from(result.place, outcome), people), random)
  const part = (is: (e: number) => boolean): Part => {
    const places = result.place.filter((_, e) => is(e))
    return { tests: places.length, hit10: places.reduce((s, p) => s + hitAt(p, 10), 0) / places.length }
  }
  return {
    hit10: interval((p) => hitAt(p, 10)),
    hit20: interval((p) => hitAt(p, 20)),
    ndcg10: interval((p) => ndcgAt(p, 10)),
    ndcg20: interval((p) => ndcgAt(p, 20)),
    mrr: interval((p) => reciprocalRank(p)),
    warm: part((e) => !result.newPerson[e] && !result.newItem[e]),
    newPerson: part((e) => result.newPerson[e] === 1),
    newItem: part((e) => result.newItem[e] === 1),
    coverage: coverage(result.exposure),
    gini: giniOf(result.exposure),
    tail: tailShare(result.exposure, result.popularity),
  }
}

const hitsOf = (result: StreamResult, people: number) =>
  totalsByPerson(
    result.person,
    Float64Array.from(result.place, (p) => hitAt(p, 10)),
    people,
  )

const hitRate = (result: StreamResult) => meanOf(result, (p) => hitAt(p, 10))

const meanOf = ({ place }: StreamResult, outcome: (p: Place) => number): number =>
  place.reduce((sum, p) => sum + outcome(p), 0) / place.length

/** The data as it was when the first `to` interactions had happened. People and items keep their indices. */
function upTo(data: Dataset, to: number): Dataset {
  const { person, item, action, atMs } = data.interactions
  return {
    ...data,
    interactions: {
      length: to,
      person: person.subarray(0, to),
      item: item.subarray(0, to),
      action: action.subarray(0, to),
      atMs: atMs.subarray(0, to),
    },
  }
}
