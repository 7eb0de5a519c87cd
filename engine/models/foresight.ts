// How often what was chosen stood among the first 20, by us and by the plain trend: told as it goes, over some 2,000 outcomes.
import type { Columns } from '../columns.ts'
import type { EvidenceTable } from './evidence-table.ts'

const HITS = 20
const KEPT = 1 - 1 / 2_000

export function createForesight(columns: Columns) {
  /** Asked, foretold, foretold by the trend alone: lately. */
  const counts = columns.float64('progress', 3)
  return {
    /** `chosen` is its place among the candidates, −1 for not among them at all; `trend` the column of the trend. */
    note({ items, rows, width }: EvidenceTable, scores: Float64Array, trend: number, chosen: number): void {
      let [ahead, hotter] = [0, 0]
      for (let i = 0; chosen >= 0 && i < items.length; i++) {
        if (scores[i]! > scores[chosen]!) ahead++
        if (rows[i * width + trend]! > rows[chosen * width + trend]!) hotter++
      }
      for (let k = 0; k < counts.length; k++) counts[k]! *= KEPT
      counts[0]! += 1
      if (chosen >= 0 && ahead < HITS) counts[1]! += 1
      if (chosen >= 0 && hotter < HITS) counts[2]! += 1
    },

    /** Shares of what was asked; null before anything was. */
    read: () => ({
      asked: counts[0]!,
      hit20: counts[0]! > 0 ? counts[1]! / counts[0]! : null,
      trendHit20: counts[0]! > 0 ? counts[2]! / counts[0]! : null,
    }),
  }
}
