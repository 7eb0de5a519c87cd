// A parcel leaves. The full address is given out here and only here, for this parcel's label.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Ctx, Deps } from '#platform/context'
import type { Trade } from '#modules/trade'
import type { shipOrder } from '#modules/trade/contract'

export const createShipOrder = ({ db }: Pick<Deps, 'db'>, { trade }: { trade: Trade }) => ({
  /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · TRACKING_USED · QTY_RANGE */
  shipOrder: (input: InputOf<typeof shipOrder>, ctx: Ctx): Promise<OutputOf<typeof shipOrder>> =>
    db.transaction(async (tx) => {
      const shipped = await trade.ship(tx, input, ctx.idempotencyKey)
      return { ...shipped, order: await trade.shopOrderDetail(tx, input.orderId, input.shopId) }
    }),
})
