// The honest floors of dated histories: what everybody takes, and item-based collaborative filtering, the latest things for more,
// without direction or with what came after added (the counting that many published sequence models do not beat).
import type { HistoryContender } from '../evaluation/last-out.ts'
import { listOf } from '../evaluation/shapes.ts'
import { createSuccessorGraph } from '../models/successor-graph.ts'
import { countsOf } from '../models/typed-item-item.ts'

const DEGREE = 1_000

export const historyPopularity: HistoryContender = {
  name: 'popularity',
  create({ known, itemCount }) {
    const counts = countsOf(known.items, itemCount)
    return { score: (_person, out) => out.set(counts) }
  },
}

export type HistoryItemCfOptions = {
  /** What each step back in the history weighs next to the one after it. */
  decay: number
  /** What likeness by what came after weighs next to likeness by being taken together at all. */
  directed: number
  /** Steps apart count half as much; Infinity for all alike. For the directed part. */
  stepsHalfLife: number
}

export const historyItemCf = (name: string, o: HistoryItemCfOptions): HistoryContender => ({
  name,
  create({ known, itemCount }) {
    const make = (backward: number, halfLife: number) =>
      createSuccessorGraph({ items: itemCount, gapHalfLifeMs: halfLife, backward, degree: DEGREE })
    const together = make(1, Infinity)
    const after = make(0, o.stepsHalfLife)
    const people = known.items.offsets.length - 1
    for (let person = 0; person < people; person++) {
      const list = listOf(known.items, person)
      list.forEach((to, k) => {
        together.count(to)
        after.count(to)
        for (let back = 1; back <= k; back++) {
          together.link(list[k - back]!, to, 0)
          after.link(list[k - back]!, to, back - 1)
        }
      })
    }
    return {
      score(person, out) {
        out.fill(0)
        const list = listOf(known.items, person)
        for (let k = list.length - 1, worth = 1; k >= 0; k--, worth *= o.decay) {
          together.each(list[k]!, (to, likeness) => (out[to]! += worth * likeness))
          if (o.directed > 0)
            after.each(list[k]!, (to, likeness) => (out[to]! += worth * o.directed * likeness))
        }
      },
    }
  },
})
