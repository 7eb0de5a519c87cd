// Out of what a merchant meets its part of a refund once the order was settled, and how that is paid back (domain.md §16): what is to
// come, what is there, what was kept back, the deposit, and last the protection fund, which takes it from later income up to a cap.
import { rateOf, type Minor } from '#kernel/money'

export const REFUND_SOURCES = ['pending', 'available', 'reserve', 'deposit', 'advance'] as const
export type RefundSource = (typeof REFUND_SOURCES)[number]
export type Means = Record<Exclude<RefundSource, 'advance'>, Minor>
export type Funding = { source: RefundSource; amountMinor: Minor }

/** In the order of the sources, each as far as it goes; the rest is advanced. */
export function fund(amountMinor: Minor, means: Means): Funding[] {
  let rest = amountMinor
  return REFUND_SOURCES.flatMap((source) => {
    const there = source === 'advance' ? rest : means[source]
    const part = there < rest ? there : rest
    if (part <= 0n) return []
    rest -= part
    return [{ source, amountMinor: part }]
  })
}

export type Debts = { lienMinor: Minor; debtMinor: Minor }

/** Of an order's income when it is settled: what refunds took of it beforehand goes whole, the fund's advance up to the cap. */
export function recover(incomeMinor: Minor, { lienMinor, debtMinor }: Debts, capBps: number): Debts {
  const least = (a: Minor, b: Minor) => (a < b ? a : b)
  if (incomeMinor <= 0n) return { lienMinor: 0n, debtMinor: 0n }
  const lien = least(incomeMinor, lienMinor)
  return { lienMinor: lien, debtMinor: least(rateOf(incomeMinor - lien, capBps), debtMinor) }
}
