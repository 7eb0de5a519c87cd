// What the clock does to rooms: ends those whose picture stays away, starts and ends sales, closes coupons, draws lucky bags; and the
// ticker, which tells a room what is left of its goods, at most four times a second, however many people buy.
import type { Id } from '#kernel/ids'
import type { GoLive } from '#flows/go-live'
import type { RoomGoodsReader } from '#flows/room-goods'
import type { Live, SaleRow } from '#modules/live'
import type { Shop } from '#modules/shop'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'

const BATCH = 50
/** Rooms the ticker looks at in one run; the latest started first. */
const TICKED_ROOMS = 200
export const TICK_MS = 300

export function createRoomClock(
  { db }: Pick<Deps, 'db'>,
  { live, shop }: { live: Live; shop: Shop },
  { end }: Pick<GoLive, 'end'>,
  goods: RoomGoodsReader,
) {
  async function stepSale(sale: SaleRow, now: Date): Promise<void> {
    await db.transaction(async (tx) => {
      await live.lockRoom(tx, sale.room_id)
      const fresh = await live.saleOf(tx, sale.room_id, sale.sale_id)
      if (fresh.state === 'ended' || fresh.state === 'cancelled') return
      if (fresh.ends_at <= now) {
        await live.finishSale(tx, fresh, 'end', 'clock')
        await shop.closePool(tx, fresh.pool_id as Id<'stp'>)
      } else
        await live.tellSale(
          tx,
          fresh,
          (await goods.leftOf(tx, [fresh.pool_id])).get(fresh.pool_id) ?? 0,
          'clock',
        )
    })
  }

  async function runClock(now: Date): Promise<number> {
    const due = await db.read(async (tx) => ({
      rooms: await live.roomsLost(tx, BATCH),
      sales: await live.salesDue(tx, BATCH),
      coupons: await live.couponsDue(tx, BATCH),
      luckyBags: await live.luckyBagsDue(tx, BATCH),
    }))
    for (const roomId of due.rooms) await end(roomId, 'clock')
    for (const sale of due.sales) await stepSale(sale, now)
    for (const coupon of due.coupons) await db.transaction((tx) => live.endCoupon(tx, coupon, 'clock'))
    for (const bag of due.luckyBags)
      await db.transaction((tx) => live.finishLuckyBag(tx, bag.lucky_bag_id, 'draw', 'clock'))
    return due.rooms.length + due.sales.length + due.coupons.length + due.luckyBags.length
  }

  /** What each room was told last, by SKU or sale. Another process that takes over tells it all once more: no harm. */
  const told = new Map<string, Map<string, number>>()

  async function tick(): Promise<number> {
    const seen = await db.read(async (tx) => {
      const { rooms } = await live.roomsOnAir(tx, undefined, TICKED_ROOMS)
      const roomIds = rooms.map((r) => r.room_id)
      const bag = await live.bagsOf(tx, roomIds)
      const sales = await live.openSales(tx, roomIds)
      return { roomIds, bag, sales, left: await leftInRooms(tx, bag, sales) }
    })
    for (const roomId of told.keys()) if (!seen.roomIds.includes(roomId as Id<'rom'>)) told.delete(roomId)
    let events = 0
    for (const roomId of seen.roomIds) {
      const before = told.get(roomId) ?? new Map<string, number>()
      const now = seen.left.get(roomId) ?? new Map<string, number>()
      const changed = [...now].filter(([id, left]) => before.get(id) !== left).map(([id]) => id)
      if (changed.length > 0 && told.has(roomId)) events += await tell(roomId, now, new Set(changed), seen)
      told.set(roomId, now)
    }
    return events
  }

  /** By room: what is left of each variant and of each sale. */
  async function leftInRooms(
    tx: Tx,
    bag: Awaited<ReturnType<Live['bagsOf']>>,
    sales: readonly SaleRow[],
  ): Promise<Map<string, Map<string, number>>> {
    const rooms = new Map<string, Map<string, number>>()
    const own = Map.groupBy(bag.skus, (s) => s.room_id as string)
    for (const [roomId, items] of Map.groupBy(bag.items, (i) => i.room_id as string)) {
      const productIds = items.map((i) => i.product_id)
      const skus = await goods.skusOf(tx, { skus: own.get(roomId) ?? [] }, productIds)
      rooms.set(roomId, new Map([...skus.values()].flat().map((s) => [s.skuId, s.available])))
    }
    const left = await goods.leftOf(
      tx,
      sales.map((s) => s.pool_id),
    )
    for (const s of sales) rooms.get(s.room_id)?.set(s.sale_id, left.get(s.pool_id) ?? 0)
    return rooms
  }

  async function tell(
    roomId: Id<'rom'>,
    now: ReadonlyMap<string, number>,
    changed: ReadonlySet<string>,
    { bag, sales }: { bag: Awaited<ReturnType<Live['bagsOf']>>; sales: readonly SaleRow[] },
  ): Promise<number> {
    return db.transaction(async (tx) => {
      let events = 0
      const productIds = bag.items.filter((i) => i.room_id === roomId).map((i) => i.product_id)
      const skus = await shop.skusForOrder(
        tx,
        [...changed].filter((id) => id.startsWith('sku_')) as Id<'sku'>[],
      )
      for (const productId of productIds) {
        const own = skus.filter((s) => s.productId === productId)
        if (own.length === 0) continue
        const left = own.map((s) => ({ skuId: s.skuId, available: now.get(s.skuId) ?? 0 }))
        await live.tellStock(tx, roomId, productId, left, 'ticker')
        events += 1
      }
      for (const sale of sales.filter((s) => changed.has(s.sale_id))) {
        const [fresh] = [await live.saleOf(tx, roomId, sale.sale_id)]
        if (await live.tellSale(tx, fresh, now.get(sale.sale_id) ?? 0, 'ticker')) events += 1
      }
      return events
    })
  }

  return (clock: Deps['clock']) => {
    const jobs: Job[] = [
      { name: 'run-room-clock', everyMs: 500, run: () => runClock(clock.now()) },
      // Always 'nothing more to do': with more it would run again at once, and the room would be told at the pace of its buyers.
      { name: 'tell-room-stock', everyMs: TICK_MS, run: async () => (await tick(), 0) },
    ]
    return { jobs, tick }
  }
}
