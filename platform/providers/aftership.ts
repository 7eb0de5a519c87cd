// AfterShip, which follows parcels of carriers all over the world (its Tracking API of 2025-01). It books nothing. Its webhooks are signed with
// HMAC-SHA-256 over the raw body.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { carrierOf } from '#kernel/carriers'
import { AppError } from '#kernel/errors'
import { courierRequest, readAnswer, readSigned } from './courier-http.ts'
import type { Courier, ParcelNews, TrackingEvent, TrackingState } from './courier.ts'

export type AfterShipOptions = { apiKey: string; webhookSecret: string; apiUrl?: string }

const VERSION = '2025-01'
const SIGNATURE = 'aftership-hmac-sha256'

const BY_TAG: Record<string, TrackingState> = {
  Pending: 'booked',
  InfoReceived: 'booked',
  InTransit: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  AvailableForPickup: 'out-for-delivery',
  AttemptFail: 'abnormal',
  Exception: 'abnormal',
  Expired: 'abnormal',
  Delivered: 'signed',
}
/** Finer than the tags: collected, turning round, back again. */
const BY_SUBTAG: Record<string, TrackingState> = {
  InTransit_002: 'collected',
  Exception_010: 'returning',
  Exception_011: 'returned',
}
export const stateOf = (tag: string, subtag: string | null): TrackingState =>
  BY_SUBTAG[subtag ?? ''] ?? BY_TAG[tag] ?? 'in-transit'

const checkpoint = z.object({
  checkpoint_time: z.string().max(40),
  tag: z.string().max(40),
  subtag: z.string().max(40).nullish(),
  message: z.string().max(1000).nullish(),
  location: z.string().max(300).nullish(),
  city: z.string().max(100).nullish(),
})
const tracking = z.object({
  id: z.string().max(60),
  tracking_number: z.string().max(60),
  slug: z.string().max(60),
  checkpoints: z.array(checkpoint).max(500),
})
const webhook = z.object({ event: z.string().max(60), event_id: z.string().max(60), msg: tracking })
const one = z.object({ meta: z.object({ code: z.number() }), data: tracking })
const many = z.object({
  meta: z.object({ code: z.number() }),
  data: z.object({ trackings: z.array(tracking) }),
})
const failure = z.object({ meta: z.object({ code: z.number(), message: z.string().nullish() }) })
const ALREADY_THERE = 4003

/** A checkpoint without its zone is in the place's own time, which it does not say: it is read as UTC. */
function instantOf(text: string): Date {
  const at = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(at.getTime())) throw new AppError('INPUT_INVALID')
  return at
}

const eventsOf = ({ slug, tracking_number: no, checkpoints }: z.output<typeof tracking>): TrackingEvent[] =>
  checkpoints.map((c) => ({
    eventId: createHash('sha256')
      .update(`${slug}/${no}/${c.checkpoint_time}/${c.tag}/${c.message ?? ''}`)
      .digest('hex')
      .slice(0, 32),
    state: stateOf(c.tag, c.subtag ?? null),
    at: instantOf(c.checkpoint_time),
    place: c.city ?? c.location ?? null,
    note: c.message?.slice(0, 300) ?? null,
  }))

export function createAfterShip({
  apiKey,
  webhookSecret,
  apiUrl = 'https://api.aftership.com',
}: AfterShipOptions): Courier {
  const refuse = () => Promise.reject(new AppError('COURIER_REFUSED', { reason: 'aftership' }))
  const headers = { 'as-api-key': apiKey, 'content-type': 'application/json' }
  const base = `${apiUrl}/tracking/${VERSION}/trackings`
  const slugOf = (carrier: string) => carrierOf(carrier)?.aftership

  return {
    name: 'aftership',
    can: { book: false, intercept: false },
    book: refuse,
    cancel: refuse,
    intercept: refuse,
    async follow({ carrier, trackingNo }) {
      const slug = slugOf(carrier)
      const body = JSON.stringify({ tracking_number: trackingNo, ...(slug ? { slug } : {}) })
      const { json } = await courierRequest(base, { method: 'POST', headers, body })
      if (one.safeParse(json).success) return
      const { code, message } = readAnswer(failure, json).meta
      if (code !== ALREADY_THERE) throw new AppError('COURIER_REFUSED', { reason: message ?? String(code) })
    },
    async track({ carrier, trackingNo }) {
      const slug = slugOf(carrier)
      const asked = new URLSearchParams({ tracking_numbers: trackingNo, ...(slug ? { slug } : {}) })
      const { status, json } = await courierRequest(`${base}?${asked}`, { method: 'GET', headers })
      if (status === 404) return null
      if (status !== 200)
        throw new AppError('COURIER_REFUSED', { reason: readAnswer(failure, json).meta.message ?? '' })
      const [found] = readAnswer(many, json).data.trackings
      return found ? eventsOf(found) : null
    },
    verifyCallback({ headers: given, body }): ParcelNews[] {
      const expected = createHmac('sha256', webhookSecret).update(body).digest()
      const signature = Buffer.from(given[SIGNATURE] ?? '', 'base64')
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        throw new AppError('SIGNATURE_INVALID')
      const { msg } = readSigned(webhook, new TextDecoder().decode(body))
      return [
        { carrier: carrierOf(msg.slug)?.zh ?? null, trackingNo: msg.tracking_number, events: eventsOf(msg) },
      ]
    },
  }
}
