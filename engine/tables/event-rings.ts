// The last 200 things each person did: which item (row), what (a small number), when (to the second). Most people do little, so events
// lie in chunks of eight, chained in a ring a person: a chunk is taken when the last is full and given back when the person is
// forgotten; the oldest is written over at the bound. 9.5 bytes an event, 6 a person, half a chunk of air: 250 bytes at a mean
// of 20 events. (Blocks of sizes 8, 32, 200 were tried: 400 and more, for what people outgrow is left behind.)
// One writer; other threads open the same memory, copy a person's events out and look again if a change came between.
import { createColumn } from '../column.ts'
import { changing, readWhole } from './version.ts'

export type EventRingsOptions = {
  maximumPeople: number
  /** Events kept of each person, at most. */
  keep?: number
}
/** `action` 0…255. Answer false to stop. */
export type VisitEvent = (item: number, action: number, atMs: number) => void | boolean
/** Another thread opens the rings with this. */
export type EventRingsHandle = {
  maximumPeople: number
  keep: number
  header: SharedArrayBuffer
  buffers: SharedArrayBuffer[]
}
export type EventRings = ReturnType<typeof createEventRings>
/** Everybody's events, oldest first, person after person; fit for structured clone. */
export type EventRingsDump = {
  lengths: Uint16Array
  items: Uint32Array
  actions: Uint8Array
  seconds: Uint32Array
}

const CHUNK = 8
const NONE = 0xffff_ffff
/** Words of the header, after its version: people, chunks ever made. */
const PEOPLE = 1
const CHUNKS = 2

function openColumns(maximumPeople: number, keep: number, given?: EventRingsHandle) {
  /** One more than must be, for the oldest is dropped a chunk at a time. */
  const mostChunks = Math.ceil(keep / CHUNK) + 1
  if (!(keep >= 1 && mostChunks <= 255)) throw new RangeError(`keep 1…${254 * CHUNK} events, not ${keep}`)
  const header = new Uint32Array(given?.header ?? new SharedArrayBuffer(12))
  const column = <T extends 'u8' | 'u32'>(type: T, maximum: number, at: number) =>
    createColumn(type, { maximum, buffer: given?.buffers[at] })
  /** The chunk with a person's newest, how many events are in it, and how many chunks there are in the ring (0: no ring). */
  const newest = column('u32', maximumPeople, 0)
  const filled = column('u8', maximumPeople, 1)
  const chunks = column('u8', maximumPeople, 2)
  const most = maximumPeople * mostChunks
  /** Of each chunk, the one after it; after the newest comes the oldest. */
  const after = column('u32', most, 3)
  const items = column('u32', most * CHUNK, 4)
  const seconds = column('u32', most * CHUNK, 5)
  const actions = column('u8', most * CHUNK, 6)
  const all = [newest, filled, chunks, after, items, seconds, actions]
  const copy = { items: new Uint32Array(keep), seconds: new Uint32Array(keep), actions: new Uint8Array(keep) }

  function length(who: number): number {
    const ring = chunks.view[who] ?? 0
    return ring === 0 ? 0 : Math.min(keep, (ring - 1) * CHUNK + filled.view[who]!)
  }

  /** Copies a person's events out, oldest first; how many. */
  function take(who: number): number {
    const ring = chunks.view[who] ?? 0
    if (ring === 0) return 0
    const held = (ring - 1) * CHUNK + filled.view[who]!
    const skip = Math.max(0, held - keep)
    let chunk = newest.view[who]!
    for (let i = 0; i < held; i++) {
      if (i % CHUNK === 0) chunk = after.view[chunk]!
      if (i < skip) continue
      const at = chunk * CHUNK + (i % CHUNK)
      copy.items[i - skip] = items.view[at]!
      copy.seconds[i - skip] = seconds.view[at]!
      copy.actions[i - skip] = actions.view[at]!
    }
    return held - skip
  }

  /** From a second copy, for the visitor may itself ask for another's events. */
  function visitTaken(count: number, newestFirst: boolean, visit: VisitEvent): void {
    const [item, action, second] = [
      copy.items.slice(0, count),
      copy.actions.slice(0, count),
      copy.seconds.slice(0, count),
    ]
    for (let i = 0; i < count; i++) {
      const at = newestFirst ? count - 1 - i : i
      if (visit(item[at]!, action[at]!, second[at]! * 1_000) === false) return
    }
  }

  const handle: EventRingsHandle = {
    maximumPeople,
    keep,
    header: header.buffer as SharedArrayBuffer,
    buffers: all.map((c) => c.buffer),
  }
  return {
    header,
    newest,
    filled,
    chunks,
    after,
    items,
    seconds,
    actions,
    all,
    mostChunks,
    copy,
    length,
    take,
    visitTaken,
    handle,
  }
}

