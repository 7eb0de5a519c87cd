// Rows in cells of near vectors, so that a search may look at the likely cells only. Cells grow out of one: a full one is split in
// two by its own rows, a nearly empty one is dissolved into its neighbours, and a hand goes round that moves each row to the
// cell nearest to it by now. All of it is a bounded piece of work beside an insert; nothing is ever trained or rebuilt
// (after SPFresh's split, merge and reassign, SOSP 2023). Nearness is the plain distance, so that long vectors, which win most dot
// products, lie in cells of their own; the cells' centres are searched by the kernel that searches rows. Each cell holds a copy of
// its rows' codes, so that it is scanned in one go: gathering rows from all over memory took longer than scanning them all.
import { createColumn } from '../column.ts'
import { createExactIndex, openExactIndex, type ExactIndex } from './exact-index.ts'
import { createRowMemory, openRowMemory, type RowMemory, type RowMemoryHandle } from './row-memory.ts'
import { distanceSquare, halve, meanOf } from './halves.ts'
import type { VectorReader } from './vector-index.ts'

export type CellsHandle = {
  cellRows: number
  maximumRows: number
  centres: RowMemoryHandle
  codes: RowMemoryHandle
  buffers: SharedArrayBuffer[]
}
export type Cells = ReturnType<typeof createCells>

/** A cell with less than this share of its room is dissolved. */
const DISSOLVE = 1 / 8
/**
 * Beside its middle c, a centre carries 8 numbers for −|c|²/2 and 8 for its rows' mean distance r from it. A row x seeks its cell
 * with (x, unit, 0): the dot is x·c − |c|²/2, largest for the nearest c. A query q with (q, 0, reach·|q|): q·c + reach·|q|·r, what a
 * good row of the cell may score.
 */
const BESIDE = 16

/** Splits leave cells an eighth full at worst, and emptier ones are dissolved. */
const cellsFor = (maximumRows: number, cellRows: number) => Math.ceil((8 * maximumRows) / cellRows) + 16

/** `members`: rows of each cell, `cellRows` places each; `sizes`: how many of them are taken. */
function openColumns({
  cellRows,
  maximumRows,
  buffers,
}: Pick<CellsHandle, 'cellRows' | 'maximumRows'> & { buffers?: SharedArrayBuffer[] }) {
  const most = cellsFor(maximumRows, cellRows)
  return {
    members: createColumn('u32', { maximum: most * cellRows, buffer: buffers?.[0] }),
    sizes: createColumn('u32', { maximum: most, buffer: buffers?.[1] }),
  }
}

/** What a search needs: the cells nearest to a query, and their rows. Another thread's may miss a row that is on the move. */
export type CellsReader = {
  count(): number
  /** The `limit` most promising cells, best first. `reach`: how far out of its middle a cell's best is looked for, in mean distances. */
  nearest(query: ArrayLike<number>, limit: number, reach: number): Uint32Array
  rowsOf(cell: number): Uint32Array
  /** Cell c's codes are at places `c · cellRows` … of this memory. */
  codes: RowMemory
  cellRows: number
  rowAt(place: number): number
}

const reader = (
  centres: VectorReader,
  { members, sizes }: ReturnType<typeof openColumns>,
  codes: RowMemory,
): CellsReader => ({
  codes,
  cellRows: codes.slabRows,
  rowAt: (place) => members.view[place]!,
  count: () => centres.size,
  nearest(query, limit, reach) {
    const wide = new Float64Array(centres.dimensions)
    wide.set(query)
    wide.fill(reach * Math.hypot(...Array.from(query)), query.length + BESIDE / 2)
    return centres.search(wide, { limit, candidates: Math.min(4_096, Math.ceil(1.1 * limit) + 8) }).rows
  },
  rowsOf(cell) {
    sizes.reach(cell + 1)
    members.reach((cell + 1) * codes.slabRows)
    return members.view.subarray(cell * codes.slabRows, cell * codes.slabRows + sizes.view[cell]!)
  },
})

export function openCells(handle: CellsHandle, options: { reader: number; simd?: boolean }): CellsReader {
  return reader(
    openExactIndex(handle.centres, options),
    openColumns(handle),
    openRowMemory(handle.codes, options),
  )
}

