// One list of numbers an owner, all lists in one pool: most are short and a few are long, so a list begins in a small block and
// moves to the next size when it is full. A block that was left is used again only after many others were, so that a reader in
// another thread who still looks at it sees what was there a moment ago, and never another's.
import type { Columns } from './columns.ts'

export type PackedListsOptions = {
  owners: number
  /** Ascending sizes of blocks; the last is the most a list can hold. */
  sizes: readonly number[]
  /** Entries in the pool, over all lists. */
  room: number
  /** What stands beside each key, if anything does. */
  values?: 'float32' | 'uint32'
}
export type PackedLists = ReturnType<typeof createPackedLists>

/** Blocks of a size that must have been left before the first of them is used again. */
const QUARANTINE = 256

export function createPackedLists(columns: Columns, { owners, sizes, room, values }: PackedListsOptions) {
  const starts = columns.uint32('start', owners)
  const counts = columns.uint16('count', owners)
  /** Size of the owner's block as its place in `sizes`, from 1; 0 for none yet. */
  const classes = columns.uint8('class', owners)
  /** Of each size: the first block left, the last, how many (places from 1; 0 for none). Then the end of what was ever used. */
  const freed = columns.uint32('freed', 3 * sizes.length + 1)
  const END = 3 * sizes.length
  const used = () => freed[END]!
  const keys = columns.uint32('keys', room, used)
  const numbers = values ? columns[values]('values', room, used) : new Float32Array()
  const most = sizes.at(-1)!

  /** Where a block of the size begins, -1 when the pool is used up. */
  function allocate(size: number): number {
    const [head, count] = [3 * size, 3 * size + 2]
    const end = freed[END]!
    const fits = end + sizes[size]! <= room
    if (freed[count]! > (fits ? QUARANTINE : 0)) {
      const start = freed[head]! - 1
      freed[head] = keys[start]!
      freed[count]!--
      return start
    }
    if (!fits) return -1
    freed[END] = end + sizes[size]!
    return end
  }

  function leave(start: number, size: number): void {
    const [head, tail, count] = [3 * size, 3 * size + 1, 3 * size + 2]
    if (freed[count] === 0) freed[head] = start + 1
    else keys[freed[tail]! - 1] = start + 1
    freed[tail] = start + 1
    freed[count]!++
  }

  /** Moves the list to a block of the next size; false when there is none. */
  function widen(owner: number): boolean {
    const size = classes[owner]!
    const start = allocate(size)
    if (start < 0) return false
    const before = starts[owner]!
    keys.copyWithin(start, before, before + counts[owner]!)
    if (values) numbers.copyWithin(start, before, before + counts[owner]!)
    starts[owner] = start
    classes[owner] = size + 1
    if (size > 0) leave(before, size - 1)
    return true
  }

  return {
    keys,
    values: numbers,
    most,
    start: (owner: number): number => starts[owner]!,
    count: (owner: number): number => counts[owner]!,

    /** False when the list, or the pool, is full: nothing was added. */
    push(owner: number, key: number, value = 0): boolean {
      const count = counts[owner]!
      const size = classes[owner]!
      if (size === 0 || count === sizes[size - 1]) {
        if (count >= most || !widen(owner)) return false
      }
      const at = starts[owner]! + count
      keys[at] = key
      if (values) numbers[at] = value
      counts[owner] = count + 1
      return true
    },

    /** Keeps the entries whose key may stay, in their order; answers how many went. */
    retain(owner: number, stays: (key: number) => boolean): number {
      const start = starts[owner]!
      const count = counts[owner]!
      let next = start
      for (let at = start; at < start + count; at++) {
        if (!stays(keys[at]!)) continue
        keys[next] = keys[at]!
        if (values) numbers[next] = numbers[at]!
        next++
      }
      counts[owner] = next - start
      return start + count - next
    },

    /** Keeps the first `count`. */
    shorten(owner: number, count: number): void {
      if (count < counts[owner]!) counts[owner] = count
    },

    /** Empties the list and gives its block back. */
    clear(owner: number): void {
      const size = classes[owner]!
      counts[owner] = 0
      classes[owner] = 0
      if (size > 0) leave(starts[owner]!, size - 1)
    },

    /** Entries of the pool that blocks were ever made of: what it costs is this times 4 bytes, 8 with values. */
    used,
  }
}
