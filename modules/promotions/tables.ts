// The schema `promotions` as types.
import type { Generated } from 'kysely'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'

export type CouponTable = {
  coupon_id: Id<'cpn'>
  funder: Funder
  funder_id: string
  off_minor: bigint
  over_minor: bigint
  currency: Currency
  category_id: string | null
  product_ids: Id<'prd'>[] | null
  units: number
  claimed: Generated<number>
  per_person: number
  starts_at: Date
  ends_at: Date
  closed_at: Date | null
  created_by: string
  created_at: Date
}

export type ClaimTable = {
  claim_id: Id<'clm'>
  coupon_id: Id<'cpn'>
  account_id: Id<'usr'>
  nth: number
  claimed_at: Date
  checkout_id: Id<'chk'> | null
}

export type PromotionsTables = {
  'promotions.coupon': CouponTable
  'promotions.claim': ClaimTable
}
