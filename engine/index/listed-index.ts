// Vector search that looks at the likely part of the rows: the cells nearest to the query (cells.ts), scanned by the same kernel, scored
// again in full the same way. Worth it where an exact scan is bound by memory, from half a million rows a thread; below, and for
// filtered searches (whose rows may all lie elsewhere), it scans them all. How many cells are looked at is not guessed: `calibrate`
// takes real queries, finds the true best of each and how far down the cells one must go to meet the recall asked for.
import { createCells, openCells, type CellsHandle, type CellsReader } from './cells.ts'
import { dumpRows, loadRows, reader, searchAll } from './exact-index.ts'
import { createRowMemory, openRowMemory, ROOM, type RowMemory, type RowMemoryHandle } from './row-memory.ts'
import { check, createRowStore, type RowStore } from './row-store.ts'
import type { Hits, SearchOptions, VectorIndex, VectorIndexDump, VectorReader } from './vector-index.ts'

export type ListedIndexOptions = {
  /** A multiple of 16. */
  dimensions: number
  maximumRows?: number
  slabRows?: number
  /** Threads that will search, the writer among them. */
  readers?: number
  shared?: boolean
  simd?: boolean
  /** Rows in a cell, at most. */
  cellRows?: number
  /** Rows below which all are scanned. */
  listsFrom?: number
  /** The share of cells looked at before it is calibrated. Default: all rows are scanned till then. */
  share?: number
  /** Rows moved to a nearer cell at each insert. */
  tendPerSet?: number
}
export type ListedIndexHandle = {
  rows: RowMemoryHandle
  cells: CellsHandle
  listsFrom: number
  settings: SharedArrayBuffer
}
export type Calibration = { share: number; cells: number; recall: number; probes: number; reach: number }

/** A larger share than this is dearer than scanning all in a row. */
const WORTH = 0.5
const MAX_PROBES = ROOM / 2
/** How far out of a cell's middle its best may be looked for: tried by `calibrate`, in mean distances. */
const REACHES = [0, 0.1, 0.2, 0.3, 0.4, 0.6]
/** Places of what readers share: share of the cells, reach. */
const SHARE = 0
const REACH = 1

export function createListedIndex(options: ListedIndexOptions) {
  const { maximumRows = 2_000_000, cellRows = 512, listsFrom = 200_000, tendPerSet = 1 } = options
  const { readers = 1, shared = false, simd = true } = options
  const rows = createRowMemory({ ...options, maximumRows })
  const memory = openRowMemory(rows, { simd })
  const store = createRowStore(memory)
  const cells = createCells(memory, { cellRows, maximumRows, readers, shared, simd })
  const settings = new Float64Array(new SharedArrayBuffer(16))
  settings[SHARE] = options.share ?? Infinity
  const handle: ListedIndexHandle = {
    rows,
    cells: cells.handle,
    listsFrom,
    settings: settings.buffer as SharedArrayBuffer,
  }

  return Object.assign(reader(memory, store, searching(memory, store, cells, settings, listsFrom)), {
    handle,
    cells: cells.count,
    cellBytes: cells.bytes,
    set(row: number, vector: ArrayLike<number>): void {
      check(vector, options.dimensions) // before the row leaves its cell
      if (store.alive(row)) cells.remove(row)
      store.set(row, vector)
      cells.add(row)
      cells.tend(tendPerSet)
    },
    delete(row: number): boolean {
      if (!store.alive(row)) return false
      cells.remove(row)
      return store.delete(row)
    },
    /** Upkeep beside that of each insert, of so many rows: for quiet times. */
    tend: cells.tend,

    /** Looks at as many cells as find `recall` of the true best `limit` of these queries, on average. Costs an exact search each. */
    calibrate(queries: readonly ArrayLike<number>[], { limit = 100, recall = 0.995 } = {}): Calibration {
      const truths = queries.map((query) => searchAll(memory, store, query, { limit }).rows)
      const tried = REACHES.map((reach) => depth(cells, queries, truths, { reach, recall }))
      const best = tried.reduce((a, b) => (b.probes < a.probes ? b : a))
      settings[REACH] = best.reach
      settings[SHARE] = best.recall >= recall && best.share <= WORTH ? best.share : Infinity
      return best
    },
    dump: () => dumpRows(memory, store),
  }) satisfies VectorIndex
}

type Cells = ReturnType<typeof createCells>

/** How many of the most promising cells hold `recall` of the true best. */
function depth(
  cells: Cells,
  queries: readonly ArrayLike<number>[],
  truths: readonly Uint32Array[],
  { reach, recall }: { reach: number; recall: number },
): Calibration {
  const count = cells.count()
  const most = Math.max(1, Math.min(count, MAX_PROBES))
  const foundAt = new Float64Array(most + 1)
  queries.forEach((query, k) => {
    const rank = new Map(Array.from(cells.nearest(query, most, reach), (cell, i) => [cell, i]))
    const truth = truths[k]!
    for (const row of truth)
      foundAt[rank.get(cells.cellOf(row)) ?? most]! += 1 / truth.length / queries.length
  })
  let [probes, found] = [0, 0]
  while (probes < most && (found < recall || probes === 0)) found += foundAt[probes++]!
  return { share: probes / Math.max(1, count), cells: count, recall: found, probes, reach }
}

export function restoreListedIndex(dump: VectorIndexDump, options: Omit<ListedIndexOptions, 'dimensions'>) {
  const index = createListedIndex({ ...options, dimensions: dump.dimensions })
  loadRows(index, dump)
  return index
}

/** Another thread's side. A row that is moved from cell to cell at that very moment may be missed by one search. */
export function openListedIndex(
  handle: ListedIndexHandle,
  options: { reader: number; simd?: boolean },
): VectorReader {
  const memory = openRowMemory(handle.rows, options)
  const store = createRowStore(memory)
  const cells = openCells(handle.cells, options)
  return reader(
    memory,
    store,
    searching(memory, store, cells, new Float64Array(handle.settings), handle.listsFrom),
  )
}

function searching(
  memory: RowMemory,
  store: RowStore,
  cells: CellsReader,
  settings: Float64Array,
  listsFrom: number,
) {
  const codes = createRowStore(cells.codes)
  return (query: ArrayLike<number>, options: SearchOptions): Hits => {
    if (options.allowed || memory.live() < listsFrom || !Number.isFinite(settings[SHARE]))
      return searchAll(memory, store, query, options)
    memory.refresh()
    codes.begin(query, options)
    const probes = Math.min(MAX_PROBES, Math.max(1, Math.ceil(settings[SHARE]! * cells.count())))
    for (const cell of cells.nearest(query, probes, settings[REACH]!)) {
      const { length } = cells.rowsOf(cell)
      codes.scan(cell * cells.cellRows, 0, Math.ceil(length / 4) * 4, 0)
    }
    return codes.finish(options.limit, cells.rowAt, store.scoreFully)
  }
}
