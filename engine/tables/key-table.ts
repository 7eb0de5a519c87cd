// Who has which row: people, items, sellers, authors, each kind in its own table. No two keys share a row (but for the chance of two
// equal 64-bit fingerprints, see fingerprint.ts), unlike the hashing trick, whose collisions mix strangers. Rows begin at 0 and are given
// again once their holder has expired or was deleted, the longest free first; `since` tells an old reference from a new holder.
// One writer; other threads open the same memory and look up without locks: where a change came between, they look again.
// Mechanics after Monolith (arXiv 2209.07663, section 2.2): collisionless table, frequency filter, expiry.
import { createAdmission, type AdmissionOptions } from './admission.ts'
import { createColumn } from '../column.ts'
import { fingerprint } from './fingerprint.ts'
import { wrongWithTable, type KeyTableDump } from './key-table-dump.ts'
import { createKeySlots, type SlotBuffers } from './key-slots.ts'
import { changing, readWhole } from './version.ts'

export type KeyTableOptions = {
  maximumRows: number
  /** Untouched for so long, a row is given up when the clock hand comes by. Default: never. */
  timeToLiveMs?: number
  /** Default: at the first meeting. */
  admission?: AdmissionOptions
}
/** Another thread opens the table with this. */
export type KeyTableHandle = {
  maximumRows: number
  header: SharedArrayBuffer
  columns: SharedArrayBuffer[]
  slots: SlotBuffers
}
export type KeyTable = ReturnType<typeof createKeyTable>
export type { KeyTableDump } from './key-table-dump.ts'
/** No row: not known, or not yet admitted. */
export const NOBODY = -1
const NONE = 0xffff_ffff
/** Words of the header, after its version; two more are the slots' shape. */
const WORD = { size: 1, bound: 2, shape: 4 } as const

function openColumns(maximumRows: number, given?: KeyTableHandle) {
  const header = new Uint32Array(given?.header ?? new SharedArrayBuffer(32))
  const column = (at: number) => createColumn('u32', { maximum: maximumRows, buffer: given?.columns[at] })
  const [low, high, touched, since, count] = [column(0), column(1), column(2), column(3), column(4)]
  const slots = createKeySlots({
    maximumRows,
    high: (row) => high.view[row]!,
    shape: header.subarray(WORD.shape, WORD.shape + 2),
    buffers: given?.slots,
  })
  const all = [low, high, touched, since, count]
  const handle: KeyTableHandle = {
    maximumRows,
    header: header.buffer as SharedArrayBuffer,
    columns: all.map((c) => c.buffer),
    slots: slots.buffers,
  }
  return { header, low, high, touched, since, count, slots, all, handle }
}

const seconds = (atMs: number) => Math.max(0, Math.floor(atMs / 1_000))

/** Another thread's side: looks up, changes nothing. */
export function openKeyTable(handle: KeyTableHandle) {
  const { header, slots, all, count, touched } = openColumns(handle.maximumRows, handle)
  const pair = [0, 0]
  return {
    get size() {
      return Atomics.load(header, WORD.size)
    },
    find(key: string): number {
      fingerprint(key, pair)
      return readWhole(header, () => {
        const bound = Atomics.load(header, WORD.bound)
        for (const column of all) column.reach(bound)
        slots.refresh()
        return slots.find(pair[0]!, pair[1]!)
      })
    },
    count: (row: number) => count.view[row] ?? 0,
    lastTouchedMs: (row: number) => (touched.view[row] ?? 0) * 1_000,
  }
}

