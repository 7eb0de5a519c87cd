// The adapter of the local courier (sandbox/courier): our calls over HTTP, its callbacks verified. Each call says what time the platform has,
// so that parcels move when the demo's clock is moved.
import { z } from 'zod'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import { courierRequest } from './courier-http.ts'
import type { Courier, ParcelNews, ProviderCallback, TrackingEvent } from './courier.ts'
import { verifiedBody } from './sandbox-wire.ts'

export const COURIER_SANDBOX = 'sandbox'
/** The platform's time in milliseconds, with every call. */
export const NOW_HEADER = 'x-sandbox-now'

const wireEvent = z.object({
  eventId: z.string().min(1).max(100),
  state: z.enum([
    'booked',
    'collected',
    'in-transit',
    'out-for-delivery',
    'signed',
    'abnormal',
    'returning',
    'returned',
    'cancelled',
  ]),
  at: z.iso.datetime({ offset: true }),
  place: z.string().max(100).nullable(),
  note: z.string().max(300).nullable(),
})
const events = z.array(wireEvent).max(100)
const news = z.object({ carrier: z.string().max(60), trackingNo: z.string().max(60), events })
const waybill = z.object({ trackingNo: z.string(), sortCode: z.string().nullable() })
const refusal = z.object({ error: z.string() })
const outcome = z.object({ done: z.boolean() })

export const eventsOfWire = (wire: unknown): TrackingEvent[] =>
  events.parse(wire).map((e) => ({ ...e, at: new Date(e.at) }))

/** @throws AppError SIGNATURE_INVALID | TIMESTAMP_OLD | INPUT_INVALID */
export function verifyCourierCallback(
  secret: string,
  clock: Clock,
  callback: ProviderCallback,
): ParcelNews[] {
  const parsed = news.safeParse(verifiedBody(secret, clock, callback))
  if (!parsed.success) throw new AppError('INPUT_INVALID')
  return [{ ...parsed.data, events: eventsOfWire(parsed.data.events) }]
}

export function createSandboxCourier(options: {
  url: string
  secret: string
  callbackUrl: string
  /** The platform's time. */
  clock: Clock
  /** The machine's: a signature's age is real. */
  realClock?: Clock
}): Courier {
  const { url, secret, callbackUrl, clock, realClock = systemClock } = options
  const call = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await courierRequest(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        [NOW_HEADER]: String(clock.now().getTime()),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (answer.status === 422)
      throw new AppError('COURIER_REFUSED', { reason: refusal.parse(answer.json).error })
    return answer.status === 404 ? null : answer.json
  }
  const at = (p: { carrier: string; trackingNo: string }) =>
    `/api/parcels/${encodeURIComponent(p.carrier)}/${encodeURIComponent(p.trackingNo)}`

  return {
    name: COURIER_SANDBOX,
    can: { book: true, intercept: true },
    book: async (r) => waybill.parse(await call('POST', '/api/waybills', { ...r, callbackUrl })),
    cancel: async (_packageId, p) => {
      const answer = await call('POST', `${at(p)}/cancel`, {})
      return answer === null || outcome.parse(answer).done
    },
    intercept: async (p) => {
      const answer = await call('POST', `${at(p)}/intercept`, {})
      return answer !== null && outcome.parse(answer).done
    },
    follow: async ({ carrier, trackingNo, shippedAt }) => {
      const shippedMs = shippedAt.getTime()
      await call('POST', '/api/follow', { carrier, trackingNo, shippedMs, callbackUrl })
    },
    track: async (p) => {
      const answer = await call('GET', at(p))
      return answer === null ? null : eventsOfWire(answer)
    },
    verifyCallback: (callback) => verifyCourierCallback(secret, realClock, callback),
  }
}
