// What is in the bag and what is explained. Goods come from the creator's showcase, are on the shelf of a trading shop, and passed
// review: the same as for what hangs on a video.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { RoomContents } from '#flows/room-content'
import type { ViewRoom } from '#flows/view-room'
import { inBoth } from '#flows/words'
import type { Alliance } from '#modules/alliance'
import type { Governance } from '#modules/governance'
import type { Live, RoomRow } from '#modules/live'
import type {
  addToBag,
  announce,
  explain,
  getDeskRoom,
  orderBag,
  removeFromBag,
} from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { live: Live; shop: Shop; alliance: Alliance; governance: Governance }
type Detail = OutputOf<typeof getDeskRoom>
type Key = { creatorId: Id<'crt'>; roomId: Id<'rom'> }

export function createFillBag(
  { db }: Pick<Deps, 'db'>,
  { live, shop, alliance, governance }: Doors,
  { deskDetail }: Pick<ViewRoom, 'deskDetail'>,
  contents: RoomContents,
) {
  /** In the open room, held until the end; answers how it then looks. */
  const inRoom = ({ creatorId, roomId }: Key, ctx: Ctx, work: (tx: Tx, room: RoomRow) => Promise<void>) =>
    db.transaction(async (tx): Promise<Detail> => {
      await work(tx, await live.lockOpenRoom(tx, roomId, creatorId))
      return deskDetail(tx, creatorId, roomId, ctx)
    })

  async function sellable(tx: Tx, creatorId: Id<'crt'>, productIds: readonly Id<'prd'>[]) {
    if (!(await alliance.hasPicked(tx, creatorId, productIds))) throw new AppError('NOT_IN_SHOWCASE')
    const cards = new Map((await shop.cards(tx, productIds)).map((c) => [c.productId, c]))
    const passed = await governance.mayBeShown(tx, { product: productIds })
    return productIds.map((productId) => {
      const card = cards.get(productId)
      if (!card || card.availability === 'offShelf' || !passed.has(productId))
        throw new AppError('NOT_ON_SHELF', { productId })
      return { productId, shopId: card.shopId }
    })
  }

  return {
    inRoom,

    addToBag: (input: InputOf<typeof addToBag>, ctx: Ctx): Promise<Detail> =>
      inRoom(input, ctx, async (tx, room) => {
        const productIds = [...new Set(input.productIds)]
        const goods = await sellable(tx, input.creatorId, productIds)
        await live.addToBag(tx, room, goods, personOf(ctx))
        await contents.describe(tx, room)
      }),

    /** Its units go back to the shop. @throws AppError STATE_CONFLICT while a sale of it is open */
    removeFromBag: (input: InputOf<typeof removeFromBag>, ctx: Ctx): Promise<Detail> =>
      inRoom(input, ctx, async (tx, room) => {
        const sales = await live.openSales(tx, [room.room_id])
        const open = sales.find((s) => s.product_id === input.productId)
        if (open) throw new AppError('STATE_CONFLICT', { state: open.state })
        const { skus } = await live.bagsOf(tx, [room.room_id])
        const own = skus.filter((s) => s.product_id === input.productId)
        for (const { pool_id: poolId } of own.toSorted((a, b) => (a.sku_id < b.sku_id ? -1 : 1)))
          if (poolId) await shop.closePool(tx, poolId as Id<'stp'>)
        await live.removeFromBag(tx, room, input.productId, personOf(ctx))
        await contents.describe(tx, room)
      }),

    orderBag: (input: InputOf<typeof orderBag>, ctx: Ctx): Promise<Detail> =>
      inRoom(input, ctx, (tx, room) => live.orderBag(tx, room, input.productIds, personOf(ctx))),

    explain: (input: InputOf<typeof explain>, ctx: Ctx): Promise<Detail> =>
      inRoom(input, ctx, (tx, room) => live.explain(tx, room, input.productId, personOf(ctx))),

    announce: async (input: InputOf<typeof announce>, ctx: Ctx): Promise<Detail> => {
      if (input.text) governance.screenWords(inBoth('/text', input.text))
      return inRoom(input, ctx, (tx, room) => live.announce(tx, room, input.text, personOf(ctx)))
    },
  }
}
export type FillBag = ReturnType<typeof createFillBag>
