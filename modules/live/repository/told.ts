// What the ticker told each room last. Written under the room's lock.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { q } from './rows.ts'

export type Told = { left: Readonly<Record<string, number>>; at: Date }

export async function findTold(tx: Tx, roomIds: readonly string[]): Promise<Map<string, Told>> {
  const rows = await q(tx)
    .selectFrom('live.room_told')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .execute()
  return new Map(rows.map((r) => [r.room_id, { left: r.left_by_id, at: r.at }]))
}

export async function saveTold(tx: Tx, roomId: Id<'rom'>, { left, at }: Told): Promise<void> {
  const columns = { left_by_id: JSON.stringify(left), at }
  await q(tx)
    .insertInto('live.room_told')
    .values({ room_id: roomId, ...columns })
    .onConflict((c) => c.column('room_id').doUpdateSet(columns))
    .execute()
}
