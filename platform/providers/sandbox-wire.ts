// The wire of the payment sandbox, said once for both ends: signed callbacks and the shape of their body.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { assertRecent, parseJson } from './ask.ts'
import type { ProviderCallback, ProviderEvent } from './payment.ts'

export const SANDBOX_NAME = 'sandbox'

const callbackBody = z.object({
  eventId: z.string().min(1).max(100),
  kind: z.string().min(1).max(60),
  paymentId: z.string().max(64),
  refundId: z.string().max(64).nullable(),
  amountMinor: z.string().regex(/^\d{1,15}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  occurredAt: z.string(),
})
export type CallbackBody = z.output<typeof callbackBody>

const signature = (secret: string, timestamp: string, body: Uint8Array | string) =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')

/** Headers of a callback sent at `nowMs`. */
export function signCallback(
  secret: string,
  body: string,
  eventId: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  return {
    'content-type': 'application/json',
    'x-sandbox-timestamp': timestamp,
    'x-sandbox-signature': signature(secret, timestamp, body),
    'x-sandbox-event-id': eventId,
  }
}

/** What was signed, verified over the raw bytes: a body that was parsed and written again is another body. Null: not JSON. */
export function verifiedBody(secret: string, clock: Clock, { headers, body }: ProviderCallback): unknown {
  const timestamp = headers['x-sandbox-timestamp'] ?? ''
  const expected = Buffer.from(signature(secret, timestamp, body))
  const given = Buffer.from(headers['x-sandbox-signature'] ?? '')
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    throw new AppError('SIGNATURE_INVALID')
  assertRecent(clock.now(), Number(timestamp))
  return parseJson(body)
}

export function verifySandboxCallback(
  secret: string,
  clock: Clock,
  callback: ProviderCallback,
): ProviderEvent {
  const parsed = callbackBody.safeParse(verifiedBody(secret, clock, callback))
  if (!parsed.success) throw new AppError('INPUT_INVALID')
  const { eventId, kind, paymentId, refundId, amountMinor, currency } = parsed.data
  return {
    eventId,
    kind,
    paymentId: paymentId as Id<'pay'>,
    refundId: refundId as Id<'rfd'> | null,
    amountMinor: BigInt(amountMinor),
    currency,
  }
}
