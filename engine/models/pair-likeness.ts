// How much each item is like what a person has, by its description alone: close copies count far more than a vague likeness, and
// what is like nothing in particular is at 0. Nothing is learned, so it is right for an item nobody has met.
import type { Matrix } from '../evaluation/shapes.ts'
import { rowOf } from './descriptions.ts'

export type PairLikeness = ReturnType<typeof createPairLikeness>

/** The exponent of an inner product: what a likeness of 1 is worth next to none. Chosen on validation pairs of held-out items. */
const SHARPNESS = 5

export function createPairLikeness(description: Matrix) {
  const known = new Map<number, Float32Array>()
  const likenessTo = (item: number): Float32Array => {
    let row = known.get(item)
    if (!row) known.set(item, (row = expOfProducts(description, item)))
    return row
  }
  return {
    /** Writes log of the mean over `items` of exp(5 · likeness), a number an item; all 0 without any. */
    write(items: ArrayLike<number>, out: Float64Array): void {
      out.fill(items.length === 0 ? 1 : 0)
      for (let l = 0; l < items.length; l++) {
        const row = likenessTo(items[l]!)
        for (let j = 0; j < out.length; j++) out[j]! += row[j]! / items.length
      }
      for (let j = 0; j < out.length; j++) out[j] = Math.log(out[j]!)
    },
  }
}

function expOfProducts(description: Matrix, item: number): Float32Array {
  const { rows, width, values } = description
  const own = rowOf(description, item)
  const row = new Float32Array(rows)
  for (let j = 0; j < rows; j++) row[j] = Math.exp(SHARPNESS * product(own, values, j * width, width))
  return row
}

/** Four sums at once: one would wait for itself at every addition. */
function product(a: Float32Array, b: Float32Array, at: number, width: number): number {
  let [p, q, r, s] = [0, 0, 0, 0]
  const fours = width - (width % 4)
  for (let c = 0; c < fours; c += 4) {
    p += a[c]! * b[at + c]!
    q += a[c + 1]! * b[at + c + 1]!
    r += a[c + 2]! * b[at + c + 2]!
    s += a[c + 3]! * b[at + c + 3]!
  }
  for (let c = fours; c < width; c++) p += a[c]! * b[at + c]!
  return p + q + r + s
}
