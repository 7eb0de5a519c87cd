// The honest floors: what everybody takes, ever or lately. A model that does not beat the second has learned nothing about people.
import type { Contender } from '../evaluation/ranker.ts'
import { createTrendTable } from '../models/trend-table.ts'

/** Counts with a half-life; `Infinity` for popularity of all time. */
export const trend = (name: string, halfLifeMs: number): Contender => ({
  name,
  create({ items }) {
    const table = createTrendTable({ halfLivesMs: [halfLifeMs], items: items.length })
    return {
      learn({ item, atMs }, from, to) {
        for (let e = from; e < to; e++) table.add(item[e]!, atMs[e]!)
      },
      score(_person, _atMs, out) {
        for (let i = 0; i < out.length; i++) out[i] = table.share(0, i)
      },
    }
  },
})

export const allTimePopularity: Contender = trend('popularity', Infinity)
