// A checkout that is paid in parts, one after another: several methods at one sitting, or a deposit (定金) and later the
// balance (尾款). Which order a part's money is for follows from the amounts alone: parts fill the orders from the first on.
import { sumMinor, type Minor } from '#kernel/money'

export const PART_KINDS = ['split', 'deposit', 'balance'] as const
export type PartKind = (typeof PART_KINDS)[number]

export type Part = {
  kind: PartKind
  amountMinor: Minor
  /** With whom; null: the buyer chooses when it is paid. */
  provider: string | null
  /** When it can be paid; null: at once, and while the checkout can. */
  opensAt: Date | null
  closesAt: Date | null
}

/** The most methods one checkout may be paid by. */
export const MOST_PARTS = 3

/** What of part `n` is for each of the orders: both laid end to end, the overlap. */
export function sharesOf(totals: readonly Minor[], amounts: readonly Minor[], n: number): Minor[] {
  const from = sumMinor(amounts.slice(0, n))
  const to = from + amounts[n]!
  let start = 0n
  return totals.map((total) => {
    const [low, high] = [start > from ? start : from, start + total < to ? start + total : to]
    start += total
    return high > low ? high - low : 0n
  })
}

/** Where a refund goes: back to what was paid last first, so that each payment gives back what it brought, and never more. */
export function cashBack<P extends { leftMinor: Minor }>(
  lastFirst: readonly P[],
  amountMinor: Minor,
): { from: P; amountMinor: Minor }[] {
  let rest = amountMinor
  const legs = lastFirst.flatMap((from) => {
    const part = from.leftMinor < rest ? from.leftMinor : rest
    rest -= part
    return part > 0n ? [{ from, amountMinor: part }] : []
  })
  if (rest > 0n) throw new RangeError(`cashBack: ${rest} more than was paid`)
  return legs
}
