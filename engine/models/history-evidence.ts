// What speaks for each thing as the next of a person of whom a dated history is known: what it has to do with the things of their
// last day and of the days before, what those most alike took, the features it shares, and how sought after it was around that day.
import { DAY_MS } from '#kernel/clock'
import type { Histories, TimedLists } from '../evaluation/last-out.ts'
import { createEvidenceTable } from './evidence-table.ts'
import { LINK_KINDS, linkHistories, type HistoryLinksOptions } from './history-links.ts'
import { createItemTimelines, WINDOWS_DAYS } from './item-timelines.ts'
import { createSessionNeighbours } from './session-neighbours.ts'

export type HistoryEvidenceOptions = Omit<HistoryLinksOptions, 'itemCount'> & {
  /** What each day back weighs next to the one after it. */
  dayDecay: number
  /** How much likeness it takes to matter: evidence is ln(1 + scale · likeness). */
  scale: number
  neighbours: number
  listsPerItem: number
  /** A feature that more items share proposes nothing; still more and it says nothing. */
  maxItemsToPropose: number
  maxItemsToSay: number
  /** Candidates for everybody: so many of all times, and all that was taken so many days around. */
  popularCandidates: number
  aroundDays: number
}
export type HistoryEvidence = ReturnType<typeof createHistoryEvidence>
export type DatedStep = { item: number; day: number }

const KINDS = LINK_KINDS.length
/** Columns: each kind of likeness to the last day, to everything, next to the best candidate's; then these. */
const LAST = 0
const ALL = KINDS
const SHARE = 2 * KINDS
const FEATURES_LAST = 3 * KINDS
const FEATURES = FEATURES_LAST + 1
const NEIGHBOURS = FEATURES + 1
const NEIGHBOURS_SHARE = NEIGHBOURS + 1
const AGE = NEIGHBOURS_SHARE + 1
const POPULARITY = AGE + 1
const WINDOWS = POPULARITY + 1
export const HISTORY_EVIDENCE = WINDOWS + 2 * WINDOWS_DAYS.length
/** Constant, length of the history, share of it in baskets, size of the last basket. */
export const HISTORY_SITUATION = 4

