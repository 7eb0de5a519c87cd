// An address is changed: one of the buyer's own book, priced by the shop's freight as it stands.
import type { InputOf, OutputOf } from '#kernel/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Identity } from '#modules/identity'
import type { Trade } from '#modules/trade'
import type { changeAddress, decideAddressChange } from '#modules/trade/contract'

type Doors = { identity: Identity; trade: Trade }

export const createChangeAddress = ({ db }: Pick<Deps, 'db'>, { identity, trade }: Doors) => ({
  /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · NOT_DELIVERABLE · DUPLICATE */
  changeAddress: (
    { orderId, addressId }: InputOf<typeof changeAddress>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof changeAddress>> =>
    db.transaction(async (tx) => {
      const buyerId = personOf(ctx)
      const { shop_id: shopId } = await trade.order(tx, { orderId, buyerId })
      const a = await identity.addressOf(tx, buyerId, addressId)
      const to = {
        name: a.name,
        phone: a.phone,
        region: `${a.province} ${a.city} ${a.district}`,
        detail: a.detail,
      }
      const freight = (await trade.freightTemplates(tx, [shopId])).get(shopId)
      await trade.changeAddress(tx, { orderId, buyerId, to, province: a.province, freight })
      return trade.orderDetail(tx, orderId, buyerId)
    }),

  /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
  decideAddressChange: (
    input: InputOf<typeof decideAddressChange>,
  ): Promise<OutputOf<typeof decideAddressChange>> =>
    db.transaction(async (tx) => {
      const orderId = await trade.decideAddressChange(tx, input)
      return trade.shopOrderDetail(tx, orderId, input.shopId)
    }),
})
