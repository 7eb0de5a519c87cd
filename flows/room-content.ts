// A room among the contents of the feed: published with it, described by what is in its bag, withdrawn with it.
import type { Content, RoomContent } from '#modules/content'
import type { Governance } from '#modules/governance'
import type { Live, RoomRow } from '#modules/live'
import type { Shop } from '#modules/shop'
import type { Tx } from '#platform/database'

type Doors = { live: Live; shop: Shop; content: Content; governance: Governance }

/** What a content may have, of goods and of tags. */
const MAX_ANCHORS = 5
const MAX_TAGS = 6
const NO_COVER = '/live-cover.svg'

export function createRoomContent({ live, shop, content, governance }: Doors) {
  async function about(tx: Tx, room: RoomRow): Promise<RoomContent> {
    const { items } = await live.bagsOf(tx, [room.room_id])
    const goods = await shop.cards(
      tx,
      items.slice(0, MAX_ANCHORS).map((i) => i.product_id),
    )
    const tags = Map.groupBy(
      goods.flatMap((g) => g.tags),
      (tag) => tag,
    )
    return {
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
    }
  }

  return {
    /** Its words were screened when they were written. */
    async open(tx: Tx, room: RoomRow): Promise<void> {
      const { contentId } = await content.openRoom(tx, await about(tx, room))
      const images = room.cover_url ? [room.cover_url] : []
      const reviewIds = await governance.openReviews(tx, [
        {
          kind: 'content',
          objectId: contentId,
          orgId: room.creator_id,
          title: room.title,
          snapshot: { description: null, images, videoUrl: null, facts: [] },
        },
      ])
      await governance.passAll(tx, reviewIds)
      await content.applyReview(tx, contentId, 'passed', null)
      await live.setContent(tx, room.room_id, contentId)
    },

    /** Its bag is another. */
    async describe(tx: Tx, room: RoomRow): Promise<void> {
      if (room.content_id) await content.describeRoom(tx, room.content_id, await about(tx, room))
    },

    /** What announced it announces nothing now. */
    async close(tx: Tx, room: RoomRow): Promise<void> {
      if (room.content_id) await content.closeRoom(tx, room.content_id)
      await content.unannounceRoom(tx, room.room_id)
    },
  }
}
export type RoomContents = ReturnType<typeof createRoomContent>
