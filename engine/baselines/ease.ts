// EASE (Steck 2019, arXiv:1905.03375): the linear item–item model B = I − P · diag(1 / P), P = (XᵀX + λI)⁻¹, with its closed form.
//
// Why no dense inverse: XᵀX is never written down. P is found column by column with conjugate gradients, whose only use of the data
// is X and Xᵀ times a vector, so a set of n pairs costs n additions a step and some 10 to 20 steps suffice (λ keeps the condition
// number small). For 6,700 items and 60,000 pairs that is a fiftieth of the n³ of an inverse, and right to the given tolerance.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf, type Ragged } from '../evaluation/shapes.ts'

export type EaseOptions = {
  /** The ridge λ, in people: what a likeness must stand out from. */
  lambda: number
  /** The steps of a column end when its error has shrunk to this share. */
  tolerance?: number
}

/** Columns solved side by side: one walk through the pairs serves all of them. */
const ABREAST = 4
const MOST_STEPS = 200

export const ease = (name: string, { lambda, tolerance = 1e-3 }: EaseOptions): SplitContender => ({
  name,
  create({ itemCount, train }) {
    const pairs = train[0]!
    const inverse = ridgeInverse(pairs, itemCount, lambda, tolerance)
    return {
      score(person, out) {
        out.fill(0)
        const own = listOf(pairs, person)
        for (const item of own) {
          const start = item * itemCount
          for (let j = 0; j < itemCount; j++) out[j]! -= inverse[start + j]!
        }
        for (let j = 0; j < itemCount; j++) out[j]! /= inverse[j * itemCount + j]!
        for (const item of own) out[item] = 0
      },
    }
  },
})

/** (XᵀX + λI)⁻¹, item by item, for X with a 1 for each of `pairs` (list p: the items of person p). */
export function ridgeInverse(pairs: Ragged, items: number, lambda: number, tolerance: number): Float32Array {
  if (!(lambda > 0)) throw new RangeError(`ridgeInverse: λ is ${lambda}`)
  const diagonal = new Float64Array(items).fill(lambda)
  for (const item of pairs.values) diagonal[item]! += 1
  const inverse = new Float32Array(items * items)
  const used: number[] = []
  // Nobody has it: nothing ties it to the others, and its column is known.
  for (let item = 0; item < items; item++)
    if (diagonal[item]! > lambda) used.push(item)
    else inverse[item * items + item] = 1 / lambda
  const solve = createSolver(pairs, items, lambda, diagonal, tolerance)
  for (let from = 0; from < used.length; from += ABREAST) {
    const columns = used.slice(from, from + ABREAST)
    const solution = solve(columns)
    columns.forEach((column, k) => {
      for (let i = 0, at = k; i < items; i++, at += ABREAST) inverse[column * items + i] = solution[at]!
    })
  }
  return inverse
}

/** Conjugate gradients, scaled by the diagonal; vectors lie interleaved, number i of column k at `i * ABREAST + k`. */
function createSolver(
  pairs: Ragged,
  items: number,
  lambda: number,
  diagonal: Float64Array,
  tolerance: number,
) {
  const vector = () => new Float64Array(items * ABREAST)
  const [solution, residual, direction, image] = [vector(), vector(), vector(), vector()]
  const [size, bend, stride] = [0, 0, 0].map(() => new Float64Array(ABREAST)) as Triple
  const first = new Float64Array(ABREAST)

  return (columns: readonly number[]): Float64Array => {
    for (const each of [solution, residual, direction]) each.fill(0)
    size.fill(0)
    columns.forEach((column, k) => {
      residual[column * ABREAST + k] = 1
      direction[column * ABREAST + k] = 1 / diagonal[column]!
      size[k] = 1 / diagonal[column]!
    })
    first.set(size)
    for (let step = 0; step < MOST_STEPS; step++) {
      if (size.every((s, k) => s <= first[k]! * tolerance ** 2)) break
      timesGram(pairs, lambda, direction, image)
      bend.fill(0)
      for (let at = 0; at < image.length;)
        for (let k = 0; k < ABREAST; k++, at++) bend[k]! += direction[at]! * image[at]!
      for (let k = 0; k < ABREAST; k++) stride[k] = bend[k]! > 0 ? size[k]! / bend[k]! : 0
      bend.fill(0)
      for (let i = 0, at = 0; i < items; i++) {
        const scale = 1 / diagonal[i]!
        for (let k = 0; k < ABREAST; k++, at++) {
          solution[at]! += stride[k]! * direction[at]!
          const left = (residual[at]! -= stride[k]! * image[at]!)
          bend[k]! += left * left * scale
        }
      }
      for (let k = 0; k < ABREAST; k++) stride[k] = size[k]! > 0 ? bend[k]! / size[k]! : 0
      size.set(bend)
      for (let i = 0, at = 0; i < items; i++) {
        const scale = 1 / diagonal[i]!
        for (let k = 0; k < ABREAST; k++, at++)
          direction[at] = residual[at]! * scale + stride[k]! * direction[at]!
      }
    }
    return solution
  }
}
type Triple = [Float64Array, Float64Array, Float64Array]

/** out = (XᵀX + λI) · v, four columns in registers: this is where the time goes. */
function timesGram({ offsets, values }: Ragged, lambda: number, v: Float64Array, out: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = lambda * v[at]!
  for (let person = 0; person + 1 < offsets.length; person++) {
    const [from, to] = [offsets[person]!, offsets[person + 1]!]
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let e = from; e < to; e++) {
      const at = values[e]! * ABREAST
      a += v[at]!
      b += v[at + 1]!
      c += v[at + 2]!
      d += v[at + 3]!
    }
    for (let e = from; e < to; e++) {
      const at = values[e]! * ABREAST
      out[at]! += a
      out[at + 1]! += b
      out[at + 2]! += c
      out[at + 3]! += d
    }
  }
}
