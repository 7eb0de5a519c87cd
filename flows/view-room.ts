// A room as its viewers see it, in one answer: what happens after its `seq` comes over the channel. And the same for its desk,
// the rooms that are live now, and those that are planned.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { issueRoomAttribution } from '#flows/attribution'
import { createRoomGoods, type RoomGoods } from '#flows/room-goods'
import type { Content } from '#modules/content'
import { isOnAir, isOver, toDeskRoom, type Live, type RoomRow } from '#modules/live'
import type { getDeskRoom, getRoom, listLive } from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import { mayIn, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { playUrlsOf, type LiveEngine } from '#platform/live-engine'
import { createSharedAnswers } from '#platform/shared-answers'

type Doors = { live: Live; shop: Shop; content: Content }
type Snapshot = OutputOf<typeof getRoom>
type DeskDetail = OutputOf<typeof getDeskRoom>
type Card = OutputOf<typeof listLive>['items'][number]

/** Of what the room sells, after an event at once: a crowd that comes in together is told one reading of the shop's stock. */
const GOODS_KEPT_MS = 300
const iso = (at: Date | null) => at?.toISOString() ?? null

/** Whether the caller may set prices and stock of this shop's goods. */
export const maySetPrices = (ctx: Ctx, shopId: string): boolean =>
  ctx.actor.kind === 'system' || mayIn(ctx, 'shop', shopId, 'product.write')

export function createViewRoom(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  { live, shop, content }: Doors,
  engine: LiveEngine | null,
) {
  const goods = createRoomGoods({ live, shop })
  const shared = createSharedAnswers<RoomGoods>(() => GOODS_KEPT_MS)
  const nowMs = () => clock.now().getTime()

  async function couponFor(
    tx: Tx,
    roomId: Id<'rom'>,
    personId: Id<'usr'> | null,
  ): Promise<Snapshot['coupon']> {
    const coupon = await live.couponOf(tx, roomId)
    if (!coupon) return null
    const claims = personId ? await live.claimsOf(tx, roomId, personId) : []
    const own = claims.find((c) => c.coupon_id === coupon.coupon_id)
    return {
      ...live.couponView(coupon),
      claimedByViewer: own !== undefined,
      usedByViewer: (own?.order_id ?? null) !== null,
    }
  }

  const tokenFor = (room: RoomRow, productId: Id<'prd'>, personId: Id<'usr'> | null): string | null =>
    personId === null
      ? null
      : issueRoomAttribution(config.secret, {
          v: 1,
          roomId: room.room_id,
          contentId: room.content_id,
          creatorId: room.creator_id,
          productId,
          accountId: personId,
          at: clock.now().toISOString(),
        })

  /** First the number, then what it counts: an event that comes between the two is told again, never missed. */
  async function snapshotFor(roomId: string, personId: Id<'usr'> | null): Promise<Snapshot> {
    const room = await db.read((tx) => live.roomOf(tx, roomId))
    if (room.state === 'testing' || room.state === 'archived') throw new AppError('NOT_FOUND')
    const sold = await shared(`${roomId} ${room.seq}`, () => db.read((tx) => goods.goodsOf(tx, room.room_id)))
    return db.read((tx) => snapshot(tx, room, sold, personId))
  }

  async function snapshot(
    tx: Tx,
    room: RoomRow,
    { bag, ...sold }: RoomGoods,
    personId: Id<'usr'> | null,
  ): Promise<Snapshot> {
    const author = (await content.authorCards(tx, [room.creator_id], personId)).get(room.creator_id)
    if (!author) throw new AppError('NOT_FOUND')
    return {
      roomId: room.room_id,
      state: room.state,
      seq: Number(room.seq),
      nowMs: nowMs(),
      author,
      title: room.title,
      coverUrl: room.cover_url,
      orientation: room.orientation,
      plannedAt: iso(room.planned_at),
      startedAt: iso(room.started_at),
      endedAt: iso(room.ended_at),
      contentId: room.content_id,
      bag: bag.map(({ shopId: _, ...item }) => ({
        ...item,
        attribution: isOver(room.state) ? null : tokenFor(room, item.productId, personId),
      })),
      ...sold,
      coupon: await couponFor(tx, room.room_id, personId),
      luckyBag: await live.luckyBagOf(tx, room.room_id, personId),
      announcement: room.announcement,
      play: playUrlsOf(engine, room.room_id, isOnAir(room.state)),
      coHost: await coHostOf(tx, room.room_id),
    }
  }

  async function coHostOf(tx: Tx, roomId: Id<'rom'>): Promise<Snapshot['coHost']> {
    const row = await live.openCoHostOf(tx, roomId)
    return row?.state === 'onAir' && row.name
      ? { stream: row.co_host_id, name: row.name, play: playUrlsOf(engine, row.co_host_id) }
      : null
  }

  async function deskDetail(tx: Tx, creatorId: string, roomId: string, ctx: Ctx): Promise<DeskDetail> {
    const room = await live.roomOf(tx, roomId, creatorId)
    const { bag, ...sold } = await goods.goodsOf(tx, room.room_id)
    const [coupon, luckyBag] = [
      await live.couponOf(tx, room.room_id),
      await live.luckyBagOf(tx, room.room_id, null),
    ]
    return {
      ...toDeskRoom(room),
      nowMs: nowMs(),
      bag: bag.map((item) => ({ ...item, attribution: null, priceable: maySetPrices(ctx, item.shopId) })),
      ...sold,
      coupon: coupon && live.couponView(coupon),
      couponsLeft: await live.couponBatchesLeft(tx, room.room_id),
      luckyBag: luckyBag && withoutViewer(luckyBag),
      announcement: room.announcement,
      play: playUrlsOf(engine, room.room_id, !isOver(room.state)),
    }
  }

  async function cardsOf(tx: Tx, rooms: readonly RoomRow[], personId: Id<'usr'> | null): Promise<Card[]> {
    const authors = await content.authorCards(
      tx,
      rooms.map((r) => r.creator_id),
      personId,
    )
    const { items } = await live.bagsOf(
      tx,
      rooms.map((r) => r.room_id),
    )
    const explained = items.filter((i) => i.explain_state === 'explaining')
    const cards = await shop.cards(tx, [...new Set(explained.map((i) => i.product_id))])
    return rooms.flatMap((room) => {
      const author = authors.get(room.creator_id)
      const now = explained.find((i) => i.room_id === room.room_id)
      return author
        ? {
            roomId: room.room_id,
            author,
            title: room.title,
            coverUrl: room.cover_url,
            state: room.state,
            orientation: room.orientation,
            plannedAt: iso(room.planned_at),
            startedAt: iso(room.started_at),
            products: items.filter((i) => i.room_id === room.room_id).length,
            explaining: cards.find((c) => c.productId === now?.product_id) ?? null,
          }
        : []
    })
  }

  const personIn = (ctx: Ctx) => (ctx.actor.kind === 'person' ? ctx.actor.accountId : null)
  const list =
    (page: Live['roomsOnAir']) =>
    ({ cursor, limit, creatorId }: InputOf<typeof listLive>, ctx: Ctx): Promise<OutputOf<typeof listLive>> =>
      db.read(async (tx) => {
        const { rooms, nextCursor } = await page(tx, cursor, limit, creatorId ?? null)
        return { items: await cardsOf(tx, rooms, personIn(ctx)), nextCursor }
      })

  return {
    deskDetail,
    cardsOf,
    /** @throws AppError NOT_FOUND */
    getRoom: ({ roomId }: InputOf<typeof getRoom>, ctx: Ctx): Promise<Snapshot> =>
      snapshotFor(roomId, personIn(ctx)),
    /** @throws AppError NOT_FOUND */
    getDeskRoom: ({ creatorId, roomId }: InputOf<typeof getDeskRoom>, ctx: Ctx): Promise<DeskDetail> =>
      db.read((tx) => deskDetail(tx, creatorId, roomId, ctx)),
    listLive: list(live.roomsOnAir),
    listUpcoming: list(live.roomsPlanned),
  }
}
export type ViewRoom = ReturnType<typeof createViewRoom>

function withoutViewer<T extends { joinedByViewer: boolean }>({ joinedByViewer: _, ...rest }: T) {
  return rest
}
