// Vectors by row, kept twice: as 8-bit codes for scanning and as float32 for the last word. Each row has its own scale (its largest
// number is 127): vectors that learn online grow and drift, and a scale for all would have to be found again each time the largest
// passes it, while small rows would lose their last bits. It costs four bytes and one multiplication a row. The query stays at 16 bits,
// which the kernel multiplies at the same price, so the rounding is the rows' alone.
import { keepBest } from './candidates.ts'
import { ROOM, type RowMemory } from './row-memory.ts'
import type { Hits, SearchOptions } from './vector-index.ts'

export type RowStore = ReturnType<typeof createRowStore>

/**
 * What is scored again in full, unless said otherwise: twice the limit and at least this many. A quarter more than the limit
 * found all of the true best in 60,000 clustered rows, also where two numbers were twelve times the others.
 */
export const CANDIDATES = 200
const MAX_CANDIDATES = ROOM / 2

export function createRowStore(memory: RowMemory) {
  const { dimensions, kernel } = memory
  const queryOf = new Float64Array(dimensions)
  /** The largest number of a query such that no sum passes 31 bits. */
  const queryMost = Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * dimensions)))
  let kept = 0
  let threshold = -Infinity
  let keep = CANDIDATES
  let room = ROOM

  const alive = (row: number) =>
    row < memory.bound() && !Number.isNaN(memory.views().floats[memory.scaleOf(row)]!)

  /** Marks the row as being written, so that nobody scores half of it. */
  function writing(row: number, write: () => void): void {
    const at = memory.versionOf(row)
    Atomics.add(memory.views().words, at, 1)
    memory.views().floats[memory.scaleOf(row)] = NaN
    write()
    Atomics.add(memory.views().words, at, 1)
  }

  function encode(row: number, vector: ArrayLike<number>): void {
    const { floats, codes } = memory.views()
    const [at, codeAt] = [memory.vectorOf(row), memory.codesOf(row)]
    let most = 0
    for (let i = 0; i < dimensions; i++) {
      floats[at + i] = vector[i]!
      most = Math.max(most, Math.abs(floats[at + i]!))
    }
    const toCode = most > 0 ? 127 / most : 0
    for (let i = 0; i < dimensions; i++) codes[codeAt + i] = Math.round(floats[at + i]! * toCode)
    floats[memory.scaleOf(row)] = most / 127
  }

  /** The dot product of the row as it is between two looks at its version; NaN for a dead or a restless row. */
  function scoreFully(row: number, query: ArrayLike<number>): number {
    const { floats, words } = memory.views()
    const [at, version] = [memory.vectorOf(row), memory.versionOf(row)]
    for (let tries = 0; tries < 8; tries++) {
      const before = Atomics.load(words, version)
      if (before & 1) continue
      let sum = 0
      for (let i = 0; i < dimensions; i++) sum += floats[at + i]! * query[i]!
      const scale = floats[memory.scaleOf(row)]!
      if (Atomics.load(words, version) === before) return Number.isNaN(scale) ? NaN : sum
    }
    return NaN
  }

  function compact(): void {
    const { words, floats } = memory.views()
    if (kept <= keep) return
    threshold = keepBest(words, floats, memory.out / 8, kept, keep)
    kept = keep
  }

  /** Runs the kernel over places `from`…`to`, emptying the buffer whenever it stops for want of room. */
  function drive(from: number, to: number, run: (from: number, out: number, room: number) => number): void {
    for (let at = from; at < to;) {
      at = run(at, memory.out + 8 * kept, room - kept)
      kept += memory.views().words[memory.query / 4 - 2]! / 8
      if (room - kept < 4) compact()
    }
  }

  return {
    alive,

    set(row: number, vector: ArrayLike<number>): void {
      if (!Number.isInteger(row) || row < 0) throw new RangeError(`row ${row}`)
      check(vector, dimensions)
      memory.reach(row)
      if (!alive(row)) memory.addLive(1)
      writing(row, () => encode(row, vector))
    },

    delete(row: number): boolean {
      if (!alive(row)) return false
      writing(row, () => {})
      memory.addLive(-1)
      return true
    },

    read: (row: number): Float32Array | null =>
      alive(row)
        ? memory.views().floats.slice(memory.vectorOf(row), memory.vectorOf(row) + dimensions)
        : null,

    /** Begins a search: the query, and how many candidates are wanted. */
    begin(query: ArrayLike<number>, { limit, candidates }: SearchOptions): void {
      check(query, dimensions)
      memory.refresh()
      if (!(limit > 0 && limit <= MAX_CANDIDATES))
        throw new RangeError(`limit is 1…${MAX_CANDIDATES}, not ${limit}`)
      keep = Math.min(MAX_CANDIDATES, Math.max(limit, candidates ?? Math.max(CANDIDATES, 2 * limit)))
      room = Math.min(ROOM, Math.max(64, 4 * keep))
      kept = 0
      threshold = -Infinity
      let most = 0
      for (let i = 0; i < dimensions; i++) most = Math.max(most, Math.abs((queryOf[i] = query[i]!)))
      const scale = most > 0 ? queryMost / most : 0
      const { queries } = memory.views()
      for (let i = 0; i < dimensions; i++) queries[memory.query / 2 + i] = Math.round(queryOf[i]! * scale)
    },

    /** Rows `from`…`to` (multiples of 4) of the slab that begins at row `base`. */
    scan(base: number, from: number, to: number, allowed: number): void {
      drive(from, to, (at, out, space) =>
        kernel.scan(base, at, to, allowed, memory.query, out, space, threshold),
      )
    },

    scoreFully,

    /** Scores the best again in full: by itself, or, where codes only are kept here, by the store that has the vectors. */
    finish(limit: number, rowAt = (place: number) => place, score = scoreFully): Hits {
      compact()
      const { words } = memory.views()
      const found: { row: number; score: number }[] = []
      for (let i = 0; i < kept; i++) {
        const row = rowAt(words[memory.out / 4 + 2 * i]!)
        const full = score(row, queryOf)
        if (!Number.isNaN(full)) found.push({ row, score: full })
      }
      found.sort((a, b) => b.score - a.score || a.row - b.row)
      const best = found.filter(({ row }, i) => row !== found[i - 1]?.row).slice(0, limit)
      return { rows: Uint32Array.from(best, (b) => b.row), scores: Float64Array.from(best, (b) => b.score) }
    },
  }
}

/** Refuses what is no vector of numbers. */
export function check(vector: ArrayLike<number>, dimensions: number): void {
  if (vector.length !== dimensions) throw new RangeError(`a vector of ${vector.length}, not ${dimensions}`)
  for (let i = 0; i < dimensions; i++)
    if (!Number.isFinite(Math.fround(vector[i]!))) throw new RangeError(`a vector with ${vector[i]} at ${i}`)
}
