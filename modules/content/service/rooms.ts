// A live room among the contents: as long as it is on air it is shown, liked and recommended like a clip, and withdrawn with its
// end. It is no draft of the desk's: nobody edits it there, the room does.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { OwnContent } from '../contract.ts'
import { nextState } from '../domain/content-state.ts'
import {
  forgetAnnouncedRoom,
  insertItems,
  selectItem,
  setAnnouncedRoom,
  updateItem,
  type Item,
  type NewItem,
} from '../repository/items.ts'
import { createAnnounce } from './announce.ts'
import { toOwnContent } from './present.ts'

export type RoomContent = {
  creatorId: Id<'crt'>
  roomId: Id<'rom'>
  title: Localized
  posterUrl: string
  width: number
  height: number
  /** At most five; the first stands for the room while nothing is explained. */
  productIds: Id<'prd'>[]
  tags: string[]
  categoryId: string | null
}

const UNMET = {
  checks: [],
  rejected_rule_id: null,
  version: 1,
  published_at: null,
  views: 0n,
  likes: 0n,
  comments: 0n,
  shares: 0n,
}

export function createRooms(deps: Deps) {
  const announce = createAnnounce(deps)
  return {
    /** To `reviewing`: the caller opens its review in the same transaction, and `applyReview` shows it. */
    async openRoom(tx: Tx, room: RoomContent): Promise<OwnContent> {
      const { creatorId, roomId, posterUrl, width, height } = room
      const made: NewItem = {
        id: deps.ids.next('cnt'),
        creator_id: creatorId,
        state: 'reviewing',
        title: room.title,
        caption: { zh: '', en: '' },
        media: { kind: 'live', roomId, posterUrl, width, height, play: null },
        product_ids: room.productIds,
        tags: room.tags,
        category_id: room.categoryId,
        created_at: deps.clock.now(),
        publish_at: null,
        from_room: null,
        announces_room: null,
      }
      await insertItems(tx, [made])
      const item: Item = { ...made, ...UNMET }
      await announce(tx, [item])
      return toOwnContent(item)
    },

    /** What it is about now, by its bag; nothing once it is out of sight. */
    async describeRoom(
      tx: Tx,
      contentId: Id<'cnt'>,
      { productIds, tags, categoryId }: RoomContent,
    ): Promise<void> {
      const item = await selectItem(tx, contentId, { lock: true })
      if (!item || item.state !== 'published') return
      const now = { ...item, product_ids: productIds, tags, category_id: categoryId }
      await updateItem(tx, now)
      await announce(tx, [now])
    },

    /**
     * A content announces a room, or none; whose room that may be, and that it is not over, the caller has made sure of while holding
     * the room's row. What is passed stays passed, and who edits it meanwhile notices nothing. @throws AppError NOT_FOUND
     */
    async announceRoom(
      tx: Tx,
      creatorId: string,
      contentId: string,
      roomId: Id<'rom'> | null,
    ): Promise<OwnContent> {
      const item = await selectItem(tx, contentId, { creatorId, lock: true })
      if (!item || item.media.kind === 'live') throw new AppError('NOT_FOUND')
      await setAnnouncedRoom(tx, contentId, roomId)
      return toOwnContent({ ...item, announces_room: roomId })
    },

    /** The room is over: what announced it stands as it is, and announces nothing. */
    unannounceRoom: forgetAnnouncedRoom,

    /** Out of sight with the room's end; twice is the same as once. */
    async closeRoom(tx: Tx, contentId: Id<'cnt'>): Promise<void> {
      const item = await selectItem(tx, contentId, { lock: true })
      const state = item && nextState(item.state, 'withdraw')
      if (!state) return
      const over = { ...item, state }
      await updateItem(tx, over)
      await announce(tx, [over])
    },
  }
}
