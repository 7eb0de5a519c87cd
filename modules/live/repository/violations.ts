// What the platform found fault with in a room, by the second of its recording.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { desk, type ViolationRow } from './desk-tables.ts'

export const insertViolation = (tx: Tx, row: ViolationRow) =>
  desk(tx).insertInto('live.violation').values(row).execute()

export const findViolations = async (tx: Tx, roomId: Id<'rom'>): Promise<ViolationRow[]> =>
  (
    await desk(tx)
      .selectFrom('live.violation')
      .selectAll()
      .where('room_id', '=', roomId)
      .orderBy('at_seconds')
      .orderBy('violation_id')
      .execute()
  ).map((r) => ({ ...r, at_seconds: Number(r.at_seconds) }))
