// A settled sale as an agreement counts it. A merchant's fee is the platform's rate on what it sells for; a creator's and its agency's is
// the tech fee on the commission, each bearing it in the proportion in which they share that commission, so that no cent is given back twice.
import { rateOf, type Minor } from '#kernel/money'
import type { MeasuredLine } from './agreement.ts'
import { remaining, type AgreedSale } from './sale.ts'

export const AGREEMENT_ROLES = ['merchant', 'creator', 'agency'] as const
export type AgreementRole = (typeof AGREEMENT_ROLES)[number]

/** What is left of the sale after refunds of `refundedMinor`. */
export function measuredSale(role: AgreementRole, sale: AgreedSale, refundedMinor: Minor): MeasuredLine {
  const rest = remaining(sale, refundedMinor)
  const salesMinor = rest.incomeMinor
  if (role === 'merchant')
    return {
      salesMinor,
      baseMinor: rest.incomeMinor,
      rateBps: sale.platform_rate_bps,
      feeMinor: rest.platformFeeMinor,
    }
  const part = (minor: Minor): Minor => {
    const agencys = rateOf(minor, sale.agency_split_bps)
    return role === 'agency' ? agencys : minor - agencys
  }
  return {
    salesMinor,
    baseMinor: part(rest.commissionMinor),
    rateBps: sale.tech_fee_bps,
    feeMinor: part(rest.creatorTechFeeMinor),
  }
}
