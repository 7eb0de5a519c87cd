// Item-based collaborative filtering (Sarwar et al. 2001, cosine): a person is offered what others took along with the same
// things. Symmetric; later things say more. With `trendWorth` the decayed trend is added, scaled to the same maximum: the blend of counts
// that published models have to beat.
import type { Contender } from '../evaluation/ranker.ts'
import { createTrendTable } from '../models/trend-table.ts'

export type ItemCfOptions = {
  /** The last so many things of a person are counted with, and asked from. */
  history: number
  /** What each step back in a person's history weighs next to the one after it. */
  decay: number
  trendHalfLifeMs?: number
  trendWorth?: number
}

export const itemCf = (name: string, o: ItemCfOptions): Contender => ({
  name,
  create({ people, items }) {
    const together = items.map(() => new Map<number, number>())
    const counts = new Float64Array(items.length)
    const histories = people.map((): number[] => [])
    const trends = createTrendTable({ halfLivesMs: [o.trendHalfLifeMs ?? Infinity], items: items.length })
    const bump = (a: number, b: number) => together[a]!.set(b, (together[a]!.get(b) ?? 0) + 1)
    return {
      learn({ person, item, atMs }, from, to) {
        for (let e = from; e < to; e++) {
          const own = histories[person[e]!]!
          for (const other of own.slice(-o.history)) {
            if (other === item[e]!) continue
            bump(other, item[e]!)
            bump(item[e]!, other)
          }
          own.push(item[e]!)
          counts[item[e]!]! += 1
          trends.add(item[e]!, atMs[e]!)
        }
      },
      score(person, _atMs, out) {
        out.fill(0)
        let worth = 1
        for (const i of histories[person]!.slice(-o.history).reverse()) {
          for (const [j, n] of together[i]!) out[j]! += (worth * n) / Math.sqrt(counts[i]! * counts[j]!)
          worth *= o.decay
        }
        if (!o.trendWorth) return
        let most = 0
        let hottest = 0
        for (let i = 0; i < out.length; i++) {
          most = Math.max(most, out[i]!)
          hottest = Math.max(hottest, trends.share(0, i))
        }
        for (let i = 0; i < out.length; i++)
          out[i] = (most > 0 ? out[i]! / most : 0) + (o.trendWorth * trends.share(0, i)) / (hottest || 1)
      },
    }
  },
})
