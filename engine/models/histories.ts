// The last 200 things each person did: 8 bytes an event, in blocks that grow with the person. Times are kept as tenths of a second since
// the first event of all, so that the same doings give the same state whenever they are done; that lasts for 13 years.
import { createColumns, type Columns } from '../columns.ts'
import { createPackedLists } from '../packed-lists.ts'

export type HistoriesOptions = {
  people: number
  /** Events there is room for, over all people. */
  room?: number
  columns?: Columns
}
export type Histories = ReturnType<typeof createHistories>
export type Event = { item: number; action: number; atMs: number }

const SIZES = [4, 16, 64, 200]
const MEAN_EVENTS = 64
const TICK_MS = 100
/** An event's key is the item below and the action above this bit. */
const ITEM_BITS = 24
export const MAX_ITEMS = 2 ** ITEM_BITS

export function createHistories({ people, room, columns = createColumns() }: HistoriesOptions) {
  const lists = createPackedLists(columns, {
    owners: people,
    sizes: SIZES,
    room: room ?? people * MEAN_EVENTS + SIZES.at(-1)!,
    values: 'uint32',
  })
  const met = columns.uint32('met', people)
  /** When the first event of all came, one more so that 0 is not yet. */
  const began = columns.float64('began', 1)

  return {
    /** How many things a person ever did. */
    met: (person: number): number => met[person]!,

    /** Items below 2²⁴, actions below 256. */
    push(person: number, item: number, atMs: number, action: number): void {
      const key = ((action << ITEM_BITS) | item) >>> 0
      if (began[0] === 0) began[0] = atMs + 1
      const tick = Math.max(0, Math.floor((atMs + 1 - began[0]!) / TICK_MS))
      if (!lists.push(person, key, tick)) {
        const count = lists.count(person)
        if (count === 0) return
        const at = lists.start(person) + (met[person]! % count)
        lists.keys[at] = key
        lists.values[at] = tick
      }
      met[person]!++
    },

    /** The last `most` things, newest first. */
    latest(person: number, most: number): Event[] {
      const count = lists.count(person)
      const start = lists.start(person)
      const out: Event[] = []
      for (let back = 1; back <= Math.min(most, count); back++) {
        const at = start + ((met[person]! - back) % count)
        const key = lists.keys[at]!
        out.push({
          item: key & (MAX_ITEMS - 1),
          action: key >>> ITEM_BITS,
          atMs: began[0]! - 1 + lists.values[at]! * TICK_MS,
        })
      }
      return out
    },

    clear(person: number): void {
      lists.clear(person)
      met[person] = 0
    },

    used: lists.used,
  }
}
