// What the clock does to rooms: ends those whose picture stays away, starts and ends sales, closes coupons, draws lucky bags; and the
// ticker, which tells a room what is left of its goods, at most four times a second, however many people buy.
import type { Id } from '#kernel/ids'
import type { GoLive } from '#flows/go-live'
import type { RoomGoodsReader } from '#flows/room-goods'
import { isOpenSale, type Live, type SaleRow } from '#modules/live'
import { sharedNow } from '#platform/demo-clock'
import type { Shop } from '#modules/shop'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'

const BATCH = 50
/** Rooms the ticker looks at in one run; the latest started first. */
const TICKED_ROOMS = 200
const TICK_MS = 300
/** A room is told at most this often, by all workers together. */
const PACE_MS = 250

export function createRoomClock(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { live, shop }: { live: Live; shop: Shop },
  { end }: Pick<GoLive, 'end'>,
  goods: RoomGoodsReader,
  { paceMs = PACE_MS }: { paceMs?: number } = {},
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

  /** In the room's turn: everybody who changes a room takes its row first. */
  const inTurn = (roomId: string, work: (tx: Tx) => Promise<unknown>) =>
    db.transaction(async (tx) => {
      await live.lockRoom(tx, roomId)
      await work(tx)
    })

  async function runClock(): Promise<number> {
    const due = await db.read(async (tx) => {
      const now = await sharedNow(clock, tx)
      return {
        now,
        rooms: await live.roomsLost(tx, BATCH),
        sales: await live.salesDue(tx, now, BATCH),
        coupons: await live.couponsDue(tx, BATCH),
        luckyBags: await live.luckyBagsDue(tx, BATCH),
      }
    })
    for (const roomId of due.rooms) await end(roomId, 'clock')
    for (const sale of due.sales) await stepSale(sale, due.now)
    for (const c of due.coupons) await inTurn(c.room_id, (tx) => live.endCoupon(tx, c, 'clock'))
    for (const b of due.luckyBags)
      await inTurn(b.room_id, (tx) => live.finishLuckyBag(tx, b.lucky_bag_id, 'draw', 'clock'))
    return due.rooms.length + due.sales.length + due.coupons.length + due.luckyBags.length
  }

  async function tick(): Promise<number> {
    const seen = await db.read(async (tx) => {
      const { rooms } = await live.roomsOnAir(tx, undefined, TICKED_ROOMS)
      const roomIds = rooms.map((r) => r.room_id)
      if (roomIds.length === 0) return null
      const [bag, sales] = [await live.bagsOf(tx, roomIds), await live.openSales(tx, roomIds)]
      return {
        roomIds,
        bag,
        sales,
        left: await goods.leftInRooms(tx, bag, sales),
        told: await live.toldOf(tx, roomIds),
      }
    })
    let events = 0
    for (const roomId of seen?.roomIds ?? []) {
      const now = seen!.left.get(roomId)
      if (!now || changedIds(now, seen!.told.get(roomId)).length === 0) continue
      events += await tell(roomId, now, seen!)
    }
    return events
  }

  /** Under the room's lock it is looked at again: another worker may have told it since, or a moment ago. */
  async function tell(
    roomId: Id<'rom'>,
    now: ReadonlyMap<string, number>,
    { bag, sales }: { bag: Awaited<ReturnType<Live['bagsOf']>>; sales: readonly SaleRow[] },
  ): Promise<number> {
    return db.transaction(async (tx) => {
      const room = await live.lockRoom(tx, roomId)
      const told = (await live.toldOf(tx, [roomId])).get(roomId)
      const changed = new Set(changedIds(now, told))
      const at = clock.now()
      const justTold = told !== undefined && Math.abs(at.getTime() - told.at.getTime()) < paceMs
      if (!live.isOnAir(room.state) || changed.size === 0 || justTold) return 0
      await live.saveTold(tx, roomId, { left: Object.fromEntries(now), at })
      let events = 0
      const skuIds = [...changed].filter((id) => id.startsWith('sku_')) as Id<'sku'>[]
      const byProduct = Map.groupBy(await shop.skusForOrder(tx, skuIds), (s) => s.productId)
      for (const item of bag.items.filter((i) => i.room_id === roomId && byProduct.has(i.product_id))) {
        const left = byProduct
          .get(item.product_id)!
          .map((s) => ({ skuId: s.skuId, available: now.get(s.skuId)! }))
        await live.tellStock(tx, roomId, item.product_id, left, 'ticker')
        events += 1
      }
      for (const sale of sales.filter((s) => changed.has(s.sale_id))) {
        const fresh = await live.saleOf(tx, roomId, sale.sale_id)
        if (isOpenSale(fresh.state) && (await live.tellSale(tx, fresh, now.get(sale.sale_id)!, 'ticker')))
          events += 1
      }
      return events
    })
  }

  const jobs: Job[] = [
    { name: 'run-room-clock', everyMs: 500, run: runClock },
    // Always 'nothing more to do': with more it would run again at once, and the room would be told at the pace of its buyers.
    { name: 'tell-room-stock', everyMs: TICK_MS, run: async () => (await tick(), 0) },
  ]
  return { jobs, tick }
}

const changedIds = (
  now: ReadonlyMap<string, number>,
  told: { left: Readonly<Record<string, number>> } | undefined,
) => [...now].filter(([id, left]) => told?.left[id] !== left).map(([id]) => id)
