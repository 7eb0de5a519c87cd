// Parcels after they left: what the carriers report, who asks them back, and what is booked with a courier before a parcel exists.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { POLICY } from '../domain/order-state.ts'
import { isOver, journeyOf } from '../domain/package-state.ts'
import * as bookings from '../repository/bookings.ts'
import { noteStep } from '../repository/orders.ts'
import * as repository from '../repository/packages.ts'
import type { BookingRow, Order, PackageRow, Report } from '../repository/rows.ts'
import { assertShippable, leftOf, type Orders } from './orders.ts'

export type News = { carrier: string | null; trackingNo: string; events: readonly Report[] }
/** A parcel whose news were told. `cameBack`: all of its order that was sent has been turned round and is home again. */
export type Told = { orderId: Id<'ord'>; buyerId: Id<'usr'>; cameBack: boolean }
export type Wish = { orderId: Id<'ord'>; shopId: Id<'shp'>; carrier: string; accountId: string | null }
export type Interceptor = { by: 'buyer' | 'merchant'; shopId?: Id<'shp'>; buyerId?: Id<'usr'> }

const AGAIN_MS = 30 * 60_000
const LONGEST_MS = 6 * 3_600_000
const RESUME_MS = 30_000

export function createPackages({ clock, ids }: Deps, orders: Orders) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms)

  return {
    /** What a carrier reported, in any order and any number of times. Null: no parcel of ours. */
    async tellNews(tx: Tx, courier: string, { carrier, trackingNo, events }: News): Promise<Told | null> {
      const parcel = await repository.lockParcel(tx, { carrier, trackingNo: trackingNo.toUpperCase() })
      if (!parcel) return null
      const fresh = await repository.appendReports(tx, {
        courier,
        packageId: parcel.package_id,
        receivedAt: clock.now(),
        reports: events,
      })
      const told: Told = { orderId: parcel.order_id, buyerId: parcel.buyer_id, cameBack: false }
      if (fresh === 0) return told
      const journey = journeyOf([...parcel.events, ...events])
      const askAt = isOver(journey.state) ? null : later(AGAIN_MS)
      await repository.setJourney(tx, parcel.package_id, { ...journey, courier, askAt })
      if (journey.state === 'signed')
        await repository.receiveAfterSignature(tx, parcel.order_id, POLICY.autoReceiveSignedMs)
      if (journey.state !== 'returned' || parcel.intercept_by === null) return told
      const all = await repository.findPackages(tx, parcel.order_id)
      return { ...told, cameBack: all.every((p) => p.state === 'returned') }
    },

    packagesToAsk: (tx: Tx, limit: number) => repository.packagesToAsk(tx, clock.now(), limit),

    /** Without news again after half an hour, then an hour … six hours. */
    askPackageAgain: (tx: Tx, p: Pick<PackageRow, 'package_id' | 'asked'>): Promise<void> =>
      repository.askPackageAgain(
        tx,
        p.package_id,
        later(Math.min(LONGEST_MS, AGAIN_MS * 2 ** Math.min(p.asked ?? 0, 4))),
      ),

    /**
     * A parcel that may be asked back. @throws AppError NOT_FOUND | STATE_CONFLICT {state} when it is over, or was asked back before
     */
    async parcelToIntercept(
      tx: Tx,
      orderId: Id<'ord'>,
      packageId: Id<'pkg'>,
      { shopId, buyerId }: Interceptor,
    ): Promise<PackageRow> {
      const key = { orderId, ...(shopId ? { shopId } : {}), ...(buyerId ? { buyerId } : {}) }
      const o = await orders.order(tx, key)
      const parcel = await repository.findPackage(tx, packageId, { orderId })
      if (!parcel) throw new AppError('NOT_FOUND')
      const state = parcel.state ?? 'booked'
      const onItsWay = o.state === 'shipped' || o.state === 'partly-shipped'
      if (!onItsWay || isOver(state) || state === 'returning' || parcel.intercept_by !== null)
        throw new AppError('STATE_CONFLICT', { state })
      return parcel
    },

    /** The courier turns it round. */
    async markIntercepted(tx: Tx, parcel: PackageRow, by: 'buyer' | 'merchant'): Promise<void> {
      await repository.markIntercepted(tx, parcel.package_id, by)
      const o = await orders.order(tx, { orderId: parcel.order_id })
      await noteStep(tx, o.order_id, { state: o.state, by, at: clock.now(), note: 'intercepted' })
    },

    // --- Booking: begun here, asked for outside, ended here --------------------------------------------------------

    /**
     * What a waybill is booked for. A repeat of the same request, or another while one is open, goes on with what was begun.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state}
     */
    async beginBooking(
      tx: Tx,
      wish: Wish,
      requestKey: string | null,
    ): Promise<{ booking: BookingRow; order: Order }> {
      const order = await orders.order(tx, { orderId: wish.orderId, shopId: wish.shopId }, true)
      const before = await bookings.findBooking(tx, wish.orderId, requestKey)
      if (before) return { booking: before, order }
      const lines = leftOf(order)
      assertShippable(order, lines)
      if (order.state !== 'paid' && order.state !== 'partly-shipped')
        throw new AppError('STATE_CONFLICT', { state: order.state })
      const booking: BookingRow = {
        package_id: ids.next('pkg'),
        order_id: order.order_id,
        shop_id: order.shop_id,
        carrier: wish.carrier,
        lines,
        request_key: requestKey,
        by_account: wish.accountId,
        state: 'open',
        made_at: clock.now(),
        ask_at: later(RESUME_MS),
      }
      if (!(await bookings.insertBooking(tx, booking)))
        throw new AppError('STATE_CONFLICT', { state: order.state })
      return { booking, order }
    },

    endBooking: bookings.endBooking,
    bookingsToResume: (tx: Tx, limit: number) => bookings.bookingsToResume(tx, clock.now(), limit),
    resumeLater: (tx: Tx, packageId: Id<'pkg'>) => bookings.resumeLater(tx, packageId, later(RESUME_MS)),
    packageById: (tx: Tx, packageId: Id<'pkg'>, shopId: Id<'shp'>) =>
      repository.findPackage(tx, packageId, { shopId }),
  }
}
export type Packages = ReturnType<typeof createPackages>
