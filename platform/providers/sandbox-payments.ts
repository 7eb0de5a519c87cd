// The adapter of the local payment sandbox (sandbox/payment): our calls over HTTP, its callbacks verified.
import { z } from 'zod'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import { download } from './ask.ts'
import type { PaymentProvider, ProviderPayment, ProviderRefund } from './payment.ts'
import { SANDBOX_MERCHANT, sandboxBillItems } from './sandbox-bill.ts'
import { SANDBOX_NAME, verifySandboxCallback } from './sandbox-wire.ts'

export type SandboxOptions = {
  url: string
  secret: string
  /** Where the sandbox reports to; it must be able to reach it. */
  callbackUrl: string
  /** The machine's time, not the demo's: a signature's age is real. */
  clock?: Clock
  /** The demo's, whose days the daily file is cut by. */
  demoClock?: Clock
  timeoutMs?: number
  /** Called before each request leaves; the chaos harness dies here. */
  beforeRequest?: (what: string) => void
}

const paymentAnswer = z.object({
  paymentId: z.string(),
  state: z.enum(['open', 'succeeded', 'failed', 'cancelled']),
  amountMinor: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  payPath: z.string(),
})
const refundAnswer = z.object({ refundId: z.string(), state: z.enum(['pending', 'succeeded']) })

/** What it is, in whichever process. */
export const SANDBOX = {
  name: SANDBOX_NAME,
  label: { zh: '偶得支付（演示）', en: 'Serendip Pay (demo)' },
  merchantId: SANDBOX_MERCHANT,
  fee: { bps: 60, fixedMinor: 0n, returned: true },
} as const

/** The sandbox's pages are reached through our own server, so a buyer sees one site. */
export const SANDBOX_PAGES = '/sandbox/pay/'

export function createSandboxPayments(options: SandboxOptions): PaymentProvider {
  const { url, secret, callbackUrl, clock = systemClock, timeoutMs = 5_000, beforeRequest } = options
  const aheadMs = () => (options.demoClock ?? clock).now().getTime() - clock.now().getTime()

  async function request(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    beforeRequest?.(`${method} ${path}`)
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => {
      throw new AppError('PROVIDER_UNAVAILABLE')
    })
    const text = await response.text().catch(() => {
      throw new AppError('PROVIDER_UNAVAILABLE')
    })
    if (response.status === 404) return null
    if (response.status >= 500 || response.status === 429) throw new AppError('PROVIDER_UNAVAILABLE')
    if (!response.ok)
      throw new Error(`payment sandbox: ${method} ${path} answered ${response.status} ${text.slice(0, 200)}`)
    return JSON.parse(text)
  }

  const payment = (answer: unknown): ProviderPayment => {
    const p = paymentAnswer.parse(answer)
    return {
      paymentId: p.paymentId as ProviderPayment['paymentId'],
      ref: null,
      state: p.state,
      amountMinor: BigInt(p.amountMinor),
      currency: p.currency,
      payUrl: SANDBOX_PAGES + p.payPath,
    }
  }
  const refund = (answer: unknown): ProviderRefund => {
    const r = refundAnswer.parse(answer)
    return { refundId: r.refundId as ProviderRefund['refundId'], state: r.state }
  }
  const orNull = <T>(answer: unknown, read: (answer: unknown) => T): T | null =>
    answer === null ? null : read(answer)

  return {
    ...SANDBOX,
    createPayment: async (r) =>
      payment(
        await request('POST', '/api/payments', {
          ...r,
          amountMinor: r.amountMinor.toString(),
          callbackUrl,
          aheadMs: aheadMs(),
        }),
      ),
    cancelPayment: async ({ paymentId: id }) =>
      orNull(await request('POST', `/api/payments/${id}/cancel`, {}), payment),
    queryPayment: async ({ paymentId: id }) => orNull(await request('GET', `/api/payments/${id}`), payment),
    refund: async ({ ref: _, ...r }) =>
      refund(
        await request('POST', '/api/refunds', {
          ...r,
          amountMinor: r.amountMinor.toString(),
          callbackUrl,
          aheadMs: aheadMs(),
        }),
      ),
    queryRefund: async ({ refundId: id }) => orNull(await request('GET', `/api/refunds/${id}`), refund),
    verifyCallback: (callback) => verifySandboxCallback(secret, clock, callback),
    async *bill(day) {
      const init = { headers: { authorization: `Bearer ${secret}` } }
      yield* sandboxBillItems(await download(`${url}/api/bills/${day}`, init))
    },
  }
}
