// How often each thing was shown, how often that had success, and how often success was to be expected: forgotten at several
// half-lives. Why the expectation: an item shown mostly on a surface where everybody clicks is not better for it; success beyond what
// the rest foretold (its lift) is what the item itself brings. Bounded: of eight neighbouring places the longest unused makes room.
import { requirePowerOfTwo } from './hashing.ts'

export type RateTableOptions = { size: number; halfLivesMs: readonly number[] }
export type RateTableDump = { keys: Uint32Array; at: Float64Array; sums: Float32Array }
export type RateTable = ReturnType<typeof createRateTable>

const PROBES = 8
/** shows, successes, expected successes */
export const RATE_WIDTH = 3

export function createRateTable({ size, halfLivesMs }: RateTableOptions) {
  const mask = requirePowerOfTwo('createRateTable: size', size) - 1
  const speeds = halfLivesMs.length
  const speedsPerMs = Float64Array.from(halfLivesMs, (halfLifeMs) => Math.LN2 / halfLifeMs)
  const width = RATE_WIDTH * speeds
  const keys = new Uint32Array(size) // 0 for none
  const at = new Float64Array(size)
  const sums = new Float32Array(size * width)

  function find(key: number): number {
    const wanted = key || 1
    for (let p = 0; p < PROBES; p++) {
      const place = (key + p) & mask
      if (keys[place] === wanted) return place
    }
    return -1
  }

  function placeOf(key: number, atMs: number): number {
    const wanted = key || 1
    const found = find(key)
    if (found >= 0) return found
    let oldest = key & mask
    for (let p = 0; p < PROBES; p++) {
      const place = (key + p) & mask
      if (keys[place] === 0) {
        oldest = place
        break
      }
      if (at[place]! < at[oldest]!) oldest = place
    }
    keys[oldest] = wanted
    at[oldest] = atMs
    sums.fill(0, oldest * width, (oldest + 1) * width)
    return oldest
  }

  return {
    speeds,

    /** Fills `out` with shows, successes, expected for each half-life; zeros for a thing never met. */
    read(key: number, atMs: number, out: Float64Array): void {
      const place = find(key)
      if (place < 0) {
        out.fill(0, 0, width)
        return
      }
      const elapsedMs = Math.max(0, atMs - at[place]!)
      for (let h = 0, k = place * width, o = 0; h < speeds; h++) {
        const left = elapsedMs === 0 ? 1 : Math.exp(-elapsedMs * speedsPerMs[h]!)
        out[o++] = sums[k++]! * left
        out[o++] = sums[k++]! * left
        out[o++] = sums[k++]! * left
      }
    },

    /** A late one counts in full: it is later by minutes, and half-lives are hours. */
    add(key: number, atMs: number, shows: number, successes: number, expected: number): void {
      const place = placeOf(key, atMs)
      const elapsedMs = Math.max(0, atMs - at[place]!)
      for (let h = 0, k = place * width; h < speeds; h++, k += RATE_WIDTH) {
        const left = elapsedMs === 0 ? 1 : Math.exp(-elapsedMs * speedsPerMs[h]!)
        sums[k] = sums[k]! * left + shows
        sums[k + 1] = sums[k + 1]! * left + successes
        sums[k + 2] = sums[k + 2]! * left + expected
      }
      at[place] = Math.max(at[place]!, atMs)
    },

    dump: (): RateTableDump => ({ keys: keys.slice(), at: at.slice(), sums: sums.slice() }),
    restore(from: RateTableDump): void {
      if (from.keys.length !== size || from.sums.length !== sums.length)
        throw new RangeError(`createRateTable: ${from.keys.length} places for ${size}`)
      keys.set(from.keys)
      at.set(from.at)
      sums.set(from.sums)
    },
  }
}
