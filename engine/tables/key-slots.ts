// Fingerprint → row, by extendible hashing: a directory of segments of 4,096 open-addressed slots, and a segment that is three quarters
// full is split in two. So the dearest insert moves one segment's entries, however large the table is (the directory doubles too, but
// it is 4 bytes a segment); nothing is ever rehashed as a whole. Deletion shifts back what probed past it: no tombstones.
// A slot is (low half of the fingerprint, row + 1): the slot it wishes for is in the low half itself, the segment in the high half,
// which lies with the row and is compared only where the low halves agree.
import { createColumn } from '../column.ts'

export type SlotBuffers = { directory: SharedArrayBuffer; slots: SharedArrayBuffer }
export type KeySlots = ReturnType<typeof createKeySlots>

const SEGMENT_BITS = 12
const SEGMENT = 2 ** SEGMENT_BITS
const MASK = SEGMENT - 1
const FULL = (SEGMENT * 3) / 4
/** Words before a segment's slots: how many are taken; how many bits of the directory's number it stands for. */
const HEAD = 2
const WORDS = HEAD + 2 * SEGMENT

/** `high(row)`: the high half of a row's fingerprint. `shape`: a shared word each for the directory's bits and the segments. */
export function createKeySlots(options: {
  maximumRows: number
  high: (row: number) => number
  shape: Uint32Array
  buffers?: SlotBuffers
}) {
  const { maximumRows, high, shape, buffers } = options
  // Segments are at least three eighths full on average once split, and the fewest hashes need twice as many.
  const maximumSegments = 2 ** Math.ceil(Math.log2(Math.max(4, (4 * maximumRows) / FULL)))
  const directory = createColumn('u32', { maximum: 4 * maximumSegments, buffer: buffers?.directory })
  const slots = createColumn('u32', { maximum: maximumSegments * WORDS, buffer: buffers?.slots })

  /** First word of the segment a high half belongs to. */
  const segmentOf = (highHalf: number) => {
    const bits = shape[0]!
    return directory.view[bits === 0 ? 0 : highHalf >>> (32 - bits)]! * WORDS
  }
  const slotAt = (segment: number, place: number) => segment + HEAD + 2 * (place & MASK)

  function refresh(): void {
    directory.reach(2 ** shape[0]!)
    slots.reach(shape[1]! * WORDS)
  }

  function addSegment(bits: number): number {
    const number = shape[1]!
    slots.reach((number + 1) * WORDS)
    slots.view[number * WORDS + 1] = bits
    shape[1] = number + 1
    return number
  }

  function place(segment: number, low: number, row: number): void {
    const { view } = slots
    let at = low
    while (view[slotAt(segment, at) + 1] !== 0) at++
    view[slotAt(segment, at)] = low
    view[slotAt(segment, at) + 1] = row + 1
    view[segment]!++
  }

  /** One bit more of the high half tells the segment's entries apart: those with it set move to a new one. */
  function split(highHalf: number): void {
    const old = segmentOf(highHalf)
    const bits = slots.view[old + 1]!
    if (bits === 32) throw new RangeError('too many keys of one hash')
    if (bits === shape[0]) {
      const size = 2 ** bits
      directory.reach(2 * size)
      for (let i = size - 1; i >= 0; i--)
        directory.view[2 * i + 1] = directory.view[2 * i] = directory.view[i]!
      shape[0] = bits + 1
    }
    const number = addSegment(bits + 1)
    const { view } = slots
    view[old + 1] = bits + 1
    const spread = 2 ** (shape[0]! - bits - 1)
    const first = Math.floor(directoryPlace(highHalf) / (2 * spread)) * 2 * spread + spread
    for (let i = first; i < first + spread; i++) directory.view[i] = number
    const entries = view.slice(old + HEAD, old + WORDS)
    view.fill(0, old + HEAD, old + WORDS)
    view[old] = 0
    for (let i = 0; i < entries.length; i += 2) {
      const row = entries[i + 1]! - 1
      if (row < 0) continue
      const moves = (high(row) >>> (31 - bits)) & 1
      place(moves ? number * WORDS : old, entries[i]!, row)
    }
  }
  const directoryPlace = (highHalf: number) => (shape[0] === 0 ? 0 : highHalf >>> (32 - shape[0]!))

  if (!buffers) {
    directory.reach(1)
    addSegment(0)
  } else refresh()

  return {
    buffers: { directory: directory.buffer, slots: slots.buffer } satisfies SlotBuffers,
    refresh,
    bytes: () => directory.buffer.byteLength + slots.buffer.byteLength,

    /** −1 for nobody. Bounded even over a segment that is being changed: a reader asks again then. */
    find(low: number, highHalf: number): number {
      const { view } = slots
      const segment = segmentOf(highHalf)
      for (let at = low, end = low + SEGMENT; at < end; at++) {
        const slot = slotAt(segment, at)
        const row = view[slot + 1]!
        if (row === 0 || row === undefined) return -1
        if (view[slot] === low && high(row - 1) === highHalf) return row - 1
      }
      return -1
    },

    /** The key must be new, and `high(row)` must answer already. */
    insert(low: number, highHalf: number, row: number): void {
      while (slots.view[segmentOf(highHalf)]! >= FULL) split(highHalf)
      place(segmentOf(highHalf), low, row)
    },

    /** The key must be there. */
    remove(low: number, highHalf: number, row: number): void {
      const { view } = slots
      const segment = segmentOf(highHalf)
      let hole = low & MASK
      while (view[slotAt(segment, hole) + 1] !== row + 1) hole = (hole + 1) & MASK
      for (let next = (hole + 1) & MASK; view[slotAt(segment, next) + 1] !== 0; next = (next + 1) & MASK) {
        const home = view[slotAt(segment, next)]! & MASK
        if (((next - home) & MASK) < ((next - hole) & MASK)) continue // it stands behind the hole by its own right
        view[slotAt(segment, hole)] = view[slotAt(segment, next)]!
        view[slotAt(segment, hole) + 1] = view[slotAt(segment, next) + 1]!
        hole = next
      }
      view[slotAt(segment, hole)] = 0
      view[slotAt(segment, hole) + 1] = 0
      view[segment]!--
    },
  }
}
