// What the repositories of trade share: the typed builder, rows as JSON for bulk inserts, and the row types.
import type { Selectable } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type {
  CheckoutTable,
  FreightTemplateTable,
  OrderLineTable,
  OrderTable,
  PackageTable,
  PaymentTable,
  RefundTable,
  ReviewTable,
  TradeTables,
} from '../tables.ts'

export type { CartLineTable, PackageLine, StoredRegion } from '../tables.ts'

export const q = (tx: Tx) => tables<TradeTables>(tx)

export type FreightRow = Selectable<FreightTemplateTable>
export type CheckoutRow = Selectable<CheckoutTable>
export type PaymentRow = Selectable<PaymentTable>
export type OrderRow = Selectable<OrderTable>
export type LineRow = Selectable<OrderLineTable>
export type PackageRow = Selectable<PackageTable>
export type RefundRow = Selectable<RefundTable>
export type ReviewRow = Selectable<ReviewTable>

/** An order with its lines. */
export type Order = OrderRow & { lines: LineRow[] }

/** For json_populate_recordset: bigint as text, dates as ISO, the rest as it is. */
export const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
