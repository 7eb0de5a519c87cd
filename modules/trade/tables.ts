// The schema `trade` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { ShipPromise } from '#kernel/ship-promise'
import type { Locale, Localized } from '#kernel/text'
import type { DeliveryAddress } from './domain/mask.ts'
import type { Mover, OrderState } from './domain/order-state.ts'
import type { PackageState } from './domain/package-state.ts'
import type { PartKind } from './domain/parts.ts'
import type { PaymentState } from './domain/payment-state.ts'
import type { AfterSaleReason, AfterSaleState, AfterSaleType } from './domain/after-sale.ts'
import type { Actor, AfterSaleMove } from './domain/after-sale-moves.ts'
import type { REFUND_SOURCES, RefundReason, RefundState } from './domain/refund-rule.ts'

type Json<T> = ColumnType<T, string, string>

export type CartLineTable = {
  account_id: Id<'usr'>
  sku_id: Id<'sku'>
  qty: number
  added_price_minor: bigint
  attribution: string | null
  added_at: Date
}

export type StoredRegion = {
  provinces: string[]
  delivers: boolean
  baseMinor: string
  freeOverMinor: string | null
}

export type FreightTemplateTable = {
  shop_id: Id<'shp'>
  base_minor: bigint
  free_over_minor: bigint | null
  currency: Currency
  regions: Json<StoredRegion[]>
  updated_at: Date
}

/** A part of a checkout (domain/parts.ts); minor units and instants as text. */
export type StoredPart = {
  kind: PartKind
  amountMinor: string
  provider: string | null
  opensAt: string | null
  closesAt: string | null
}

export type CheckoutTable = {
  checkout_id: Id<'chk'>
  buyer_id: Id<'usr'>
  idempotency_key: string
  request_hash: string
  currency: Currency
  total_minor: bigint
  title: Json<Localized>
  merchant: Json<Localized>
  locale: Locale
  placed_at: Date
  expires_at: Date
  /** Null: paid at once. */
  parts: Json<StoredPart[]> | null
  parts_paid: number | null
}

export type PaymentTable = {
  payment_id: Id<'pay'>
  checkout_id: Id<'chk'>
  provider: string
  amount_minor: bigint
  currency: Currency
  state: PaymentState
  pay_url: string | null
  created_at: Date
  decided_at: Date | null
  charged_minor: bigint | null
  charged_currency: string | null
  ask_at: Date | null
  asked: Generated<number>
  ref: string | null
  /** Which of the checkout's parts it pays. */
  part: number | null
}

/** Minor units as text: JSON numbers are no place for money. */
export type StoredFreightRule = {
  kind: 'free' | 'flat' | 'free-over'
  baseMinor: string
  freeOverMinor: string | null
}

export type OrderTable = {
  order_id: Id<'ord'>
  checkout_id: Id<'chk'>
  shop_id: Id<'shp'>
  shop_name: Json<Localized>
  buyer_id: Id<'usr'>
  state: OrderState
  goods_minor: bigint
  freight_minor: bigint
  total_minor: bigint
  freight_rule: Json<StoredFreightRule>
  currency: Currency
  address: Json<DeliveryAddress>
  note: string | null
  placed_at: Date
  expires_at: Date
  paid_at: Date | null
  shipped_at: Date | null
  received_at: Date | null
  completed_at: Date | null
  cancelled_at: Date | null
  due_at: Date | null
  /** When the next part of its price can be paid; null: at any time, or nothing is left. */
  pay_from: Date | null
  /** Fixed when it is paid: the earliest of its lines' promises. */
  ship_by: Date | null
}

/** A coupon's part of a line; minor units as text. */
export type StoredCut = { couponId: string; funder: Funder; offMinor: string }

export type OrderLineTable = {
  line_id: Id<'oln'>
  order_id: Id<'ord'>
  product_id: Id<'prd'>
  sku_id: Id<'sku'>
  category_id: string
  emerging: boolean
  title: Json<Localized>
  sku_name: Json<Localized>
  image_url: string
  list_price_minor: bigint
  price_minor: bigint
  qty: number
  shipped_qty: Generated<number>
  paid_minor: bigint
  slate_id: Id<'slt'> | null
  slate_position: number | null
  content_id: Id<'cnt'> | null
  creator_id: Id<'crt'> | null
  rate_version_id: Id<'rcv'>
  platform_rate_bps: number
  tech_fee_bps: number
  plan_id: Id<'pln'> | null
  creator_rate_bps: number
  agency_id: string | null
  agency_split_bps: number
  recruiter_id: string | null
  recruiter_rate_bps: number
  room_id: Id<'rom'> | null
  sale_id: Id<'sal'> | null
  pool_id: Id<'stp'> | null
  shop_price_minor: bigint | null
  off_minor: bigint
  cuts: Json<StoredCut[]> | null
  /** Paid back before they were sent. */
  undone_qty: number | null
  ship_within: Json<ShipPromise> | null
}

export type PackageLine = { lineId: Id<'oln'>; qty: number; serials?: string[] | undefined }

export type PackageTable = {
  package_id: Id<'pkg'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  carrier: string
  tracking_no: string
  lines: Json<PackageLine[]>
  request_key: string | null
  shipped_at: Date
  /** Null: shipped by a version that did not follow parcels, or not reported yet. */
  state: PackageState | null
  courier: string | null
  sort_code: string | null
  e_waybill: boolean | null
  collected_at: Date | null
  signed_at: Date | null
  moved_at: Date | null
  ask_at: Date | null
  asked: number | null
  intercept_by: 'buyer' | 'merchant' | null
  prints: number | null
}

