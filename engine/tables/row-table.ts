// Numbers by row: counters, vectors, model parameters of a person or an item, in columns of fixed width. What was touched since a
// version can be asked for, so that a copy elsewhere (a reader process, a disk) is kept up by what has changed and not by the whole.
// One writer; other threads open the same memory and may see a row half new, half old: numbers that learn bear that, ids would not.
import { createColumn, type Column, type NumberArray, type NumberType } from '../column.ts'

/** Numbers of one type, `width` a row. */
export type ColumnShape = { type: NumberType; width: number }
export type RowTableShape = Readonly<Record<string, ColumnShape>>
/** Another thread opens the table with this. */
export type RowTableHandle<S extends RowTableShape> = {
  shape: S
  maximumRows: number
  header: SharedArrayBuffer
  buffers: { [name in keyof S]: SharedArrayBuffer }
}
/** Rows one after another in each column; fit for structured clone. What came after it: `delta(version − 1)`. */
export type RowTableDump<S extends RowTableShape> = {
  bound: number
  version: number
  columns: { [name in keyof S]: NumberArray }
}
export type RowTableDelta<S extends RowTableShape> = RowTableDump<S> & { rows: Uint32Array }
export type RowTable<S extends RowTableShape> = ReturnType<typeof createRowTable<S>>
type View<C extends ColumnShape> = Column<C['type']>['view']

const BOUND = 0
const VERSION = 1
/** Rows that share a mark «something in here was touched». */
const PAGE_BITS = 8

function openColumns<S extends RowTableShape>(shape: S, maximumRows: number, given?: RowTableHandle<S>) {
  const names = Object.keys(shape) as (keyof S & string)[]
  const columns = Object.fromEntries(
    names.map((name) => {
      const { type, width } = shape[name]!
      return [name, createColumn(type, { maximum: maximumRows * width, buffer: given?.buffers[name] })]
    }),
  ) as { [name in keyof S]: Column<S[name]['type']> }
  const header = new Uint32Array(given?.header ?? new SharedArrayBuffer(8))
  const handle: RowTableHandle<S> = {
    shape,
    maximumRows,
    header: header.buffer as SharedArrayBuffer,
    buffers: Object.fromEntries(names.map((n) => [n, columns[n].buffer])) as RowTableHandle<S>['buffers'],
  }
  return { names, columns, header, handle }
}

/** Another thread's side. `column(name)` is as long as the table was when asked. */
export function openRowTable<S extends RowTableShape>(handle: RowTableHandle<S>) {
  const { columns, header, names } = openColumns(handle.shape, handle.maximumRows, handle)
  const bound = () => Atomics.load(header, BOUND)
  return {
    get bound() {
      return bound()
    },
    column<N extends keyof S & string>(name: N): View<S[N]> {
      for (const each of names) columns[each].reach(bound() * handle.shape[each]!.width)
      return columns[name].view as View<S[N]>
    },
  }
}

export function createRowTable<const S extends RowTableShape>(
  shape: S,
  { maximumRows }: { maximumRows: number },
) {
  const { names, columns, header, handle } = openColumns(shape, maximumRows)
  const stamps = createColumn('u32', { maximum: maximumRows })
  const pages = createColumn('u32', { maximum: Math.ceil(maximumRows / 2 ** PAGE_BITS) + 1 })
  let version = 1

  /** Makes rows up to and with this one usable, all zero at first. */
  function reach(row: number): void {
    if (row < header[BOUND]!) return
    if (row >= maximumRows) throw new RangeError(`row ${row} of at most ${maximumRows}`)
    for (const name of names) columns[name].reach((row + 1) * shape[name]!.width)
    stamps.reach(row + 1)
    pages.reach((row >>> PAGE_BITS) + 1)
    Atomics.store(header, BOUND, row + 1)
  }

  function touch(row: number): void {
    reach(row)
    stamps.view[row] = version
    pages.view[row >>> PAGE_BITS] = version
  }

  /** Rows touched after `since` (a version that `cut` gave; 0 for every row ever touched), ascending. */
  function touchedSince(since: number): Uint32Array {
    const rows: number[] = []
    const bound = header[BOUND]!
    const [pageOf, stampOf] = [pages.view, stamps.view]
    for (let page = 0; page << PAGE_BITS < bound; page++) {
      if (pageOf[page]! <= since) continue
      const end = Math.min(bound, (page + 1) << PAGE_BITS)
      for (let row = page << PAGE_BITS; row < end; row++) if (stampOf[row]! > since) rows.push(row)
    }
    return Uint32Array.from(rows)
  }

  function eachColumn<T>(make: (view: NumberArray, width: number, name: keyof S & string) => T) {
    return Object.fromEntries(names.map((n) => [n, make(columns[n].view, shape[n]!.width, n)])) as {
      [name in keyof S]: T
    }
  }
  const setVersion = (to: number) => {
    version = to
    Atomics.store(header, VERSION, version)
  }

  return {
    handle,
    get bound() {
      return header[BOUND]!
    },
    /** Bytes taken, and of that each row's share. */
    get bytes() {
      return names.reduce(
        (sum, n) => sum + columns[n].buffer.byteLength,
        stamps.buffer.byteLength + pages.buffer.byteLength,
      )
    },
    bytesPerRow: names.reduce(
      (sum, n) => sum + createColumn(shape[n]!.type, { maximum: 0 }).view.BYTES_PER_ELEMENT * shape[n]!.width,
      4,
    ),

    reach,
    /** The column's numbers: row r has `width` of them from `r · width` on. Take it anew after `reach` and `touch` of new rows. */
    column: <N extends keyof S & string>(name: N) => columns[name].view as View<S[N]>,
    /** Says that the row was written to. */
    touch,
    /** All numbers of the row to zero: for the next who has it. */
    clear(row: number): void {
      touch(row)
      for (const name of names) {
        const { width } = shape[name]!
        columns[name].view.fill(0, row * width, (row + 1) * width)
      }
    },

    /** Closes a version and gives its number: what is touched from now on is touched since. Right after `delta`, to miss nothing. */
    cut(): number {
      setVersion(version + 1)
      return version - 1
    },
    touchedSince,

    /** The rows touched since, with all their numbers. */
    delta(since: number): RowTableDelta<S> {
      const rows = touchedSince(since)
      const taken = eachColumn((view, width) => {
        const out = new (view.constructor as Uint32ArrayConstructor)(rows.length * width) as NumberArray
        rows.forEach((row, i) => out.set(view.subarray(row * width, (row + 1) * width), i * width))
        return out
      })
      return { bound: header[BOUND]!, version, rows, columns: taken }
    },

    /** Takes over another table's rows, which count as touched here. */
    apply({ bound, rows, columns: taken }: RowTableDelta<S>): void {
      if (bound > 0) reach(bound - 1)
      for (const row of rows) touch(row)
      eachColumn((view, width, name) =>
        rows.forEach((row, i) => view.set(taken[name].subarray(i * width, (i + 1) * width), row * width)),
      )
    },

    dump: (): RowTableDump<S> => ({
      bound: header[BOUND]!,
      version,
      columns: eachColumn((view, width) => view.slice(0, header[BOUND]! * width)),
    }),

    /** Into a new table only; all rows count as touched before the dump's version. */
    restore(dump: RowTableDump<S>): void {
      if (header[BOUND] !== 0) throw new Error('restore into a new table')
      if (dump.bound > 0) reach(dump.bound - 1)
      eachColumn((view, _, name) => view.set(dump.columns[name]))
      setVersion(dump.version)
    },
  }
}
