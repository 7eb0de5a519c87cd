// SQL of visits and of how many watched in each minute. What arrives is what was added since the last batch.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Tx } from '#platform/database'
import { channelTables as q, type VisitTable } from './channel-tables.ts'

export type VisitAddition = Omit<VisitTable, 'watched_ms' | 'likes'> & { watched_ms: number; likes: number }

export async function addToVisits(tx: Tx, rows: readonly VisitAddition[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into live.visit as v (room_id, account_id, first_seen, last_seen, watched_ms, source, content_id, chats, likes, saw, clicked)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(room_id text, account_id text, first_seen timestamptz,
      last_seen timestamptz, watched_ms bigint, source text, content_id text, chats int, likes bigint, saw text[], clicked text[])
    order by room_id, account_id
    on conflict (room_id, account_id) do update set
      first_seen = least(v.first_seen, excluded.first_seen),
      last_seen = greatest(v.last_seen, excluded.last_seen),
      watched_ms = v.watched_ms + excluded.watched_ms,
      chats = v.chats + excluded.chats,
      likes = v.likes + excluded.likes,
      saw = case when excluded.saw <@ v.saw then v.saw else array(select distinct unnest(v.saw || excluded.saw) order by 1) end,
      clicked = case when excluded.clicked <@ v.clicked then v.clicked
        else array(select distinct unnest(v.clicked || excluded.clicked) order by 1) end`.execute(q(tx))
}

export type BroughtRow = {
  room_id: Id<'rom'>
  title: Localized
  started_at: Date | null
  entries: number
  payers: number
}
/** Rooms this content brought people into, the latest started first. */
export async function selectBrought(tx: Tx, contentId: string): Promise<BroughtRow[]> {
  const { rows } = await sql<BroughtRow>`
    select room_id, m.title, m.started_at, count(*)::int as entries,
      count(*) filter (where exists (select from live.room_order o
        where o.room_id = v.room_id and o.buyer_id = v.account_id and o.state in ('paid', 'refunded')))::int as payers
    from live.visit v join live.room m using (room_id) where v.content_id = ${contentId}
    group by room_id, m.title, m.started_at order by m.started_at desc nulls last, room_id desc`.execute(
    q(tx),
  )
  return rows
}

/** The largest of a minute stays. */
export async function raiseOnline(
  tx: Tx,
  rows: readonly { room_id: string; minute: Date; online: number }[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into live.online_minute as m (room_id, minute, online)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(room_id text, minute timestamptz, online int)
    order by room_id, minute
    on conflict (room_id, minute) do update set online = greatest(m.online, excluded.online)
      where excluded.online > m.online`.execute(q(tx))
}

export async function sumLikes(tx: Tx, roomId: string): Promise<number> {
  const { rows } = await sql<{ likes: bigint }>`
    select coalesce(sum(likes), 0)::bigint as likes from live.visit where room_id = ${roomId}`.execute(q(tx))
  return Number(rows[0]!.likes)
}

/** Each room's newest number, for those that exist. */
export async function selectSeqs(tx: Tx, roomIds: readonly string[]): Promise<Map<string, number>> {
  if (roomIds.length === 0) return new Map()
  const { rows } = await sql<{ room_id: string; seq: bigint }>`
    select room_id, seq from live.room where room_id = any (${roomIds}::text[])`.execute(q(tx))
  return new Map(rows.map((r) => [r.room_id, Number(r.seq)]))
}

export type PaidLineRow = {
  room_id: string
  line_id: string
  buyer_id: string
  product_id: string
  qty: number
}

export async function selectPaidSince(
  tx: Tx,
  roomIds: readonly string[],
  since: Date,
): Promise<PaidLineRow[]> {
  const { rows } = await sql<PaidLineRow>`
    select room_id, line_id, buyer_id, product_id, qty from live.room_order
    where room_id = any (${roomIds}::text[]) and paid_at >= ${since} and state = 'paid' order by paid_at limit 500`.execute(
    q(tx),
  )
  return rows
}

/** Whether this account has paid for something in this room. */
export async function hasBought(tx: Tx, roomId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ bought: boolean }>`
    select exists (select from live.room_order where room_id = ${roomId} and buyer_id = ${accountId} and state = 'paid') as bought`.execute(
    q(tx),
  )
  return rows[0]!.bought
}

/** By room, how many watched in the last minute that was counted; a room nobody watches is left out. */
export async function viewersNow(
  tx: Tx,
  roomIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ room_id: string; online: number }>`
    select distinct on (room_id) room_id, online from live.online_minute
    where room_id = any(${[...roomIds]}::text[]) and minute >= ${since} order by room_id, minute desc`.execute(
    q(tx),
  )
  return new Map(rows.map((r) => [r.room_id, r.online]))
}
