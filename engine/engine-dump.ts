// Everything an engine learned and who has which row, written down: texts, numbers and typed arrays.
import type { ColumnDump } from './columns.ts'
import type { ExchangeDump } from './exchange/exchange-dump.ts'
import type { ItemShelfDump } from './item-shelf.ts'
import type { KeyTableDump } from './tables/key-table.ts'

export type EngineDump = SharedDump & { people: KeyTableDump }
/** Everything but the people. */
export type SharedDump = ItemShelfDump & {
  columns: ColumnDump
  heard: number
  /** What there was room for, as `items 50, people 100`: rows mean nothing in an engine of another size. */
  room: string
  exchange?: ExchangeDump
}
