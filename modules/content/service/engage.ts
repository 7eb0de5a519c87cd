// What viewers do to a content or its author: like, share, follow, comment. Idempotent: doing it twice is doing it once, and
// only a real change is announced.
import type { InputOf } from '#kernel/contract'
import { decodeCursor, encodeCursor } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { scopesOf } from '#kernel/scopes'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type * as contract from '../contract.ts'
import { viewsOf, type Dwell } from '../domain/views.ts'
import { contentCommented, contentLiked, creatorFollowed } from '../events.ts'
import { holdsBack } from '../domain/comment-filter.ts'
import { selectFilterWordsOfItem } from '../repository/comment-desk.ts'
import * as comments from '../repository/comments.ts'
import * as engagement from '../repository/engagement.ts'
import type { Counted } from '../repository/engagement.ts'
import { selectItem } from '../repository/items.ts'

export type CommentPage = {
  items: (comments.CommentRow & { deletable: boolean })[]
  nextCursor: string | null
}

export function createEngage(deps: Deps) {
  const outbox = createOutbox(deps.clock, deps.ids)

  const found = (counted: Counted | undefined): Counted => {
    if (!counted) throw new AppError('NOT_FOUND')
    return counted
  }

  const setLike = (contentId: Id<'cnt'>, accountId: Id<'usr'>, on: boolean) =>
    deps.db.transaction(async (tx) => {
      const now = deps.clock.now()
      const { creatorId, count, changed } = found(
        on
          ? await engagement.insertLike(tx, contentId, accountId, now)
          : await engagement.deleteLike(tx, contentId, accountId),
      )
      if (changed)
        await outbox.publish(tx, [event(contentLiked, contentId, { contentId, creatorId, accountId, on })])
      return { liked: on, likes: Number(count) }
    })

  const setFollow = (creatorId: Id<'crt'>, accountId: Id<'usr'>, on: boolean) =>
    deps.db.transaction(async (tx) => {
      const now = deps.clock.now()
      const { count, changed } = found(
        on
          ? await engagement.insertFollow(tx, creatorId, accountId, now)
          : await engagement.deleteFollow(tx, creatorId, accountId),
      )
      if (changed) await outbox.publish(tx, [event(creatorFollowed, creatorId, { creatorId, accountId, on })])
      return { following: on, followers: Number(count) }
    })

  const countShare = async (tx: Tx, contentId: Id<'cnt'>, accountId: Id<'usr'>): Promise<number> =>
    Number(found(await engagement.insertShare(tx, contentId, accountId, deps.clock.now())).count)

  return {
    /** Counts a person's first share of a content; answers the shares there are. */
    countShare,
    /** Adds the views among `dwells`. The caller makes sure that each dwell is handed in once. */
    async countViews(tx: Tx, dwells: readonly Dwell[]): Promise<void> {
      const views = viewsOf(dwells)
      if (views.length > 0) await engagement.addViews(tx, views)
    },
    /** Up to 500, the newest first. */
    followedCreators: (tx: Tx, accountId: string) => engagement.selectFollowed(tx, accountId, 500),

    /** A page of those who follow, by their ids after `after`. */
    followersAfter: (tx: Tx, creatorId: string, after: string, limit: number) =>
      engagement.selectFollowersAfter(tx, creatorId, after, limit),

    /** How many of these follow since before `from`, and how many began within the time. Those who left since are in neither. */
    followsAmong: (
      tx: Tx,
      creatorId: string,
      accountIds: readonly string[],
      time: { from: Date; to: Date },
    ) => engagement.countFollowsAmong(tx, creatorId, accountIds, time),

    /** From a guest to the account it turned out to be. */
    moveEngagement: (tx: Tx, guestId: Id<'usr'>, accountId: Id<'usr'>) =>
      engagement.moveEngagement(tx, guestId, accountId),

    like: (input: InputOf<typeof contract.like>, ctx: Ctx) => setLike(input.contentId, personOf(ctx), true),
    unlike: (input: InputOf<typeof contract.unlike>, ctx: Ctx) =>
      setLike(input.contentId, personOf(ctx), false),
    follow: (input: InputOf<typeof contract.follow>, ctx: Ctx) =>
      setFollow(input.authorId, personOf(ctx), true),
    unfollow: (input: InputOf<typeof contract.unfollow>, ctx: Ctx) =>
      setFollow(input.authorId, personOf(ctx), false),
    share: (input: InputOf<typeof contract.share>, ctx: Ctx) =>
      deps.db.transaction(async (tx) => ({ shares: await countShare(tx, input.contentId, personOf(ctx)) })),

    /** A page of comments, without the names of those who wrote them. */
    async commentsOf(tx: Tx, input: InputOf<typeof contract.listComments>, ctx: Ctx): Promise<CommentPage> {
      const after = input.cursor === undefined ? null : readCursor(input.cursor)
      const item = await selectItem(tx, input.contentId)
      if (item?.state !== 'published') throw new AppError('NOT_FOUND')
      const own = ctx.actor.kind === 'person' ? ctx.actor.accountId : null
      const isAuthor = creatorsOf(ctx).includes(item.creator_id)
      const rows = await comments.selectComments(tx, item.id, after, input.limit + 1, {
        viewerId: own,
        all: isAuthor,
      })
      const page = rows.slice(0, input.limit)
      const last = page.at(-1)
      return {
        items: page.map((c) => ({ ...c, deletable: isAuthor || c.account_id === own })),
        nextCursor:
          rows.length > page.length && last
            ? encodeCursor([last.pinned ? 'pinned' : 'plain', last.id])
            : null,
      }
    },

    async addComment(
      tx: Tx,
      contentId: Id<'cnt'>,
      accountId: Id<'usr'>,
      text: string,
    ): Promise<comments.CommentRow> {
      const id = deps.ids.next('cmt')
      const at = deps.clock.now()
      const held = holdsBack(await selectFilterWordsOfItem(tx, contentId), text)
      const creatorId = await comments.insertComment(tx, { id, itemId: contentId, accountId, text, at, held })
      if (!creatorId) throw new AppError('NOT_FOUND')
      if (!held)
        await outbox.publish(tx, [
          event(contentCommented, contentId, { contentId, creatorId, accountId, commentId: id }),
        ])
      return {
        id,
        item_id: contentId,
        account_id: accountId,
        text,
        pinned: false,
        reply: null,
        replied_at: null,
        created_at: at,
        held,
        reply_by_shop: null,
      }
    },

    deleteComment: (input: InputOf<typeof contract.deleteComment>, ctx: Ctx) =>
      deps.db.transaction(async (tx) => {
        const gone = await comments.deleteComment(tx, {
          id: input.commentId,
          itemId: input.contentId,
          accountId: personOf(ctx),
          creatorIds: creatorsOf(ctx),
        })
        if (!gone) throw new AppError('NOT_FOUND')
        return { ok: true as const }
      }),

    replyToComment: (input: InputOf<typeof contract.replyToComment>) =>
      deps.db.transaction(async (tx) => {
        if (!(await comments.lockItemOfComment(tx, input.commentId, input.creatorId)))
          throw new AppError('NOT_FOUND')
        await comments.updateReply(tx, input.commentId, input.text, deps.clock.now(), null)
        return { ok: true as const }
      }),

    pinComment: (input: InputOf<typeof contract.pinComment>) =>
      deps.db.transaction(async (tx) => {
        const itemId = await comments.lockItemOfComment(tx, input.commentId, input.creatorId)
        if (!itemId) throw new AppError('NOT_FOUND')
        if (input.pinned) await comments.clearPin(tx, itemId)
        if (!(await comments.updatePin(tx, input.commentId, input.pinned)))
          throw new AppError('STATE_CONFLICT', { state: 'held' })
        return { ok: true as const }
      }),
  }
}

/** The creators in whose name the caller may write. */
function creatorsOf(ctx: Ctx): string[] {
  if (ctx.actor.kind !== 'person') return []
  return ctx.actor.memberships
    .filter(
      (m) => m.orgKind === 'creator' && !m.suspended && scopesOf('creator', m.role).includes('content.write'),
    )
    .map((m) => m.orgId)
}

function readCursor(text: string): { pinned: boolean; id: string } {
  const key = decodeCursor(text, 2)
  if (!key) throw new AppError('CURSOR_INVALID')
  return { pinned: key[0] === 'pinned', id: key[1]! }
}
