// What can become of a refund, and when a whole order’s money may be asked back: before shipping nobody has to agree,
// afterwards the shop, whose silence approves (domain/after-sale.ts).
import { AFTER_SALE_REASONS, askableUntil, mayAsk, type AfterSaleType } from './after-sale.ts'
import type { OrderState } from './order-state.ts'

export const REFUND_STATES = ['requested', 'approved', 'refused', 'succeeded'] as const
export type RefundState = (typeof REFUND_STATES)[number]

/** What met the shop’s part of a refund after settlement (domain.md §16); `platform`: what a ruling made the platform bear. */
export const REFUND_SOURCES = ['pending', 'available', 'reserve', 'deposit', 'advance', 'platform'] as const

export const BUYER_REFUND_REASONS = [
  'changed-mind',
  'wrong-item',
  'damaged',
  'not-as-described',
  'late',
  'other',
] as const
/** The last four are the platform's own: money that came too late, twice, in the wrong amount, or without the rest. */
export const REFUND_REASONS = [
  ...AFTER_SALE_REASONS,
  'late-payment',
  'duplicate-payment',
  'payment-mismatch',
  'part-unpaid',
] as const
export type RefundReason = (typeof REFUND_REASONS)[number]
export type BuyerRefundReason = (typeof BUYER_REFUND_REASONS)[number]

/** Money that never became a sale: nothing of it was counted, so nothing is uncounted. */
export const STRAY_REASONS: readonly RefundReason[] = [
  'late-payment',
  'duplicate-payment',
  'payment-mismatch',
  'part-unpaid',
]

/** What a wish for the whole order’s money is: before shipping nobody has to agree; later the shop is asked. */
export const wholeOrderType = (state: OrderState): AfterSaleType =>
  state === 'paid' ? 'before-shipping' : 'refund-only'

export type RefundPath = 'at-once' | 'ask-the-shop'

/** Null: not refundable as a whole now. Before shipping any reason will do. `receivedAt` is null until the goods arrived. */
export function refundPath(
  state: OrderState,
  reason: BuyerRefundReason,
  receivedAt: Date | null,
  now: Date,
): RefundPath | null {
  if (state === 'paid') return 'at-once'
  return mayAsk('refund-only', reason, { state, paidAt: null, receivedAt }, now) ? 'ask-the-shop' : null
}

export const refundableUntil = (reason: BuyerRefundReason, receivedAt: Date | null): Date | null =>
  askableUntil('refund-only', reason, { state: 'received', paidAt: null, receivedAt }) ?? null
