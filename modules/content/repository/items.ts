// SQL of contents: the card in one statement, the desk's rows, the life of one item.
import { sql } from 'kysely'
import type { ContentMedia } from '#kernel/content-card'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { ContentCheck, FromRoom } from '../contract/shapes.ts'
import type { ContentState } from '../domain/content-state.ts'
import type { ContentTables } from '../tables.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

export type Counters = { views: bigint; likes: bigint; comments: bigint; shares: bigint }

export type Item = Counters & {
  id: Id<'cnt'>
  creator_id: Id<'crt'>
  state: ContentState
  title: Localized
  caption: Localized
  media: ContentMedia
  product_ids: Id<'prd'>[]
  tags: string[]
  category_id: string | null
  rejected_rule_id: string | null
  version: number
  created_at: Date
  published_at: Date | null
  publish_at: Date | null
  checks: ContentCheck[]
  from_room: FromRoom | null
  announces_room: Id<'rom'> | null
}

export type CardRow = Omit<
  Item,
  'state' | 'publish_at' | 'checks' | 'from_room' | 'version' | 'rejected_rule_id' | 'created_at'
> & {
  published_at: Date
  author_name: Localized
  avatar_url: string | null
  followed: boolean
  liked: boolean
}

export type ItemKey = { at: Date; id: string }

