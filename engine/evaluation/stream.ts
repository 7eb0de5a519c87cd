// Test-then-train: each interaction of the stream is foretold from what was known before its tick, then learned. Everything that
// happened within one tick is foretold before any of it is learned, so that the order within a day cannot leak. A model that
// is brought up to date only now and then (`syncMs`) shows what freshness is worth.
import type { Dataset, Interactions } from './dataset.ts'
import type { Contender, Ranker } from './ranker.ts'
import { MISSED, placeOf, type Place } from './ranking-metrics.ts'

export type Range = { from: number; to: number }

export type StreamOptions = {
  /** What is foretold; everything before `from` is learned first. */
  range: Range
  /** How old a model may get before it learns what has happened since: 0 learns every tick, Infinity never. */
  syncMs: number
  /** Leaves out what a person has met before; for data in which nobody meets a thing twice. */
  maskSeen: boolean
  /** Actions that are foretold; all of them when left out. Every action is learned. */
  targets?: ReadonlySet<number>
  /** Length of the list whose exposure is counted. */
  listLength?: number
  /** Foretells at most so many, spread evenly over those that could be; all of them when left out. Everything is learned. */
  maxTests?: number
  /** Told now and then what share of the stream is done; changes nothing. */
  onShare?: (share: number) => void
}

/** Rows between two words of how far it is. */
const STRIDE = 10_000

export type StreamResult = {
  /** One for each foretold interaction, in order of time. */
  person: Uint32Array
  place: Place[]
  /** The person had no interaction before; the item had none, and counts as missed. */
  newPerson: Uint8Array
  newItem: Uint8Array
  /** How often each item stood in somebody's list, and how often it was interacted with before the range. */
  exposure: Uint32Array
  popularity: Uint32Array
}

/** The first interaction of the tick in which the share `share` of all interactions is reached: cuts never run through a tick. */
export function cutAt(
  { interactions: { atMs, length }, tickMs }: Pick<Dataset, 'interactions' | 'tickMs'>,
  share: number,
): number {
  let at = Math.min(length, Math.max(0, Math.floor(length * share)))
  while (at > 0 && at < length && tickOf(atMs[at - 1]!, tickMs) === tickOf(atMs[at]!, tickMs)) at--
  return at
}

export function runStream(data: Dataset, contender: Contender, options: StreamOptions): StreamResult {
  const { interactions, tickMs } = data
  const { range, syncMs, maskSeen, targets, onShare = () => {} } = options
  const { person, item, action, atMs } = interactions
  const ranker = contender.create(data)
  const met = createMet(data, interactions)
  const scores = new Float64Array(data.items.length)
  const list = createListCounter(data.items.length, options.listLength ?? 10)
  const asked = spread(range, (e) => !targets || targets.has(action[e]!), options.maxTests ?? Infinity)
  const out = {
    person: [] as number[],
    place: [] as Place[],
    newPerson: [] as number[],
    newItem: [] as number[],
  }

  learnPast(ranker, data, range, onShare)
  met.learn(0, range.from)
  const popularity = met.popularity()
  let learnedTo = range.from
  let syncedMs = range.from > 0 ? atMs[range.from - 1]! : -Infinity
  let toldAt = range.from
  for (let at = range.from; at < range.to;) {
    if (at >= toldAt + STRIDE) onShare((toldAt = at) / range.to)
    const tick = tickOf(atMs[at]!, tickMs)
    let end = at
    while (end < range.to && tickOf(atMs[end]!, tickMs) === tick) end++
    if (learnedTo < at && atMs[at]! - syncedMs >= syncMs) {
      ranker.learn(interactions, learnedTo, at)
      learnedTo = at
      syncedMs = atMs[at]!
    }
    for (let e = at; e < end; e++) {
      if (!asked.has(e)) continue
      const p = person[e]!
      ranker.score(p, atMs[e]!, scores)
      const alive = maskSeen ? met.aliveBut(p) : met.alive
      list.count(scores, alive)
      out.person.push(p)
      out.place.push(alive[item[e]!] ? placeOf(scores, item[e]!, alive) : MISSED)
      if (maskSeen) met.restore(p)
      out.newPerson.push(met.hasMet(p) ? 0 : 1)
      out.newItem.push(met.alive[item[e]!] ? 0 : 1)
    }
    met.learn(at, end)
    at = end
  }
  return {
    person: Uint32Array.from(out.person),
    place: out.place,
    newPerson: Uint8Array.from(out.newPerson),
    newItem: Uint8Array.from(out.newItem),
    exposure: list.exposure,
    popularity,
  }
}

/** Everything before the range, in long pieces that end where a moment does. */
function learnPast(
  ranker: Ranker,
  { interactions }: Dataset,
  { from, to }: Range,
  onShare: (share: number) => void,
) {
  const { atMs } = interactions
  for (let at = 0; at < from;) {
    let end = Math.min(from, at + STRIDE)
    while (end < from && (atMs[end] === atMs[end - 1] || from - end < STRIDE)) end++
    ranker.learn(interactions, at, end)
    onShare((at = end) / to)
  }
}

/** At most `most` of the range that are wanted, by a step that is no whole number where need be: evenly over them. */
function spread({ from, to }: Range, wanted: (e: number) => boolean, most: number): ReadonlySet<number> {
  const all: number[] = []
  for (let e = from; e < to; e++) if (wanted(e)) all.push(e)
  const step = Math.max(1, all.length / most)
  return new Set(Array.from({ length: Math.min(all.length, most) }, (_, k) => all[Math.floor(k * step)]!))
}

const tickOf = (atMs: number, tickMs: number) => Math.floor(atMs / tickMs)

/** Who has met what: items are alive from their first interaction on. */
function createMet(data: Dataset, { person, item }: Interactions) {
  const alive = new Uint8Array(data.items.length)
  const counts = new Uint32Array(data.items.length)
  const seen = data.people.map((): number[] => [])
  return {
    alive,
    popularity: () => counts.slice(),
    hasMet: (p: number) => seen[p]!.length > 0,
    learn(from: number, to: number): void {
      for (let e = from; e < to; e++) {
        alive[item[e]!] = 1
        counts[item[e]!]! += 1
        seen[person[e]!]!.push(item[e]!)
      }
    },
    /** The mask without what `p` has met; give it back with `restore`. */
    aliveBut(p: number): Uint8Array {
      for (const i of seen[p]!) alive[i] = 0
      return alive
    },
    restore(p: number): void {
      for (const i of seen[p]!) alive[i] = 1
    },
  }
}

/** Counts whoever stands in the first `length` places; of equal scores the lower index. */
function createListCounter(items: number, length: number) {
  const exposure = new Uint32Array(items)
  const top: number[] = []
  return {
    exposure,
    count(scores: Float64Array, alive: Uint8Array): void {
      top.length = 0
      for (let i = 0; i < items; i++) {
        if (!alive[i] || !(scores[i]! > -Infinity)) continue
        if (top.length === length && scores[i]! <= scores[top[length - 1]!]!) continue
        let k = top.length < length ? top.length : length - 1
        for (; k > 0 && scores[top[k - 1]!]! < scores[i]!; k--) top[k] = top[k - 1]!
        top[k] = i
      }
      for (const i of top) exposure[i]! += 1
    },
  }
}
