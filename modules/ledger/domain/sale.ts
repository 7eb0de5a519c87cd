// A recorded sale read back as the terms it was agreed on, so that refunds and settlement start from the same facts.
import type { Minor } from '#kernel/money'
import { splitRefund, type Sale, type Split, type Terms } from './split.ts'

/** The columns of a sale that decide its split. */
export type AgreedSale = {
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
}

export const saleOf = (row: AgreedSale): Sale => ({
  goodsMinor: row.goods_minor,
  shopCouponMinor: row.shop_coupon_minor,
  platformCouponMinor: row.platform_coupon_minor,
  creatorCouponMinor: row.creator_coupon_minor,
})

export const termsOf = (row: AgreedSale): Terms => ({
  platformRateBps: row.platform_rate_bps,
  techFeeBps: row.tech_fee_bps,
  creatorRateBps: row.creator_rate_bps,
  agencySplitBps: row.agency_split_bps,
  recruiterRateBps: row.recruiter_rate_bps,
})

/** What a further refund takes back of a sale of which `beforeMinor` was refunded. */
export const takenBack = (row: AgreedSale, beforeMinor: Minor, refundMinor: Minor): Split =>
  splitRefund(saleOf(row), termsOf(row), beforeMinor, refundMinor)

/** What is left of a sale after refunds of `refundedMinor`: everything that refunding the rest would take back. */
export const remaining = (row: AgreedSale, refundedMinor: Minor): Split =>
  takenBack(row, refundedMinor, row.paid_minor - refundedMinor)
