// When a buyer may have the money back, and who has a say: before shipping nobody, afterwards the shop, whose silence
// for 48 hours approves.
import { POLICY, type OrderState } from './order-state.ts'

export const REFUND_STATES = ['requested', 'approved', 'refused', 'succeeded'] as const
export type RefundState = (typeof REFUND_STATES)[number]

export const BUYER_REFUND_REASONS = [
  'changed-mind',
  'wrong-item',
  'damaged',
  'not-as-described',
  'late',
  'other',
] as const
/** The last three are the platform's own: money that came too late, twice, or in the wrong amount. */
export const REFUND_REASONS = [
  ...BUYER_REFUND_REASONS,
  'late-payment',
  'duplicate-payment',
  'payment-mismatch',
] as const
export type RefundReason = (typeof REFUND_REASONS)[number]
export type BuyerRefundReason = (typeof BUYER_REFUND_REASONS)[number]

const FAULTS: readonly RefundReason[] = ['wrong-item', 'damaged', 'not-as-described']

export type RefundPath = 'at-once' | 'ask-the-shop'

/** Null: not refundable now. `receivedAt` is null until the goods arrived. */
export function refundPath(
  state: OrderState,
  reason: RefundReason,
  receivedAt: Date | null,
  now: Date,
): RefundPath | null {
  if (state === 'paid') return 'at-once'
  if (state === 'partly-shipped' || state === 'shipped') return 'ask-the-shop'
  if (state === 'received' || state === 'completed') {
    const until = refundableUntil(reason, receivedAt)
    return until !== null && now < until ? 'ask-the-shop' : null
  }
  return null
}

export function refundableUntil(reason: RefundReason, receivedAt: Date | null): Date | null {
  if (receivedAt === null) return null
  return new Date(
    receivedAt.getTime() + (FAULTS.includes(reason) ? POLICY.faultWindowMs : POLICY.returnWindowMs),
  )
}
