// What the platform needs of whoever carries parcels: an account with a carrier, or a service that speaks for many of them. Every call carries
// our own id and is safe to repeat: a crash between our commit and the courier's answer is repaired by asking again.
import type { Id } from '#kernel/ids'
import type { ProviderCallback } from './payment.ts'
export type { ProviderCallback } from './payment.ts'

export type Party = { name: string; phone: string; region: string; detail: string }

export type WaybillRequest = {
  packageId: Id<'pkg'>
  /** As our table of carriers calls it: `domain/carriers.ts` of trade. */
  carrier: string
  sender: Party
  receiver: Party
  /** What is in it, in a few words. */
  cargo: string
  pieces: number
}
export type Waybill = {
  trackingNo: string
  /** 大头笔: what is printed large, for whoever sorts by hand. */
  sortCode: string | null
}

/** A parcel as the courier knows it. `shippedAt` helps where a number is used again after years. */
export type Parcel = { carrier: string; trackingNo: string; phone: string; shippedAt: Date }

export type TrackingState =
  | 'booked'
  | 'collected'
  | 'in-transit'
  | 'out-for-delivery'
  | 'signed'
  | 'abnormal'
  | 'returning'
  | 'returned'
  | 'cancelled'

/** `eventId` is the same however and however often it is told. */
export type TrackingEvent = {
  eventId: string
  state: TrackingState
  at: Date
  place: string | null
  note: string | null
}
/** News of one parcel. `carrier` null: the courier's callback names the number alone. */
export type ParcelNews = { carrier: string | null; trackingNo: string; events: TrackingEvent[] }

export type Courier = {
  readonly name: string
  /** What this one cannot do is not offered. */
  readonly can: { book: boolean; intercept: boolean }
  /** The same package is the same waybill. @throws AppError COURIER_UNAVAILABLE | COURIER_REFUSED {reason} */
  book(request: WaybillRequest): Promise<Waybill>
  /** The undo of `book`; false when it was collected already. @throws AppError COURIER_UNAVAILABLE */
  cancel(packageId: Id<'pkg'>, parcel: Pick<Parcel, 'carrier' | 'trackingNo'>): Promise<boolean>
  /** Turns a parcel round; false when it is too late. @throws AppError COURIER_UNAVAILABLE | COURIER_REFUSED */
  intercept(parcel: Pick<Parcel, 'carrier' | 'trackingNo'>): Promise<boolean>
  /** From now on its news come by callback. @throws AppError COURIER_UNAVAILABLE */
  follow(parcel: Parcel): Promise<void>
  /** All that is known of it now; null: nothing, or never heard of it. @throws AppError COURIER_UNAVAILABLE */
  track(parcel: Parcel): Promise<TrackingEvent[] | null>
  /** @throws AppError SIGNATURE_INVALID | TIMESTAMP_OLD | INPUT_INVALID */
  verifyCallback(callback: ProviderCallback): ParcelNews[]
}
