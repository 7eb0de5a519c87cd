// Stripe by its own SDK: a hosted Checkout Session a payment, found again by the session's id, which the payment keeps;
// refunds carry our id in their metadata, because an idempotency key is forgotten there after a day.
import { Stripe } from 'stripe'
import { chinaDayRange } from '#kernel/china-time'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { assertRecent } from './ask.ts'
import type { BillItem, FeeRule } from './bill.ts'
import type {
  PaymentProvider,
  ProviderEvent,
  ProviderPayment,
  ProviderRefund,
  RefundRequest,
} from './payment.ts'

export const STRIPE_NAME = 'stripe'

export type StripeOptions = {
  secretKey: string
  webhookSecret: string
  /** Another address than Stripe's, for tests and proxies. */
  apiUrl: string | null
  publicUrl: string
  fee: FeeRule | null
  clock?: Clock
  timeoutMs?: number
}

export function createStripePayments(options: StripeOptions): PaymentProvider {
  const { clock = systemClock } = options
  const api = options.apiUrl === null ? null : new URL(options.apiUrl)
  const stripe = new Stripe(options.secretKey, {
    timeout: options.timeoutMs ?? 10_000,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(api
      ? { host: api.hostname, port: api.port, protocol: api.protocol === 'http:' ? 'http' : 'https' }
      : {}),
  })

  async function create(r: Parameters<PaymentProvider['createPayment']>[0]): Promise<ProviderPayment> {
    const metadata = { payment_id: r.paymentId }
    const back = new URL(r.returnUrl, options.publicUrl).href
    // The same key brings the same session back for a day; with other parameters it is refused.
    const session = await asked(() =>
      stripe.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: r.paymentId,
          metadata,
          payment_intent_data: { metadata },
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: r.currency.toLowerCase(),
                unit_amount: Number(r.amountMinor),
                product_data: { name: r.title[r.locale], description: r.merchant[r.locale] },
              },
            },
          ],
          success_url: back,
          cancel_url: back,
          locale: r.locale,
        },
        { idempotencyKey: r.paymentId },
      ),
    )
    return { ...paymentOf(r.paymentId, session), state: 'open' }
  }

  const sessionOf = (ref: string) =>
    asked(() => stripe.checkout.sessions.retrieve(ref, { expand: ['payment_intent'] })).catch(gone)

  return {
    name: STRIPE_NAME,
    label: { zh: '银行卡（Stripe）', en: 'Card (Stripe)' },
    merchantId: null,
    fee: options.fee,
    createPayment: create,

    /** Without its session nobody was given an address either: it cannot have been paid. */
    async queryPayment({ paymentId, ref }) {
      const session = ref === null ? null : await sessionOf(ref)
      return session && paymentOf(paymentId, session)
    },

    async cancelPayment({ paymentId, ref }) {
      const session = ref === null ? null : await sessionOf(ref)
      if (!session) return null
      if (session.status !== 'open') return paymentOf(paymentId, session)
      const closed = await asked(() => stripe.checkout.sessions.expire(session.id)).catch(
        (error: unknown) => {
          if (error instanceof AppError) throw error
          return sessionOf(session.id) // paid in the last moment
        },
      )
      return closed && paymentOf(paymentId, closed)
    },

    async refund(r) {
      const intent = await intentOf(r)
      const before = await findRefund(intent, r.refundId)
      return refundOf(
        r.refundId,
        before ??
          (await asked(() =>
            stripe.refunds.create(
              {
                payment_intent: intent,
                amount: Number(r.amountMinor),
                metadata: { refund_id: r.refundId, payment_id: r.paymentId },
              },
              { idempotencyKey: r.refundId },
            ),
          )),
      )
    },

    async queryRefund(r) {
      const found = r.ref === null ? null : await findRefund(await intentOf(r), r.refundId)
      return found && refundOf(r.refundId, found)
    },

    verifyCallback({ headers, body }): ProviderEvent {
      const signature = headers['stripe-signature'] ?? ''
      const now = clock.now()
      let event: Stripe.Event
      try {
        // Its age is looked at below, in both directions.
        event = stripe.webhooks.constructEvent(Buffer.from(body), signature, options.webhookSecret, Infinity)
      } catch (error) {
        if (error instanceof SyntaxError) throw new AppError('INPUT_INVALID')
        throw new AppError('SIGNATURE_INVALID')
      }
      assertRecent(now, Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]))
      if (typeof event?.id !== 'string' || typeof event.type !== 'string') throw new AppError('INPUT_INVALID')
      return eventOf(event)
    },

    bill: (day) => billOf(stripe, day),
  }

  async function intentOf({ paymentId, ref }: Pick<RefundRequest, 'paymentId' | 'ref'>): Promise<string> {
    const session = ref === null ? null : await sessionOf(ref)
    const intent = session?.payment_intent
    if (!intent) throw new Error(`stripe: ${paymentId} was not charged`)
    return typeof intent === 'string' ? intent : intent.id
  }

  async function findRefund(intent: string, refundId: Id<'rfd'>): Promise<Stripe.Refund | null> {
    const { data } = await asked(() => stripe.refunds.list({ payment_intent: intent, limit: 100 }))
    return data.find((r) => r.metadata?.refund_id === refundId) ?? null
  }
}

