// How much of a line can still be given back, and what some of its units are worth. Whatever is asked, refused or repeated,
// the refunds of a line never add up to more than was paid for it.
import type { AfterSaleReason, AfterSaleType } from './after-sale.ts'
import { REASON_RULES } from './after-sale.ts'

export type PaidLine = { lineId: string; qty: number; paidMinor: bigint }

/** What `qty` units of a line cost; rounded down, so that all units together are what was paid and no part is more. */
export const worthOf = (line: PaidLine, qty: number): bigint =>
  qty >= line.qty ? line.paidMinor : (line.paidMinor * BigInt(qty)) / BigInt(line.qty)

/** What is left of it. `taken`: by refunds that were not refused, and by cases still open. */
export const leftOfLine = (line: PaidLine, takenMinor: bigint): bigint =>
  takenMinor >= line.paidMinor ? 0n : line.paidMinor - takenMinor

/** What was paid for the units kept over what they cost now; given back once, until the price falls further. */
export function priceDifference(leftMinor: bigint, unitsLeft: number, priceNowMinor: bigint): bigint {
  const over = leftMinor - priceNowMinor * BigInt(unitsLeft)
  return over > 0n ? over : 0n
}

export type Taken = { minor: bigint; units: number }

/**
 * What `qty` of a line’s units may bring back at most: their worth, and never more than what is left; the last units bring all of
 * it, so that no cent of a division stays behind. Null: that many are not left.
 */
export function mostFor(line: PaidLine, qty: number, taken: Taken): bigint | null {
  const unitsLeft = line.qty - taken.units
  if (qty > unitsLeft) return null
  const [left, worth] = [leftOfLine(line, taken.minor), worthOf(line, qty)]
  return qty === unitsLeft || worth > left ? left : worth
}

/**
 * Freight goes back with the last of the goods: when nothing was sent, or when the shop answers for the reason.
 */
export const freightGoesBack = (
  type: AfterSaleType,
  reason: AfterSaleReason,
  lastOfOrder: boolean,
): boolean => lastOfOrder && (type === 'before-shipping' || REASON_RULES[reason].fault === 'merchant')
