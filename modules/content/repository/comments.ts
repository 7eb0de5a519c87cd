// SQL of comments: the counter moves in the statement that adds or removes the row.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { ContentTables } from '../tables.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

export type CommentRow = {
  id: Id<'cmt'>
  item_id: Id<'cnt'>
  account_id: Id<'usr'>
  text: string
  pinned: boolean
  reply: string | null
  replied_at: Date | null
  created_at: Date
  held: boolean
  /** The shop that answered in the author's stead. */
  reply_by_shop: Id<'shp'> | null
}

/** The item's creator, or undefined when it cannot be commented on. A held comment is not counted. */
export async function insertComment(
  tx: Tx,
  c: { id: string; itemId: string; accountId: string; text: string; at: Date; held: boolean },
): Promise<Id<'crt'> | undefined> {
  const { rows } = await sql<{ creator_id: Id<'crt'> }>`
    with open as (select id, creator_id from content.item where id = ${c.itemId} and state = 'published'),
    added as (
      insert into content.comment (id, item_id, account_id, text, created_at, held)
      select ${c.id}, id, ${c.accountId}, ${c.text}, ${c.at}, ${c.held}::boolean from open returning item_id)
    update content.item_counter n set comments = n.comments + case when ${c.held}::boolean then 0 else 1 end
    from added join open on open.id = added.item_id where n.item_id = added.item_id
    returning open.creator_id`.execute(q(tx))
  return rows[0]?.creator_id
}

/** The pinned one first, then the newest; after `after`. Of the held ones only `viewerId`'s own, unless `all`. */
export async function selectComments(
  tx: Tx,
  itemId: string,
  after: { pinned: boolean; id: string } | null,
  limit: number,
  sees: { viewerId: string | null; all: boolean },
): Promise<CommentRow[]> {
  return (await q(tx)
    .selectFrom('content.comment')
    .selectAll()
    .where('item_id', '=', itemId)
    .$if(!sees.all, (s) => s.where(sql<boolean>`(not held or account_id = ${sees.viewerId})`))
    .$if(after !== null, (s) => s.where(sql<boolean>`(pinned, id) < (${after!.pinned}, ${after!.id})`))
    .orderBy('pinned', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()) as CommentRow[]
}

/** Whether one was deleted: the account's own, or one under a content of `creatorIds`. */
export async function deleteComment(
  tx: Tx,
  c: { id: string; itemId: string; accountId: string; creatorIds: readonly string[] },
): Promise<boolean> {
  const { rows } = await sql<{ item_id: string }>`
    with gone as (
      delete from content.comment c using content.item i
      where c.id = ${c.id} and c.item_id = ${c.itemId} and i.id = c.item_id
        and (c.account_id = ${c.accountId} or i.creator_id = any(${c.creatorIds}::text[]))
      returning c.item_id, c.held)
    update content.item_counter n set comments = n.comments - case when gone.held then 0 else 1 end from gone where n.item_id = gone.item_id
    returning n.item_id`.execute(q(tx))
  return rows.length > 0
}

/** The item of a comment that stands under a content of `creatorId`, locked against a second pin. */
export async function lockItemOfComment(
  tx: Tx,
  commentId: string,
  creatorId: string,
): Promise<string | undefined> {
  const row = await q(tx)
    .selectFrom('content.comment as c')
    .innerJoin('content.item as i', 'i.id', 'c.item_id')
    .select('i.id')
    .where('c.id', '=', commentId)
    .where('i.creator_id', '=', creatorId)
    .forUpdate('i')
    .executeTakeFirst()
  return row?.id
}

export async function updateReply(
  tx: Tx,
  commentId: string,
  text: string,
  at: Date,
  byShop: string | null,
): Promise<void> {
  await q(tx)
    .updateTable('content.comment')
    .set({ reply: text, replied_at: at, reply_by_shop: byShop })
    .where('id', '=', commentId)
    .execute()
}

export async function clearPin(tx: Tx, itemId: string): Promise<void> {
  await q(tx)
    .updateTable('content.comment')
    .set({ pinned: false })
    .where('item_id', '=', itemId)
    .where('pinned', '=', true)
    .execute()
}

/** False for a comment that is held back: nobody could read what is pinned. */
export async function updatePin(tx: Tx, commentId: string, pinned: boolean): Promise<boolean> {
  const changed = await q(tx)
    .updateTable('content.comment')
    .set({ pinned })
    .where('id', '=', commentId)
    .where('held', '=', false)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
