// Finished pieces of the recording.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { q, type SegmentRow } from './rows.ts'

export async function insertSegment(tx: Tx, segment: SegmentRow): Promise<void> {
  await q(tx)
    .insertInto('live.segment')
    .values(segment)
    .onConflict((c) => c.doNothing())
    .execute()
}

/** In their order. */
export const findSegments = (tx: Tx, roomId: Id<'rom'>): Promise<SegmentRow[]> =>
  q(tx).selectFrom('live.segment').selectAll().where('room_id', '=', roomId).orderBy('index').execute()
