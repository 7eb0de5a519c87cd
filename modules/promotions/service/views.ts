// Coupons as they are shown: to who gives them, and to who may take them.
import type { z } from 'zod'
import { toWire } from '#kernel/money'
import type { claim, coupon, offered } from '../contract.ts'
import { claimable, claimState, couponState } from '../domain/coupon-state.ts'
import type { ClaimedCoupon, CouponRow, CouponWithUse, OfferedCoupon } from '../repository.ts'

const terms = (c: CouponRow) => ({
  funder: c.funder,
  funderId: c.funder === 'platform' ? null : c.funder_id,
  offMinor: toWire(c.off_minor),
  overMinor: toWire(c.over_minor),
  currency: c.currency,
  categoryId: c.category_id,
  productIds: c.product_ids,
  startsAt: c.starts_at.toISOString(),
  endsAt: c.ends_at.toISOString(),
})

export const couponView = (c: CouponWithUse, now: Date): z.output<typeof coupon> => ({
  couponId: c.coupon_id,
  ...terms(c),
  units: c.units,
  claimed: c.claimed,
  used: c.used,
  perPerson: c.per_person,
  state: couponState(c, now),
  createdAt: c.created_at.toISOString(),
})

export const offeredView = (c: OfferedCoupon, now: Date): z.output<typeof offered> => ({
  couponId: c.coupon_id,
  ...terms(c),
  claimable: claimable(c, c.mine, now),
  mine: c.mine,
})

export const claimView = (c: ClaimedCoupon, now: Date): z.output<typeof claim> => ({
  claimId: c.claim_id,
  couponId: c.coupon_id,
  ...terms(c),
  state: claimState(c, now),
  claimedAt: c.claimed_at.toISOString(),
})