/** The published ones of `ids`, in the order asked for. */
export async function selectCards(
  tx: Tx,
  ids: readonly string[],
  viewerId: string | null,
): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    select i.id, i.creator_id, i.title, i.caption, i.media, i.product_ids, i.tags, i.category_id, i.published_at, i.announces_room,
      n.views, n.likes, n.comments, n.shares, c.name as author_name, c.avatar_url,
      exists (select from content.follow f where f.creator_id = i.creator_id and f.account_id = ${viewerId}) as followed,
      exists (select from content.item_like l where l.item_id = i.id and l.account_id = ${viewerId}) as liked
    from unnest(${ids}::text[]) with ordinality as asked (id, place)
    join content.item i using (id)
    join content.item_counter n on n.item_id = i.id
    join content.creator c on c.id = i.creator_id
    where i.state = 'published'
    order by asked.place`.execute(q(tx))
  return rows
}

/** Ids of a creator's published items, newest first, after `after`. */
export async function selectPublishedIds(
  tx: Tx,
  creatorId: string,
  after: ItemKey | null,
  limit: number,
): Promise<ItemKey[]> {
  return q(tx)
    .selectFrom('content.item')
    .select(['id', sql<Date>`published_at`.as('at')])
    .where('creator_id', '=', creatorId)
    .where('state', '=', 'published')
    .$if(after !== null, (s) => s.where(sql<boolean>`(published_at, id) < (${after!.at}, ${after!.id})`))
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

const withCounters = (tx: Tx) =>
  q(tx)
    .selectFrom('content.item as i')
    .innerJoin('content.item_counter as n', 'n.item_id', 'i.id')
    .selectAll('i')
    .select(['n.views', 'n.likes', 'n.comments', 'n.shares'])

/** Whose each is and which goods it shows. */
export async function selectAnchors(
  tx: Tx,
  ids: readonly string[],
): Promise<Pick<Item, 'id' | 'creator_id' | 'product_ids'>[]> {
  const { rows } = await sql<Pick<Item, 'id' | 'creator_id' | 'product_ids'>>`
    select id, creator_id, product_ids from content.item where id = any(${[...ids]}::text[])`.execute(q(tx))
  return rows
}

/** One item; `creatorId` given: only when it is theirs; `lock`: kept from changing until the transaction ends. */
export async function selectItem(
  tx: Tx,
  id: string,
  how: { creatorId?: string; lock?: boolean } = {},
): Promise<Item | undefined> {
  return (await withCounters(tx)
    .where('i.id', '=', id)
    .$if(how.creatorId !== undefined, (s) => s.where('i.creator_id', '=', how.creatorId!))
    .$if(how.lock === true, (s) => s.forUpdate('i'))
    .executeTakeFirst()) as Item | undefined
}

export async function selectItemsOf(
  tx: Tx,
  creatorId: string,
  state: ContentState | undefined,
  beforeId: string | null,
  limit: number,
): Promise<Item[]> {
  return (await withCounters(tx)
    .where('i.creator_id', '=', creatorId)
    .where(sql<boolean>`i.media ->> 'kind' <> 'live'`) // rooms have a desk of their own
    .$if(state !== undefined, (s) => s.where('i.state', '=', state!))
    .$if(beforeId !== null, (s) => s.where('i.id', '<', beforeId!))
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()) as Item[]
}

export type NewItem = Pick<
  Item,
  | 'id'
  | 'creator_id'
  | 'state'
  | 'title'
  | 'caption'
  | 'media'
  | 'product_ids'
  | 'tags'
  | 'category_id'
  | 'created_at'
  | 'publish_at'
  | 'from_room'
  | 'announces_room'
>

export async function insertItems(tx: Tx, items: readonly NewItem[]): Promise<void> {
  await sql`insert into content.item (id, creator_id, state, title, caption, media, product_ids, tags, category_id, created_at, publish_at, from_room, announces_room)
    select * from json_to_recordset(${JSON.stringify(items)}::json) as r (id text, creator_id text, state text, title jsonb,
      caption jsonb, media jsonb, product_ids text[], tags text[], category_id text, created_at timestamptz, publish_at timestamptz, from_room jsonb, announces_room text)`.execute(
    q(tx),
  )
  await sql`insert into content.item_counter (item_id) select unnest(${items.map((i) => i.id)}::text[])`.execute(
    q(tx),
  )
}

/** Saves words, goods and state of an item that the caller holds locked. */
export async function updateItem(tx: Tx, item: Item): Promise<void> {
  await q(tx)
    .updateTable('content.item')
    .set({
      state: item.state,
      title: JSON.stringify(item.title),
      caption: JSON.stringify(item.caption),
      media: JSON.stringify(item.media),
      product_ids: item.product_ids,
      tags: item.tags,
      category_id: item.category_id,
      rejected_rule_id: item.rejected_rule_id,
      version: item.version,
      published_at: item.published_at,
      publish_at: item.publish_at,
      checks: JSON.stringify(item.checks),
    })
    .where('id', '=', item.id)
    .execute()
}

/** The room it announces, or none. Its own statement: neither words nor version change with it. */
export async function setAnnouncedRoom(tx: Tx, id: string, roomId: Id<'rom'> | null): Promise<void> {
  await q(tx).updateTable('content.item').set({ announces_room: roomId }).where('id', '=', id).execute()
}

/** Nothing announces this room any more. Rows are locked in the order of their ids. */
export async function forgetAnnouncedRoom(tx: Tx, roomId: string): Promise<void> {
  await sql`
    update content.item set announces_room = null
    where id in (select id from content.item where announces_room = ${roomId} order by id for update)`.execute(
    q(tx),
  )
}

/** What was cut from a room, newest first. */
export async function selectFromRoom(tx: Tx, roomId: string, limit: number): Promise<Item[]> {
  return (await withCounters(tx)
    .where(sql<boolean>`i.from_room ->> 'roomId' = ${roomId}`)
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()) as Item[]
}

/** Ids of contents that carry an upload. */
export async function selectIdsOfUpload(tx: Tx, uploadId: string): Promise<Id<'cnt'>[]> {
  const { rows } = await sql<{ id: Id<'cnt'> }>`
    select id from content.item where media ->> 'uploadId' = ${uploadId} order by id`.execute(q(tx))
  return rows.map((r) => r.id)
}

/** Of these uploads, those that viewers see in a content of somebody else. */
export async function selectPublishedOfUploads(
  tx: Tx,
  uploadIds: readonly string[],
  creatorId: string,
): Promise<{ id: Id<'cnt'>; upload_id: string; title: Localized }[]> {
  const { rows } = await sql<{ id: Id<'cnt'>; upload_id: string; title: Localized }>`
    select id, media ->> 'uploadId' as upload_id, title from content.item
    where media ->> 'uploadId' = any (${[...uploadIds]}::text[]) and state = 'published' and creator_id <> ${creatorId}`.execute(
    q(tx),
  )
  return rows
}

/** Passed contents whose hour has come; those that another process holds are left to it. */
export async function selectDueIds(tx: Tx, now: Date, limit: number): Promise<Id<'cnt'>[]> {
  const { rows } = await sql<{ id: Id<'cnt'> }>`
    select id from content.item where state = 'scheduled' and publish_at <= ${now}
    order by publish_at limit ${limit} for update skip locked`.execute(q(tx))
  return rows.map((r) => r.id)
}
