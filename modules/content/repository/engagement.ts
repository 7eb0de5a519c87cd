// SQL of likes, shares, follows and views. Row and counter change in one statement, and the counter moves by the rows that
// really appeared or went: a second like adds no row and so adds nothing.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { ContentTables } from '../tables.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

export type Counted = { creatorId: Id<'crt'>; count: bigint; changed: boolean }

/** Undefined when the content is not there to be liked. */
export async function insertLike(
  tx: Tx,
  itemId: string,
  accountId: string,
  at: Date,
): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    with added as (
      insert into content.item_like (item_id, account_id, at)
      select id, ${accountId}, ${at} from content.item where id = ${itemId} and state = 'published'
      on conflict do nothing returning 1)
    update content.item_counter n set likes = n.likes + (select count(*) from added)
    from content.item i where i.id = n.item_id and i.id = ${itemId} and i.state = 'published'
    returning i.creator_id as "creatorId", n.likes as count, exists (select from added) as changed`.execute(
    q(tx),
  )
  return rows[0]
}

export async function deleteLike(tx: Tx, itemId: string, accountId: string): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    with gone as (delete from content.item_like where item_id = ${itemId} and account_id = ${accountId} returning 1)
    update content.item_counter n set likes = n.likes - (select count(*) from gone)
    from content.item i where i.id = n.item_id and i.id = ${itemId} and i.state = 'published'
    returning i.creator_id as "creatorId", n.likes as count, exists (select from gone) as changed`.execute(
    q(tx),
  )
  return rows[0]
}

export async function insertShare(
  tx: Tx,
  itemId: string,
  accountId: string,
  at: Date,
): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    with added as (
      insert into content.item_share (item_id, account_id, at)
      select id, ${accountId}, ${at} from content.item where id = ${itemId} and state = 'published'
      on conflict do nothing returning 1)
    update content.item_counter n set shares = n.shares + (select count(*) from added)
    from content.item i where i.id = n.item_id and i.id = ${itemId} and i.state = 'published'
    returning i.creator_id as "creatorId", n.shares as count, exists (select from added) as changed`.execute(
    q(tx),
  )
  return rows[0]
}

export async function insertFollow(
  tx: Tx,
  creatorId: string,
  accountId: string,
  at: Date,
): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    with added as (
      insert into content.follow (creator_id, account_id, at)
      select id, ${accountId}, ${at} from content.creator where id = ${creatorId}
      on conflict do nothing returning 1)
    update content.creator c set followers = c.followers + (select count(*) from added) where c.id = ${creatorId}
    returning c.id as "creatorId", c.followers as count, exists (select from added) as changed`.execute(q(tx))
  return rows[0]
}

export async function deleteFollow(
  tx: Tx,
  creatorId: string,
  accountId: string,
): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    with gone as (delete from content.follow where creator_id = ${creatorId} and account_id = ${accountId} returning 1)
    update content.creator c set followers = c.followers - (select count(*) from gone) where c.id = ${creatorId}
    returning c.id as "creatorId", c.followers as count, exists (select from gone) as changed`.execute(q(tx))
  return rows[0]
}

/** Newest first. */
export async function selectFollowed(tx: Tx, accountId: string, limit: number): Promise<Id<'crt'>[]> {
  const rows = await q(tx)
    .selectFrom('content.follow')
    .select('creator_id')
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((r) => r.creator_id as Id<'crt'>)
}

export async function selectFollowersAfter(
  tx: Tx,
  creatorId: string,
  after: string,
  limit: number,
): Promise<Id<'usr'>[]> {
  const rows = await q(tx)
    .selectFrom('content.follow')
    .select('account_id')
    .where('creator_id', '=', creatorId)
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(limit)
    .execute()
  return rows.map((r) => r.account_id as Id<'usr'>)
}

export async function countFollowsAmong(
  tx: Tx,
  creatorId: string,
  accountIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<{ before: number; within: number }> {
  const { rows } = await sql<{ before: number; within: number }>`
    select count(*) filter (where at < ${from})::int as before,
      count(*) filter (where at >= ${from} and at <= ${to})::int as within
    from content.follow where creator_id = ${creatorId} and account_id = any (${[...accountIds]}::text[])`.execute(
    q(tx),
  )
  return rows[0]!
}

/** Sorted, so that two writers of the same counters never wait for each other in a ring. */
export async function addViews(tx: Tx, views: readonly { itemId: string; views: number }[]): Promise<void> {
  await sql`
    with seen as materialized (
      select n.item_id, r.views from json_to_recordset(${JSON.stringify(views)}::json) as r ("itemId" text, views bigint)
      join content.item_counter n on n.item_id = r."itemId" order by n.item_id for update of n)
    update content.item_counter n set views = n.views + seen.views from seen where n.item_id = seen.item_id`.execute(
    q(tx),
  )
}

/**
 * Gives a guest's likes, shares and follows to the account it turned out to be. What both had counts once from now on, so the
 * counters give back the difference.
 */
export async function moveEngagement(tx: Tx, guestId: string, accountId: string): Promise<void> {
  await sql`
    with gone as (delete from content.item_like where account_id = ${guestId} returning item_id, at),
    kept as (insert into content.item_like select item_id, ${accountId}, at from gone on conflict do nothing returning item_id)
    update content.item_counter set likes = likes - 1
    where item_id in (select item_id from gone except select item_id from kept)`.execute(q(tx))
  await sql`
    with gone as (delete from content.item_share where account_id = ${guestId} returning item_id, at),
    kept as (insert into content.item_share select item_id, ${accountId}, at from gone on conflict do nothing returning item_id)
    update content.item_counter set shares = shares - 1
    where item_id in (select item_id from gone except select item_id from kept)`.execute(q(tx))
  await sql`
    with gone as (delete from content.follow where account_id = ${guestId} returning creator_id, at),
    kept as (insert into content.follow select creator_id, ${accountId}, at from gone on conflict do nothing returning creator_id)
    update content.creator set followers = followers - 1
    where id in (select creator_id from gone except select creator_id from kept)`.execute(q(tx))
}
