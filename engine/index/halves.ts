// Rows in two groups, by where their vectors lie: how a full cell becomes two (k-means with k of two, from the row farthest out
// and the row farthest from that one; no chance in it).
import type { RowMemory } from './row-memory.ts'

const ROUNDS = 5

/** The middle of the rows' vectors. */
export function meanOf(memory: RowMemory, rows: ArrayLike<number>): Float64Array {
  const { floats } = memory.views()
  const mean = new Float64Array(memory.dimensions)
  for (let k = 0; k < rows.length; k++) {
    const at = memory.vectorOf(rows[k]!)
    for (let i = 0; i < mean.length; i++) mean[i]! += floats[at + i]!
  }
  return mean.map((x) => x / rows.length)
}

export function distanceSquare(memory: RowMemory, row: number, from: Float64Array): number {
  const { floats } = memory.views()
  const at = memory.vectorOf(row)
  let sum = 0
  for (let i = 0; i < from.length; i++) sum += (floats[at + i]! - from[i]!) ** 2
  return sum
}

/** Two groups about two middles; neither has less than an eighth. */
export function halve(memory: RowMemory, rows: Uint32Array): [Uint32Array, Uint32Array] {
  const farthest = (from: Float64Array) =>
    rows.reduce(
      (best, row) => {
        const square = distanceSquare(memory, row, from)
        return square > best.square ? { row, square } : best
      },
      { row: rows[0]!, square: -1 },
    ).row
  let a = meanOf(memory, [farthest(meanOf(memory, rows))])
  let b = meanOf(memory, [farthest(a)])
  let [left, right] = [rows, rows.subarray(0, 0)]
  for (let round = 0; round < ROUNDS; round++) {
    const ofLeft = (row: number) => distanceSquare(memory, row, a) <= distanceSquare(memory, row, b)
    left = rows.filter((row) => ofLeft(row))
    right = rows.filter((row) => !ofLeft(row))
    if (Math.min(left.length, right.length) < rows.length / 8) break
    a = meanOf(memory, left)
    b = meanOf(memory, right)
  }
  if (Math.min(left.length, right.length) >= rows.length / 8) return [left, right]
  const all = Uint32Array.of(...left, ...right) // nearly all alike: any two halves are as good
  return [all.subarray(0, all.length >>> 1), all.subarray(all.length >>> 1)]
}
