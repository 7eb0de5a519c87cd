// The VAT that a consumer price includes (价内税). China's general rate is 13 %; agricultural produce and books are at 9 %. What is printed
// on a quote and on an invoice is computed here; nothing is reported to anybody.
import type { Currency, Minor } from '#kernel/money'

const GENERAL_BPS = 1300
const LOWER_BPS = 900
/** Of VAT Law, art. 10 (2): produce; books, newspapers, magazines. */
const LOWER: ReadonlySet<string> = new Set(['fresh', 'books'])

/** Null where prices are in another country's money: its taxes are not known here. */
export const vatRateBps = (categoryId: string, currency: Currency): number | null =>
  currency !== 'CNY' ? null : LOWER.has(categoryId) ? LOWER_BPS : GENERAL_BPS

/** The tax within an amount that includes it, half up. */
export function taxWithin(amountMinor: Minor, rateBps: number | null): Minor {
  if (rateBps === null) return 0n
  const whole = BigInt(10_000 + rateBps)
  return (2n * amountMinor * BigInt(rateBps) + whole) / (2n * whole)
}
