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

  function scoreOf({ indices, values }: Remembered): number {
    sum[0] = 0
    model.score(indices, values, 0, indices.length, sum)
    return sum[0]
  }
  function rememberedOf(x: Example, success: boolean): Remembered {
    const { ownCount, sharedCount, tasteCount, count } = x
    const indices = new Uint32Array(sharedCount - ownCount + count - tasteCount)
    const values = new Float32Array(indices.length)
    indices.set(x.indices.subarray(ownCount, sharedCount))
    values.set(x.values.subarray(ownCount, sharedCount))
    indices.set(x.indices.subarray(tasteCount, count), sharedCount - ownCount)
    values.set(x.values.subarray(tasteCount, count), sharedCount - ownCount)
    return { indices, values, success }
  }

  return {
    /** Comparable within one person's list only. */
    score({ indices, values, ownCount, sharedCount, tasteCount, count }: Example): number {
      sum[0] = 0
      model.score(indices, values, ownCount, sharedCount, sum)
      model.score(indices, values, tasteCount, count, sum)
      return sum[0]
    },

    learn(person: number, example: Example, success: boolean): void {
      const seen = latest.get(person) ?? []
      latest.delete(person)
      if (latest.size >= maxPeople) latest.delete(latest.keys().next().value!)
      latest.set(person, seen)
      const own = rememberedOf(example, success)
      for (let k = seen.length - 1, paired = 0; k >= 0 && paired < pairs; k--) {
        const other = seen[k]!
        if (other.success === success) continue
        paired++
        const mine = scoreOf(own)
        const theirs = scoreOf(other)
        const wrong = 1 / (1 + Math.exp(success ? mine - theirs : theirs - mine))
        error[0] = success ? -wrong : wrong
        model.learn(own.indices, own.values, 0, own.indices.length, error)
        error[0] = -error[0]
        model.learn(other.indices, other.values, 0, other.indices.length, error)
      }
      seen.push(own)
      if (seen.length > remember) seen.shift()
    },

    dump: model.dump,
    restore: model.restore,
  }
}
