// The same provider without a process: for the world's thousands of past orders and for tests. Nothing is delivered by
// itself; the caller decides for the buyer and hands the signed callbacks on. With `journal`, what happened is kept in the
// file that the process reads, so that an old order can still be refunded there.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { chinaDayRange } from '#kernel/china-time'
import type { Clock } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import type { PaymentProvider, ProviderCallback, ProviderPayment } from '#platform/providers/payment'
import { billText, sandboxBillItems } from '#platform/providers/sandbox-bill'
import { SANDBOX } from '#platform/providers/sandbox-payments'
import { signCallback, verifySandboxCallback } from '#platform/providers/sandbox-wire'
import { createCore, paymentAnswer, type Entry, type Mischief } from './core.ts'
import type { Journal } from './journal.ts'

export type InProcessPayments = {
  provider: PaymentProvider
  /** The buyer's decision; the callbacks it causes, in the order they would be sent. */
  decide(paymentId: Id<'pay'>, outcome: 'succeeded' | 'failed', mischief?: Mischief): ProviderCallback[]
  /** Takes what waits to be told (refunds, mostly). */
  takeCallbacks(): ProviderCallback[]
}

export function createInProcessPayments(options: {
  secret: string
  clock: Clock
  journal?: Journal
}): InProcessPayments {
  const { secret, clock, journal } = options
  const core = createCore(() => randomBytes(16).toString('hex'))
  const now = () => clock.now().getTime()

  async function record(entries: Entry[]): Promise<void> {
    recordNow(entries)
    await journal?.append(entries)
  }
  function recordNow(entries: Entry[]): void {
    for (const entry of entries) core.apply(entry)
  }

  function takeCallbacks(): ProviderCallback[] {
    return core
      .waiting()
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .map((d) => {
        const done = core.delivered(d, true, now())
        recordNow([done])
        void journal?.append([done])
        return {
          headers: signCallback(secret, d.body, d.eventId, now()),
          body: new TextEncoder().encode(d.body),
        }
      })
  }

  const payment = (paymentId: string): ProviderPayment | null => {
    const p = core.payment(paymentId)
    if (!p) return null
    const { payPath, amountMinor, ...rest } = paymentAnswer(p, now())
    return {
      ...rest,
      paymentId: p.paymentId as Id<'pay'>,
      ref: null,
      amountMinor: BigInt(amountMinor),
      payUrl: `/sandbox/pay/${payPath}`,
    }
  }

  return {
    provider: {
      ...SANDBOX,
      async createPayment({ amountMinor, ...r }) {
        await record(
          core.createPayment(
            { ...r, amountMinor: amountMinor.toString(), callbackUrl: 'http://127.0.0.1/' },
            now(),
          ),
        )
        return payment(r.paymentId)!
      },
      async cancelPayment({ paymentId }) {
        if (core.payment(paymentId)) await record(core.cancel(paymentId, now()))
        return payment(paymentId)
      },
      queryPayment: ({ paymentId }) => Promise.resolve(payment(paymentId)),
      async refund({ amountMinor, ref: _, ...r }) {
        await record(
          core.makeRefund(
            { ...r, amountMinor: amountMinor.toString(), callbackUrl: 'http://127.0.0.1/' },
            now(),
          ),
        )
        return { refundId: r.refundId, state: 'succeeded' }
      },
      queryRefund: ({ refundId }) =>
        Promise.resolve(core.refund(refundId) ? { refundId, state: 'succeeded' } : null),
      verifyCallback: (callback) => verifySandboxCallback(secret, clock, callback),
      async *bill(day) {
        const { from, to } = chinaDayRange(day)
        const text = [...billText(core.moved(from.getTime(), to.getTime()))].join('')
        yield* sandboxBillItems(Readable.from([new TextEncoder().encode(text)]))
      },
    },
    decide(paymentId, outcome, mischief) {
      const entries = core.decide(paymentId, outcome, now(), mischief)
      recordNow(entries)
      void journal?.append(entries)
      return takeCallbacks()
    },
    takeCallbacks,
  }
}
