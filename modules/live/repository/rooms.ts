// Rooms and their logs. A room's row is the lock of everything that is told in it: whoever appends holds it until the
// commit, so numbers have no gap and are seen in their order.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { RoomEvent, RoomState } from '#kernel/room-event'
import type { Tx } from '#platform/database'
import { q, type RoomRow } from './rows.ts'

/** The notification that a room's log has grown; its payload is the room's id. */
export const ROOM_CHANNEL = 'live_room'

export async function insertRoom(tx: Tx, room: Omit<RoomRow, 'seq' | 'version'>): Promise<void> {
  const { title, announcement, ...rest } = room
  await q(tx)
    .insertInto('live.room')
    .values({
      ...rest,
      title: JSON.stringify(title),
      announcement: announcement === null ? null : JSON.stringify(announcement),
    })
    .execute()
}

export async function findRoom(
  tx: Tx,
  roomId: string,
  by: { creatorId?: string; lock?: boolean } = {},
): Promise<RoomRow | undefined> {
  let query = q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('room_id', '=', roomId as Id<'rom'>)
  if (by.creatorId !== undefined) query = query.where('creator_id', '=', by.creatorId as Id<'crt'>)
  return (by.lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}

export const runningRoomOf = (tx: Tx, creatorId: string): Promise<RoomRow | undefined> =>
  q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('creator_id', '=', creatorId as Id<'crt'>)
    .where('state', 'in', ['testing', 'live', 'interrupted'])
    .executeTakeFirst()

export type RoomChanges = Partial<Omit<RoomRow, 'room_id' | 'seq' | 'title' | 'announcement'>> & {
  title?: string
  announcement?: string | null
}

export async function updateRoom(tx: Tx, roomId: Id<'rom'>, changes: RoomChanges): Promise<RoomRow> {
  return q(tx)
    .updateTable('live.room')
    .set({ ...changes, version: sql`version + 1` })
    .where('room_id', '=', roomId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function listRoomsOf(
  tx: Tx,
  creatorId: string,
  by: { state?: RoomState | undefined; before: string | null; limit: number },
): Promise<RoomRow[]> {
  let query = q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('creator_id', '=', creatorId as Id<'crt'>)
  if (by.state) query = query.where('state', '=', by.state)
  if (by.before) query = query.where('room_id', '<', by.before as Id<'rom'>)
  return query.orderBy('room_id', 'desc').limit(by.limit).execute()
}

export async function listRoomsOnAir(
  tx: Tx,
  after: { at: string; roomId: string } | null,
  limit: number,
  creatorId: string | null = null,
): Promise<RoomRow[]> {
  let query = q(tx).selectFrom('live.room').selectAll().where('state', 'in', ['live', 'interrupted'])
  if (creatorId !== null) query = query.where('creator_id', '=', creatorId as Id<'crt'>)
  if (after)
    query = query.where(sql<boolean>`(started_at, room_id) < (${after.at}::timestamptz, ${after.roomId})`)
  return query.orderBy('started_at', 'desc').orderBy('room_id', 'desc').limit(limit).execute()
}

/** What each was on air between two moments; the room that is now, if one is. */
export async function airtimeOf(
  tx: Tx,
  creatorIds: readonly string[],
  from: Date,
  to: Date,
): Promise<{ creator_id: Id<'crt'>; rooms: number; live_ms: number; on_air: Id<'rom'> | null }[]> {
  const { rows } = await sql<{
    creator_id: Id<'crt'>
    rooms: number
    live_ms: number
    on_air: Id<'rom'> | null
  }>`
    select creator_id, count(*)::int as rooms,
      sum(extract(epoch from least(coalesce(ended_at, ${to}), ${to}) - greatest(started_at, ${from})) * 1000)::float8 as live_ms,
      max(room_id) filter (where state in ('live', 'interrupted')) as on_air
    from live.room where creator_id = any(${creatorIds as string[]}::text[])
      and started_at <= ${to} and coalesce(ended_at, ${to}) >= ${from}
    group by creator_id`.execute(q(tx))
  return rows
}

/** Planned and not begun; those whose time passed stay for `since`, for hosts are late. */
export async function listRoomsPlanned(
  tx: Tx,
  since: Date,
  after: { at: string; roomId: string } | null,
  limit: number,
  creatorId: string | null = null,
): Promise<RoomRow[]> {
  let query = q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('state', '=', 'preview')
    .where('planned_at', '>=', since)
  if (creatorId !== null) query = query.where('creator_id', '=', creatorId as Id<'crt'>)
  if (after)
    query = query.where(sql<boolean>`(planned_at, room_id) > (${after.at}::timestamptz, ${after.roomId})`)
  return query.orderBy('planned_at').orderBy('room_id').limit(limit).execute()
}

/** Rooms whose picture has been away since before `before`. */
export const listRoomsLost = (tx: Tx, before: Date, limit: number): Promise<{ room_id: Id<'rom'> }[]> =>
  q(tx)
    .selectFrom('live.room')
    .select('room_id')
    .where('state', '=', 'interrupted')
    .where('interrupted_at', '<=', before)
    .orderBy('interrupted_at')
    .limit(limit)
    .execute()

/** Rooms whose picture somebody has to look after, by their ids: live ones that a publisher began, and interrupted ones. */
export const listRoomsToWatch = (tx: Tx, after: string, limit: number): Promise<RoomRow[]> =>
  q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('state', 'in', ['live', 'interrupted'])
    .where((e) => e.or([e('state', '=', 'interrupted'), e('stream_session', 'is not', null)]))
    .where('room_id', '>', after as Id<'rom'>)
    .orderBy('room_id')
    .limit(limit)
    .execute()

// --- The log ---------------------------------------------------------------------------------------------------------

export type EventRow = { seq: bigint; at: Date; event: RoomEvent; actor: string }

/** The number it got; null when there is no such room. */
export async function insertEvent(
  tx: Tx,
  e: { roomId: string; at: Date; event: RoomEvent; actor: string },
): Promise<number | null> {
  const { rows } = await sql<{ seq: bigint }>`
    with room as (update live.room set seq = seq + 1 where room_id = ${e.roomId} returning room_id, seq),
    told as (
      insert into live.room_event (room_id, seq, at, event, actor)
      select room_id, seq, ${e.at}::timestamptz, ${JSON.stringify(e.event)}::jsonb, ${e.actor} from room)
    select seq, pg_notify(${ROOM_CHANNEL}, room_id) from room`.execute(q(tx))
  return rows[0] ? Number(rows[0].seq) : null
}

export const findEventsAfter = (tx: Tx, roomId: string, seq: number, limit: number): Promise<EventRow[]> =>
  q(tx)
    .selectFrom('live.room_event')
    .select(['seq', 'at', 'event', 'actor'])
    .where('room_id', '=', roomId as Id<'rom'>)
    .where('seq', '>', BigInt(seq))
    .orderBy('seq')
    .limit(limit)
    .execute()
