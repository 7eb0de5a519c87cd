// Leave-one-out of people's histories, as published tables do it: each person's last thing is sought, all before it are known. Where
// times are days, nobody knows what came last on a day, and files that break such ties by catalogue number leak: here they are
// shuffled. Legacy: of others, also what they did after the moment asked about is known.
import type { Random } from '#kernel/random'
import type { Dataset } from './dataset.ts'
import type { SplitRanker } from './fixed-split.ts'
import { listOf, toRagged, type Ragged } from './shapes.ts'

/** List p of `items` is person p's, oldest first; `atMs` stands beside `items.values`. */
export type TimedLists = { readonly items: Ragged; readonly atMs: Float64Array }

/** What a model may learn from. */
export type Histories = Pick<Dataset, 'itemFeatures' | 'featureCount'> & {
  readonly itemCount: number
  /** All that is known, and what to answer from. */
  readonly known: TimedLists
}
export type HistoryContender = { name: string; create(histories: Histories): SplitRanker }

/** Histories in order of time, what happened at once in random order. */
export function shuffledHistories({ people, interactions }: Dataset, random: Random): TimedLists {
  const events = people.map((): { item: number; atMs: number; draw: number }[] => [])
  for (let e = 0; e < interactions.length; e++)
    events[interactions.person[e]!]!.push({
      item: interactions.item[e]!,
      atMs: interactions.atMs[e]!,
      draw: random.next(),
    })
  for (const own of events) own.sort((a, b) => a.atMs - b.atMs || a.draw - b.draw)
  return {
    items: toRagged(events.map((own) => own.map(({ item }) => item))),
    atMs: Float64Array.from(events.flatMap((own) => own.map(({ atMs }) => atMs))),
  }
}

/** All but the last of each list, and the last ones; of a list of fewer than two nothing is sought. */
export function leaveLastOut({ items, atMs }: TimedLists): {
  known: TimedLists
  last: Ragged
  /** 1 where the last thing came later than the one before it: no part of the same basket. */
  later: Uint8Array
} {
  const people = items.offsets.length - 1
  const known: number[][] = []
  const last: number[][] = []
  const times: number[] = []
  const later = new Uint8Array(people)
  for (let person = 0; person < people; person++) {
    const list = Array.from(listOf(items, person))
    const end = items.offsets[person + 1]!
    if (list.length > 1) {
      last[person] = [list.pop()!]
      later[person] = atMs[end - 1]! > atMs[end - 2]! ? 1 : 0
    }
    known[person] = list
    for (let k = 0; k < list.length; k++) times.push(atMs[items.offsets[person]! + k]!)
  }
  return {
    known: { items: toRagged(known), atMs: Float64Array.from(times) },
    last: toRagged(last, people),
    later,
  }
}
