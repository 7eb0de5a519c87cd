// The chain's rows, and what they are checked against.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { Link, WrittenLine } from '../domain/evidence-chain.ts'
import { channelTables } from './channel-tables.ts'
import { q } from './rows.ts'

export type LoggedEvent = { seq: bigint; at: Date; actor: string; event: unknown }

/** Held until the commit: links of a room are added one after the other. */
export async function lastLink(
  tx: Tx,
  roomId: Id<'rom'>,
): Promise<{ n: number; hash: string; toSeq: number } | null> {
  await sql`select 1 from live.room where room_id = ${roomId} for update`.execute(q(tx))
  const { rows } = await sql<{ n: number; hash: string; to_seq: number }>`
    select n, hash, coalesce((select (place ->> 'toSeq')::int from live.evidence
      where room_id = ${roomId} and kind = 'events' order by n desc limit 1), 0) as to_seq
    from live.evidence where room_id = ${roomId} order by n desc limit 1`.execute(q(tx))
  const row = rows[0]
  return row ? { n: row.n, hash: row.hash, toSeq: row.to_seq } : null
}

export async function insertLink(tx: Tx, roomId: Id<'rom'>, link: Link, at: Date): Promise<void> {
  await q(tx)
    .insertInto('live.evidence')
    .values({ ...link, room_id: roomId, place: JSON.stringify(link.place), at })
    .execute()
}

export async function findLinks(tx: Tx, roomId: Id<'rom'>): Promise<Link[]> {
  const rows = await q(tx)
    .selectFrom('live.evidence')
    .select(['n', 'kind', 'place', 'digest', 'hash'])
    .where('room_id', '=', roomId)
    .orderBy('n')
    .execute()
  return rows as unknown as Link[]
}

export async function findLoggedEvents(
  tx: Tx,
  roomId: Id<'rom'>,
  fromSeq: number,
  toSeq: number,
): Promise<LoggedEvent[]> {
  const { rows } = await sql<LoggedEvent>`
    select seq, at, actor, event from live.room_event
    where room_id = ${roomId} and seq between ${fromSeq} and ${toSeq} order by seq`.execute(q(tx))
  return rows
}

const WRITTEN = ['chat_id', 'account_id', 'name', 'role', 'text', 'at', 'fate', 'rule_id'] as const

/** Lines that hang on no link yet, by their ids: from now on they hang on `n`. */
export async function takeLines(tx: Tx, roomId: string, n: number, limit: number): Promise<WrittenLine[]> {
  const { rows } = await sql<WrittenLine>`
    update live.chat c set link_n = ${n} from (select chat_id from live.chat where room_id = ${roomId} and link_n is null
      order by chat_id limit ${limit} for update) as loose
    where c.chat_id = loose.chat_id returning ${sql.join(WRITTEN.map((f) => sql.ref(`c.${f}`)))}`.execute(
    channelTables(tx),
  )
  return rows.toSorted((a, b) => (a.chat_id < b.chat_id ? -1 : 1))
}

export const findLines = async (tx: Tx, roomId: string, n: number): Promise<WrittenLine[]> => {
  const lines = await channelTables(tx)
    .selectFrom('live.chat')
    .select([...WRITTEN])
    .where('room_id', '=', roomId)
    .where('link_n', '=', n)
    .execute()
  return lines.toSorted((a, b) => (a.chat_id < b.chat_id ? -1 : 1))
}

/** Lines that hang on none of the chain's chat links, whatever they say of themselves. */
export async function findStrayLines(
  tx: Tx,
  roomId: string,
  chatLinks: readonly number[],
): Promise<{ chat_id: string; at: Date }[]> {
  const { rows } = await sql<{ chat_id: string; at: Date }>`
    select chat_id, at from live.chat where room_id = ${roomId}
      and (link_n is null or link_n <> all (${chatLinks}::int[])) order by at, chat_id`.execute(
    channelTables(tx),
  )
  return rows
}

/** Lines whose row names another remover than the log does. */
export async function findFalseRemovals(
  tx: Tx,
  roomId: string,
): Promise<{ chat_id: string; link_n: number | null; by_row: string | null; by_log: string | null }[]> {
  const { rows } = await sql<{
    chat_id: string
    link_n: number | null
    by_row: string | null
    by_log: string | null
  }>`
    with removal as (
      select distinct on (chat_id) chat_id, actor from live.room_event,
        jsonb_array_elements_text((event -> 'chatIds')::jsonb) as chat_id
      where room_id = ${roomId} and event ->> 'kind' = 'chatRemoved' order by chat_id, seq)
    select c.chat_id, link_n, removed_by as by_row, actor as by_log
    from live.chat c left join removal r on r.chat_id = c.chat_id
    where room_id = ${roomId} and removed_by is distinct from actor order by c.chat_id`.execute(
    channelTables(tx),
  )
  return rows
}

/** Over for so long that the last piece has arrived, and not sealed yet, or something was told or written in it since. */
export async function roomsToSeal(tx: Tx, endedBefore: Date, limit: number): Promise<Id<'rom'>[]> {
  const { rows } = await sql<{ room_id: Id<'rom'> }>`
    select room_id from live.room r where state in ('ended', 'archived') and ended_at < ${endedBefore}
      and (not exists (select from live.evidence e where e.room_id = r.room_id and kind = 'seal')
        or seq > (select max((place ->> 'toSeq')::bigint) from live.evidence e where e.room_id = r.room_id and kind = 'events')
        or exists (select from live.chat c where c.room_id = r.room_id and link_n is null))
    order by ended_at limit ${limit}`.execute(q(tx))
  return rows.map((r) => r.room_id)
}

export async function segmentsToExpire(
  tx: Tx,
  startedBefore: Date,
  limit: number,
): Promise<{ room_id: Id<'rom'>; index: number; file: string }[]> {
  const { rows } = await sql<{ room_id: Id<'rom'>; index: number; file: string }>`
    select room_id, index, file from live.segment where expired_at is null and started_at < ${startedBefore}
    order by started_at limit ${limit}`.execute(q(tx))
  return rows
}

export async function markExpired(tx: Tx, roomId: Id<'rom'>, index: number, at: Date): Promise<void> {
  await q(tx)
    .updateTable('live.segment')
    .set({ expired_at: at })
    .where('room_id', '=', roomId)
    .where('index', '=', index)
    .execute()
}