/** `memory`: where the rows' vectors are. */
export function createCells(
  memory: RowMemory,
  options: { cellRows: number; maximumRows: number; readers: number; shared: boolean; simd: boolean },
) {
  const { cellRows, maximumRows, readers, shared, simd } = options
  const { dimensions } = memory
  const columns = openColumns(options)
  const { members, sizes } = columns
  const cellOf = createColumn('u32', { maximum: maximumRows })
  const placeOf = createColumn('u32', { maximum: maximumRows })
  const most = cellsFor(maximumRows, cellRows)
  const slabRows = Math.min(4_096, Math.max(16, 2 ** Math.ceil(Math.log2(most))))
  const centres: ExactIndex = createExactIndex({
    dimensions: dimensions + BESIDE,
    maximumRows: most,
    slabRows,
    readers,
    shared,
    simd,
  })
  const codesHandle = createRowMemory({
    dimensions,
    maximumRows: most * cellRows,
    slabRows: cellRows,
    readers,
    shared,
    codesOnly: true,
  })
  const codes = openRowMemory(codesHandle, { simd })
  const freeCells: number[] = []
  let cells = 0
  let hand = { cell: 0, place: 0 }

  const seeking = new Float64Array(dimensions + BESIDE)
  /** Of the size of a row's numbers, so that 8 bits hold all of a centre: from the first row. */
  let unit = 0

  function nearestTo(row: number): number {
    const at = memory.vectorOf(row)
    const { floats } = memory.views()
    for (let i = 0; i < dimensions; i++) seeking[i] = floats[at + i]!
    seeking.fill(unit, dimensions, dimensions + BESIDE / 2)
    return centres.search(seeking, { limit: 1, candidates: 2 }).rows[0]!
  }

  /** Where the rows lie and how far from there they are. */
  function setCentre(cell: number): void {
    const rows = reading.rowsOf(cell)
    if (rows.length === 0) return
    const centre = new Float64Array(dimensions + BESIDE)
    const mean = meanOf(memory, rows)
    centre.set(mean)
    const square = mean.reduce((sum, x) => sum + x * x, 0)
    unit ||= Math.sqrt(square) / 4 || 1
    let distance = 0
    for (const row of rows) distance += Math.sqrt(distanceSquare(memory, row, mean)) / rows.length
    centre.fill(-square / BESIDE / unit, dimensions, dimensions + BESIDE / 2)
    centre.fill(distance / (BESIDE / 2), dimensions + BESIDE / 2)
    centres.set(cell, centre)
  }

  function newCell(): number {
    const cell = freeCells.pop() ?? cells++
    sizes.reach(cell + 1)
    members.reach((cell + 1) * cellRows)
    codes.reach((cell + 1) * cellRows - 1)
    sizes.view[cell] = 0
    return cell
  }

  function put(row: number, cell: number): void {
    const place = sizes.view[cell]!
    members.view[cell * cellRows + place] = row
    sizes.view[cell] = place + 1
    cellOf.view[row] = cell
    placeOf.view[row] = place
    copyCodes(memory, row, codes, cell * cellRows + place)
  }

  /** Ends with no code alive in the cell. */
  function empty(cell: number): void {
    sizes.view[cell] = 0
    const scales = codes.scaleOf(cell * cellRows)
    codes.views().floats.fill(NaN, scales, scales + cellRows)
  }

  /** The last row of the cell takes its place. */
  function take(row: number): number {
    const cell = cellOf.view[row]!
    const last = sizes.view[cell]! - 1
    const moved = members.view[cell * cellRows + last]!
    members.view[cell * cellRows + placeOf.view[row]!] = moved
    placeOf.view[moved] = placeOf.view[row]!
    if (moved !== row) copyCodes(memory, moved, codes, cell * cellRows + placeOf.view[row]!)
    codes.views().floats[codes.scaleOf(cell * cellRows + last)] = NaN
    sizes.view[cell] = last
    return cell
  }

  function split(cell: number): void {
    const rows = reading.rowsOf(cell).slice()
    const [left, right] = halve(memory, rows)
    const other = newCell()
    empty(cell)
    for (const row of left) put(row, cell)
    for (const row of right) put(row, other)
    setCentre(cell)
    setCentre(other)
  }

  function dissolve(cell: number): void {
    if (centres.size < 2) return
    centres.delete(cell)
    for (const row of reading.rowsOf(cell).slice()) seat(row)
    empty(cell)
    freeCells.push(cell)
  }

  /** Into the nearest cell, which is split first if there is no room. */
  function seat(row: number): void {
    let cell = nearestTo(row)
    while (sizes.view[cell]! >= cellRows) {
      split(cell)
      cell = nearestTo(row)
    }
    put(row, cell)
  }

  const reading = reader(centres, columns, codes)
  return {
    ...reading,
    handle: {
      cellRows,
      maximumRows,
      centres: centres.handle,
      codes: codesHandle,
      buffers: [members.buffer, sizes.buffer],
    } satisfies CellsHandle,
    cellOf: (row: number) => cellOf.view[row]!,
    bytes: () =>
      [members, sizes, cellOf, placeOf].reduce(
        (sum, c) => sum + c.buffer.byteLength,
        centres.bytes + codes.bytes(),
      ),

    /** A new row; its vector is in memory already. */
    add(row: number): void {
      cellOf.reach(row + 1)
      placeOf.reach(row + 1)
      if (centres.size > 0) return seat(row)
      const cell = newCell()
      put(row, cell)
      setCentre(cell)
    },

    remove(row: number): void {
      const cell = take(row)
      if (sizes.view[cell]! < cellRows * DISSOLVE) dissolve(cell)
    },

    /** Moves the next `rows` rows the hand comes to where they belong by now, and each cell's centre to its middle. */
    tend(rows: number): void {
      for (let i = 0; i < rows; i++) {
        if (hand.cell >= cells) hand = { cell: 0, place: 0 }
        const { cell } = hand
        if (hand.place >= (sizes.view[cell] ?? 0)) {
          hand = { cell: cell + 1, place: 0 }
          if (centres.has(hand.cell)) setCentre(hand.cell)
          continue
        }
        const row = members.view[cell * cellRows + hand.place]!
        const better = nearestTo(row)
        if (better === cell || sizes.view[better]! >= cellRows) hand.place++
        else {
          take(row)
          put(row, better)
          if (sizes.view[cell]! < cellRows * DISSOLVE) dissolve(cell)
        }
      }
    },
  }
}

/** The scale last, which brings the place to life. */
function copyCodes(from: RowMemory, row: number, to: RowMemory, place: number): void {
  const [at, into] = [from.codesOf(row), to.codesOf(place)]
  const scale = to.scaleOf(place)
  to.views().floats[scale] = NaN
  to.views().codes.set(from.views().codes.subarray(at, at + from.dimensions), into)
  to.views().floats[scale] = from.views().floats[from.scaleOf(row)]!
}
