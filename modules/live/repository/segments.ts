// Finished pieces of the recording.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { q, type SegmentRow } from './rows.ts'

/** Null when it is there already. */
export const insertSegment = async (
  tx: Tx,
  segment: Omit<SegmentRow, 'expired_at'>,
): Promise<SegmentRow | null> =>
  (await q(tx)
    .insertInto('live.segment')
    .values(segment)
    .onConflict((c) => c.doNothing())
    .returningAll()
    .executeTakeFirst()) ?? null

/** In their order. */
export const findSegments = (tx: Tx, roomId: Id<'rom'>): Promise<SegmentRow[]> =>
  q(tx).selectFrom('live.segment').selectAll().where('room_id', '=', roomId).orderBy('index').execute()
