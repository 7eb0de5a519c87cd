// Who bears a coupon, in the order in which coupons are taken off a price (domain.md §16: the three are kept apart).

export const FUNDERS = ['shop', 'platform', 'creator'] as const
export type Funder = (typeof FUNDERS)[number]
