// SQL of creators and their public page.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { ContentTables } from '../tables.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

export type Creator = {
  id: Id<'crt'>
  name: Localized
  bio: Localized
  avatar_url: string | null
  tier: 'head' | 'shoulder' | 'waist' | 'tail'
  followers: bigint
  version: number
  created_at: Date
}

export type AuthorRow = Creator & { followed: boolean; contents: bigint; likes: bigint }

export async function insertCreator(tx: Tx, c: Omit<Creator, 'followers' | 'version'>): Promise<void> {
  await q(tx)
    .insertInto('content.creator')
    .values({ ...c, name: JSON.stringify(c.name), bio: JSON.stringify(c.bio) })
    .execute()
}

export async function selectCreator(tx: Tx, id: string, lock = false): Promise<Creator | undefined> {
  return (await q(tx)
    .selectFrom('content.creator')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (s) => s.forUpdate())
    .executeTakeFirst()) as Creator | undefined
}

export async function updateCreator(tx: Tx, c: Creator): Promise<void> {
  await q(tx)
    .updateTable('content.creator')
    .set({ bio: JSON.stringify(c.bio), avatar_url: c.avatar_url, tier: c.tier, version: c.version })
    .where('id', '=', c.id)
    .execute()
}

export async function selectAuthor(
  tx: Tx,
  id: string,
  viewerId: string | null,
): Promise<AuthorRow | undefined> {
  const { rows } = await sql<AuthorRow>`
    select c.*, coalesce(t.contents, 0) as contents, coalesce(t.likes, 0)::bigint as likes,
      exists (select from content.follow f where f.creator_id = c.id and f.account_id = ${viewerId}) as followed
    from content.creator c
    left join lateral (
      select count(*) as contents, sum(n.likes) as likes
      from content.item i join content.item_counter n on n.item_id = i.id
      where i.creator_id = c.id and i.state = 'published') t on true
    where c.id = ${id}`.execute(q(tx))
  return rows[0]
}

/** Followers now, and what was published between two moments. */
export async function selectReach(
  tx: Tx,
  ids: readonly string[],
  from: Date,
  to: Date,
): Promise<{ id: Id<'crt'>; followers: bigint; published: bigint }[]> {
  const { rows } = await sql<{ id: Id<'crt'>; followers: bigint; published: bigint }>`
    select c.id, c.followers, (select count(*) from content.item i where i.creator_id = c.id and i.state = 'published'
      and i.media ->> 'kind' <> 'live' and i.published_at between ${from} and ${to}) as published
    from content.creator c where c.id = any(${ids as string[]}::text[])`.execute(q(tx))
  return rows
}

export type AuthorCardRow = Pick<Creator, 'id' | 'name' | 'avatar_url'> & { followed: boolean }

export async function selectAuthorCards(
  tx: Tx,
  ids: readonly string[],
  viewerId: string | null,
): Promise<AuthorCardRow[]> {
  const { rows } = await sql<AuthorCardRow>`
    select c.id, c.name, c.avatar_url,
      exists (select from content.follow f where f.creator_id = c.id and f.account_id = ${viewerId}) as followed
    from content.creator c where c.id = any(${ids as string[]}::text[])`.execute(q(tx))
  return rows
}
