// Rows of 32-bit floats that are there as soon as they are named: the table grows by doubling. Each row keeps the one number that
// AdaGrad needs (the mean of its squared gradients so far, summed), so a row seen often takes small steps and a fresh one large ones.

export type RowTableState = {
  readonly rows: number
  readonly values: Float32Array
  readonly squares: Float32Array
}
export type RowTable = ReturnType<typeof createRowTable>

/** Keeps the first steps of a row from being as long as the learning rate however small its gradient. */
const FIRST_SQUARE = 1e-3

/** `fill` gives each number of a new row; rows are of `width` numbers, row r from `values[r * width]`. */
export function createRowTable(width: number, fill: () => number = () => 0) {
  let rows = 0
  let values = new Float32Array(16 * width)
  let squares = new Float32Array(16)

  const reserve = (count: number): void => {
    let room = squares.length
    while (room < count) room *= 2
    if (room === squares.length) return
    const [wider, longer] = [new Float32Array(room * width), new Float32Array(room)]
    wider.set(values)
    longer.set(squares)
    values = wider
    squares = longer
  }

  return {
    width,
    rows: () => rows,
    /** Valid until the next `ensure`. */
    values: () => values,

    /** After this, rows 0 to `row` are there. */
    ensure(row: number): void {
      if (row < rows) return
      reserve(row + 1)
      for (let at = rows * width; at < (row + 1) * width; at++) values[at] = fill()
      squares.fill(FIRST_SQUARE, rows, row + 1)
      rows = row + 1
    },

    /** As if it were new. */
    renew(row: number): void {
      if (row >= rows) return
      for (let at = row * width; at < (row + 1) * width; at++) values[at] = fill()
      squares[row] = FIRST_SQUARE
    },

    /** One step down `scale` times the gradient `from[at …]`; `shrink` draws the row to zero. */
    step(row: number, from: Float32Array, at: number, scale: number, rate: number, shrink = 0): void {
      const start = row * width
      let square = 0
      for (let d = 0; d < width; d++) square += (from[at + d]! * scale) ** 2
      squares[row]! += square / width
      const stride = rate / Math.sqrt(squares[row]!)
      for (let d = 0; d < width; d++) {
        const value = values[start + d]!
        values[start + d] = value - stride * (scale * from[at + d]! + shrink * value)
      }
    },

    dump: (): RowTableState => ({
      rows,
      values: values.slice(0, rows * width),
      squares: squares.slice(0, rows),
    }),
    restore(state: RowTableState): void {
      if (state.values.length !== state.rows * width || state.squares.length !== state.rows)
        throw new RangeError(
          `row table: ${state.values.length} numbers are not ${state.rows} rows of ${width}`,
        )
      rows = 0
      reserve(state.rows)
      rows = state.rows
      values.set(state.values)
      squares.set(state.squares)
    },
  }
}
