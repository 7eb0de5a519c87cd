// The goods of a room as they are sold there: the shop's cards and variants, the room's prices, the units of its pools. One place,
// so that the viewer's snapshot, the desk, the events and the ticker say the same numbers.
import type { z } from 'zod'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { ProductCard } from '#kernel/product-card'
import type { FlashSale, RoomSku } from '#kernel/room-event'
import type { Bag, Live, SaleRow } from '#modules/live'
import type { bagItem } from '#modules/live/contract'
import type { Shop, SkuForOrder } from '#modules/shop'
import type { Tx } from '#platform/database'

type Doors = { live: Live; shop: Shop }
export type BagItem = Omit<z.output<typeof bagItem>, 'attribution'> & { shopId: Id<'shp'> }
export type RoomGoods = { bag: BagItem[]; sales: FlashSale[]; explainingProductId: Id<'prd'> | null }

export function createRoomGoods({ live, shop }: Doors) {
  async function leftOf(tx: Tx, poolIds: readonly (string | null)[]): Promise<Map<string, number>> {
    return shop.poolsLeft(tx, [...new Set(poolIds.filter((id) => id !== null))] as Id<'stp'>[])
  }

  /** Variants of these products as the room sells them. */
  async function skusOf(
    tx: Tx,
    bag: Pick<Bag, 'skus'>,
    productIds: readonly Id<'prd'>[],
  ): Promise<Map<string, (RoomSku & { sku: SkuForOrder })[]>> {
    const variants = await shop.skusOfProducts(tx, productIds)
    const own = new Map(bag.skus.map((s) => [s.sku_id as string, s]))
    const left = await leftOf(
      tx,
      bag.skus.map((s) => s.pool_id),
    )
    const shown = variants.map((sku) => {
      const room = own.get(sku.skuId)
      const price = room?.room_price_minor ?? null
      const units = room?.pool_id ? (left.get(room.pool_id) ?? 0) : sku.available
      return {
        sku,
        productId: sku.productId,
        skuId: sku.skuId,
        priceMinor: toWire(sku.priceMinor),
        roomPriceMinor: price !== null && price < sku.priceMinor ? toWire(price) : null,
        available: sku.sellable ? Math.max(0, units) : 0,
        reserved: room?.pool_id != null,
      }
    })
    return Map.groupBy(shown, (s) => s.productId as string)
  }

  async function salesOf(tx: Tx, roomIds: readonly string[]): Promise<FlashSale[]> {
    const sales = await live.openSales(tx, roomIds)
    const left = await leftOf(
      tx,
      sales.map((s) => s.pool_id),
    )
    return sales.map((s) => live.saleView(s, left.get(s.pool_id) ?? 0)).filter((s) => s.state !== 'ended')
  }

  return {
    leftOf,

    /** By room, what is left of each variant and of each open sale there: in two reads, however many rooms. */
    async leftInRooms(
      tx: Tx,
      bag: Bag,
      sales: readonly SaleRow[],
    ): Promise<Map<string, Map<string, number>>> {
      const variants = await shop.skusOfProducts(tx, [...new Set(bag.items.map((i) => i.product_id))])
      const byProduct = Map.groupBy(variants, (v) => v.productId)
      const pools = await leftOf(tx, [...bag.skus.map((s) => s.pool_id), ...sales.map((s) => s.pool_id)])
      const poolOf = new Map(bag.skus.map((s) => [`${s.room_id} ${s.sku_id}`, s.pool_id]))
      const rooms = new Map<string, Map<string, number>>()
      for (const { room_id: roomId, product_id: productId } of bag.items) {
        const left = rooms.get(roomId) ?? new Map<string, number>()
        rooms.set(roomId, left)
        for (const v of byProduct.get(productId) ?? []) {
          const poolId = poolOf.get(`${roomId} ${v.skuId}`)
          const units = poolId ? (pools.get(poolId) ?? 0) : v.available
          left.set(v.skuId, v.sellable ? Math.max(0, units) : 0)
        }
      }
      for (const s of sales) rooms.get(s.room_id)?.set(s.sale_id, pools.get(s.pool_id) ?? 0)
      return rooms
    },

    async goodsOf(tx: Tx, roomId: Id<'rom'>): Promise<RoomGoods> {
      const bag = await live.bagsOf(tx, [roomId])
      const productIds = bag.items.map((i) => i.product_id)
      const cards = new Map((await shop.cards(tx, productIds)).map((c) => [c.productId as string, c]))
      const skus = await skusOf(tx, bag, productIds)
      const sales = await salesOf(tx, [roomId])
      return {
        sales,
        explainingProductId: bag.items.find((i) => i.explain_state === 'explaining')?.product_id ?? null,
        bag: bag.items.flatMap((item) => {
          const card = cards.get(item.product_id)
          if (!card) return []
          const variants = skus.get(item.product_id) ?? []
          const own = sales.filter((s) => s.productId === item.product_id)
          return {
            productId: item.product_id,
            shopId: item.shop_id,
            card: { ...card, availability: availabilityHere(card.availability, variants, own) },
            explainState: item.explain_state,
            fromMinor: cheapest(variants, own),
            skus: variants.map(({ sku, ...s }) => ({ ...wire(s), name: sku.skuName })),
          }
        }),
      }
    },

    /** For a price event. */
    async roomSkus(tx: Tx, roomId: Id<'rom'>, productId: Id<'prd'>): Promise<RoomSku[]> {
      const bag = await live.bagsOf(tx, [roomId])
      return ((await skusOf(tx, bag, [productId])).get(productId) ?? []).map(({ sku: _, ...s }) => wire(s))
    },
  }
}
export type RoomGoodsReader = ReturnType<typeof createRoomGoods>

const wire = (s: RoomSku): RoomSku => ({
  skuId: s.skuId,
  priceMinor: s.priceMinor,
  roomPriceMinor: s.roomPriceMinor,
  available: s.available,
  reserved: s.reserved,
})

/** Sold out in the shop is not sold out here, when the room has units of its own; and the other way round. */
function availabilityHere(
  inShop: ProductCard['availability'],
  skus: readonly RoomSku[],
  sales: readonly FlashSale[],
): ProductCard['availability'] {
  if (inShop === 'offShelf') return inShop
  const any = skus.some((s) => s.available > 0) || sales.some((s) => s.state === 'running' && s.left > 0)
  return any ? 'onSale' : 'soldOut'
}

function cheapest(skus: readonly RoomSku[], sales: readonly FlashSale[]): string | null {
  const prices = [
    ...skus.filter((s) => s.available > 0).map((s) => BigInt(s.roomPriceMinor ?? s.priceMinor)),
    ...sales.filter((s) => s.state === 'running' && s.left > 0).map((s) => BigInt(s.priceMinor)),
  ]
  return prices.length === 0 ? null : toWire(prices.reduce((a, b) => (a < b ? a : b)))
}
