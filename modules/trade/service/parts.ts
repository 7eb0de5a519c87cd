// Parts of a checkout as its row keeps them, and what of a payment is for which order.
import { toWire, type Minor } from '#kernel/money'
import { sharesOf, type Part } from '../domain/parts.ts'
import type { CheckoutRow, Order, OrderRow, PaymentRow } from '../repository/rows.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null
const date = (text: string | null) => (text === null ? null : new Date(text))

export const storedParts = (parts: readonly Part[]): NonNullable<CheckoutRow['parts']> =>
  parts.map((p) => ({
    kind: p.kind,
    amountMinor: toWire(p.amountMinor),
    provider: p.provider,
    opensAt: iso(p.opensAt),
    closesAt: iso(p.closesAt),
  }))

type WithParts = Pick<CheckoutRow, 'parts'>

/** Null: the checkout is paid at once, or has no such part. */
export function partOf({ parts }: WithParts, n: number): Part | null {
  const p = parts?.[n]
  return p
    ? { ...p, amountMinor: BigInt(p.amountMinor), opensAt: date(p.opensAt), closesAt: date(p.closesAt) }
    : null
}

type PaidFor = { checkout: WithParts; payment: Pick<PaymentRow, 'part'> }

/** What comes after this payment’s part. */
export const partAfter = ({ checkout, payment }: PaidFor): Part | null =>
  partOf(checkout, (payment.part ?? 0) + 1)

/** What of a payment is for each of the orders, in their order; those that get nothing of it are left out. */
export function shareOut<O extends OrderRow | Order>(
  { checkout, payment }: PaidFor,
  orders: readonly O[],
): { order: O; amountMinor: Minor }[] {
  const totals = orders.map((o) => o.total_minor)
  const amounts = checkout.parts?.map((p) => BigInt(p.amountMinor))
  const shares = amounts ? sharesOf(totals, amounts, payment.part ?? 0) : totals
  return orders
    .map((order, i) => ({ order, amountMinor: shares[i]! }))
    .filter((s) => !amounts || s.amountMinor > 0n)
}
