// Item-based collaborative filtering (Sarwar et al. 2001, cosine): a person is offered what others took along with the same
// things, later things saying more. With `trendWorth` the decayed trend is added, scaled to the same maximum: the blend of counts
// that published models have to beat.
import type { Contender } from '../evaluation/ranker.ts'
import { createSuccessorGraph } from '../models/successor-graph.ts'
import { createTrendTable } from '../models/trend-table.ts'

export type ItemCfOptions = {
  /** The last so many things of a person are counted with, and asked from. */
  history: number
  /** What each step back in a person's history weighs next to the one after it. */
  decay: number
  trendHalfLifeMs?: number
  trendWorth?: number
}

/** Neighbours an item keeps: the usual bound of the method, and of its memory. */
const DEGREE = 500

export const itemCf = (name: string, o: ItemCfOptions): Contender => ({
  name,
  create({ people, items }) {
    const graph = createSuccessorGraph({
      items: items.length,
      gapHalfLifeMs: Infinity,
      backward: 1,
      degree: DEGREE,
    })
    const histories = people.map((): number[] => [])
    const trends = createTrendTable({ halfLivesMs: [o.trendHalfLifeMs ?? Infinity], items: items.length })
    return {
      learn({ person, item, atMs }, from, to) {
        for (let e = from; e < to; e++) {
          const own = histories[person[e]!]!
          for (let k = Math.max(0, own.length - o.history); k < own.length; k++)
            graph.link(own[k]!, item[e]!, 0)
          own.push(item[e]!)
          graph.count(item[e]!)
          trends.add(item[e]!, atMs[e]!)
        }
      },
      score(person, _atMs, out) {
        out.fill(0)
        const own = histories[person]!
        let worth = 1
        for (let k = own.length - 1; k >= Math.max(0, own.length - o.history); k--, worth *= o.decay)
          graph.each(own[k]!, (to, likeness) => (out[to]! += worth * likeness))
        if (o.trendWorth) addTrend(out, (item) => trends.share(0, item), o.trendWorth)
      },
    }
  },
})

/** Both parts scaled to a maximum of 1 before they are added. */
function addTrend(out: Float64Array, shareOf: (item: number) => number, worth: number): void {
  let most = 0
  let hottest = 0
  for (let i = 0; i < out.length; i++) {
    most = Math.max(most, out[i]!)
    hottest = Math.max(hottest, shareOf(i))
  }
  for (let i = 0; i < out.length; i++)
    out[i] = (most > 0 ? out[i]! / most : 0) + (hottest > 0 ? (worth * shareOf(i)) / hottest : 0)
}
