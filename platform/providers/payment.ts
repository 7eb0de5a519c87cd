// What the platform needs of a payment provider. Every call carries our own id and is safe to repeat: a crash between
// our commit and the provider's answer is repaired by asking again under the same id. Amounts are minor units.
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Locale, Localized } from '#kernel/text'

export type PaymentRequest = {
  paymentId: Id<'pay'>
  amountMinor: Minor
  currency: Currency
  /** Shown on the pay page. */
  merchant: Localized
  title: Localized
  orderRef: string
  locale: Locale
  /** Where the buyer comes back to, paid or not: a path of this site or a URL. */
  returnUrl: string
  expiresInSeconds: number
}

/** `failed`: declined; `cancelled`: closed by us or too late. Only `open` can still change. */
export type ProviderPaymentState = 'open' | 'succeeded' | 'failed' | 'cancelled'
/** `amountMinor` and `currency` are what was charged, which is not always what was asked. */
export type ProviderPayment = {
  paymentId: Id<'pay'>
  state: ProviderPaymentState
  amountMinor: Minor
  currency: string
  payUrl: string
}

export type RefundRequest = {
  refundId: Id<'rfd'>
  paymentId: Id<'pay'>
  amountMinor: Minor
  currency: Currency
}
export type ProviderRefund = { refundId: Id<'rfd'>; state: 'pending' | 'succeeded' }

export type ProviderCallback = { headers: Readonly<Record<string, string>>; body: Uint8Array }

/** `kind` may be one we do not know: it is stored and answered with 200. */
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
  /** @throws AppError PROVIDER_UNAVAILABLE when there was no answer; then nobody knows, and it may be called again. */
  createPayment(request: PaymentRequest): Promise<ProviderPayment>
  /** The undo of createPayment. A payment that has succeeded stays so, and says so. Null: never heard of it. */
  cancelPayment(paymentId: Id<'pay'>): Promise<ProviderPayment | null>
  queryPayment(paymentId: Id<'pay'>): Promise<ProviderPayment | null>
  refund(request: RefundRequest): Promise<ProviderRefund>
  queryRefund(refundId: Id<'rfd'>): Promise<ProviderRefund | null>
  /** @throws AppError SIGNATURE_INVALID | TIMESTAMP_OLD | INPUT_INVALID */
  verifyCallback(callback: ProviderCallback): ProviderEvent
}
