// The ledger's tables as types. All of them only grow.
import type { Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Localized } from '#kernel/text'
import type { AccountKind, Layer, PartyType, Phase, TransferKind } from './domain/posting.ts'
import type { RateScope } from './domain/rate-card.ts'
import type { PartyRole } from './domain/split.ts'

export type AccountTable = {
  account_id: Id<'acc'>
  party_type: PartyType
  party_id: string
  kind: AccountKind
  currency: Currency
  created_at: Date
}

export type TransferTable = {
  transfer_id: Id<'trf'>
  group_id: string
  kind: TransferKind
  phase: Phase
  of_transfer_id: Id<'trf'> | null
  order_id: Id<'ord'> | null
  line_id: Id<'oln'> | null
  currency: Currency
  at: Date
}

export type EntryTable = {
  entry_id: Generated<bigint>
  transfer_id: Id<'trf'>
  account_id: Id<'acc'>
  layer: Layer
  amount_minor: bigint
  currency: Currency
}

export type SaleTable = {
  transfer_id: Id<'trf'>
  order_id: Id<'ord'>
  line_id: Id<'oln'> | null
  kind: 'goods' | 'freight'
  shop_id: Id<'shp'>
  title: Localized
  qty: number
  currency: Currency
  paid_at: Date
  content_id: Id<'cnt'> | null
  creator_id: Id<'crt'> | null
  agency_id: string | null
  recruiter_id: string | null
  rate_version_id: Id<'rcv'> | null
  goods_minor: bigint
  shop_coupon_minor: bigint
  platform_coupon_minor: bigint
  creator_coupon_minor: bigint
  platform_rate_bps: number
  tech_fee_bps: number
  creator_rate_bps: number
  agency_split_bps: number
  recruiter_rate_bps: number
  paid_minor: bigint
  income_minor: bigint
  platform_fee_minor: bigint
  commission_base_minor: bigint
  commission_minor: bigint
  creator_tech_fee_minor: bigint
  recruiter_fee_minor: bigint
  recruiter_tech_fee_minor: bigint
  subsidy_minor: bigint
  merchant_minor: bigint
  creator_minor: bigint
  agency_minor: bigint
  recruiter_minor: bigint
  platform_minor: bigint
}

export type RefundLineTable = {
  refund_id: Id<'rfd'>
  sale_transfer_id: Id<'trf'>
  transfer_id: Id<'trf'>
  settled: boolean
  at: Date
  paid_minor: bigint
  merchant_minor: bigint
  creator_minor: bigint
  agency_minor: bigint
  recruiter_minor: bigint
  platform_minor: bigint
}

export type PayoutTable = {
  payout_id: Id<'pot'>
  account_id: Id<'acc'>
  role: PartyRole
  party_id: string
  amount_minor: bigint
  currency: Currency
  at: Date
  transfer_id: Id<'trf'>
  request_key: string | null
}

export type RateVersionTable = {
  rate_version_id: Id<'rcv'>
  scope: RateScope
  category_id: string | null
  rate_bps: number
  effective_from: Date
  created_by: string
  created_at: Date
}

export type LedgerTables = {
  'ledger.account': AccountTable
  'ledger.transfer': TransferTable
  'ledger.entry': EntryTable
  'ledger.sale': SaleTable
  'ledger.refund_line': RefundLineTable
  'ledger.settlement': { order_id: Id<'ord'>; shop_id: Id<'shp'>; settled_at: Date }
  'ledger.payout': PayoutTable
  'ledger.payout_entry': { entry_id: bigint; payout_id: Id<'pot'> }
  'ledger.rate_version': RateVersionTable
}