export function createKeyTable({ maximumRows, timeToLiveMs = Infinity, admission: wanted }: KeyTableOptions) {
  const { header, low, high, touched, since, count, slots, all, handle } = openColumns(maximumRows)
  const admission = wanted ? createAdmission(wanted) : null
  const pair = [0, 0]
  let hand = 0
  // Free rows in a chain, oldest first; the link is kept in `low`, which a free row does not need.
  let firstFree = NONE
  let lastFree = NONE

  const alive = (row: number) => row >= 0 && row < header[WORD.bound]! && count.view[row]! > 0

  function takeRow(): number {
    if (firstFree === NONE) {
      const row = header[WORD.bound]!
      if (row >= maximumRows) throw new RangeError(`the table is full: ${maximumRows} rows`)
      for (const column of all) column.reach(row + 1)
      header[WORD.bound] = row + 1
      return row
    }
    const row = firstFree
    firstFree = low.view[row]!
    if (firstFree === NONE) lastFree = NONE
    return row
  }

  function freeRow(row: number): void {
    low.view[row] = NONE
    if (lastFree === NONE) firstFree = row
    else low.view[lastFree] = row
    lastFree = row
  }

  /** A row for a fingerprint that has none. */
  function seat(lowHalf: number, highHalf: number, atMs: number): number {
    let row = NOBODY
    changing(header, () => {
      row = takeRow()
      low.view[row] = lowHalf
      high.view[row] = highHalf
      since.view[row] = touched.view[row] = seconds(atMs)
      count.view[row] = 1
      slots.insert(lowHalf, highHalf, row)
      header[WORD.size]!++
    })
    return row
  }

  function release(row: number): boolean {
    if (!alive(row)) return false
    changing(header, () => {
      slots.remove(low.view[row]!, high.view[row]!, row)
      count.view[row] = 0
      freeRow(row)
      header[WORD.size]!--
    })
    return true
  }

  function clear(): void {
    for (let row = 0; row < header[WORD.bound]!; row++)
      if (alive(row)) slots.remove(low.view[row]!, high.view[row]!, row)
    header[WORD.bound] = 0
    header[WORD.size] = 0
    firstFree = lastFree = NONE
  }

  function touch(row: number, atMs: number): void {
    touched.view[row] = Math.max(touched.view[row]!, seconds(atMs))
    if (count.view[row]! < NONE) count.view[row]!++
  }

  function find(key: string): number {
    fingerprint(key, pair)
    return slots.find(pair[0]!, pair[1]!)
  }

  return {
    handle,
    get size() {
      return header[WORD.size]!
    },
    /** Newcomers are refused until somebody leaves. */
    get isFull() {
      return header[WORD.size]! >= maximumRows
    },
    /** One more than the highest row ever given. */
    get bound() {
      return header[WORD.bound]!
    },
    get bytes() {
      return slots.bytes() + all.reduce((sum, c) => sum + c.buffer.byteLength, 0) + (admission?.bytes ?? 0)
    },
    alive,
    find,

    /** One meeting: the row, touched and counted; a stranger gets one once met often enough, and `NOBODY` till then. */
    meet(key: string, atMs: number): number {
      const known = find(key)
      if (known !== NOBODY) {
        touch(known, atMs)
        return known
      }
      if (admission && !admission.meet(pair[0]!, pair[1]!)) return NOBODY
      return seat(pair[0]!, pair[1]!, atMs)
    },

    /** A row at once, without admission: what is listed for sale, who has signed up. Touches whom it finds. */
    insert(key: string, atMs: number): number {
      const known = find(key)
      if (known === NOBODY) return seat(pair[0]!, pair[1]!, atMs)
      touch(known, atMs)
      return known
    },

    touch,
    /** Meetings since it has its row, the one that gave it among them. 0 for a free row. */
    count: (row: number) => (alive(row) ? count.view[row]! : 0),
    /** To the second. */
    lastTouchedMs: (row: number) => touched.view[row]! * 1_000,
    /** Since when it has the row, to the second: a reference made before means the former holder. */
    sinceMs: (row: number) => since.view[row]! * 1_000,

    delete(key: string): number {
      const row = find(key)
      release(row)
      return row
    },
    release,

    /** Looks at the next `look` rows and gives up those that have expired; `expired` clears what belongs to the row elsewhere. */
    expire(nowMs: number, look: number, expired: (row: number) => void = () => {}): number {
      const bound = header[WORD.bound]!
      let gone = 0
      for (let i = Math.min(look, bound); i > 0; i--) {
        if (hand >= bound) hand = 0
        const row = hand++
        if (!alive(row) || nowMs - touched.view[row]! * 1_000 <= timeToLiveMs) continue
        release(row)
        expired(row)
        gone++
      }
      return gone
    },

    dump(): KeyTableDump {
      const bound = header[WORD.bound]!
      const free: number[] = []
      for (let row = firstFree; row !== NONE; row = low.view[row]!) free.push(row)
      const [lowOf, highOf, touchedOf, sinceOf, countOf] = [low, high, touched, since, count].map((c) =>
        c.view.slice(0, bound),
      )
      return {
        bound,
        low: lowOf!,
        high: highOf!,
        touched: touchedOf!,
        since: sinceOf!,
        count: countOf!,
        free: Uint32Array.from(free),
        hand,
        admission: admission?.dump() ?? null,
      }
    },

    /** Whoever was in it is gone. What does not fit is refused with a RangeError, and nothing has changed. */
    restore(dump: KeyTableDump): void {
      const wrong = wrongWithTable(dump, maximumRows)
      if (wrong) throw new RangeError(`restore: ${wrong}`)
      changing(header, () => {
        clear()
        for (const column of all) column.reach(dump.bound)
        for (const [column, values] of [
          [low, dump.low],
          [high, dump.high],
          [touched, dump.touched],
          [since, dump.since],
          [count, dump.count],
        ] as const)
          column.view.set(values)
        header[WORD.bound] = dump.bound
        for (let row = 0; row < dump.bound; row++) {
          if (dump.count[row] === 0) continue
          slots.insert(dump.low[row]!, dump.high[row]!, row)
          header[WORD.size]!++
        }
        dump.free.forEach(freeRow)
      })
      hand = dump.hand
      if (admission && dump.admission) admission.restore(dump.admission)
    },
  }
}
