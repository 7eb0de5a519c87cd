// What the repositories of live share: the typed builder and the row types.
import type { Selectable } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type {
  BagItemTable,
  BagSkuTable,
  CoHostTable,
  CouponTable,
  LiveTables,
  LuckyBagTable,
  RoomOrderTable,
  RoomTable,
  SaleTable,
  SegmentTable,
} from '../tables.ts'

export const q = (tx: Tx) => tables<LiveTables>(tx)

export type RoomRow = Selectable<RoomTable>
export type CoHostRow = Selectable<CoHostTable>
export type BagItemRow = Selectable<BagItemTable>
export type BagSkuRow = Selectable<BagSkuTable>
export type SaleRow = Selectable<SaleTable>
export type CouponRow = Selectable<CouponTable>
export type LuckyBagRow = Selectable<LuckyBagTable>
export type RoomOrderRow = Selectable<RoomOrderTable>
export type SegmentRow = Selectable<SegmentTable>
