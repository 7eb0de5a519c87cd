// The comments' workbench: what is said under all contents of a creator, the creator's filter, and shops that answer in the
// creator's stead. Which shops have goods under a content only shop knows: flows/comment-desk.ts asks it.
import { decodeCursor, encodeCursor, type InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type * as contract from '../contract.ts'
import { contentCommented } from '../events.ts'
import * as desk from '../repository/comment-desk.ts'
import { lockItemOfComment, updateReply } from '../repository/comments.ts'
import { selectItem } from '../repository/items.ts'
import type { Page } from './read.ts'

export type { DeskRow } from '../repository/comment-desk.ts'

export function createCommentDesk(deps: Deps) {
  const outbox = createOutbox(deps.clock, deps.ids)

  const paged = async (
    read: (at: { beforeId: string | null; limit: number }) => Promise<desk.DeskRow[]>,
    input: { cursor?: string | undefined; limit: number },
  ): Promise<Page<desk.DeskRow>> => {
    const key = input.cursor === undefined ? null : decodeCursor(input.cursor, 1)
    if (input.cursor !== undefined && !key) throw new AppError('CURSOR_INVALID')
    const rows = await read({ beforeId: key?.[0] ?? null, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit)
    const last = items.at(-1)
    return { items, nextCursor: rows.length > items.length && last ? encodeCursor([last.id]) : null }
  }

  return {
    commentsOfCreator: (
      tx: Tx,
      input: InputOf<typeof contract.listDeskComments>,
    ): Promise<Page<desk.DeskRow>> =>
      paged(
        (at) =>
          desk.selectCommentsOfCreator(tx, input.creatorId, { show: input.show, contains: input.q, ...at }),
        input,
      ),

    commentsForHost: (
      tx: Tx,
      input: InputOf<typeof contract.listHostedComments>,
    ): Promise<Page<desk.DeskRow>> =>
      paged((at) => desk.selectHostedComments(tx, input.shopId, { show: input.show, ...at }), input),

    releaseComment: ({ creatorId, commentId }: InputOf<typeof contract.releaseComment>) =>
      deps.db.transaction(async (tx) => {
        if (!(await lockItemOfComment(tx, commentId, creatorId))) throw new AppError('NOT_FOUND')
        const freed = await desk.releaseHeld(tx, commentId, creatorId)
        // Told to the others only now: until here nobody could read it.
        if (freed)
          await outbox.publish(tx, [
            event(contentCommented, freed.itemId, {
              contentId: freed.itemId,
              creatorId,
              accountId: freed.accountId,
              commentId,
            }),
          ])
        return { ok: true as const }
      }),

    getCommentFilter: ({ creatorId }: InputOf<typeof contract.getCommentFilter>) =>
      deps.db.read(async (tx) => ({ words: await desk.selectFilterWords(tx, creatorId) })),

    setCommentFilter: ({ creatorId, words }: InputOf<typeof contract.setCommentFilter>) =>
      deps.db.transaction(async (tx) => {
        await desk.saveFilterWords(tx, creatorId, words, deps.clock.now())
        return { words }
      }),

    /** The goods of a creator's own content and the shops that were let. @throws AppError NOT_FOUND */
    async hostsOf(
      tx: Tx,
      creatorId: Id<'crt'>,
      contentId: Id<'cnt'>,
    ): Promise<{ productIds: Id<'prd'>[]; granted: Id<'shp'>[] }> {
      const item = await selectItem(tx, contentId, { creatorId })
      if (!item) throw new AppError('NOT_FOUND')
      return { productIds: item.product_ids, granted: await desk.selectHosts(tx, contentId) }
    },

    /** The caller has made sure that the shop's goods are anchored. */
    grantHost: (tx: Tx, contentId: Id<'cnt'>, shopId: Id<'shp'>): Promise<void> =>
      desk.insertHost(tx, contentId, shopId, deps.clock.now()),
    revokeHost: (tx: Tx, contentId: Id<'cnt'>, shopId: Id<'shp'>): Promise<void> =>
      desk.deleteHost(tx, contentId, shopId),

    /** A comment the shop was let to answer, locked. @throws AppError NOT_FOUND */
    async hostedComment(tx: Tx, shopId: Id<'shp'>, commentId: Id<'cmt'>): Promise<desk.DeskRow> {
      const row = await desk.lockHostedComment(tx, shopId, commentId)
      if (!row) throw new AppError('NOT_FOUND')
      return row
    },

    /** @throws AppError STATE_CONFLICT when the author, or another shop, has answered */
    async answerAsShop(tx: Tx, row: desk.DeskRow, shopId: Id<'shp'>, text: string): Promise<void> {
      if (row.reply !== null && row.reply_by_shop !== shopId)
        throw new AppError('STATE_CONFLICT', { state: 'answered' })
      await updateReply(tx, row.id, text, deps.clock.now(), shopId)
    },
  }
}
