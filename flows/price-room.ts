// What the room sells cheaper, and out of which units: prices of the room, units put aside, flash sales, coupons. It is the shop's
// money and the shop's stock, so besides running the room one must hold `product.write` in the shop whose goods they are.
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id, Ids } from '#kernel/ids'
import type { FillBag } from '#flows/fill-bag'
import type { RoomGoodsReader } from '#flows/room-goods'
import { maySetPrices } from '#flows/view-room'
import type { Live, RoomRow } from '#modules/live'
import {
  createSale,
  moveRoomStock,
  openCoupon,
  type cancelSale,
  type closeCoupon,
  type setRoomPrices,
} from '#modules/live/contract'
import type { Shop, SkuForOrder } from '#modules/shop'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'

export function createPriceRoom(
  { clock, ids }: Pick<Deps, 'clock'> & { ids: Ids },
  { live, shop }: { live: Live; shop: Shop },
  { inRoom }: Pick<FillBag, 'inRoom'>,
  goods: RoomGoodsReader,
) {
  const requireConsent = (ctx: Ctx, shopId: string) => {
    if (!maySetPrices(ctx, shopId)) throw new AppError('SHOP_CONSENT', { shopId })
  }

  /** A variant of a product in the bag. @throws AppError NOT_FOUND · SHOP_CONSENT */
  async function variantOf(
    tx: Tx,
    room: RoomRow,
    p: { productId: Id<'prd'>; skuId: Id<'sku'> },
    ctx: Ctx,
  ): Promise<SkuForOrder> {
    const item = await live.itemOf(tx, room.room_id, p.productId)
    requireConsent(ctx, item.shop_id)
    const [sku] = await shop.skusForOrder(tx, [p.skuId])
    if (!sku || sku.productId !== p.productId) throw new AppError('NOT_FOUND')
    return sku
  }

  const requireBelow = (priceMinor: bigint, sku: SkuForOrder) => {
    if (priceMinor <= 0n || priceMinor > sku.priceMinor)
      throw new AppError('PRICE_ABOVE_SHOP', { skuId: sku.skuId, shopPriceMinor: sku.priceMinor.toString() })
  }

  return {
    setRoomPrices: (input: InputOf<typeof setRoomPrices>, ctx: Ctx) =>
      inRoom(input, ctx, async (tx, room) => {
        for (const { skuId, priceMinor } of input.prices) {
          const sku = await variantOf(tx, room, { productId: input.productId, skuId }, ctx)
          const price = priceMinor === null ? null : BigInt(priceMinor)
          if (price !== null) requireBelow(price, sku)
          const key = { room_id: room.room_id, sku_id: skuId, product_id: input.productId }
          await live.setBagSku(tx, key, { room_price_minor: price })
        }
        const skus = await goods.roomSkus(tx, room.room_id, input.productId)
        await live.tellPrices(tx, room, input.productId, skus, personOf(ctx))
      }),

    /** @throws AppError SOLD_OUT {available} when the shop, or the pool, has not so many */
    moveRoomStock: (input: InputOf<typeof moveRoomStock>, ctx: Ctx) =>
      inRoom(input, ctx, async (tx, room) => {
        if (await madeBefore(tx, ctx, moveRoomStock)) return
        await keepMade(tx, ctx, moveRoomStock, room.room_id)
        const { productId, skuId, units } = input
        await variantOf(tx, room, { productId, skuId }, ctx)
        const own = await live.bagSku(tx, room.room_id, skuId)
        const key = { room_id: room.room_id, sku_id: skuId, product_id: productId }
        const before = (own?.pool_id ?? null) as Id<'stp'> | null
        if (before === null && units < 0) throw new AppError('SOLD_OUT', { skuId, available: 0 })
        const poolId = before ?? (await shop.openPool(tx, skuId, room.room_id))
        await shop.moveToPool(tx, poolId, units)
        const empty = units < 0 && (await shop.poolsLeft(tx, [poolId])).get(poolId) === 0
        // An empty pool would say 'sold out' here while the shop has plenty: without units of its own, the room sells the shop's.
        if (empty) await shop.closePool(tx, poolId)
        if (empty || before === null) await live.setBagSku(tx, key, { pool_id: empty ? null : poolId })
        const skus = await goods.roomSkus(tx, room.room_id, productId)
        await live.tellPrices(tx, room, productId, skus, personOf(ctx))
      }),

    /** Its units leave the shelf at once. @throws AppError SOLD_OUT · PRICE_ABOVE_SHOP · DUPLICATE · DATE_INVALID · SHOP_CONSENT */
    createSale: (input: InputOf<typeof createSale>, ctx: Ctx) =>
      inRoom(input, ctx, async (tx, room) => {
        if (await madeBefore(tx, ctx, createSale)) return
        await keepMade(tx, ctx, createSale, room.room_id)
        const sku = await variantOf(tx, room, input, ctx)
        requireBelow(BigInt(input.priceMinor), sku)
        const now = clock.now()
        const startsAt = input.startsAt ? new Date(input.startsAt) : now
        if (startsAt.getTime() < now.getTime() - 60_000) throw new AppError('DATE_INVALID')
        const saleId = ids.next('sal')
        await endOverdue(tx, room)
        const poolId = await shop.openPool(tx, input.skuId, saleId)
        await shop.moveToPool(tx, poolId, input.units)
        await live.createSale(
          tx,
          room,
          {
            saleId,
            productId: input.productId,
            skuId: input.skuId,
            shopId: sku.shopId,
            poolId,
            priceMinor: BigInt(input.priceMinor),
            currency: sku.currency,
            units: input.units,
            limitPerPerson: input.limitPerPerson,
            startsAt,
            endsAt: new Date(startsAt.getTime() + input.seconds * 1000),
          },
          personOf(ctx),
        )
      }),

    /** The host may always stop; what is left goes back. @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    cancelSale: (input: InputOf<typeof cancelSale>, ctx: Ctx) =>
      inRoom(input, ctx, async (tx, room) => {
        const sale = await live.saleOf(tx, room.room_id, input.saleId)
        await live.finishSale(tx, sale, 'cancel', personOf(ctx))
        await shop.closePool(tx, sale.pool_id as Id<'stp'>)
      }),

    openCoupon: (input: InputOf<typeof openCoupon>, ctx: Ctx) =>
      inRoom(input, ctx, async (tx, room) => {
        if (await madeBefore(tx, ctx, openCoupon)) return
        await keepMade(tx, ctx, openCoupon, room.room_id)
        const { items } = await live.bagsOf(tx, [room.room_id])
        if (!items.some((i) => i.shop_id === input.shopId)) throw new AppError('NOT_FOUND')
        requireConsent(ctx, input.shopId)
        const { shopId, currency, units, minutes } = input
        const offMinor = BigInt(input.offMinor)
        const overMinor = BigInt(input.overMinor)
        await live.openCoupon(
          tx,
          room,
          { shopId, currency, units, minutes, offMinor, overMinor },
          personOf(ctx),
        )
      }),

    closeCoupon: (input: InputOf<typeof closeCoupon>, ctx: Ctx) =>
      inRoom(input, ctx, (tx, room) => live.closeCoupon(tx, room, input.couponId, personOf(ctx))),
  }

  /** A sale past its end that the clock has not got to yet must not stand in a new one's way. */
  async function endOverdue(tx: Tx, room: RoomRow): Promise<void> {
    for (const sale of await live.openSales(tx, [room.room_id])) {
      if (sale.ends_at > clock.now()) continue
      await live.finishSale(tx, sale, 'end', 'clock')
      await shop.closePool(tx, sale.pool_id as Id<'stp'>)
    }
  }
}
