// What the platform needs of a payment provider. Every call carries our own id and is safe to repeat: a crash between
// our commit and the provider's answer is repaired by asking again under the same id. Amounts are minor units.
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Locale, Localized } from '#kernel/text'
import type { BillItem, FeeRule } from './bill.ts'

export type PaymentRequest = {
  paymentId: Id<'pay'>
  amountMinor: Minor
  currency: Currency
  /** Shown on the pay page. */
  merchant: Localized
  title: Localized
  orderRef: string
  locale: Locale
  /** Where the buyer comes back to, paid or not: a path of this site. */
  returnUrl: string
  expiresInSeconds: number
  /** The buyer's address on the network, as far as it is known when the payment is opened. */
  payerIp: string
}

/** `failed`: declined; `cancelled`: closed by us or too late. Only `open` can still change. */
export type ProviderPaymentState = 'open' | 'succeeded' | 'failed' | 'cancelled'
/** `amountMinor` and `currency` are what was charged, which is not always what was asked. */
export type ProviderPayment = {
  paymentId: Id<'pay'>
  /** What the provider calls it, when our own id does not find it there. */
  ref: string | null
  state: ProviderPaymentState
  amountMinor: Minor
  currency: string
  payUrl: string
}

/** A payment as it is asked about later; `ref` null when the answer that brought it was lost. */
export type PaymentHandle = { paymentId: Id<'pay'>; ref: string | null }

export type RefundRequest = PaymentHandle & {
  refundId: Id<'rfd'>
  amountMinor: Minor
  currency: Currency
}
export type ProviderRefund = { refundId: Id<'rfd'>; state: 'pending' | 'succeeded' }

export type ProviderCallback = { headers: Readonly<Record<string, string>>; body: Uint8Array }

/**
 * `kind` may be one we do not know: it is stored and answered with 200. Genuine, but about money that another merchant was
 * given: `amountMinor` is 0, for that is what has reached us.
 */
export type ProviderEvent = {
  eventId: string
  kind: 'payment.succeeded' | 'payment.failed' | 'refund.succeeded' | (string & {})
  paymentId: Id<'pay'>
  refundId: Id<'rfd'> | null
  amountMinor: Minor
  currency: string
}

export type PaymentProvider = {
  readonly name: string
  /** How a buyer knows it. */
  readonly label: Localized
  /** Who we are there; null where the daily file does not say. */
  readonly merchantId: string | null
  /** What it takes of each payment by contract; null: not compared. */
  readonly fee: FeeRule | null
  /** What a callback must be answered with, where that is not any 200. */
  readonly thanks?: string
  /** @throws AppError PROVIDER_UNAVAILABLE when there was no answer; then nobody knows, and it may be called again. */
  createPayment(request: PaymentRequest): Promise<ProviderPayment>
  /** The undo of createPayment. A payment that has succeeded stays so, and says so. Null: never heard of it. */
  cancelPayment(payment: PaymentHandle): Promise<ProviderPayment | null>
  queryPayment(payment: PaymentHandle): Promise<ProviderPayment | null>
  refund(request: RefundRequest): Promise<ProviderRefund>
  queryRefund(refund: PaymentHandle & { refundId: Id<'rfd'> }): Promise<ProviderRefund | null>
  /** @throws AppError SIGNATURE_INVALID | TIMESTAMP_OLD | INPUT_INVALID */
  verifyCallback(callback: ProviderCallback): ProviderEvent
  /** Its file of one day in China (`2026-11-22`). @throws AppError PROVIDER_UNAVAILABLE while it is not ready */
  bill(day: string): AsyncIterable<BillItem>
}
