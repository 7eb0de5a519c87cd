// SQL of what people are told: how far each telling has come, and the notices themselves.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { LiveTables } from '../tables.ts'
import type { NoticeKind, ProgrammeTables } from './programme-tables.ts'
import type { RoomRow } from './rows.ts'

const q = (tx: Tx) => tables<ProgrammeTables & Pick<LiveTables, 'live.room'>>(tx)
export type TellingRow = Selectable<ProgrammeTables['live.telling']>

/** Rooms of programmes that are still to begin and whose people are not all told. `soon` from `soonMs` before the beginning. */
export async function tellingsDue(
  tx: Tx,
  now: Date,
  soonMs: number,
  limit: number,
): Promise<{ room_id: Id<'rom'>; kind: NoticeKind }[]> {
  const { rows } = await sql<{ room_id: Id<'rom'>; kind: NoticeKind }>`
    select r.room_id, k.kind
    from live.room r cross join (values ('planned'), ('soon')) as k (kind)
    left join live.telling t on t.room_id = r.room_id and t.kind = k.kind
    where r.programme_id is not null and r.state in ('preview', 'testing') and r.planned_at > ${now}::timestamptz
      and t.done_at is null
      and (k.kind = 'planned' or r.planned_at <= ${new Date(now.getTime() + soonMs)}::timestamptz)
    order by r.planned_at, r.room_id, k.kind limit ${limit}`.execute(q(tx))
  return rows
}

/** The telling, made when it is new, held until the commit. */
export async function lockTelling(tx: Tx, roomId: Id<'rom'>, kind: NoticeKind): Promise<TellingRow> {
  await q(tx)
    .insertInto('live.telling')
    .values({ room_id: roomId, kind, source: 'subscribers', after_person: '', done_at: null })
    .onConflict((c) => c.doNothing())
    .execute()
  return q(tx)
    .selectFrom('live.telling')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function saveTelling(tx: Tx, t: TellingRow): Promise<void> {
  await q(tx)
    .updateTable('live.telling')
    .set({ source: t.source, after_person: t.after_person, done_at: t.done_at })
    .where('room_id', '=', t.room_id)
    .where('kind', '=', t.kind)
    .execute()
}

export async function subscribersAfter(
  tx: Tx,
  programmeId: Id<'prg'>,
  after: string,
  limit: number,
): Promise<Id<'usr'>[]> {
  const rows = await q(tx)
    .selectFrom('live.programme_subscriber')
    .select('person_id')
    .where('programme_id', '=', programmeId)
    .where('person_id', '>', after as Id<'usr'>)
    .orderBy('person_id')
    .limit(limit)
    .execute()
  return rows.map((r) => r.person_id)
}

/** How many were told by this: who was told before is not told again. */
export async function insertNotices(
  tx: Tx,
  personIds: readonly string[],
  notice: { roomId: Id<'rom'>; kind: NoticeKind; at: Date },
): Promise<number> {
  if (personIds.length === 0) return 0
  const { rows } = await sql`
    insert into live.notice (person_id, room_id, kind, at)
    select p, ${notice.roomId}, ${notice.kind}, ${notice.at}::timestamptz from unnest(${personIds as string[]}::text[]) as p
    on conflict do nothing returning person_id`.execute(q(tx))
  return rows.length
}

export type NoticeRow = Selectable<ProgrammeTables['live.notice']> & { room: RoomRow }

/** The newest first; of rooms that were put away nothing is told any more. */
export async function noticesOf(tx: Tx, personId: string, limit: number): Promise<NoticeRow[]> {
  const notices = await q(tx)
    .selectFrom('live.notice as n')
    .innerJoin('live.room as r', 'r.room_id', 'n.room_id')
    .selectAll('n')
    .where('n.person_id', '=', personId as Id<'usr'>)
    .where('r.state', '<>', 'archived')
    .orderBy('n.at', 'desc')
    .orderBy('n.room_id', 'desc')
    .orderBy('n.kind', 'desc')
    .limit(limit)
    .execute()
  if (notices.length === 0) return []
  const rooms = await q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('room_id', 'in', [...new Set(notices.map((n) => n.room_id))])
    .execute()
  return notices.flatMap((n) => {
    const room = rooms.find((r) => r.room_id === n.room_id)
    return room ? { ...n, room } : []
  })
}

export async function markSeen(tx: Tx, personId: string, at: Date): Promise<void> {
  await q(tx)
    .updateTable('live.notice')
    .set({ seen_at: at })
    .where('person_id', '=', personId as Id<'usr'>)
    .where('seen_at', 'is', null)
    .execute()
}
