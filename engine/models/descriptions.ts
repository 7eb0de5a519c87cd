// Vectors of several sources (what it looks like, what it sounds like) as one description an item: every number to mean 0 and
// spread 1 over the items, so that no unit outweighs another; every source to the length it is worth.
import type { Matrix } from '../evaluation/shapes.ts'

/** What a source is worth next to one of images; chosen on the validation part of tiktok-mm. */
export const DESCRIPTION_WORTH: Readonly<Record<string, number>> = { audio: 0.3 }

export function describeItems(
  sources: Readonly<Record<string, Matrix>>,
  itemCount: number,
  worth: Readonly<Record<string, number>> = {},
): Matrix {
  const matrices = Object.entries(sources)
  const width = matrices.reduce((sum, [, matrix]) => sum + matrix.width, 0)
  const values = new Float32Array(itemCount * width)
  let start = 0
  for (const [name, matrix] of matrices) {
    for (let c = 0; c < matrix.width; c++) standardise(matrix, c, values, start + c, width)
    for (let i = 0; i < matrix.rows; i++) {
      const row = values.subarray(i * width + start, i * width + start + matrix.width)
      const length = Math.hypot(...row)
      if (length > 0) for (let c = 0; c < row.length; c++) row[c]! *= (worth[name] ?? 1) / length
    }
    start += matrix.width
  }
  return { rows: itemCount, width, values }
}

/** Row r, as a view. */
export const rowOf = ({ values, width }: Matrix, row: number): Float32Array =>
  values.subarray(row * width, (row + 1) * width)

function standardise(
  from: Matrix,
  column: number,
  to: Float32Array,
  toColumn: number,
  toWidth: number,
): void {
  const at = (row: number) => from.values[row * from.width + column]!
  let [mean, square] = [0, 0]
  for (let i = 0; i < from.rows; i++) mean += at(i) / from.rows
  for (let i = 0; i < from.rows; i++) square += (at(i) - mean) ** 2 / from.rows
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0
  for (let i = 0; i < from.rows; i++) to[i * toWidth + toColumn] = (at(i) - mean) * scale
}
