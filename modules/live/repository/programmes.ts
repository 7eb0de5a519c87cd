// SQL of programmes, their skipped dates and their subscribers.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { LiveTables } from '../tables.ts'
import type { ProgrammeTable, ProgrammeTables } from './programme-tables.ts'
import type { RoomRow } from './rows.ts'

const q = (tx: Tx) => tables<ProgrammeTables & Pick<LiveTables, 'live.room'>>(tx)
export type ProgrammeRow = Selectable<ProgrammeTable>

/** Programmes of one creator are counted and made one after another. */
export async function lockProgrammesOf(tx: Tx, creatorId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`programmes ${creatorId}`}, 42))`.execute(q(tx))
}

export async function insertProgramme(tx: Tx, p: Omit<ProgrammeRow, 'version'>): Promise<ProgrammeRow> {
  return q(tx)
    .insertInto('live.programme')
    .values({ ...p, title: JSON.stringify(p.title), description: JSON.stringify(p.description) })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export type ProgrammeChanges = Partial<
  Pick<ProgrammeRow, 'cover_url' | 'weekdays' | 'minute' | 'zone' | 'duration_minutes' | 'state'>
> & { title?: string; description?: string }

export const updateProgramme = (tx: Tx, id: string, changes: ProgrammeChanges): Promise<ProgrammeRow> =>
  q(tx)
    .updateTable('live.programme')
    .set({ ...changes, version: sql`version + 1` })
    .where('programme_id', '=', id as Id<'prg'>)
    .returningAll()
    .executeTakeFirstOrThrow()

export async function findProgramme(
  tx: Tx,
  id: string,
  by: { creatorId?: string; lock?: boolean } = {},
): Promise<ProgrammeRow | undefined> {
  let query = q(tx)
    .selectFrom('live.programme')
    .selectAll()
    .where('programme_id', '=', id as Id<'prg'>)
  if (by.creatorId !== undefined) query = query.where('creator_id', '=', by.creatorId as Id<'crt'>)
  return (by.lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Newest first; those that are ended too when asked. */
export const listProgrammes = (
  tx: Tx,
  creatorIds: readonly string[],
  states: readonly ProgrammeRow['state'][],
  limit: number,
): Promise<ProgrammeRow[]> =>
  creatorIds.length === 0
    ? Promise.resolve([])
    : q(tx)
        .selectFrom('live.programme')
        .selectAll()
        .where('creator_id', 'in', creatorIds as Id<'crt'>[])
        .where('state', 'in', states)
        .orderBy('programme_id', 'desc')
        .limit(limit)
        .execute()

export async function programmesByIds(tx: Tx, ids: readonly string[]): Promise<ProgrammeRow[]> {
  if (ids.length === 0) return []
  return q(tx)
    .selectFrom('live.programme')
    .selectAll()
    .where('programme_id', 'in', ids as Id<'prg'>[])
    .execute()
}

export async function countOpen(tx: Tx, creatorId: string): Promise<number> {
  const row = await q(tx)
    .selectFrom('live.programme')
    .select((e) => e.fn.countAll<bigint>().as('n'))
    .where('creator_id', '=', creatorId as Id<'crt'>)
    .where('state', '<>', 'ended')
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

export async function setSkip(tx: Tx, programmeId: Id<'prg'>, day: string, skipped: boolean): Promise<void> {
  if (skipped)
    await q(tx)
      .insertInto('live.programme_skip')
      .values({ programme_id: programmeId, day })
      .onConflict((c) => c.doNothing())
      .execute()
  else
    await q(tx)
      .deleteFrom('live.programme_skip')
      .where('programme_id', '=', programmeId)
      .where('day', '=', day)
      .execute()
}

export async function skipsOf(tx: Tx, ids: readonly Id<'prg'>[]): Promise<Map<string, Set<string>>> {
  const skips = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]))
  if (ids.length === 0) return skips
  const rows = await q(tx)
    .selectFrom('live.programme_skip')
    .selectAll()
    .where('programme_id', 'in', ids)
    .execute()
  for (const r of rows) skips.get(r.programme_id)!.add(r.day)
  return skips
}

/** Rooms for dates of these programmes that were not put away, from `since` on. */
export async function roomsOfProgrammes(tx: Tx, ids: readonly Id<'prg'>[], since: Date): Promise<RoomRow[]> {
  if (ids.length === 0) return []
  return q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('programme_id', 'in', ids)
    .where('programme_day', 'is not', null)
    .where('state', '<>', 'archived')
    .where('planned_at', '>=', since)
    .execute()
}

export const roomOfDate = (tx: Tx, id: Id<'prg'>, day: string): Promise<RoomRow | undefined> =>
  q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('programme_id', '=', id)
    .where('programme_day', '=', day)
    .where('state', '<>', 'archived')
    .executeTakeFirst()

/** What a creator planned or ran within the time; the first first. */
export async function roomsBetween(
  tx: Tx,
  creatorIds: readonly string[],
  from: Date,
  to: Date,
  limit: number,
): Promise<RoomRow[]> {
  if (creatorIds.length === 0) return []
  return q(tx)
    .selectFrom('live.room')
    .selectAll()
    .where('creator_id', 'in', creatorIds as Id<'crt'>[])
    .where('state', '<>', 'archived')
    .where('planned_at', '>=', from)
    .where('planned_at', '<', to)
    .orderBy('planned_at')
    .orderBy('room_id')
    .limit(limit)
    .execute()
}

export async function setSubscriber(
  tx: Tx,
  programmeId: Id<'prg'>,
  personId: Id<'usr'>,
  on: boolean,
  at: Date,
): Promise<void> {
  if (on)
    await q(tx)
      .insertInto('live.programme_subscriber')
      .values({ programme_id: programmeId, person_id: personId, at })
      .onConflict((c) => c.doNothing())
      .execute()
  else
    await q(tx)
      .deleteFrom('live.programme_subscriber')
      .where('programme_id', '=', programmeId)
      .where('person_id', '=', personId)
      .execute()
}

export async function subscriptionsOf(tx: Tx, personId: string, limit: number): Promise<Id<'prg'>[]> {
  const rows = await q(tx)
    .selectFrom('live.programme_subscriber')
    .select('programme_id')
    .where('person_id', '=', personId as Id<'usr'>)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((r) => r.programme_id)
}
