// What becomes of the money that a buyer pays for one order line: one pure function for five parties (domain.md §16).
// Rounding is half-up per line and the merchant takes the residue, so that Σ nets = paid, to the cent, always.
import { mulDivHalfUp, rateOf, type Minor } from '#kernel/money'

export const PARTY_ROLES = ['merchant', 'creator', 'agency', 'recruiter', 'platform'] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

/** Frozen into the order when it is placed. Rates in basis points; 0 where there is no such party. */
export type Terms = {
  platformRateBps: number
  techFeeBps: number
  creatorRateBps: number
  /** The agency's share of the commission after the tech fee. */
  agencySplitBps: number
  recruiterRateBps: number
}

/** The price and who took what off it. paid = goods − the three coupons. */
export type Sale = {
  goodsMinor: Minor
  shopCouponMinor: Minor
  platformCouponMinor: Minor
  creatorCouponMinor: Minor
}

export type Split = {
  paidMinor: Minor
  /** Platform fee base: what the merchant sells for, whoever pays it: paid + platform coupon + creator coupon. */
  incomeMinor: Minor
  platformFeeMinor: Minor
  /** price − platform coupon − shop coupon; freight never enters. */
  commissionBaseMinor: Minor
  commissionMinor: Minor
  creatorTechFeeMinor: Minor
  recruiterFeeMinor: Minor
  recruiterTechFeeMinor: Minor
  /** The platform's discount, borne by the platform. */
  subsidyMinor: Minor
  /** The five nets; they add up to `paidMinor`. */
  merchantMinor: Minor
  creatorMinor: Minor
  agencyMinor: Minor
  recruiterMinor: Minor
  platformMinor: Minor
}

export const paidOf = (s: Sale): Minor =>
  s.goodsMinor - s.shopCouponMinor - s.platformCouponMinor - s.creatorCouponMinor

export function split(sale: Sale, terms: Terms): Split {
  const paidMinor = paidOf(sale)
  const incomeMinor = paidMinor + sale.platformCouponMinor + sale.creatorCouponMinor
  const platformFeeMinor = rateOf(incomeMinor, terms.platformRateBps)
  const commissionBaseMinor = sale.goodsMinor - sale.platformCouponMinor - sale.shopCouponMinor
  const commissionMinor = rateOf(commissionBaseMinor, terms.creatorRateBps)
  const creatorTechFeeMinor = rateOf(commissionMinor, terms.techFeeBps)
  const agencyMinor = rateOf(commissionMinor - creatorTechFeeMinor, terms.agencySplitBps)
  const creatorMinor = commissionMinor - creatorTechFeeMinor - agencyMinor - sale.creatorCouponMinor
  const recruiterFeeMinor = rateOf(commissionBaseMinor, terms.recruiterRateBps)
  const recruiterTechFeeMinor = rateOf(recruiterFeeMinor, terms.techFeeBps)
  const recruiterMinor = recruiterFeeMinor - recruiterTechFeeMinor
  const platformMinor =
    platformFeeMinor + creatorTechFeeMinor + recruiterTechFeeMinor - sale.platformCouponMinor
  return {
    paidMinor,
    incomeMinor,
    platformFeeMinor,
    commissionBaseMinor,
    commissionMinor,
    creatorTechFeeMinor,
    recruiterFeeMinor,
    recruiterTechFeeMinor,
    subsidyMinor: sale.platformCouponMinor,
    merchantMinor: paidMinor - creatorMinor - agencyMinor - recruiterMinor - platformMinor,
    creatorMinor,
    agencyMinor,
    recruiterMinor,
    platformMinor,
  }
}

/**
 * What a refund of `refundMinor` takes back from each party, when `beforeMinor` of the line was refunded already: every
 * figure pro-rata. Taken as the difference of two cumulative splits, so that refunds of any sizes that add up to the
 * whole reverse exactly the whole. @throws RangeError when more than was paid would go back.
 */
export function splitRefund(sale: Sale, terms: Terms, beforeMinor: Minor, refundMinor: Minor): Split {
  const paid = paidOf(sale)
  if (refundMinor < 0n || beforeMinor < 0n || beforeMinor + refundMinor > paid) {
    throw new RangeError(`splitRefund: ${beforeMinor} + ${refundMinor} of ${paid}`)
  }
  const after = split(portion(sale, beforeMinor + refundMinor), terms)
  const before = split(portion(sale, beforeMinor), terms)
  return mapSplit(after, (key) => after[key] - before[key])
}

/** The part of a sale that `paidMinor` of its payment stands for: coupons half-up, the price takes what is left. */
function portion(sale: Sale, paidMinor: Minor): Sale {
  const paid = paidOf(sale)
  if (paid === 0n)
    return { goodsMinor: 0n, shopCouponMinor: 0n, platformCouponMinor: 0n, creatorCouponMinor: 0n }
  const part = (minor: Minor) => mulDivHalfUp(minor, paidMinor, paid)
  const shopCouponMinor = part(sale.shopCouponMinor)
  const platformCouponMinor = part(sale.platformCouponMinor)
  const creatorCouponMinor = part(sale.creatorCouponMinor)
  const goodsMinor = paidMinor + shopCouponMinor + platformCouponMinor + creatorCouponMinor
  return { goodsMinor, shopCouponMinor, platformCouponMinor, creatorCouponMinor }
}

export const mapSplit = (shape: Split, value: (key: keyof Split) => Minor): Split =>
  Object.fromEntries((Object.keys(shape) as (keyof Split)[]).map((key) => [key, value(key)])) as Split
