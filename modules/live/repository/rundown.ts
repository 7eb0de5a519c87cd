// Rows of rundowns. Writers hold the room's row, so a version is read and raised by one at a time.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { desk, type RundownRow } from './desk-tables.ts'

export async function rundownVersion(tx: Tx, roomId: Id<'rom'>): Promise<number> {
  const row = await desk(tx)
    .selectFrom('live.rundown')
    .select('version')
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  return row?.version ?? 0
}

export const setRundownVersion = (tx: Tx, roomId: Id<'rom'>, version: number) =>
  desk(tx)
    .insertInto('live.rundown')
    .values({ room_id: roomId, version })
    .onConflict((c) => c.column('room_id').doUpdateSet({ version }))
    .execute()

export const findRundown = (tx: Tx, roomId: Id<'rom'>): Promise<RundownRow[]> =>
  desk(tx)
    .selectFrom('live.rundown_row')
    .selectAll()
    .where('room_id', '=', roomId)
    .orderBy('position')
    .execute()

/** What each room is at by its rundown; those at nothing are left out. */
export const findRunning = (tx: Tx, roomIds: readonly Id<'rom'>[]): Promise<RundownRow[]> =>
  desk(tx)
    .selectFrom('live.rundown_row')
    .selectAll()
    .where('room_id', 'in', [...roomIds])
    .where('state', '=', 'now')
    .execute()

export async function replaceRundown(
  tx: Tx,
  roomId: Id<'rom'>,
  rows: readonly Omit<RundownRow, 'room_id' | 'position'>[],
): Promise<void> {
  await desk(tx).deleteFrom('live.rundown_row').where('room_id', '=', roomId).execute()
  if (rows.length > 0)
    await desk(tx)
      .insertInto('live.rundown_row')
      .values(rows.map((r, i) => ({ ...r, room_id: roomId, position: i + 1 })))
      .execute()
}
