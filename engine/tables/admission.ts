// Who is met often enough to be given a row: most ids of a live stream are seen once and never again. A count-min sketch with
// conservative update counts them all in fixed memory. It never counts too few, so nobody waits longer than promised; and it forgets:
// with every meeting a few cells are halved, all of them once in `window` meetings, so that a busy month does not fill it.
import { finish } from './fingerprint.ts'

export type AdmissionOptions = {
  /** Admitted at this meeting, 1…127. */
  meetings: number
  /** Cells of each of four rows: a power of two, about the number of strangers in a window. One byte each. */
  width?: number
  /** Meetings in which all counts are halved once. Default: four times the width. */
  window?: number
}
export type Admission = ReturnType<typeof createAdmission>

const DEPTH = 4

export function createAdmission({ meetings, width = 262_144, window = 4 * width }: AdmissionOptions) {
  if (!(meetings >= 1 && meetings <= 127)) throw new RangeError(`admit after 1…127 meetings, not ${meetings}`)
  if (width < 16 || !Number.isInteger(Math.log2(width)))
    throw new RangeError('width is a power of two, 16 or more')
  const cells = new Uint8Array(DEPTH * width)
  let hand = 0
  let owed = 0

  /** The k-th cell of a fingerprint, by double hashing. */
  const cellOf = (low: number, high: number, k: number) =>
    k * width + ((finish(low ^ Math.imul(k + 1, 0x9e3779b9)) + Math.imul(k, high)) & (width - 1))

  function forget(): void {
    owed += cells.length / window
    for (; owed >= 1; owed--) {
      cells[hand]! >>>= 1
      hand = (hand + 1) % cells.length
    }
  }

  return {
    bytes: cells.length,

    /** Counts one meeting; whether it is time for a row. */
    meet(low: number, high: number): boolean {
      if (meetings === 1) return true
      forget()
      let least = 255
      for (let k = 0; k < DEPTH; k++) least = Math.min(least, cells[cellOf(low, high, k)]!)
      if (least + 1 >= meetings) return true
      for (let k = 0; k < DEPTH; k++) {
        const cell = cellOf(low, high, k)
        if (cells[cell] === least) cells[cell] = least + 1
      }
      return false
    },

    dump: () => ({ cells: cells.slice(), hand, owed }),
    restore(dump: { cells: Uint8Array; hand: number; owed: number }): void {
      if (dump.cells.length !== cells.length) throw new RangeError('a sketch of another width')
      cells.set(dump.cells)
      hand = dump.hand
      owed = dump.owed
    },
  }
}
