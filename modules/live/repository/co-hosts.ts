// Co-hosts of rooms. Who changes one holds its room's row first: the room's log is told in the same transaction.
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Tx } from '#platform/database'
import { q, type CoHostRow } from './rows.ts'

const OPEN = ['invited', 'accepted', 'onAir'] as const

export const insertCoHost = (
  tx: Tx,
  row: Pick<CoHostRow, 'co_host_id' | 'room_id' | 'state' | 'code_hash' | 'invited_at' | 'expires_at'>,
): Promise<CoHostRow> => q(tx).insertInto('live.co_host').values(row).returningAll().executeTakeFirstOrThrow()

export const findCoHost = (tx: Tx, coHostId: string): Promise<CoHostRow | undefined> =>
  q(tx)
    .selectFrom('live.co_host')
    .selectAll()
    .where('co_host_id', '=', coHostId as Id<'cho'>)
    .executeTakeFirst()

export const findByCode = (tx: Tx, codeHash: string): Promise<CoHostRow | undefined> =>
  q(tx).selectFrom('live.co_host').selectAll().where('code_hash', '=', codeHash).executeTakeFirst()

export const findOpenCoHost = (tx: Tx, roomId: string): Promise<CoHostRow | undefined> =>
  q(tx)
    .selectFrom('live.co_host')
    .selectAll()
    .where('room_id', '=', roomId as Id<'rom'>)
    .where('state', 'in', OPEN)
    .executeTakeFirst()

/** The newest one of a room, over or not: the desk says how it ended. */
export const findLastCoHost = (tx: Tx, roomId: string): Promise<CoHostRow | undefined> =>
  q(tx)
    .selectFrom('live.co_host')
    .selectAll()
    .where('room_id', '=', roomId as Id<'rom'>)
    .orderBy('co_host_id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Open ones, by their ids: the watch asks about them, a page at a time. */
export const listOpenCoHosts = (tx: Tx, after: string, limit: number): Promise<CoHostRow[]> =>
  q(tx)
    .selectFrom('live.co_host')
    .selectAll()
    .where('state', 'in', OPEN)
    .where('co_host_id', '>', after as Id<'cho'>)
    .orderBy('co_host_id')
    .limit(limit)
    .execute()

export type CoHostChanges = Partial<Omit<CoHostRow, 'co_host_id' | 'room_id' | 'name'>> & { name?: Localized }

export const updateCoHost = (tx: Tx, coHostId: Id<'cho'>, changes: CoHostChanges): Promise<CoHostRow> => {
  const { name, ...rest } = changes
  return q(tx)
    .updateTable('live.co_host')
    .set({ ...rest, ...(name ? { name: JSON.stringify(name) } : {}) })
    .where('co_host_id', '=', coHostId)
    .returningAll()
    .executeTakeFirstOrThrow()
}
