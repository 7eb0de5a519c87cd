// Seconds of a replay become a draft with its goods: the room is asked for its recorded pieces, the media queue gets the work, the
// content is made at once and says where it is from. The rest is the usual way: ladder, checks, hand in, review.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { waitingFor, type Content, type OwnContent } from '#modules/content'
import type { Governance } from '#modules/governance'
import { isOver, takesOf, type Live } from '#modules/live'
import type { cutClip, listRoomClips, RoomClip } from '#modules/live/contract'
import type { Media } from '#modules/media'
import type { Shop } from '#modules/shop'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { inBoth } from './words.ts'

type Doors = { live: Live; content: Content; media: Media; shop: Shop; governance: Governance }
const MAX_TAGS = 6

export function createCutClip({ db }: Pick<Deps, 'db'>, { live, content, media, shop, governance }: Doors) {
  const asRoomClips = async (tx: Tx, contents: readonly OwnContent[]): Promise<RoomClip[]> => {
    const uploadOf = (c: OwnContent) => (c.media.kind === 'video' ? (c.media.uploadId ?? null) : null)
    const clips = await media.clipsByIds(
      tx,
      contents.map(uploadOf).filter((id): id is Id<'upl'> => id !== null),
    )
    return contents.map((c) => {
      const uploadId = uploadOf(c)
      const clip = uploadId ? clips.get(uploadId) : undefined
      return {
        contentId: c.contentId,
        uploadId,
        state: c.state,
        title: c.title,
        fromMs: c.fromRoom!.fromMs,
        toMs: c.fromRoom!.toMs,
        clipState: clip?.state ?? null,
        progress: clip?.progress ?? 0,
        reason: clip?.reason ?? null,
        posterUrl: (c.media.kind === 'video' && c.media.posterUrl) || null,
        productIds: c.productIds,
        createdAt: c.createdAt,
      }
    })
  }

  /** @throws AppError STATE_CONFLICT {state} · NO_FOOTAGE · RANGE_OUTSIDE {durationMs} */
  const footageOf = async (tx: Tx, roomId: Id<'rom'>, fromMs: number, toMs: number) => {
    const footage = await live.footage(tx, roomId, fromMs, toMs)
    if (!footage || footage.lengthMs === 0) throw new AppError('NO_FOOTAGE')
    if (toMs > footage.lengthMs) throw new AppError('RANGE_OUTSIDE', { durationMs: footage.lengthMs })
    const takes = takesOf(footage.pieces, footage.skipMs, toMs - fromMs)
    if (takes.length === 0) throw new AppError('NO_FOOTAGE')
    return { takes, bytes: footage.pieces.reduce((sum, p) => sum + p.bytes, 0n) }
  }

  const requireInBag = async (tx: Tx, roomId: Id<'rom'>, productIds: readonly Id<'prd'>[]) => {
    const { items } = await live.bagsOf(tx, [roomId])
    const inBag = new Set<string>(items.map((i) => i.product_id))
    const stranger = productIds.findIndex((id) => !inBag.has(id))
    if (stranger >= 0)
      throw new AppError('INPUT_INVALID', {}, [
        { pointer: `/productIds/${stranger}`, code: 'INPUT_INVALID', detail: NOT_IN_BAG },
      ])
  }

  return {
    cutClip: (input: InputOf<typeof cutClip>, ctx: Ctx): Promise<OutputOf<typeof cutClip>> =>
      db.transaction(async (tx) => {
        const { creatorId, roomId, fromMs, toMs, title, productIds } = input
        const room = await live.roomOf(tx, roomId, creatorId)
        if (!isOver(room.state) || room.state === 'archived')
          throw new AppError('STATE_CONFLICT', { state: room.state })
        governance.screenWords(inBoth('/title', title))
        await requireInBag(tx, roomId, productIds)
        const { takes, bytes } = await footageOf(tx, roomId, fromMs, toMs)
        const uploadId = await media.cutClip(tx, { creatorId, name: title.zh, bytes, cut: { takes } }, ctx)
        const goods = await shop.cards(tx, productIds)
        const made = await content.createContents(
          tx,
          [
            {
              creatorId,
              title,
              caption: { zh: '', en: '' },
              productIds,
              tags: [...new Set(goods.flatMap((g) => g.tags))].slice(0, MAX_TAGS),
              categoryId: goods[0]?.categoryId ?? null,
              media: { kind: 'clip', uploadId },
              resolved: waitingFor(uploadId),
              fromRoom: { roomId, fromMs, toMs },
            },
          ],
          'draft',
        )
        return (await asRoomClips(tx, made))[0]!
      }),

    listRoomClips: ({
      creatorId,
      roomId,
    }: InputOf<typeof listRoomClips>): Promise<OutputOf<typeof listRoomClips>> =>
      db.read(async (tx) => {
        await live.roomOf(tx, roomId, creatorId)
        return { items: await asRoomClips(tx, await content.fromRoom(tx, roomId)) }
      }),
  }
}

const NOT_IN_BAG = { zh: '这件商品不在这场直播的小黄车里', en: 'this product was not in the bag of the room' }
