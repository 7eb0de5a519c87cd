// What the repositories of trade share: the typed builder, rows as JSON for bulk inserts, and the row types.
import type { Selectable } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { PackageState } from '../domain/package-state.ts'
import type {
  AfterSaleStepTable,
  AfterSaleTable,
  AddressChangeTable,
  BookingTable,
  CheckoutTable,
  FreightTemplateTable,
  OrderLineTable,
  OrderTable,
  PackageTable,
  PaymentTable,
  RefundLegTable,
  RefundTable,
  ReviewTable,
  TrackingEventTable,
  TradeTables,
} from '../tables.ts'

export type {
  CartLineTable,
  PackageLine,
  RefundLine,
  RefundSource,
  StoredCaseLine,
  StoredRegion,
} from '../tables.ts'

export const q = (tx: Tx) => tables<TradeTables>(tx)

export type FreightRow = Selectable<FreightTemplateTable>
export type CheckoutRow = Selectable<CheckoutTable>
export type PaymentRow = Selectable<PaymentTable>
export type OrderRow = Selectable<OrderTable>
export type LineRow = Selectable<OrderLineTable>
export type PackageRow = Selectable<PackageTable>
export type TrackingRow = Selectable<TrackingEventTable>
/** A package with what the carrier reported of it. */
export type TrackedPackage = PackageRow & { events: Report[] }
export type Report = {
  eventId: string
  state: PackageState
  at: Date
  place: string | null
  note: string | null
}
export type BookingRow = Selectable<BookingTable>
export type AddressChangeRow = Selectable<AddressChangeTable>
export type RefundRow = Selectable<RefundTable>
export type RefundLegRow = Selectable<RefundLegTable>
export type AfterSaleRow = Selectable<AfterSaleTable>
export type AfterSaleStepRow = Selectable<AfterSaleStepTable>
export type ReviewRow = Selectable<ReviewTable>

/** An order with its lines. */
export type Order = OrderRow & { lines: LineRow[] }

/** For json_populate_recordset: bigint as text, dates as ISO, the rest as it is. */
export const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
