// SQL of the comments' workbench: lists over many contents, the filter's words, the shops that may answer.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { ContentTables } from '../tables.ts'
import type { CommentRow } from './comments.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

export type DeskRow = CommentRow & {
  content_title: Localized
  creator_id: Id<'crt'>
  product_ids: Id<'prd'>[]
}

export type DeskFilter = {
  show?: 'unanswered' | 'question' | 'held' | undefined
  contains?: string | undefined
  beforeId: string | null
  limit: number
}

const under = (tx: Tx) =>
  q(tx)
    .selectFrom('content.comment as c')
    .innerJoin('content.item as i', 'i.id', 'c.item_id')
    .selectAll('c')
    .select(['i.title as content_title', 'i.creator_id', 'i.product_ids'])

/** `%`, `_` and `\\` of a search are letters. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

const narrowed = (query: ReturnType<typeof under>, { show, contains, beforeId, limit }: DeskFilter) =>
  query
    .$if(show === 'unanswered', (s) => s.where('c.reply', 'is', null).where('c.held', '=', false))
    .$if(show === 'question', (s) => s.where(sql<boolean>`c.text ~ '[?？]'`))
    .$if(show === 'held', (s) => s.where('c.held', '=', true))
    .$if(contains !== undefined, (s) => s.where('c.text', 'ilike', containing(contains!)))
    .$if(beforeId !== null, (s) => s.where('c.id', '<', beforeId!))
    .orderBy('c.id', 'desc')
    .limit(limit)

export async function selectCommentsOfCreator(
  tx: Tx,
  creatorId: string,
  filter: DeskFilter,
): Promise<DeskRow[]> {
  return (await narrowed(under(tx).where('i.creator_id', '=', creatorId), filter).execute()) as DeskRow[]
}

/** Those a shop was let to answer; what is held back is the creator's own matter. */
export async function selectHostedComments(tx: Tx, shopId: string, filter: DeskFilter): Promise<DeskRow[]> {
  return (await narrowed(
    under(tx)
      .where('c.held', '=', false)
      .where('i.state', '=', 'published')
      .where(
        sql<boolean>`exists (select from content.comment_host h where h.item_id = i.id and h.shop_id = ${shopId})`,
      ),
    filter,
  ).execute()) as DeskRow[]
}

/** One comment that a shop was let to answer, locked. */
export async function lockHostedComment(
  tx: Tx,
  shopId: string,
  commentId: string,
): Promise<DeskRow | undefined> {
  return (await under(tx)
    .where('c.id', '=', commentId)
    .where('c.held', '=', false)
    .where('i.state', '=', 'published')
    .where(
      sql<boolean>`exists (select from content.comment_host h where h.item_id = i.id and h.shop_id = ${shopId})`,
    )
    .forUpdate('c')
    .executeTakeFirst()) as DeskRow | undefined
}

/** The released comment's content and writer; undefined when none was held there. */
export async function releaseHeld(
  tx: Tx,
  commentId: string,
  creatorId: string,
): Promise<{ itemId: Id<'cnt'>; accountId: Id<'usr'> } | undefined> {
  const { rows } = await sql<{ itemId: Id<'cnt'>; accountId: Id<'usr'> }>`
    with freed as (
      update content.comment c set held = false from content.item i
      where c.id = ${commentId} and c.held and i.id = c.item_id and i.creator_id = ${creatorId}
      returning c.item_id, c.account_id)
    update content.item_counter n set comments = n.comments + 1 from freed where n.item_id = freed.item_id
    returning freed.item_id as "itemId", freed.account_id as "accountId"`.execute(q(tx))
  return rows[0]
}

export async function selectFilterWords(tx: Tx, creatorId: string): Promise<string[]> {
  const row = await q(tx)
    .selectFrom('content.comment_filter')
    .select('words')
    .where('creator_id', '=', creatorId)
    .executeTakeFirst()
  return row?.words ?? []
}

/** The words of the creator of a content. */
export async function selectFilterWordsOfItem(tx: Tx, itemId: string): Promise<string[]> {
  const row = await q(tx)
    .selectFrom('content.comment_filter as f')
    .innerJoin('content.item as i', 'i.creator_id', 'f.creator_id')
    .select('f.words')
    .where('i.id', '=', itemId)
    .executeTakeFirst()
  return row?.words ?? []
}

export async function saveFilterWords(
  tx: Tx,
  creatorId: string,
  words: readonly string[],
  at: Date,
): Promise<void> {
  const row = { words: [...words], updated_at: at }
  await q(tx)
    .insertInto('content.comment_filter')
    .values({ creator_id: creatorId, ...row })
    .onConflict((c) => c.column('creator_id').doUpdateSet(row))
    .execute()
}

export async function selectHosts(tx: Tx, itemId: string): Promise<Id<'shp'>[]> {
  const rows = await q(tx)
    .selectFrom('content.comment_host')
    .select('shop_id')
    .where('item_id', '=', itemId)
    .execute()
  return rows.map((r) => r.shop_id as Id<'shp'>)
}

export async function insertHost(tx: Tx, itemId: string, shopId: string, at: Date): Promise<void> {
  await q(tx)
    .insertInto('content.comment_host')
    .values({ item_id: itemId, shop_id: shopId, granted_at: at })
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function deleteHost(tx: Tx, itemId: string, shopId: string): Promise<void> {
  await q(tx)
    .deleteFrom('content.comment_host')
    .where('item_id', '=', itemId)
    .where('shop_id', '=', shopId)
    .execute()
}
