// The schema `trade` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Locale, Localized } from '#kernel/text'
import type { DeliveryAddress } from './domain/mask.ts'
import type { Mover, OrderState } from './domain/order-state.ts'
import type { PaymentState } from './domain/payment-state.ts'
import type { RefundReason, RefundState } from './domain/refund-rule.ts'

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
}

export type PackageLine = { lineId: Id<'oln'>; qty: number }

export type PackageTable = {
  package_id: Id<'pkg'>
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  carrier: string
  tracking_no: string
  lines: Json<PackageLine[]>
  request_key: string | null
  shipped_at: Date
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
  ask_at: Date | null
  asked: Generated<number>
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
  'trade.refund': RefundTable
  'trade.review': ReviewTable
}
