// The courier's mind, pure: commands in, journal entries out; entries applied, state. Where a parcel is follows from its number and the time
// (route.ts), so only what people decided is remembered. Some news is told late, twice or never, as on any ordinary day.
import { createHash } from 'node:crypto'
import type { Delivery } from '../payment/core.ts'
import { cityOf, drawer, stepsOf, turnedAt, type Step } from './route.ts'

export type Waybill = {
  /** The merchant's own id for it; null for one whose number was typed. */
  key: string | null
  carrier: string
  trackingNo: string
  sortCode: string | null
  from: string
  to: string
  startMs: number
  turnedMs: number | null
  cancelledMs: number | null
  callbackUrl: string | null
  /** How many steps have been told. */
  told: number
}
export type NewWaybill = {
  packageId: string
  carrier: string
  sender: { region: string }
  receiver: { region: string; phone: string; detail: string }
  callbackUrl: string
}
export type Followed = { carrier: string; trackingNo: string; shippedMs: number; callbackUrl: string }

export type Entry =
  | { type: 'waybill'; waybill: Waybill }
  | { type: 'followed'; id: string; callbackUrl: string }
  | { type: 'turned'; id: string; atMs: number }
  | { type: 'cancelled'; id: string; atMs: number }
  | { type: 'told'; id: string; upTo: number; deliveries: Delivery[] }
  | { type: 'delivery.done'; deliveryId: string }
  | { type: 'delivery.put-off'; deliveryId: string; dueAt: number }

export type WireEvent = { eventId: string; state: string; at: string; place: string | null; note: string }
export class NotTaken extends Error {
  override name = 'NotTaken'
}

const MAX_TRIES = 40
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000
/** Of a sixteenth each: never told, told twice, told after what followed. */
const DELAY_MS = 4_000

export const idOf = (carrier: string, trackingNo: string) => `${carrier} ${trackingNo}`
const mark = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length)

/** The same step of the same parcel is always told by the same id. */
export const eventIdOf = (w: Pick<Waybill, 'carrier' | 'trackingNo'>, s: Step, i: number): string =>
  mark(`${idOf(w.carrier, w.trackingNo)}/${i}/${s.state}/${s.atMs}`, 24)

export type CourierCore = ReturnType<typeof createCourierCore>

