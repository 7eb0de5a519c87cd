// A room that is over, as its viewers see it again: the recording, its moments, and its goods as they are sold today.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Content } from '#modules/content'
import type { Live } from '#modules/live'
import type { getReplay } from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import type { Ctx, Deps } from '#platform/context'

type Doors = { live: Live; shop: Shop; content: Content }

export function createReplay({ db }: Pick<Deps, 'db'>, { live, shop, content }: Doors) {
  return {
    /** @throws AppError NOT_FOUND: no such room, or it is not over */
    getReplay: ({ roomId }: InputOf<typeof getReplay>, ctx: Ctx): Promise<OutputOf<typeof getReplay>> =>
      db.read(async (tx) => {
        const replay = await live.replayOf(tx, roomId)
        if (!replay || replay.room.state === 'archived') throw new AppError('NOT_FOUND')
        const { room, pieces, durationMs, timeline } = replay
        const viewerId = ctx.actor.kind === 'person' ? ctx.actor.accountId : null
        const author = (await content.authorCards(tx, [room.creator_id], viewerId)).get(room.creator_id)
        if (!author) throw new AppError('NOT_FOUND')
        const { items } = await live.bagsOf(tx, [roomId])
        const products = await shop.cards(
          tx,
          items.map((i) => i.product_id),
        )
        return {
          roomId,
          author,
          title: room.title,
          coverUrl: room.cover_url,
          startedAt: room.started_at!.toISOString(),
          endedAt: room.ended_at!.toISOString(),
          playlistUrl: pieces.length > 0 ? `/media/replays/${roomId}/index.m3u8` : null,
          durationMs,
          products: products.filter((p) => p.availability !== 'offShelf'),
          timeline,
        }
      }),
  }
}
