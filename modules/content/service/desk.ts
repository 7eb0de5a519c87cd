// The life of a content at the creator's desk: make, revise, submit, withdraw, and the reviewer's verdict. Each change locks
// the row, asks the state table, saves, and publishes a full snapshot in the same transaction.
import type { ContentMedia } from '#kernel/content-card'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import {
  contentDraft,
  type ContentCheck,
  type ContentDraft,
  type FromRoom,
  type OwnContent,
} from '../contract.ts'
import { nextState, type ContentAction, type ContentState } from '../domain/content-state.ts'
import { isWaiting } from '../domain/waiting.ts'
import {
  insertItems,
  selectDueIds,
  selectFromRoom,
  selectIdsOfUpload,
  selectItem,
  updateItem,
  type Item,
  type NewItem,
} from '../repository/items.ts'
import { createAnnounce } from './announce.ts'
import { toOwnContent } from './present.ts'

export type Verdict = 'passed' | 'rejected'
/** `resolved` is what `media` was found to be, where that is not for the creator to say. */
export type NewContent = ContentDraft & {
  creatorId: Id<'crt'>
  resolved?: ContentMedia
  publishAt?: Date | null
  fromRoom?: FromRoom
  announcesRoomId?: Id<'rom'> | null
}
export type Revision = Partial<Omit<ContentDraft, 'media'>> & {
  media?: ContentMedia
  publishAt?: Date | null
}

