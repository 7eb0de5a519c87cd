// Whether what an interest engine was written down as can be read back into one: a damaged dump, or one of an engine with
// other room, is refused before anything is changed.
import type { ColumnDump, SharedColumns } from './columns.ts'
import type { EngineDump } from './engine-dump.ts'
import { isIndex, wrongWithTable } from './tables/key-table-dump.ts'

export type Room = Readonly<Record<string, number | undefined>>

export const roomName = (room: Room): string =>
  Object.entries(room)
    .filter(([, size]) => size !== undefined)
    .map(([name, size]) => `${name} ${size}`)
    .sort()
    .join(', ')

/** What is wrong with a dump for an engine of this room and these columns; null when nothing is. */
export function wrongWithDump(dump: EngineDump, room: Room, columns: SharedColumns): string | null {
  if (typeof dump !== 'object' || dump === null) return 'there is no dump'
  if (dump.room !== roomName(room))
    return `it is of an engine with room for ${dump.room}, not ${roomName(room)}`
  for (const kind of ['people', 'items', 'features'] as const) {
    const wrong = wrongWithTable(dump[kind], room[kind]!)
    if (wrong) return `${kind}: ${wrong}`
  }
  return wrongWithColumns(dump.columns, columns) ?? wrongWithRows(dump)
}

function wrongWithColumns(dump: ColumnDump, columns: SharedColumns): string | null {
  if (typeof dump !== 'object' || dump === null) return 'there are no columns'
  for (const [name, buffer] of columns) {
    const bytes = dump[name]
    if (!(bytes instanceof Uint8Array)) return `column ${name} is missing`
    if (bytes.length > buffer.byteLength)
      return `column ${name} has ${bytes.length} bytes, and room for ${buffer.byteLength}`
  }
  const unknown = Object.keys(dump).find((name) => !columns.has(name))
  return unknown === undefined ? null : `there is no column ${unknown}`
}

function wrongWithRows({ items, names, limbo, heard, hand }: EngineDump): string | null {
  if (!Array.isArray(names)) return 'there are no names'
  for (let row = 0; row < items.bound; row++)
    if (items.count[row]! > 0 && typeof names[row] !== 'string') return `item row ${row} has no name`
  if (
    !Array.isArray(limbo) ||
    !limbo.every(({ row, round }) => isIndex(row, items.bound) && isIndex(round, Infinity))
  )
    return 'what is leaving names rows that are not there'
  return isIndex(heard, Infinity) && isIndex(hand, items.bound + 1) ? null : 'its counts are no whole numbers'
}
