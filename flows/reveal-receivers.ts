// Where a parcel goes, in full: for orders that are being fulfilled, within the day's quota, and every look is written down in the same
// transaction, so that nobody sees an address that is not in the book.
import { DAY_MS } from '#kernel/clock'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { actorId, type Ctx, type Deps } from '#platform/context'
import type { Integrations } from '#modules/integrations'
import type { revealReceivers } from '#modules/integrations/contract'
import type { Trade } from '#modules/trade'

/** States in which somebody at the shop still has something to do with the parcel. */
const OPEN = new Set(['paid', 'partly-shipped', 'shipped', 'received'])
/** A small shop's day, and otherwise twice the orders of the last three days. */
const LEAST = 20
const PER_ORDER = 2
const VOLUME_MS = 3 * DAY_MS
/** The trade's day begins at midnight in Beijing. */
const ZONE_MS = 8 * 3_600_000

export const dayStart = (now: Date): Date =>
  new Date(Math.floor((now.getTime() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS)

type Doors = { trade: Trade; integrations: Integrations }

export const createRevealReceivers = (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { trade, integrations }: Doors,
) => ({
  /** All or none. @throws AppError NOT_FOUND · ORDER_STATE {orderId, state} · DECRYPT_QUOTA {limit, used, freshAt} */
  revealReceivers: (
    { shopId, orderIds }: InputOf<typeof revealReceivers>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof revealReceivers>> =>
    db.transaction(async (tx) => {
      const now = clock.now()
      const rows = await trade.receivers(tx, shopId, orderIds)
      const closed = rows.find((r) => !OPEN.has(r.state))
      if (closed) throw new AppError('ORDER_STATE', { orderId: closed.order_id, state: closed.state })
      const from = dayStart(now)
      const seen = new Set(await integrations.revealedToday(tx, shopId, from))
      const orders = await trade.countRecentOrders(tx, shopId, new Date(now.getTime() - VOLUME_MS))
      const limit = Math.max(LEAST, PER_ORDER * orders)
      const used = seen.size + orderIds.filter((id) => !seen.has(id)).length
      const freshAt = new Date(from.getTime() + DAY_MS)
      if (used > limit)
        throw new AppError('DECRYPT_QUOTA', {
          limit,
          used: seen.size,
          freshAt: freshAt.toISOString(),
          retryAfterSeconds: Math.ceil((freshAt.getTime() - now.getTime()) / 1000),
        })
      const by = { actor: actorId(ctx.actor), at: now, request_id: ctx.requestId, ip: ctx.ip }
      await integrations.insertReveals(
        tx,
        rows.map((r) => ({ shop_id: shopId, order_id: r.order_id, ...by })),
      )
      return {
        items: rows.map((r) => ({ orderId: r.order_id, ...r.address })),
        quota: { limit, used, freshAt: freshAt.toISOString() },
      }
    }),
})