export function createDesk(deps: Deps) {
  const announce = createAnnounce(deps)

  const save = async (tx: Tx, item: Item): Promise<OwnContent> => {
    await updateItem(tx, item)
    await announce(tx, [item])
    return toOwnContent(item)
  }

  const lock = async (tx: Tx, creatorId: string, contentId: string): Promise<Item> => {
    const item = await selectItem(tx, contentId, { creatorId, lock: true })
    if (!item || item.media.kind === 'live') throw new AppError('NOT_FOUND') // a room is run from its own desk
    return item
  }

  /** After saving: published or waiting for review again, or for its clip. */
  const revised = (item: Item, media: ContentMedia): ContentState => {
    const state = stateAfter(item, 'revise')
    if (state === 'reviewing' && isWaiting(media)) return stateAfter(item, 'wait')
    if (state === 'processing' && !isWaiting(media)) return stateAfter({ ...item, state }, 'ready')
    return state
  }

  const stateAfter = (item: Item, action: ContentAction) => {
    const state = nextState(item.state, action)
    if (!state) throw new AppError('STATE_CONFLICT', { state: item.state })
    return state
  }

  return {
    /**
     * Adds contents, all or none, through the same check as the desk's form. `reviewing` expects the caller to open a review
     * of each in the same transaction. @throws ZodError for a draft that the form would have refused.
     */
    async createContents(
      tx: Tx,
      drafts: readonly NewContent[],
      state: 'draft' | 'reviewing',
    ): Promise<OwnContent[]> {
      if (drafts.length === 0) return []
      const items = drafts.map(
        ({ creatorId, resolved, publishAt = null, fromRoom, announcesRoomId, ...given }) => {
          const d = contentDraft.parse(given)
          const media = resolved ?? d.media
          if (media.kind === 'clip')
            throw new Error('createContents: a clip comes with what it is (`resolved`)')
          return {
            id: deps.ids.next('cnt'),
            creator_id: creatorId,
            state: state === 'reviewing' && isWaiting(media) ? 'processing' : state,
            title: d.title,
            caption: d.caption,
            media,
            publish_at: publishAt,
            product_ids: d.productIds,
            tags: d.tags,
            category_id: d.categoryId,
            created_at: deps.clock.now(),
            from_room: fromRoom ?? null,
            announces_room: announcesRoomId ?? null,
          } satisfies NewItem
        },
      )
      await insertItems(tx, items)
      const saved = items.map((i): Item => ({
        ...i,
        rejected_rule_id: null,
        checks: [],
        version: 1,
        published_at: null,
        views: 0n,
        likes: 0n,
        comments: 0n,
        shares: 0n,
      }))
      await announce(tx, saved)
      return saved.map(toOwnContent)
    },

    /**
     * Saves the given fields if `version` is still the one that was read; what is published goes to `reviewing`, or to
     * `processing` with a clip that is still in work.
     */
    async reviseContent(
      tx: Tx,
      creatorId: Id<'crt'>,
      contentId: Id<'cnt'>,
      changes: Revision,
      version: string | null,
    ): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      if (version !== String(item.version))
        throw new AppError('STALE', { version: item.version, current: toOwnContent(item) })
      const media = changes.media ?? item.media
      return save(tx, {
        ...item,
        state: revised(item, media),
        version: item.version + 1,
        title: changes.title ?? item.title,
        caption: changes.caption ?? item.caption,
        media,
        publish_at: changes.publishAt === undefined ? item.publish_at : changes.publishAt,
        product_ids: changes.productIds ?? item.product_ids,
        tags: changes.tags ?? item.tags,
        category_id: changes.categoryId === undefined ? item.category_id : changes.categoryId,
      })
    },

    /** To `reviewing`, the caller opens the review in the same transaction; or to `processing` while its clip is in work. */
    async submitContent(tx: Tx, creatorId: Id<'crt'>, contentId: Id<'cnt'>): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      const action = isWaiting(item.media) ? 'wait' : 'submit'
      return save(tx, { ...item, state: stateAfter(item, action), rejected_rule_id: null, checks: [] })
    },

    /** To `withdrawn`; the caller closes the review that may be open in the same transaction. */
    async withdraw(tx: Tx, creatorId: Id<'crt'>, contentId: Id<'cnt'>): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      return save(tx, { ...item, state: stateAfter(item, 'withdraw') })
    },

    /**
     * The reviewer's word. A verdict that the state table has no row for is old news (withdrawn meanwhile, or told twice) and
     * changes nothing. `publishedAt` stays that of the first publication. What is for a later hour waits for it.
     */
    async applyReview(tx: Tx, contentId: Id<'cnt'>, verdict: Verdict, ruleId: string | null): Promise<void> {
      const item = await selectItem(tx, contentId, { lock: true })
      const now = deps.clock.now()
      const isLater = item?.publish_at != null && item.publish_at > now
      const state =
        item && nextState(item.state, verdict === 'rejected' ? 'reject' : isLater ? 'defer' : 'pass')
      if (!state) return
      await save(tx, {
        ...item,
        state,
        rejected_rule_id: state === 'rejected' ? ruleId : null,
        published_at: state === 'published' ? (item.published_at ?? now) : item.published_at,
      })
    },

    /** What machines found when it was handed in; the caller has it from `createContents`, `submitContent` or `clipReady`. */
    async noteChecks(tx: Tx, contentId: Id<'cnt'>, checks: ContentCheck[]): Promise<void> {
      const item = await selectItem(tx, contentId, { lock: true })
      if (item) await updateItem(tx, { ...item, checks })
    },

    /** Fills a finished clip into what carries it. Answers those that waited for it and are `reviewing` now. */
    async clipReady(
      tx: Tx,
      clip: Extract<ContentMedia, { kind: 'video' }> & { uploadId: Id<'upl'> },
    ): Promise<OwnContent[]> {
      const waited: OwnContent[] = []
      for (const id of await selectIdsOfUpload(tx, clip.uploadId)) {
        const item = await selectItem(tx, id, { lock: true })
        if (item?.media.kind !== 'video' || item.media.uploadId !== clip.uploadId) continue
        const posterUrl = item.media.posterUrl || clip.posterUrl
        // Where nothing could draw a cover, its creator is asked for one.
        const state = nextState(item.state, posterUrl === '' ? 'lose' : 'ready')
        const own = await save(tx, { ...item, state: state ?? item.state, media: { ...clip, posterUrl } })
        if (state === 'reviewing') waited.push(own)
      }
      return waited
    },

    /** Nothing will come of an upload: what waited for it is a draft again. */
    async clipLost(tx: Tx, uploadId: Id<'upl'>): Promise<void> {
      for (const id of await selectIdsOfUpload(tx, uploadId)) {
        const item = await selectItem(tx, id, { lock: true })
        const state = item && isWaiting(item.media) && nextState(item.state, 'lose')
        if (state) await save(tx, { ...item, state })
      }
    },

    /** What was cut from this room's replay, newest first. */
    fromRoom: async (tx: Tx, roomId: Id<'rom'>, limit = 50): Promise<OwnContent[]> =>
      (await selectFromRoom(tx, roomId, limit)).map(toOwnContent),

    /** Publishes what was passed and whose hour has come, one batch. */
    releaseDue: (limit = 50): Promise<number> =>
      deps.db.transaction(async (tx) => {
        const now = deps.clock.now()
        const ids = await selectDueIds(tx, now, limit)
        for (const id of ids) {
          const item = (await selectItem(tx, id, { lock: true }))!
          await save(tx, {
            ...item,
            state: stateAfter(item, 'release'),
            publish_at: null,
            published_at: item.published_at ?? now,
          })
        }
        return ids.length
      }),
  }
}
