// The order within one person's list, learned from pairs: of two things the same person was shown, the one taken should stand first
// (BPR, Rendle 2009, on features). Why beside the chance: a chance spends its weights on who clicks much, an order has no use for that.
// Why no outcome of the person among its features: the earlier of a pair has changed them for the later ('clicked just now'), and
// the head would learn that those who took something pass by the next, which orders a log but no list.
import type { Example } from './example.ts'
import { createFtrl, type FtrlRates } from './ftrl.ts'

export type OrderHeadOptions = {
  /** Places of the table of weights; a power of two. */
  size: number
  rates: FtrlRates
  /** Of each person so many latest impressions wait for their opposite … */
  remember: number
  /** … and each is paired with so many at most. */
  pairs: number
  maxPeople: number
}
export type OrderHead = ReturnType<typeof createOrderHead>

type Remembered = { example: Example; success: boolean }

export function createOrderHead({ size, rates, remember, pairs, maxPeople }: OrderHeadOptions) {
  const model = createFtrl({ size, heads: [rates] })
  const latest = new Map<number, Remembered[]>()
  const sum = new Float64Array(1)
  const error = new Float64Array(1)

  function score({ indices, values, tasteCount, count }: Example): number {
    sum[0] = 0
    model.score(indices, values, tasteCount, count, sum)
    return sum[0]
  }
  function step({ indices, values, tasteCount, count }: Example, by: number): void {
    error[0] = by
    model.learn(indices, values, tasteCount, count, error)
  }

  return {
    /** Comparable within one person's list only. */
    score,

    /** `example` is kept: hand in one of its own (`keepExample`). */
    learn(person: number, example: Example, success: boolean): void {
      const seen = latest.get(person) ?? []
      latest.delete(person)
      if (latest.size >= maxPeople) latest.delete(latest.keys().next().value!)
      latest.set(person, seen)
      for (let k = seen.length - 1, paired = 0; k >= 0 && paired < pairs; k--) {
        const other = seen[k]!
        if (other.success === success) continue
        paired++
        const [taken, passed] = success ? [example, other.example] : [other.example, example]
        const wrong = 1 / (1 + Math.exp(score(taken) - score(passed)))
        step(taken, -wrong)
        step(passed, wrong)
      }
      seen.push({ example, success })
      if (seen.length > remember) seen.shift()
    },

    dump: model.dump,
    restore: model.restore,
  }
}
