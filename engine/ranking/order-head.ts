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

/** What an order is made of: the part of an example that is no outcome of the person. */
type Remembered = { indices: Uint32Array; values: Float32Array; success: boolean }

export function createOrderHead({ size, rates, remember, pairs, maxPeople }: OrderHeadOptions) {
  const model = createFtrl({ size, heads: [rates] })
  const latest = new Map<number, Remembered[]>()
  const sum = new Float64Array(1)
  const error = new Float64Array(1)

  function scoreOf(indices: Uint32Array, values: Float32Array, from: number, to: number): number {
    sum[0] = 0
    model.score(indices, values, from, to, sum)
    return sum[0]
  }

  return {
    /** Comparable within one person's list only. */
    score: ({ indices, values, tasteCount, count }: Example): number =>
      scoreOf(indices, values, tasteCount, count),

    learn(person: number, example: Example, success: boolean): void {
      const seen = latest.get(person) ?? []
      latest.delete(person)
      if (latest.size >= maxPeople) latest.delete(latest.keys().next().value!)
      latest.set(person, seen)
      const indices = example.indices.slice(example.tasteCount, example.count)
      const values = example.values.slice(example.tasteCount, example.count)
      for (let k = seen.length - 1, paired = 0; k >= 0 && paired < pairs; k--) {
        const other = seen[k]!
        if (other.success === success) continue
        paired++
        const mine = scoreOf(indices, values, 0, indices.length)
        const theirs = scoreOf(other.indices, other.values, 0, other.indices.length)
        const wrong = 1 / (1 + Math.exp(success ? mine - theirs : theirs - mine))
        error[0] = success ? -wrong : wrong
        model.learn(indices, values, 0, indices.length, error)
        error[0] = -error[0]
        model.learn(other.indices, other.values, 0, other.indices.length, error)
      }
      seen.push({ indices, values, success })
      if (seen.length > remember) seen.shift()
    },

    dump: model.dump,
    restore: model.restore,
  }
}
