// By when an order must leave, and what of it left too late. Each line carries the promise of its product as it was sold; the order's day is
// the earliest of those that are still to be kept.
import { shipBy, type ShipPromise } from '#kernel/ship-promise'
import type { Minor } from '#kernel/money'

/** Lines of before there were promises. */
const USUAL: ShipPromise = { kind: 'hours', hours: 48, from: null }

export type PromisedLine = {
  line_id: string
  qty: number
  shipped_qty: number
  /** Paid back before they were sent: nobody waits for them. */
  undone_qty?: number | null
  ship_within: ShipPromise | null
}

export const unsentOf = (l: Pick<PromisedLine, 'qty' | 'shipped_qty' | 'undone_qty'>): number =>
  l.qty - l.shipped_qty - (l.undone_qty ?? 0)

export const lineDue = (line: Pick<PromisedLine, 'ship_within'>, paidAt: Date): Date =>
  shipBy(line.ship_within ?? USUAL, paidAt)

/** Of the lines that have something left to ship; null when nothing is left. */
export function nextDue(lines: readonly PromisedLine[], paidAt: Date): Date | null {
  const dues = lines.filter((l) => unsentOf(l) > 0).map((l) => lineDue(l, paidAt).getTime())
  return dues.length === 0 ? null : new Date(Math.min(...dues))
}

type Sent = { shipped_at: Date; lines: readonly { lineId: string; qty: number }[] }

/** What was paid for the units that had not left when they were due. */
export function lateMinor(
  lines: readonly (PromisedLine & { paid_minor: Minor })[],
  packages: readonly Sent[],
  paidAt: Date,
  now: Date,
): Minor {
  return lines.reduce((sum, line) => {
    const due = lineDue(line, paidAt)
    if (now <= due) return sum
    const onTime = packages
      .filter((p) => p.shipped_at <= due)
      .flatMap((p) => p.lines)
      .filter((l) => l.lineId === line.line_id)
      .reduce((n, l) => n + l.qty, 0)
    return (
      sum +
      (line.paid_minor * BigInt(Math.max(0, line.qty - (line.undone_qty ?? 0) - onTime))) / BigInt(line.qty)
    )
  }, 0n)
}

/** Late-ship compensation (domain.md §4): a coupon of the shop's over 5 % of what was late, ¥3 at least, ¥100 at most. */
export const LATE_COUPON = { rateBps: 500, leastMinor: 300n, mostMinor: 10_000n, goodForDays: 30 } as const

export const lateCouponMinor = (late: Minor): Minor => {
  const share = (late * BigInt(LATE_COUPON.rateBps)) / 10_000n
  return share < LATE_COUPON.leastMinor
    ? LATE_COUPON.leastMinor
    : share > LATE_COUPON.mostMinor
      ? LATE_COUPON.mostMinor
      : share
}
