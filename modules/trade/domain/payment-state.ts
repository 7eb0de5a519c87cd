// A payment is one attempt to pay a checkout. `succeeded`, `failed` and `mismatch` are what the provider said; `closed` is
// ours: the checkout was cancelled. A success after `closed` is money that goes back; a failure after success is ignored.

export const PAYMENT_STATES = ['open', 'succeeded', 'failed', 'closed', 'mismatch'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

export type Charge = { amountMinor: bigint; currency: string }

/** What a provider's success means for a payment in `state`, whose checkout is still waiting or not. */
export type SuccessMeans = 'pay' | 'hold' | 'send-back' | 'nothing'

export function successMeans(
  state: PaymentState,
  checkoutWaits: boolean,
  expected: Charge,
  charged: Charge,
): SuccessMeans {
  if (state === 'succeeded' || state === 'mismatch') return 'nothing'
  if (expected.amountMinor !== charged.amountMinor || expected.currency !== charged.currency) return 'hold'
  return checkoutWaits ? 'pay' : 'send-back'
}