/** No answer, too many questions, or theirs to mend: nobody knows. What they refuse stays their word. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (
      error instanceof Stripe.errors.StripeError &&
      (error.statusCode ?? 500) < 500 &&
      error.statusCode !== 429
    )
      throw error
    throw new AppError('PROVIDER_UNAVAILABLE')
  }
}
const gone = (error: unknown): null => {
  if (error instanceof Stripe.errors.StripeError && error.statusCode === 404) return null
  throw error
}

function paymentOf(paymentId: Id<'pay'>, s: Stripe.Checkout.Session): ProviderPayment {
  return {
    paymentId,
    ref: s.id,
    state: stateOf(s),
    amountMinor: BigInt(s.amount_total ?? 0),
    currency: (s.currency ?? '').toUpperCase(),
    payUrl: s.url ?? '',
  }
}

/** A card that is declined leaves the session open: the buyer takes another. Only a delayed method fails for good. */
function stateOf(s: Stripe.Checkout.Session): ProviderPayment['state'] {
  if (s.payment_status !== 'unpaid') return 'succeeded'
  if (s.status === 'expired') return 'cancelled'
  const intent = typeof s.payment_intent === 'object' ? s.payment_intent?.status : undefined
  return s.status === 'complete' && intent === 'requires_payment_method' ? 'failed' : 'open'
}

const refundOf = (refundId: Id<'rfd'>, r: Stripe.Refund): ProviderRefund => ({
  refundId,
  state: r.status === 'succeeded' ? 'succeeded' : 'pending',
})

function eventOf(event: Stripe.Event): ProviderEvent {
  const nothing = {
    eventId: event.id,
    kind: event.type,
    paymentId: '' as Id<'pay'>,
    refundId: null,
    amountMinor: 0n,
    currency: '',
  }
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed': {
      const s = event.data.object
      const failed = event.type === 'checkout.session.async_payment_failed'
      return {
        ...nothing,
        // Completed by a method that pays later: nothing has been charged yet.
        kind: failed
          ? 'payment.failed'
          : s.payment_status === 'unpaid'
            ? 'payment.pending'
            : 'payment.succeeded',
        paymentId: (s.client_reference_id ?? '') as Id<'pay'>,
        amountMinor: event.account ? 0n : BigInt(s.amount_total ?? 0),
        currency: (s.currency ?? '').toUpperCase(),
      }
    }
    case 'refund.created':
    case 'refund.updated': {
      const r = event.data.object
      return {
        ...nothing,
        kind: r.status === 'succeeded' ? 'refund.succeeded' : `refund.${r.status ?? 'pending'}`,
        paymentId: (r.metadata?.payment_id ?? '') as Id<'pay'>,
        refundId: (r.metadata?.refund_id ?? '') as Id<'rfd'>,
        amountMinor: BigInt(r.amount),
        currency: r.currency.toUpperCase(),
      }
    }
    default:
      return nothing
  }
}

/** Balance transactions are Stripe's account book: charges, refunds and what else moved, each with its fee. */
async function* billOf(stripe: Stripe, day: string): AsyncIterable<BillItem> {
  const { from, to } = chinaDayRange(day)
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000)
  let lineNo = 0
  let after: string | undefined
  for (;;) {
    const page = await asked(() =>
      stripe.balanceTransactions.list({
        created: { gte: seconds(from), lt: seconds(to) },
        limit: 100,
        expand: ['data.source'],
        ...(after ? { starting_after: after } : {}),
      }),
    )
    for (const t of page.data) yield lineOf((lineNo += 1), t)
    after = page.data.at(-1)?.id
    if (!page.has_more || after === undefined) return
  }
}

/** Moves between Stripe and our own bank are no business of an order. */
function lineOf(lineNo: number, t: Stripe.BalanceTransaction): BillItem {
  const source = t.source as { id?: string; metadata?: Record<string, string> | null } | null
  const what = PAYMENT.includes(t.type) ? 'payment' : REFUND.includes(t.type) ? 'refund' : 'other'
  const reference = source?.metadata?.[what === 'refund' ? 'refund_id' : 'payment_id']
  return {
    kind: 'line',
    lineNo,
    what,
    reference: reference ?? source?.id ?? t.id,
    providerRef: t.id,
    merchant: null,
    amountMinor: BigInt(Math.abs(t.amount)),
    currency: t.currency.toUpperCase(),
    feeMinor: BigInt(t.fee),
    state: 'succeeded',
    at: new Date(t.created * 1000),
  }
}
const PAYMENT = ['charge', 'payment']
const REFUND = ['refund', 'payment_refund']
