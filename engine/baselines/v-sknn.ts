// Session neighbours alone (V-SKNN: Ludewig and Jannach, 2018), rare items for more: the baseline that many neural models of
// sessions do not reach.
import type { SessionContender } from '../evaluation/next-in-session.ts'
import { listOf } from '../evaluation/shapes.ts'
import { createSessionNeighbours } from '../models/session-neighbours.ts'

export const vSknn = (neighbours = 100, sittingsPerItem = 500): SessionContender => ({
  name: 'V-SKNN',
  create({ train, items }) {
    const near = createSessionNeighbours({ items: items.length, sittingsPerItem, neighbours })
    const counts = new Float64Array(items.length)
    const sessions = train.offsets.length - 1
    for (let s = 0; s < sessions; s++) {
      const sitting = near.open()
      for (const item of listOf(train, s)) {
        near.add(sitting, item)
        counts[item]! += 1
      }
    }
    const rarity = counts.map((count) => 1 + Math.log(sessions / Math.max(1, count)))
    return {
      score(prefix, out) {
        out.fill(0)
        near.each(prefix, -1, (item, worth) => (out[item]! += worth * rarity[item]!))
      },
    }
  },
})
