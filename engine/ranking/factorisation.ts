// A factorisation machine (Rendle, ICDM 2010) learned one example at a time: each feature has a vector, and what two features do
// together is the product of theirs, so that pairs never seen together are foretold from others. One set of vectors serves all heads:
// each head weighs the dimensions by itself, and what rare outcomes cannot teach the clicks do. AdaGrad, one step size a vector.
import type { Random } from '#kernel/random'
import { requirePowerOfTwo } from './hashing.ts'

export type FactorisationOptions = {
  /** Vectors in the table; a power of two. */
  size: number
  dimensions: number
  heads: number
  learningRate: number
  /** Pull towards 0 at each step. */
  decay: number
  /** Vectors begin uniform within ± this. */
  spread: number
  random: Random
}
export type Factorisation = ReturnType<typeof createFactorisation>

export function createFactorisation(o: FactorisationOptions) {
  const { size, dimensions: d, heads } = o
  const mask = requirePowerOfTwo('createFactorisation: size', size) - 1
  const vectors = Float32Array.from({ length: size * d }, () => (2 * o.random.next() - 1) * o.spread)
  const squares = new Float32Array(size).fill(1)
  const mixes = new Float32Array(heads * d).fill(1)
  const mixSquares = new Float32Array(heads * d).fill(1)
  const sum = new Float64Array(d)
  const pairs = new Float64Array(d)
  const pull = new Float64Array(d)

  /** Per dimension: the sum, and the sum over all pairs of features of their products. */
  function read(indices: Uint32Array, values: Float32Array, count: number): void {
    sum.fill(0)
    pairs.fill(0)
    for (let k = 0; k < count; k++) {
      const at = (indices[k]! & mask) * d
      const value = values[k]!
      for (let r = 0; r < d; r++) {
        const part = vectors[at + r]! * value
        sum[r]! += part
        pairs[r]! -= part * part
      }
    }
    for (let r = 0; r < d; r++) pairs[r] = (pairs[r]! + sum[r]! * sum[r]!) / 2
  }

  return {
    /** Adds to `out[head]` what the pairs of features say, as log-odds. */
    score(indices: Uint32Array, values: Float32Array, count: number, out: Float64Array): void {
      read(indices, values, count)
      for (let h = 0, m = 0; h < heads; h++) {
        let score = 0
        for (let r = 0; r < d; r++, m++) score += mixes[m]! * pairs[r]!
        out[h]! += score
      }
    },

    /** `errors` as for `Ftrl`: of the whole score, of which this is a part. */
    learn(indices: Uint32Array, values: Float32Array, count: number, errors: Float64Array): void {
      read(indices, values, count)
      pull.fill(0)
      for (let h = 0, m = 0; h < heads; h++) {
        const error = errors[h]!
        for (let r = 0; r < d; r++, m++) {
          if (error === 0) continue
          pull[r]! += error * mixes[m]!
          const gradient = error * pairs[r]!
          mixSquares[m]! += gradient * gradient
          mixes[m]! -= (o.learningRate * gradient) / Math.sqrt(mixSquares[m]!)
        }
      }
      for (let k = 0; k < count; k++) {
        const row = indices[k]! & mask
        const at = row * d
        const value = values[k]!
        let square = 0
        for (let r = 0; r < d; r++) {
          const v = vectors[at + r]!
          const gradient = pull[r]! * value * (sum[r]! - v * value) + o.decay * v
          square += gradient * gradient
        }
        squares[row]! += square / d
        const step = o.learningRate / Math.sqrt(squares[row]!)
        for (let r = 0; r < d; r++) {
          const v = vectors[at + r]!
          vectors[at + r]! -= step * (pull[r]! * value * (sum[r]! - v * value) + o.decay * v)
        }
      }
    },

    dump: () => ({
      vectors: vectors.slice(),
      squares: squares.slice(),
      mixes: mixes.slice(),
      mixSquares: mixSquares.slice(),
    }),
    restore(from: {
      vectors: Float32Array
      squares: Float32Array
      mixes: Float32Array
      mixSquares: Float32Array
    }): void {
      if (from.vectors.length !== vectors.length)
        throw new RangeError(`createFactorisation: ${from.vectors.length} of ${vectors.length} numbers`)
      vectors.set(from.vectors)
      squares.set(from.squares)
      mixes.set(from.mixes)
      mixSquares.set(from.mixSquares)
    },
  }
}