export function createHistoryEvidence(
  { itemCount, itemFeatures, featureCount }: Histories,
  counted: TimedLists,
  o: HistoryEvidenceOptions,
) {
  const width = HISTORY_EVIDENCE
  const links = linkHistories(counted, { ...o, itemCount })
  const timelines = createItemTimelines(counted, itemCount)
  const { counts, born } = timelines
  const neighbours = createSessionNeighbours({
    items: itemCount,
    sittingsPerItem: o.listsPerItem,
    neighbours: o.neighbours,
  })
  const people = counted.items.offsets.length - 1
  const number = Int32Array.from({ length: people }, (_, person) => {
    const list = neighbours.open()
    for (let e = counted.items.offsets[person]!; e < counted.items.offsets[person + 1]!; e++)
      neighbours.add(list, counted.items.values[e]!)
    return list
  })
  const popularity = counts.map((count) => Math.log(1 + count) / 2)
  const popular = Array.from(counts.keys())
    .sort((a, b) => counts[b]! - counts[a]!)
    .slice(0, o.popularCandidates)
  const having = Array.from({ length: featureCount }, (): number[] => [])
  itemFeatures.forEach((features, item) => {
    if (counts[item]! > 0) for (const feature of features) having[feature]!.push(item)
  })
  const worthOf = having.map((own) => Math.log(itemCount / (1 + own.length)) / 5)
  const table = createEvidenceTable(itemCount, width)
  const features = new Float64Array(HISTORY_SITUATION)

  function readSituation(history: readonly DatedStep[]): void {
    const last = history.at(-1)!.day
    let together = 0
    let lastDay = 0
    history.forEach(({ day }, k) => {
      if (day === history[k - 1]?.day || day === history[k + 1]?.day) together++
      if (day === last) lastDay++
    })
    features[0] = 1
    features[1] = Math.log(history.length) / 2 - 1
    features[2] = together / history.length - 0.5
    features[3] = Math.log(lastDay)
  }

  function addLinks(from: number, worth: number, isLast: boolean): void {
    links.forEach(({ offsets, to, likeness }, kind) => {
      for (let e = offsets[from]!; e < offsets[from + 1]!; e++) {
        const row = table.add(to[e]!)
        table.rows[row + ALL + kind]! += likeness[e]! * worth
        if (isLast) table.rows[row + LAST + kind]! += likeness[e]!
      }
    })
  }

  function addFeatures(from: number, worth: number, isLast: boolean): void {
    for (const feature of itemFeatures[from] ?? []) {
      const own = having[feature]!
      if (own.length > o.maxItemsToSay) continue
      const proposes = own.length <= o.maxItemsToPropose
      for (const to of own) {
        if (!proposes && table.find(to) < 0) continue
        const row = table.add(to)
        table.rows[row + FEATURES]! += worthOf[feature]! * worth
        if (isLast) table.rows[row + FEATURES_LAST]! += worthOf[feature]!
      }
    }
  }

  /** Sums to shares and logarithms, and what needs no sum. */
  function finish(today: number): void {
    const { rows } = table
    const most = Array.from({ length: KINDS }, (_, kind) => table.most(ALL + kind))
    const neighboursMost = table.most(NEIGHBOURS)
    timelines.standAt(today)
    table.items.forEach((item, i) => {
      const at = i * width
      for (let kind = 0; kind < KINDS; kind++) {
        const all = rows[at + ALL + kind]!
        if (all === 0) continue
        rows[at + SHARE + kind] = all / most[kind]!
        rows[at + ALL + kind] = Math.log(1 + o.scale * all)
        rows[at + LAST + kind] = Math.log(1 + o.scale * rows[at + LAST + kind]!)
      }
      if (rows[at + FEATURES]! > 0) {
        rows[at + FEATURES_LAST] = Math.log(1 + rows[at + FEATURES_LAST]!)
        rows[at + FEATURES] = Math.log(1 + rows[at + FEATURES]!)
      }
      if (rows[at + NEIGHBOURS]! > 0) {
        rows[at + NEIGHBOURS_SHARE] = rows[at + NEIGHBOURS]! / neighboursMost
        rows[at + NEIGHBOURS] = Math.log(1 + o.scale * rows[at + NEIGHBOURS]!)
      }
      rows[at + AGE] = born[item]! > today ? -1 : Math.log(1 + today - born[item]!) / 5
      rows[at + POPULARITY] = popularity[item]!
      timelines.around(item, rows, at + WINDOWS)
    })
  }

  return {
    table,
    features,

    /** Fills `table` and `features` for somebody with this history, oldest first; `person`'s own list is no neighbour of itself. */
    consider(person: number, history: readonly DatedStep[]): void {
      table.clear()
      const today = history.at(-1)!.day
      readSituation(history)
      for (const item of popular) table.add(item)
      timelines.near(today, o.aroundDays, (item) => void table.add(item))
      const walk = (visit: (item: number, worth: number, isLast: boolean) => void) => {
        for (let k = history.length - 1, worth = 1; k >= 0; k--) {
          if (k + 1 < history.length && history[k]!.day !== history[k + 1]!.day) worth *= o.dayDecay
          visit(history[k]!.item, worth, history[k]!.day === today)
        }
      }
      walk(addLinks)
      neighbours.each(history.map(({ item }) => item), number[person]!, (to, worth) => {
        const row = table.add(to)
        table.rows[row + NEIGHBOURS]! += worth * (1 - Math.log(counts[to]! / people))
      }) // prettier-ignore
      walk(addFeatures)
      finish(today)
    },
  }
}

/** A person's list as dated steps. */
export const datedSteps = ({ items, atMs }: TimedLists, person: number): DatedStep[] =>
  Array.from({ length: items.offsets[person + 1]! - items.offsets[person]! }, (_, k) => {
    const e = items.offsets[person]! + k
    return { item: items.values[e]!, day: Math.floor(atMs[e]! / DAY_MS) }
  })
