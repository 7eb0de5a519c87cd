// The ledger's tables as types. What moves money only grows; an agreement has a state.
import type { Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Localized } from '#kernel/text'
import type { AgreementMode, TierBasis } from './domain/agreement.ts'
import type { AgreementState } from './domain/agreement-state.ts'
import type { RefundSource } from './domain/funding.ts'
import type { MerchantTier, PolicyName } from './domain/policy.ts'
import type { AgreementRole } from './domain/measured-sale.ts'
import type { AccountKind, Layer, PartyType, Phase, TransferKind } from './domain/posting.ts'
import type { RateScope } from './domain/rate-card.ts'
import type { MismatchKind } from './domain/mismatch.ts'
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
  reference: string | null
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

export type AgreementTable = {
  agreement_id: Id<'agr'>
  role: AgreementRole
  party_id: string
  year: number
  mode: AgreementMode
  basis: TierBasis
  /** As JSON keeps them: amounts as text. */
  tiers: { thresholdMinor: string; rateBps: number }[]
  exclusions: string[]
  currency: Currency
  note: string
  state: AgreementState
  created_by: string
  created_at: Date
  signed_by: string | null
  signed_at: Date | null
  sales_minor: bigint
  charged_minor: bigint
  agreed_minor: bigint
  reached_bps: number | null
  measured_at: Date | null
}

export type AgreementStepTable = {
  step_id: Generated<bigint>
  agreement_id: Id<'agr'>
  state: AgreementState
  at: Date
  by: string
}

export type CreditNoteTable = {
  note_id: Id<'crn'>
  agreement_id: Id<'agr'>
  transfer_id: Id<'trf'>
  amount_minor: bigint
  currency: Currency
  sales_minor: bigint
  charged_minor: bigint
  agreed_minor: bigint
  at: Date
}

export type CreditNoteLineTable = {
  note_id: Id<'crn'>
  sale_transfer_id: Id<'trf'>
  base_minor: bigint
  fee_minor: bigint
}

export type ReconciliationTable = {
  provider: string
  day: string
  looked_at: Date
  lines: number
  totals: {
    currency: string
    oursPaid: string
    oursRefunded: string
    theirsPaid: string
    theirsRefunded: string
    fee: string
  }[]
  release_asked_by: string | null
  release_note: string | null
  released_by: string | null
  released_at: Date | null
}

export type BillLineTable = {
  provider: string
  day: string
  line_no: number
  what: 'payment' | 'refund'
  reference: string
  provider_ref: string
  amount_minor: bigint
  currency: string
  fee_minor: bigint | null
  state: 'succeeded' | 'pending' | 'failed'
  at: Date
}

export type MismatchTable = {
  mismatch_id: Id<'mis'>
  provider: string
  day: string
  kind: MismatchKind
  reference: string
  order_id: string | null
  ours: string | null
  theirs: string | null
  state: 'open' | 'explained' | 'resolved'
  note: string | null
  explained_by: string | null
  resolved_by: string | null
  found_at: Date
  changed_at: Date
}

export type PayoutRequestTable = Omit<PayoutTable, 'at'> & {
  state: 'requested' | 'sent' | 'rejected'
  requested_by: string
  requested_at: Date
  decided_by: string | null
  decided_at: Date | null
}

export type ReserveTable = {
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  amount_minor: bigint
  currency: Currency
  transfer_id: Id<'trf'>
  release_at: Date
}

export type RefundSourceTable = {
  refund_id: Id<'rfd'>
  source: RefundSource
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  amount_minor: bigint
  currency: Currency
  at: Date
}

export type LedgerTables = {
  'ledger.reconciliation': ReconciliationTable
  'ledger.bill_line': BillLineTable
  'ledger.mismatch': MismatchTable
  'ledger.policy_version': { name: PolicyName; tier: string; value: bigint; effective_from: Date }
  'ledger.merchant_tier': {
    version_id: Generated<bigint>
    shop_id: Id<'shp'>
    at: Date
    tier: MerchantTier
    note: string
    by: string
  }
  'ledger.payout_request': PayoutRequestTable
  'ledger.payout_hold': { entry_id: bigint; payout_id: Id<'pot'> }
  'ledger.settle_later': { order_id: Id<'ord'>; due_at: Date }
  'ledger.reserve': ReserveTable
  'ledger.reserve_release': {
    order_id: Id<'ord'>
    amount_minor: bigint
    transfer_id: Id<'trf'> | null
    at: Date
  }
  'ledger.refund_source': RefundSourceTable
  'ledger.agreement': AgreementTable
  'ledger.agreement_step': AgreementStepTable
  'ledger.credit_note': CreditNoteTable
  'ledger.credit_note_line': CreditNoteLineTable
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
