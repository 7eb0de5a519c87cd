// Parcels leave: one by hand, or up to a hundred rows at once, each with a number that was typed or a waybill booked with the courier. The
// full address is given to the shop once, in the answer to shipping by hand; a booked one goes to the courier instead.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError, toProblem } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { actorId, type Ctx, type Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Courier, Parcel, Party } from '#platform/providers/courier'
import type { Shop } from '#modules/shop'
import type { Trade } from '#modules/trade'
import type { shipBatch, shipOrder } from '#modules/trade/contract'

type Row = InputOf<typeof shipBatch>['rows'][number]
type RowResult = OutputOf<typeof shipBatch>['results'][number]
type Begun = Awaited<ReturnType<Trade['beginBooking']>>
type Shipped = Awaited<ReturnType<Trade['ship']>>

/** Rows that are worked on side by side: the database and the courier are both busy, and nobody else starves. */
const AT_ONCE = 6
const BATCH = 20

export function createShipOrder(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { trade, shop }: { trade: Trade; shop: Shop },
  { courier }: { courier: Courier | null },
) {
  /** Best effort: what is not followed is asked about. */
  async function follow(parcel: Parcel): Promise<void> {
    await courier
      ?.follow(parcel)
      .catch((error: unknown) =>
        log.warn({ trackingNo: parcel.trackingNo, error: String(error) }, 'not followed'),
      )
  }

  const parcelOf = ({ package: p, label }: Shipped): Parcel => ({
    carrier: p.carrier,
    trackingNo: p.trackingNo,
    phone: label.phone,
    shippedAt: new Date(p.shippedAt),
  })

  // --- Booking a waybill ----------------------------------------------------------------------------------------

  const senderOf = (shopId: Id<'shp'>): Promise<Party> =>
    db.read(
      async (tx) =>
        (await trade.senderOf(tx, shopId)) ?? {
          name: (await shop.namesOf(tx, [shopId])).get(shopId)?.zh ?? '',
          phone: '',
          region: '',
          detail: '',
        },
    )

  /**
   * Asks the courier for what was begun, and ships it. When it cannot be shipped any more (refunded meanwhile), the waybill is cancelled:
   * do and undo of one thing outside.
   */
  async function finish({ booking, order }: Begun, sender: Party): Promise<Shipped> {
    const { package_id: packageId, shop_id: shopId, order_id: orderId, carrier } = booking
    const { trackingNo, sortCode } = await courier!.book({
      packageId,
      carrier,
      sender,
      receiver: order.address,
      cargo: order.lines
        .map((l) => l.title.zh)
        .join('、')
        .slice(0, 60),
      pieces: booking.lines.reduce((n, l) => n + l.qty, 0),
    })
    const input = { shopId, orderId, carrier, trackingNo, lines: booking.lines }
    const shippedBy = {
      courier: courier!.name,
      booked: { packageId, sortCode },
      accountId: booking.by_account,
    }
    try {
      return await db.transaction(async (tx) => {
        const shipped = await trade.ship(tx, input, packageId, shippedBy)
        await trade.endBooking(tx, packageId, 'shipped')
        return shipped
      })
    } catch (error) {
      if (error instanceof AppError) await undo(booking, trackingNo)
      throw error
    }
  }

  /** Cancelled at the courier first: a waybill that nobody remembers is paid for. */
  async function undo(
    { package_id: packageId, carrier }: Begun['booking'],
    trackingNo: string,
  ): Promise<void> {
    const cancelled = await courier!.cancel(packageId, { carrier, trackingNo }).catch(() => false)
    if (!cancelled) log.error({ packageId, trackingNo }, 'a waybill of nothing could not be cancelled')
    await db.transaction((tx) => trade.endBooking(tx, packageId, 'undone'))
  }

  async function book(shopId: Id<'shp'>, row: Row, ctx: Ctx, key: string, sender: Party): Promise<Shipped> {
    if (!courier?.can.book) throw new AppError('COURIER_REFUSED', { reason: courier?.name ?? '' })
    const wish = { orderId: row.orderId, shopId, carrier: row.carrier, accountId: actorId(ctx.actor) }
    const begun = await db.transaction((tx) => trade.beginBooking(tx, wish, key))
    return finish(begun, sender).catch(async (error: unknown) => {
      // Nothing was booked: it can be tried with another carrier. When nobody knows, the job asks again.
      if (error instanceof AppError && error.code === 'COURIER_REFUSED')
        await db.transaction((tx) => trade.endBooking(tx, begun.booking.package_id, 'undone'))
      throw error
    })
  }

  /** Begun before somebody died, or the courier was silent: booked again under the same id, which books nothing twice. */
  async function resumeBookings(): Promise<number> {
    if (!courier?.can.book) return 0
    const due = await db.read((tx) => trade.bookingsToResume(tx, BATCH))
    for (const booking of due) {
      await db.transaction((tx) => trade.resumeLater(tx, booking.package_id))
      const order = await db.read((tx) => trade.order(tx, { orderId: booking.order_id }))
      await finish({ booking, order }, await senderOf(booking.shop_id))
        .then((shipped) => follow(parcelOf(shipped)))
        .catch(async (error: unknown) => {
          log.warn({ packageId: booking.package_id, error: String(error) }, 'waybill not booked yet')
          if (error instanceof AppError && error.code === 'COURIER_REFUSED')
            await db.transaction((tx) => trade.endBooking(tx, booking.package_id, 'undone'))
        })
    }
    return due.length
  }

  // --- Many at once ---------------------------------------------------------------------------------------------

  async function shipRow(shopId: Id<'shp'>, row: Row, ctx: Ctx, sender: Party): Promise<RowResult> {
    const key = `${ctx.idempotencyKey}/${row.orderId}`
    try {
      const { trackingNo } = row
      const shipped = trackingNo
        ? await db.transaction((tx) =>
            trade.ship(tx, { ...row, shopId, trackingNo }, key, { courier: courier?.name ?? null }),
          )
        : await book(shopId, row, ctx, key, sender)
      void follow(parcelOf(shipped))
      return { orderId: row.orderId, package: shipped.package, problem: null }
    } catch (error) {
      if (!(error instanceof AppError))
        log.error({ orderId: row.orderId, error: String(error) }, 'row not shipped')
      const refusal = error instanceof AppError ? error : new AppError('INTERNAL')
      const { code, title, detail, reason } = toProblem(refusal, ctx.locale, ctx.requestId)
      const said = typeof reason === 'string' && reason !== '' ? reason : detail
      return { orderId: row.orderId, package: null, problem: { code, title, detail: said } }
    }
  }

  const jobs: Job[] = [{ name: 'resume-bookings', everyMs: 10_000, run: resumeBookings }]
  return {
    jobs,
    resumeBookings,
    senderOf,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · TRACKING_USED · QTY_RANGE */
    async shipOrder(input: InputOf<typeof shipOrder>, ctx: Ctx): Promise<OutputOf<typeof shipOrder>> {
      const answer = await db.transaction(async (tx) => {
        const shipped = await trade.ship(tx, input, ctx.idempotencyKey, {
          courier: courier?.name ?? null,
          accountId: actorId(ctx.actor),
        })
        return { ...shipped, order: await trade.shopOrderDetail(tx, input.orderId, input.shopId) }
      })
      void follow(parcelOf(answer))
      return answer
    },

    /** Each row by itself: one that fails says why and takes nothing with it; a repeat finds what the first had done. */
    async shipBatch(
      { shopId, rows }: InputOf<typeof shipBatch>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof shipBatch>> {
      const sender = await senderOf(shopId)
      const results: RowResult[] = []
      const queue = rows.entries()
      const work = async () => {
        for (const [i, row] of queue) results[i] = await shipRow(shopId, row, ctx, sender)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return { results }
    },
  }
}
export type ShipOrder = ReturnType<typeof createShipOrder>
