// Logistic regression learned one example at a time: FTRL-proximal (McMahan et al., KDD 2013), several heads over one set of
// features. Why this and not plain gradient steps: each weight has its own step, falling with its own evidence, and a weight that never
// earned its keep stays exactly 0. The heads of a feature lie side by side: one line of memory answers for all of them.
import { requirePowerOfTwo } from './hashing.ts'

export type FtrlRates = { alpha: number; beta: number; l1: number; l2: number }
export type FtrlOptions = {
  /** Places of the table; a power of two. Indices are taken modulo it. */
  size: number
  heads: readonly FtrlRates[]
}
export type Ftrl = ReturnType<typeof createFtrl>

export function createFtrl({ size, heads }: FtrlOptions) {
  const mask = requirePowerOfTwo('createFtrl: size', size) - 1
  const width = heads.length
  const weights = new Float32Array(size * width)
  /** z of the paper, and the root of its n. */
  const sums = new Float32Array(size * width)
  const roots = new Float32Array(size * width)
  const alpha = Float64Array.from(heads, (head) => head.alpha)
  const beta = Float64Array.from(heads, (head) => head.beta)
  const l1 = Float64Array.from(heads, (head) => head.l1)
  const l2 = Float64Array.from(heads, (head) => head.l2)

  return {
    heads: width,
    weight: (index: number, head = 0): number => weights[(index & mask) * width + head]!,

    /**
     * Adds to `out[head]` the sum of weight · value over features `from` … before `to`: log-odds, once it has learned. Of heads `first`
     * … before `end` only, where the others are not asked for.
     */
    score(
      indices: Uint32Array,
      values: Float32Array,
      from: number,
      to: number,
      out: Float64Array,
      first = 0,
      end = width,
    ): void {
      for (let k = from; k < to; k++) {
        const at = (indices[k]! & mask) * width
        const value = values[k]!
        for (let h = first; h < end; h++) out[h]! += weights[at + h]! * value
      }
    },

    /** `errors[head]` is the chance given minus what happened: the gradient of the log loss by the score; 0 teaches nothing. */
    learn(indices: Uint32Array, values: Float32Array, from: number, to: number, errors: Float64Array): void {
      for (let h = 0; h < width; h++) {
        const error = errors[h]!
        if (error === 0) continue
        const a = alpha[h]!
        const perAlpha = 1 / a
        const one = l1[h]!
        const floor = beta[h]! + a * l2[h]!
        for (let k = from; k < to; k++) {
          const gradient = error * values[k]!
          if (gradient === 0) continue
          const at = (indices[k]! & mask) * width + h
          const before = roots[at]!
          const after = Math.sqrt(before * before + gradient * gradient)
          const z = sums[at]! + gradient - (after - before) * perAlpha * weights[at]!
          const beyond = z > one ? z - one : z < -one ? z + one : 0
          roots[at] = after
          sums[at] = z
          weights[at] = (-beyond * a) / (floor + after)
        }
      }
    },

    dump: () => ({ weights: weights.slice(), sums: sums.slice(), roots: roots.slice() }),
    restore(from: { weights: Float32Array; sums: Float32Array; roots: Float32Array }): void {
      if (from.weights.length !== weights.length)
        throw new RangeError(`createFtrl: ${from.weights.length} of ${weights.length} weights`)
      weights.set(from.weights)
      sums.set(from.sums)
      roots.set(from.roots)
    },
  }
}
