// The doors open, and close: what else has to happen with a room's state happens here, in its transaction. In the feed the room is
// a content of kind `live`, published with it and withdrawn with it.
import type { InputOf, OutputOf } from '#kernel/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { LiveEngine } from '#platform/live-engine'
import { toDeskRoom, type Live, type RoomRow, type Teller } from '#modules/live'
import type { endRoom, goLive } from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import type { Content } from '#modules/content'
import type { Governance } from '#modules/governance'
import type { Id } from '#kernel/ids'

type Doors = { live: Live; shop: Shop; content: Content; governance: Governance }

const MAX_ANCHORS = 5
const MAX_TAGS = 6
const NO_COVER = '/live-cover.svg'

export function createGoLive(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { live, shop, content, governance }: Doors,
  engine: LiveEngine | null,
) {
  /** The room is live: from now it is a content of the feed. Its words were screened when they were written. */
  async function opened(tx: Tx, room: RoomRow): Promise<void> {
    const bag = await live.bagsOf(tx, [room.room_id])
    const goods = await shop.cards(
      tx,
      bag.items.slice(0, MAX_ANCHORS).map((i) => i.product_id),
    )
    const tags = Map.groupBy(
      goods.flatMap((g) => g.tags),
      (tag) => tag,
    )
    const { contentId } = await content.openRoom(tx, {
      creatorId: room.creator_id,
      roomId: room.room_id,
      title: room.title,
      posterUrl: room.cover_url ?? goods[0]?.imageUrl ?? NO_COVER,
      ...(room.orientation === 'portrait' ? { width: 720, height: 1280 } : { width: 1280, height: 720 }),
      productIds: goods.map((g) => g.productId),
      // What most of its goods are good for.
      tags: [...tags]
        .toSorted(([, a], [, b]) => b.length - a.length)
        .map(([tag]) => tag)
        .slice(0, MAX_TAGS),
      categoryId: goods[0]?.categoryId ?? null,
    })
    const reviewIds = await governance.openReviews(tx, [
      {
        kind: 'content',
        objectId: contentId,
        orgId: room.creator_id,
        title: room.title,
        snapshot: {
          description: null,
          images: room.cover_url ? [room.cover_url] : [],
          videoUrl: null,
          facts: [],
        },
      },
    ])
    await governance.passAll(tx, reviewIds)
    await content.applyReview(tx, contentId, 'passed', null)
    await live.setContent(tx, room.room_id, contentId)
  }

  /** The room is over: nothing is sold here any more, and its units are the shop's again. Place of the feed: withdraw. */
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
    if (room.content_id) await content.closeRoom(tx, room.content_id)
  }

  /** Ends it with all that hangs on it; the picture is cut afterwards, best effort: `mayPublish` refuses it from now on. */
  async function end(roomId: string, by: Teller, creatorId?: string): Promise<RoomRow> {
    const { room, changed } = await db.transaction(async (tx) => {
      const ended = await live.endRoom(tx, roomId, by, creatorId)
      if (ended.changed) await closed(tx, ended.room, by)
      return { room: await live.roomOf(tx, roomId), changed: ended.changed }
    })
    if (changed)
      await engine
        ?.close(room.room_id)
        .catch((error: unknown) => log.warn({ roomId, error: String(error) }, 'stream not closed yet'))
    return room
  }

  return {
    end,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · STREAM_MISSING */
    goLive: ({ creatorId, roomId }: InputOf<typeof goLive>, ctx: Ctx): Promise<OutputOf<typeof goLive>> =>
      db.transaction(async (tx) => {
        const room = await live.goLive(tx, roomId, creatorId, personOf(ctx))
        await opened(tx, room)
        return toDeskRoom(await live.roomOf(tx, roomId))
      }),

    /** Again is the same as once. @throws AppError NOT_FOUND · STATE_CONFLICT for one that never began */
    endRoom: async (
      { creatorId, roomId }: InputOf<typeof endRoom>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof endRoom>> => toDeskRoom(await end(roomId, personOf(ctx), creatorId)),
  }
}
export type GoLive = ReturnType<typeof createGoLive>
