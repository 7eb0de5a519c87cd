// What a provider's daily file and the ledger can disagree about, and which of it a pair shows. Pure: one function names all.

export const MISMATCH_KINDS = [
  'missing-in-theirs',
  'missing-in-ours',
  'unknown-reference',
  'amount-differs',
  'currency-differs',
  'kind-differs',
  'duplicate',
  'fee-differs',
  'wrong-day',
  'crossed-midnight',
  'payment-not-booked',
  'refund-not-booked',
  'payment-failed-there',
  'refund-not-sent',
  'unknown-merchant',
  'other-movement',
  'unreadable',
  'total-differs',
  'no-reference',
] as const
export type MismatchKind = (typeof MISMATCH_KINDS)[number]

/** An id's two sides; `posted` null: promised only. `sameDay`: the ledger's day is the file's. */
export type Pair = {
  reference: string
  orderId: string | null
  ours: {
    what: string
    posted: bigint | null
    currency: string
    atMs: number | null
    sameDay: boolean
  } | null
  theirs: {
    what: string
    amount: bigint
    currency: string
    state: string
    fee: bigint | null
    expectedFee: bigint | null
    atMs: number
    times: number
  } | null
}

/** Two clocks on both sides of a midnight. */
export const MIDNIGHT_MS = 10 * 60_000

/** @param dayEndsMs the midnight that ends the file's day */
export function mismatchesOf({ reference, ours, theirs }: Pair, dayEndsMs: number): MismatchKind[] {
  if (!theirs) {
    if (!ours || ours.posted === null || ours.atMs === null) return []
    return [dayEndsMs - ours.atMs <= MIDNIGHT_MS ? 'crossed-midnight' : 'missing-in-theirs']
  }
  const kinds: MismatchKind[] = theirs.times > 1 ? ['duplicate'] : []
  if (!ours) {
    if (theirs.state !== 'succeeded') return kinds
    return [...kinds, /^(pay|rfd)_/.test(reference) ? 'missing-in-ours' : 'unknown-reference']
  }
  const refund = theirs.what === 'refund'
  if (theirs.state !== 'succeeded')
    return ours.posted === null ? kinds : [...kinds, refund ? 'refund-not-sent' : 'payment-failed-there']
  if (ours.posted === null) return [...kinds, refund ? 'refund-not-booked' : 'payment-not-booked']
  if (ours.what !== theirs.what) return [...kinds, 'kind-differs']
  if (ours.currency !== theirs.currency) return [...kinds, 'currency-differs']
  if (ours.posted !== theirs.amount) kinds.push('amount-differs')
  if (!ours.sameDay)
    kinds.push(Math.abs(ours.atMs! - theirs.atMs) <= MIDNIGHT_MS ? 'crossed-midnight' : 'wrong-day')
  if (theirs.fee !== null && theirs.expectedFee !== null && theirs.fee !== theirs.expectedFee)
    kinds.push('fee-differs')
  return kinds
}
