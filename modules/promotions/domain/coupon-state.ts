// What a coupon, and a buyer's piece of one, is at a moment. Stored are only the facts; the state follows from them and the clock.

export type CouponFacts = {
  units: number
  claimed: number
  starts_at: Date
  ends_at: Date
  closed_at: Date | null
}

export type CouponState = 'scheduled' | 'open' | 'gone' | 'closed' | 'ended'

export function couponState(c: CouponFacts, now: Date): CouponState {
  if (now >= c.ends_at) return 'ended'
  if (c.closed_at !== null) return 'closed'
  if (c.claimed >= c.units) return 'gone'
  return now < c.starts_at ? 'scheduled' : 'open'
}

export const claimState = (
  c: { checkout_id: string | null; ends_at: Date },
  now: Date,
): 'usable' | 'used' | 'expired' =>
  c.checkout_id !== null ? 'used' : now >= c.ends_at ? 'expired' : 'usable'

/** How many more somebody who has `mine` of it may take. */
export const claimable = (c: CouponFacts & { per_person: number }, mine: number, now: Date): number =>
  couponState(c, now) === 'open' ? Math.max(0, Math.min(c.per_person - mine, c.units - c.claimed)) : 0