/** Another thread's side. */
export function openEventRings(handle: EventRingsHandle) {
  const opened = openColumns(handle.maximumPeople, handle.keep, handle)
  const { header, newest, filled, chunks, after, items, seconds, actions } = opened
  return {
    each(who: number, newestFirst: boolean, visit: VisitEvent): void {
      const count = readWhole(header, () => {
        const [people, made] = [header[PEOPLE]!, header[CHUNKS]!]
        for (const column of [newest, filled, chunks]) column.reach(people)
        after.reach(made)
        for (const column of [items, seconds, actions]) column.reach(made * CHUNK)
        return who < people ? opened.take(who) : 0
      })
      opened.visitTaken(count, newestFirst, visit)
    },
  }
}

export function createEventRings({ maximumPeople, keep = 200 }: EventRingsOptions) {
  const opened = openColumns(maximumPeople, keep)
  const { header, newest, filled, chunks, after, items, seconds, actions, all, copy, length, take } = opened
  /** First of the chunks given back, chained by `after`. */
  let free = NONE

  function takeChunk(): number {
    if (free !== NONE) {
      const chunk = free
      free = after.view[chunk]!
      return chunk
    }
    const made = header[CHUNKS]!
    after.reach(made + 1)
    for (const column of [items, seconds, actions]) column.reach((made + 1) * CHUNK)
    header[CHUNKS] = made + 1
    return made
  }

  /** The next chunk to write in: a new one in the ring after the newest, or the oldest when the ring is as long as it may be. */
  function turn(who: number): void {
    const ring = chunks.view[who]!
    const last = newest.view[who]!
    if (ring === opened.mostChunks) newest.view[who] = after.view[last]!
    else {
      const chunk = takeChunk()
      after.view[chunk] = ring === 0 ? chunk : after.view[last]!
      if (ring > 0) after.view[last] = chunk
      newest.view[who] = chunk
      chunks.view[who] = ring + 1
    }
    filled.view[who] = 0
  }

  function reach(who: number): void {
    if (who < header[PEOPLE]!) return
    if (!(who >= 0 && who < maximumPeople)) throw new RangeError(`person ${who} of at most ${maximumPeople}`)
    for (const column of [newest, filled, chunks]) column.reach(who + 1)
    header[PEOPLE] = who + 1
  }

  function add(who: number, item: number, action: number, second: number): void {
    reach(who)
    if (chunks.view[who] === 0 || filled.view[who] === CHUNK) turn(who)
    const at = newest.view[who]! * CHUNK + filled.view[who]!
    items.view[at] = item
    seconds.view[at] = second
    actions.view[at] = action
    filled.view[who]!++
  }

  return {
    handle: opened.handle,
    get bytes() {
      return all.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
    },
    push: (who: number, item: number, action: number, atMs: number): void =>
      changing(header, () => add(who, item, action, Math.floor(atMs / 1_000))),
    length,
    /** In the order they came in. */
    each: (who: number, newestFirst: boolean, visit: VisitEvent): void =>
      opened.visitTaken(take(who), newestFirst, visit),

    /** Forgets the person; the chunks are the next one's. */
    clear(who: number): void {
      if (length(who) === 0) return
      changing(header, () => {
        const last = newest.view[who]!
        const oldest = after.view[last]!
        after.view[last] = free
        free = oldest
        chunks.view[who] = filled.view[who] = 0
      })
    },

    dump(): EventRingsDump {
      const lengths = Uint16Array.from({ length: header[PEOPLE]! }, (_, who) => length(who))
      const total = lengths.reduce((sum, n) => sum + n, 0)
      const dump = {
        lengths,
        items: new Uint32Array(total),
        actions: new Uint8Array(total),
        seconds: new Uint32Array(total),
      }
      let at = 0
      for (let who = 0; who < lengths.length; who++) {
        const count = take(who)
        for (const name of ['items', 'actions', 'seconds'] as const)
          dump[name].set(copy[name].subarray(0, count), at)
        at += count
      }
      return dump
    },

    /** Into new rings only. */
    restore(dump: EventRingsDump): void {
      if (header[PEOPLE] !== 0) throw new Error('restore into new rings')
      let at = 0
      changing(header, () => {
        if (dump.lengths.length > 0) reach(dump.lengths.length - 1)
        dump.lengths.forEach((count, who) => {
          for (const end = at + count; at < end; at++)
            add(who, dump.items[at]!, dump.actions[at]!, dump.seconds[at]!)
        })
      })
    },
  }
}
