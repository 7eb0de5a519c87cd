// What people's things have to do with each other in time, as four kinds of likeness: taken on the same day, one on a later day than
// the other, soon after it, and ever together. They are counted apart because a blend should weigh them: a second thing of the same
// day is part of a basket, a thing of a later day is what a person turns to next.
import { DAY_MS } from '#kernel/clock'
import type { TimedLists } from '../evaluation/last-out.ts'
import { createSuccessorGraph } from './successor-graph.ts'

export const LINK_KINDS = ['sameDay', 'laterDay', 'soon', 'ever'] as const

/** Links of item j are from `offsets[j]` to before `offsets[j + 1]`. */
export type FrozenLinks = { offsets: Uint32Array; to: Uint32Array; likeness: Float32Array }

export type HistoryLinksOptions = {
  itemCount: number
  degree: number
  /** Two things so many days apart are half as soon. */
  soonHalfLifeDays: number
  /** What the way back of `soon` weighs. */
  backward: number
  /** What the length of a history of n takes from its `ever`: n^-damping. */
  damping: number
}

/** One for each of `LINK_KINDS`. */
export function linkHistories({ items, atMs }: TimedLists, o: HistoryLinksOptions): FrozenLinks[] {
  const make = (gapHalfLifeMs: number, backward: number) =>
    createSuccessorGraph({ items: o.itemCount, gapHalfLifeMs, backward, degree: o.degree })
  const graphs = [
    make(Infinity, 1),
    make(Infinity, 0),
    make(o.soonHalfLifeDays * DAY_MS, o.backward),
    make(Infinity, 1),
  ] as const
  const [sameDay, laterDay, soon, ever] = graphs
  for (let person = 0; person + 1 < items.offsets.length; person++) {
    const end = items.offsets[person + 1]!
    const worth = 2 * (end - items.offsets[person]!) ** -o.damping
    for (let a = items.offsets[person]!; a < end; a++) {
      const from = items.values[a]!
      for (const graph of graphs) graph.count(from)
      for (let b = a + 1, days = 0; b < end; b++) {
        const to = items.values[b]!
        const gapMs = atMs[b]! - atMs[a]!
        if (atMs[b]! > atMs[b - 1]!) days++
        ever.link(from, to, 0, worth)
        if (days === 0) sameDay.link(from, to, 0)
        else {
          laterDay.link(from, to, 0, 1 / days)
          soon.link(from, to, gapMs)
        }
      }
    }
  }
  return graphs.map((graph) => freeze(graph, o.itemCount))
}

function freeze(graph: ReturnType<typeof createSuccessorGraph>, itemCount: number): FrozenLinks {
  const offsets = new Uint32Array(itemCount + 1)
  const to: number[] = []
  const likeness: number[] = []
  for (let from = 0; from < itemCount; from++) {
    graph.each(from, (item, value) => {
      to.push(item)
      likeness.push(value)
    })
    offsets[from + 1] = to.length
  }
  return { offsets, to: Uint32Array.from(to), likeness: Float32Array.from(likeness) }
}
