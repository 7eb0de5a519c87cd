// Vector search without an index to go stale: every row is looked at, 8 bits a number, and the best few hundred are scored again in
// float32. Adding, changing and deleting are one row written; a filter is one bit a row. Fast enough up to a million rows a thread;
// above that see listed-index.ts, which looks at a part of the rows and answers to the same contract.
import { createRowMemory, openRowMemory, type RowMemory, type RowMemoryHandle } from './row-memory.ts'
import { createRowStore, type RowStore } from './row-store.ts'
import type { Hits, SearchOptions, VectorIndex, VectorIndexDump, VectorReader } from './vector-index.ts'

export type ExactIndexOptions = {
  /** A multiple of 16. */
  dimensions: number
  maximumRows?: number
  /** Rows by which it grows. */
  slabRows?: number
  /** Threads that will search, the writer among them. */
  readers?: number
  /** Whether other threads may open it. */
  shared?: boolean
  /** False: plain JavaScript, for tests and benches. */
  simd?: boolean
}
export type ExactIndex = VectorIndex & { readonly handle: RowMemoryHandle; readonly simd: boolean }

/** The writer's side, which searches too. */
export function createExactIndex(options: ExactIndexOptions): ExactIndex {
  const handle = createRowMemory(options)
  const memory = openRowMemory(handle, { simd: options.simd ?? true })
  const store = createRowStore(memory)
  return Object.assign(reader(memory, store, searchingAll(memory, store)), {
    set: store.set,
    delete: store.delete,
    dump: () => dumpRows(memory, store),
    handle,
    simd: memory.kernel.simd,
  })
}

/** Another thread's side: it sees what the writer writes, as it is written. `reader` is 1, 2 …, each thread its own. */
export function openExactIndex(
  handle: RowMemoryHandle,
  options: { reader: number; simd?: boolean },
): VectorReader {
  const memory = openRowMemory(handle, options)
  const store = createRowStore(memory)
  return reader(memory, store, searchingAll(memory, store))
}

export function restoreExactIndex(
  dump: VectorIndexDump,
  options: Omit<ExactIndexOptions, 'dimensions'>,
): ExactIndex {
  const index = createExactIndex({ ...options, dimensions: dump.dimensions })
  loadRows(index, dump)
  return index
}

export function loadRows(index: VectorIndex, { dimensions, rows, vectors }: VectorIndexDump): void {
  rows.forEach((row, i) => index.set(row, vectors.subarray(i * dimensions, (i + 1) * dimensions)))
}

export function dumpRows(memory: RowMemory, store: RowStore): VectorIndexDump {
  const { dimensions } = memory
  const rows = new Uint32Array(memory.live())
  const vectors = new Float32Array(rows.length * dimensions)
  let count = 0
  for (let row = 0; row < memory.bound(); row++) {
    if (!store.alive(row)) continue
    const at = memory.vectorOf(row)
    vectors.set(memory.views().floats.subarray(at, at + dimensions), count * dimensions)
    rows[count++] = row
  }
  return { dimensions, rows, vectors }
}

/** Everything that changes nothing; `search` is each index's own. */
export function reader(memory: RowMemory, store: RowStore, search: VectorReader['search']): VectorReader {
  return {
    dimensions: memory.dimensions,
    get size() {
      return memory.live()
    },
    get bound() {
      return memory.bound()
    },
    get bytes() {
      return memory.bytes()
    },
    has(row) {
      memory.refresh()
      return store.alive(row)
    },
    read(row) {
      memory.refresh()
      return store.read(row)
    },
    search,
  }
}

const searchingAll =
  (memory: RowMemory, store: RowStore): VectorReader['search'] =>
  (query, options) =>
    searchAll(memory, store, query, options)

/** Every row, slab by slab. */
export function searchAll(
  memory: RowMemory,
  store: RowStore,
  query: ArrayLike<number>,
  options: SearchOptions,
): Hits {
  const { slabRows } = memory
  const { allowed } = options
  const bound = memory.bound()
  store.begin(query, options)
  for (let base = 0; base < bound; base += slabRows) {
    const rows = Math.min(slabRows, bound - base)
    if (allowed) {
      const { bytes } = memory.views()
      const mine = allowed.subarray(base / 8, (base + slabRows) / 8)
      bytes.fill(0, memory.allowed + mine.length, memory.allowed + slabRows / 8)
      bytes.set(mine, memory.allowed)
    }
    store.scan(base, 0, Math.ceil(rows / 4) * 4, allowed ? memory.allowed : 0)
  }
  return store.finish(options.limit)
}