/** `adopts`: a number that was typed by hand is taken for one of its own. */
export function createCourierCore({ adopts = true, mischief = true } = {}) {
  const waybills = new Map<string, Waybill>()
  const byKey = new Map<string, Waybill>()
  const waiting = new Map<string, Delivery>()
  const ways = new Map<string, Step[]>()

  function apply(entry: Entry): void {
    switch (entry.type) {
      case 'waybill':
        waybills.set(idOf(entry.waybill.carrier, entry.waybill.trackingNo), entry.waybill)
        if (entry.waybill.key) byKey.set(entry.waybill.key, entry.waybill)
        return
      case 'followed':
        waybills.get(entry.id)!.callbackUrl = entry.callbackUrl
        return
      case 'turned':
        waybills.get(entry.id)!.turnedMs = entry.atMs
        return
      case 'cancelled':
        waybills.get(entry.id)!.cancelledMs = entry.atMs
        return
      case 'told':
        waybills.get(entry.id)!.told = entry.upTo
        for (const d of entry.deliveries) waiting.set(d.deliveryId, d)
        return
      case 'delivery.done':
        waiting.delete(entry.deliveryId)
        return
      case 'delivery.put-off': {
        const d = waiting.get(entry.deliveryId)
        if (d) waiting.set(entry.deliveryId, { ...d, dueAt: entry.dueAt, tries: d.tries + 1 })
      }
    }
  }

  function stepsNow(w: Waybill, nowMs: number): Step[] {
    if (w.cancelledMs !== null)
      return [{ state: 'cancelled', atMs: w.cancelledMs, place: null, note: '运单已取消' }]
    const id = idOf(w.carrier, w.trackingNo)
    const way = ways.get(id) ?? stepsOf(w)
    ways.set(id, way)
    return (w.turnedMs === null ? way : turnedAt(way, w.turnedMs, w)).filter((s) => s.atMs <= nowMs)
  }

  const wireOf = (w: Waybill, s: Step, i: number): WireEvent => ({
    eventId: eventIdOf(w, s, i),
    state: s.state,
    at: new Date(s.atMs).toISOString(),
    place: s.place,
    note: s.note,
  })

  function deliveriesOf(w: Waybill, event: WireEvent, realMs: number): Delivery[] {
    const luck = mischief ? Math.floor(drawer(event.eventId)() * 16) : 15
    if (luck === 0) return []
    const delivery = (n: number, dueAt: number): Delivery => ({
      deliveryId: `${event.eventId}-${n}`,
      eventId: event.eventId,
      url: w.callbackUrl!,
      body: JSON.stringify({ carrier: w.carrier, trackingNo: w.trackingNo, events: [event] }),
      dueAt,
      tries: 0,
    })
    if (luck === 1) return [delivery(0, realMs), delivery(1, realMs)]
    return [delivery(0, luck === 2 ? realMs + DELAY_MS : realMs)]
  }

  return {
    apply,
    find: (carrier: string, trackingNo: string) => waybills.get(idOf(carrier, trackingNo)),
    byKey: (key: string) => byKey.get(key),
    waiting: () => [...waiting.values()],
    events: (w: Waybill, nowMs: number) => stepsNow(w, nowMs).map((s, i) => wireOf(w, s, i)),

    /** The same key is the same waybill. @throws NotTaken when nobody could deliver it */
    book(n: NewWaybill, nowMs: number): Entry[] {
      if (byKey.has(n.packageId)) return []
      if (n.receiver.phone.replaceAll(/\D/g, '').length < 5) throw new NotTaken('收件人电话无效')
      if (n.receiver.region.trim() === '') throw new NotTaken('收件地址不完整')
      const no = `SB${BigInt(`0x${mark(n.packageId, 13)}`)
        .toString()
        .padStart(16, '0')
        .slice(-13)}`
      const draw = drawer(n.receiver.region)
      return [
        {
          type: 'waybill',
          waybill: {
            key: n.packageId,
            carrier: n.carrier,
            trackingNo: no.endsWith('00') ? `${no.slice(0, -1)}1` : no,
            sortCode: `${100 + Math.floor(draw() * 900)} ${cityOf(n.receiver.region)} ${String.fromCharCode(65 + Math.floor(draw() * 20))}${10 + Math.floor(draw() * 89)}`,
            from: n.sender.region,
            to: n.receiver.region,
            startMs: nowMs,
            turnedMs: null,
            cancelledMs: null,
            callbackUrl: n.callbackUrl,
            told: 0,
          },
        },
      ]
    },

    follow({ carrier, trackingNo, shippedMs, callbackUrl }: Followed): Entry[] {
      const known = waybills.get(idOf(carrier, trackingNo))
      if (known)
        return known.callbackUrl ? [] : [{ type: 'followed', id: idOf(carrier, trackingNo), callbackUrl }]
      if (!adopts) return []
      const waybill = { key: null, carrier, trackingNo, sortCode: null, from: '', to: '', startMs: shippedMs }
      return [
        { type: 'waybill', waybill: { ...waybill, turnedMs: null, cancelledMs: null, callbackUrl, told: 0 } },
      ]
    },

    /** Nothing when it was collected, or cancelled before. */
    cancel(w: Waybill, nowMs: number): Entry[] {
      if (w.cancelledMs !== null || stepsNow(w, nowMs).length > 0) return []
      return [{ type: 'cancelled', id: idOf(w.carrier, w.trackingNo), atMs: nowMs }]
    },

    /** Nothing when it is too late, or turned before. */
    intercept(w: Waybill, nowMs: number): Entry[] {
      const last = stepsNow(w, nowMs).at(-1)?.state
      if (w.turnedMs !== null || last === 'signed' || last === 'cancelled') return []
      return [{ type: 'turned', id: idOf(w.carrier, w.trackingNo), atMs: nowMs }]
    },

    /** News since the last time, to be told. */
    tick(nowMs: number, realMs: number): Entry[] {
      return [...waybills.values()].flatMap((w): Entry[] => {
        if (w.callbackUrl === null) return []
        const steps = stepsNow(w, nowMs)
        if (steps.length <= w.told) return []
        const fresh = steps.slice(w.told)
        const deliveries = fresh.flatMap((s, i) => deliveriesOf(w, wireOf(w, s, w.told + i), realMs))
        return [{ type: 'told', id: idOf(w.carrier, w.trackingNo), upTo: steps.length, deliveries }]
      })
    },

    delivered(d: Delivery, ok: boolean, realMs: number): Entry {
      if (ok || d.tries + 1 >= MAX_TRIES) return { type: 'delivery.done', deliveryId: d.deliveryId }
      const dueAt = realMs + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** d.tries)
      return { type: 'delivery.put-off', deliveryId: d.deliveryId, dueAt }
    },
  }
}
