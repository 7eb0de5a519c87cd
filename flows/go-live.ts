// The doors open, and close: what else has to happen with a room's state happens here, in its transaction. In the feed the room is
// a content of kind `live`, published with it and withdrawn with it.
import type { InputOf, OutputOf } from '#kernel/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { LiveEngine } from '#platform/live-engine'
import type { RoomContents } from '#flows/room-content'
import { toDeskRoom, type Live, type RoomRow, type Teller } from '#modules/live'
import type { archiveRoom, endRoom, goLive } from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import type { Id } from '#kernel/ids'

type Doors = { live: Live; shop: Shop }

export function createGoLive(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { live, shop }: Doors,
  contents: RoomContents,
  engine: LiveEngine | null,
) {
  /** The room is over: nothing is sold here any more, and its units are the shop's again. */
  async function closed(tx: Tx, room: RoomRow, by: Teller): Promise<void> {
    for (const sale of await live.openSales(tx, [room.room_id])) {
      await live.finishSale(tx, sale, 'end', by)
      await shop.closePool(tx, sale.pool_id as Id<'stp'>)
    }
    const bag = await live.bagsOf(tx, [room.room_id])
    const pools = bag.skus.toSorted((a, b) => (a.sku_id < b.sku_id ? -1 : 1))
    for (const { pool_id: poolId } of pools) if (poolId) await shop.closePool(tx, poolId as Id<'stp'>)
    await live.forgetPools(tx, room.room_id)
    for (const coupon of await live.openCouponsOf(tx, [room.room_id])) await live.endCoupon(tx, coupon, by)
    for (const lucky of await live.openLuckyBags(tx, [room.room_id]))
      await live.finishLuckyBag(tx, lucky.lucky_bag_id, 'cancel', by)
    await live.finishExplaining(tx, room.room_id)
    await live.finishRundown(tx, room.room_id)
    await contents.close(tx, room)
  }

  /** Ends it with all that hangs on it; the picture is cut afterwards, best effort: `mayPublish` refuses it from now on. */
  async function end(roomId: string, by: Teller, creatorId?: string): Promise<RoomRow> {
    const { room, changed, coHost } = await db.transaction(async (tx) => {
      const ended = await live.endRoom(tx, roomId, by, creatorId)
      const coHost = ended.changed ? await live.removeCoHost(tx, roomId, by) : null
      if (ended.changed) await closed(tx, ended.room, by)
      return { room: await live.roomOf(tx, roomId), changed: ended.changed, coHost }
    })
    for (const stream of changed ? [room.room_id, ...(coHost ? [coHost] : [])] : [])
      await engine
        ?.close(stream)
        .catch((error: unknown) => log.warn({ stream, error: String(error) }, 'stream not closed yet'))
    return room
  }

  return {
    end,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · STREAM_MISSING */
    goLive: ({ creatorId, roomId }: InputOf<typeof goLive>, ctx: Ctx): Promise<OutputOf<typeof goLive>> =>
      db.transaction(async (tx) => {
        const room = await live.goLive(tx, roomId, creatorId, personOf(ctx))
        await contents.open(tx, room)
        return toDeskRoom(await live.roomOf(tx, roomId))
      }),

    /** Again is the same as once. @throws AppError NOT_FOUND · STATE_CONFLICT for one that never began */
    endRoom: async (
      { creatorId, roomId }: InputOf<typeof endRoom>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof endRoom>> => toDeskRoom(await end(roomId, personOf(ctx), creatorId)),

    /** One that never began gives back what was set aside for it. @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    archiveRoom: (
      { creatorId, roomId }: InputOf<typeof archiveRoom>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof archiveRoom>> =>
      db.transaction(async (tx) => {
        const [by, room] = [personOf(ctx), await live.lockRoom(tx, roomId, creatorId)]
        if (room.state === 'preview') {
          await live.removeCoHost(tx, roomId, by)
          await closed(tx, room, by)
        }
        return toDeskRoom(await live.move(tx, await live.roomOf(tx, roomId), 'archive', by))
      }),
  }
}
export type GoLive = ReturnType<typeof createGoLive>