export type TrackingEventTable = {
  courier: string
  event_id: string
  package_id: Id<'pkg'>
  state: PackageState
  at: Date
  place: string | null
  note: string | null
  received_at: Date
}

export type BookingTable = {
  package_id: Id<'pkg'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  carrier: string
  lines: Json<PackageLine[]>
  request_key: string | null
  by_account: string | null
  state: 'open' | 'shipped' | 'undone'
  made_at: Date
  ask_at: Date | null
}

export type LateShipmentTable = {
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  late_minor: bigint
  off_minor: bigint
  currency: Currency
  coupon_id: Id<'cpn'>
  made_at: Date
}

export type AddressChangeTable = {
  change_id: Id<'adc'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  address: Json<DeliveryAddress>
  state: 'asked' | 'applied' | 'refused'
  asked_at: Date
  decided_at: Date | null
  decided_by: 'merchant' | 'system' | null
}

/** Whose money it was, as the ledger says. */
export type RefundSource = {
  source: (typeof REFUND_SOURCES)[number]
  amountMinor: string
}
export type RefundLine = { lineId: Id<'oln'> | null; refundMinor: string }

export type RefundTable = {
  refund_id: Id<'rfd'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  buyer_id: Id<'usr'>
  payment_id: Id<'pay'>
  state: RefundState
  reason: RefundReason
  note: string | null
  request_key: string | null
  amount_minor: bigint
  currency: Currency
  requested_at: Date
  decide_by: Date | null
  decided_at: Date | null
  decided_by: 'merchant' | 'system' | null
  refusal: string | null
  succeeded_at: Date | null
  lines: ColumnType<RefundLine[] | null, string | null, string | null>
  sources: ColumnType<RefundSource[] | null, string | null | undefined, string | null>
  ask_at: Date | null
  asked: Generated<number>
}

/** What of a refund goes back to which payment, when there are several. */
export type RefundLegTable = {
  leg_id: Id<'rfd'>
  refund_id: Id<'rfd'>
  payment_id: Id<'pay'>
  amount_minor: bigint
  sent_at: Date | null
}

/** `units` are counted as given back; an amount for something less than perfect leaves them with the buyer. */
export type StoredCaseLine = { lineId: Id<'oln'>; qty: number; units: number; amountMinor: string }

export type AfterSaleTable = {
  after_sale_id: Id<'afs'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  buyer_id: Id<'usr'>
  type: AfterSaleType
  state: AfterSaleState
  reason: AfterSaleReason
  note: string | null
  request_key: string | null
  lines: Json<StoredCaseLine[]>
  amount_minor: bigint
  freight_minor: bigint
  currency: Currency
  refund_id: Id<'rfd'> | null
  asked_at: Date
  due_at: Date | null
  ended_at: Date | null
  version: Generated<number>
  extended: Generated<boolean>
  buyer_heard: Generated<boolean>
  merchant_heard: Generated<boolean>
  return_carrier: string | null
  return_tracking: string | null
  returned_at: Date | null
  returned_serials: ColumnType<string[] | null, string | null, string | null>
  restocked: boolean | null
  sent_carrier: string | null
  sent_tracking: string | null
  holds_stock: Generated<boolean>
  ruling: AfterSaleMove | null
  ruled_at: Date | null
  platform_minor: Generated<bigint>
}

export type AfterSaleStepTable = {
  after_sale_id: Id<'afs'>
  step: Generated<bigint>
  move: AfterSaleMove | 'apply'
  state: AfterSaleState
  by: Actor
  account_id: string | null
  at: Date
  note: string | null
  media: ColumnType<string[] | null, string | null, string | null>
}

export type ReviewTable = {
  review_id: Id<'rev'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  product_id: Id<'prd'>
  buyer_id: Id<'usr'>
  author: string
  sku_name: Json<Localized>
  rating: number
  body: string
  created_at: Date
  reply: string | null
  replied_at: Date | null
}

export type TradeTables = {
  'trade.cart_line': CartLineTable
  'trade.freight_template': FreightTemplateTable
  'trade.checkout': CheckoutTable
  'trade.payment': PaymentTable
  'trade.provider_event': {
    provider: string
    event_id: string
    kind: string
    payment_id: string | null
    received_at: Date
  }
  'trade.customer_order': OrderTable
  'trade.order_line': OrderLineTable
  'trade.order_step': {
    order_id: Id<'ord'>
    step: Generated<bigint>
    state: OrderState
    at: Date
    by: Mover
    note: string | null
  }
  'trade.package': PackageTable
  'trade.tracking_event': TrackingEventTable
  'trade.booking': BookingTable
  'trade.sender': { shop_id: Id<'shp'>; address: Json<DeliveryAddress>; updated_at: Date }
  'trade.late_shipment': LateShipmentTable
  'trade.address_change': AddressChangeTable
  'trade.address_seen': {
    order_id: Id<'ord'>
    seen: Generated<bigint>
    package_id: Id<'pkg'>
    account_id: string | null
    why: 'ship' | 'book'
    at: Date
  }
  'trade.refund': RefundTable
  'trade.refund_leg': RefundLegTable
  'trade.after_sale': AfterSaleTable
  'trade.after_sale_step': AfterSaleStepTable
  'trade.review': ReviewTable
}
