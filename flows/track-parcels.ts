// Where parcels are: the courier tells, and is asked in case its word was lost. A parcel that is asked back and comes home brings its buyer's
// money after it, through the door of every other return.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, systemCtx, type Ctx, type Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Courier } from '#platform/providers/courier'
import type { AfterSaleFlow } from '#flows/after-sale'
import type { Trade } from '#modules/trade'
import type { courierCallback, interceptMine, interceptParcel } from '#modules/trade/contract'

/** The buyer's own wish, said when they asked for the parcel back. */
const asBuyer = (accountId: Id<'usr'>, key: string): Ctx => ({
  ...systemCtx(key),
  actor: { kind: 'person', accountId, sessionId: 'came-back', guest: false, memberships: [] },
  idempotencyKey: key,
})

type News = Parameters<Trade['tellNews']>[2]
type Interceptor = Parameters<Trade['parcelToIntercept']>[3]

const BATCH = 50

export function createTrackParcels(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { trade }: { trade: Trade },
  { courier }: { courier: Courier | null },
  refund: Pick<AfterSaleFlow, 'refundOrder'>,
) {
  async function tell(news: News): Promise<void> {
    const told = await db.transaction((tx) => trade.tellNews(tx, courier!.name, news))
    if (!told?.cameBack) return
    const { orderId, buyerId } = told
    const wish = {
      orderId,
      reason: 'changed-mind',
      note: '包裹已拦截退回 The parcel was turned round and is back',
    } as const
    await refund.refundOrder(wish, asBuyer(buyerId, `came-back/${orderId}`)).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error // asked for before, or refunded: nothing is owed
      log.info({ orderId, code: error.code }, 'came back; no refund was asked for')
    })
  }

  async function ask(p: Awaited<ReturnType<Trade['packagesToAsk']>>[number]): Promise<void> {
    const { carrier, tracking_no: trackingNo, phone, shipped_at: shippedAt } = p
    const parcel = { carrier, trackingNo, phone, shippedAt }
    const known = await courier!.track(parcel)
    // Never heard of it: shipped while the courier was silent, or before anybody followed parcels.
    if (known === null) await courier!.follow(parcel)
    else await tell({ carrier, trackingNo, events: known })
  }

  async function pollParcels(): Promise<number> {
    if (!courier) return 0
    const due = await db.transaction((tx) => trade.packagesToAsk(tx, BATCH))
    for (const p of due) {
      await db.read((tx) => trade.askPackageAgain(tx, p))
      await ask(p).catch((error: unknown) =>
        log.warn({ packageId: p.package_id, error: String(error) }, 'parcel not asked about'),
      )
    }
    return due.length
  }

  async function intercept(orderId: Id<'ord'>, packageId: Id<'pkg'>, who: Interceptor): Promise<void> {
    if (!courier?.can.intercept) throw new AppError('COURIER_REFUSED', { reason: courier?.name ?? '' })
    const parcel = await db.read((tx) => trade.parcelToIntercept(tx, orderId, packageId, who))
    const { carrier, tracking_no: trackingNo } = parcel
    if (!(await courier.intercept({ carrier, trackingNo })))
      throw new AppError('STATE_CONFLICT', { state: parcel.state ?? 'booked' })
    await db.transaction((tx) => trade.markIntercepted(tx, parcel, who.by))
  }

  const jobs: Job[] = [{ name: 'poll-parcels', everyMs: 3_000, run: pollParcels }]
  return {
    jobs,
    pollParcels,

    /** @throws AppError NOT_FOUND · SIGNATURE_INVALID · TIMESTAMP_OLD · INPUT_INVALID */
    async courierCallback(
      { provider }: InputOf<typeof courierCallback>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof courierCallback>> {
      if (!courier || provider !== courier.name || !ctx.raw) throw new AppError('NOT_FOUND')
      for (const news of courier.verifyCallback(ctx.raw)) await tell(news)
      return { ok: true, result: true, returnCode: '200', message: '成功' }
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · COURIER_UNAVAILABLE · COURIER_REFUSED */
    async interceptParcel({
      shopId,
      orderId,
      packageId,
    }: InputOf<typeof interceptParcel>): Promise<OutputOf<typeof interceptParcel>> {
      await intercept(orderId, packageId, { by: 'merchant', shopId })
      return db.read((tx) => trade.shopOrderDetail(tx, orderId, shopId))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · COURIER_UNAVAILABLE · COURIER_REFUSED */
    async interceptMine(
      { orderId, packageId }: InputOf<typeof interceptMine>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof interceptMine>> {
      const buyerId = personOf(ctx)
      await intercept(orderId, packageId, { by: 'buyer', buyerId })
      return db.read((tx) => trade.orderDetail(tx, orderId, buyerId))
    },
  }
}
export type TrackParcels = ReturnType<typeof createTrackParcels>
