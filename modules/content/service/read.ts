// What is read: cards for any surface, the author's page, the creator's own list.
import { decodeCursor, encodeCursor, type InputOf } from '#kernel/contract'
import type { AuthorCard, ContentCard } from '#kernel/content-card'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type * as contract from '../contract.ts'
import type { OwnContent } from '../contract.ts'
import { selectAuthor, selectAuthorCards, selectReach } from '../repository/creators.ts'
import {
  selectCards,
  selectAnchors,
  selectItem,
  selectItemsOf,
  selectPublishedIds,
  selectPublishedOfUploads,
  type ItemKey,
} from '../repository/items.ts'
import { toAuthorCard, toAuthorProfile, toCard, toOwnContent } from './present.ts'

const FIRST_PAGE = 18

export type Page<T> = { items: T[]; nextCursor: string | null }

export function createRead(deps: Deps) {
  /** Cards of the published ones among `contentIds`, in that order, in one statement. */
  const cards = async (
    tx: Tx,
    contentIds: readonly string[],
    viewerId: string | null,
  ): Promise<ContentCard[]> =>
    contentIds.length === 0 ? [] : (await selectCards(tx, contentIds, viewerId)).map(toCard)

  const published = async (
    tx: Tx,
    creatorId: string,
    viewerId: string | null,
    after: ItemKey | null,
    limit: number,
  ): Promise<Page<ContentCard>> => {
    const keys = await selectPublishedIds(tx, creatorId, after, limit + 1)
    const page = keys.slice(0, limit)
    const last = page.at(-1)
    return {
      items: await cards(
        tx,
        page.map((k) => k.id),
        viewerId,
      ),
      nextCursor: keys.length > page.length && last ? encodeCursor([last.at.toISOString(), last.id]) : null,
    }
  }

  const contentOf = async (tx: Tx, contentId: string): Promise<OwnContent | null> => {
    const item = await selectItem(tx, contentId)
    return item ? toOwnContent(item) : null
  }

  return {
    cards,
    /** By creator; unknown ids are left out. */
    authorCards: async (
      tx: Tx,
      creatorIds: readonly Id<'crt'>[],
      viewerId: string | null,
    ): Promise<Map<string, AuthorCard>> =>
      new Map((await selectAuthorCards(tx, creatorIds, viewerId)).map((r) => [r.id, toAuthorCard(r)])),
    /** By creator: followers now, and how much was published between two moments (rooms are not counted). */
    async reachOf(
      tx: Tx,
      creatorIds: readonly Id<'crt'>[],
      from: Date,
      to: Date,
    ): Promise<Map<string, { followers: number; published: number }>> {
      const rows = await selectReach(tx, creatorIds, from, to)
      return new Map(
        rows.map((r) => [r.id, { followers: Number(r.followers), published: Number(r.published) }]),
      )
    },
    /** In any state; null when there is none. */
    contentOf,
    /** Which of these uploads viewers see, in contents of other creators; by upload. */
    async publishedOfUploads(
      tx: Tx,
      uploadIds: readonly string[],
      creatorId: Id<'crt'>,
    ): Promise<Map<string, { contentId: Id<'cnt'>; title: Localized }>> {
      const rows = uploadIds.length > 0 ? await selectPublishedOfUploads(tx, uploadIds, creatorId) : []
      return new Map(rows.map((r) => [r.upload_id, { contentId: r.id, title: r.title }]))
    },
    /** Who made each content and which goods stand on it; for counting behaviour. */
    async anchorsOf(
      tx: Tx,
      contentIds: readonly string[],
    ): Promise<Map<string, { creatorId: Id<'crt'>; productIds: Id<'prd'>[] }>> {
      const anchors = await selectAnchors(tx, contentIds)
      return new Map(anchors.map((i) => [i.id, { creatorId: i.creator_id, productIds: i.product_ids }]))
    },

    getAuthor: (input: InputOf<typeof contract.getAuthor>, ctx: Ctx) =>
      deps.db.read(async (tx) => {
        const viewerId = viewerOf(ctx)
        const author = await selectAuthor(tx, input.authorId, viewerId)
        if (!author) throw new AppError('NOT_FOUND')
        return {
          author: toAuthorProfile(author),
          contents: await published(tx, author.id, viewerId, null, FIRST_PAGE),
        }
      }),

    listAuthorContents: (input: InputOf<typeof contract.listAuthorContents>, ctx: Ctx) =>
      deps.db.read(async (tx) => {
        const after = input.cursor === undefined ? null : readItemKey(input.cursor)
        const viewerId = viewerOf(ctx)
        if (!(await selectAuthor(tx, input.authorId, viewerId))) throw new AppError('NOT_FOUND')
        return published(tx, input.authorId, viewerId, after, input.limit)
      }),

    listMine: (input: InputOf<typeof contract.listMine>) =>
      deps.db.read(async (tx): Promise<Page<OwnContent>> => {
        const key = input.cursor === undefined ? null : decodeCursor(input.cursor, 1)
        if (input.cursor !== undefined && !key) throw new AppError('CURSOR_INVALID')
        const rows = await selectItemsOf(tx, input.creatorId, input.state, key?.[0] ?? null, input.limit + 1)
        const page = rows.slice(0, input.limit)
        const last = page.at(-1)
        return {
          items: page.map(toOwnContent),
          nextCursor: rows.length > page.length && last ? encodeCursor([last.id]) : null,
        }
      }),

    getMine: (input: InputOf<typeof contract.getMine>) =>
      deps.db.read(async (tx) => {
        const item = await selectItem(tx, input.contentId, { creatorId: input.creatorId })
        if (!item) throw new AppError('NOT_FOUND')
        return toOwnContent(item)
      }),
  }
}

const viewerOf = (ctx: Ctx): Id<'usr'> | null => (ctx.actor.kind === 'person' ? ctx.actor.accountId : null)

function readItemKey(cursor: string): ItemKey {
  const key = decodeCursor(cursor, 2)
  const at = new Date(key?.[0] ?? NaN)
  if (!key || Number.isNaN(at.getTime())) throw new AppError('CURSOR_INVALID')
  return { at, id: key[1]! }
}
