// SQL of who may not write in a room, or not come in.
import { sql } from 'kysely'
import type { Tx } from '#platform/database'
import { channelTables as q, type MuteTable } from './channel-tables.ts'

export type MuteRow = MuteTable

export async function upsertMute(tx: Tx, mute: MuteTable): Promise<void> {
  const { room_id: _r, account_id: _a, ...rest } = mute
  await q(tx)
    .insertInto('live.mute')
    .values(mute)
    .onConflict((c) => c.columns(['room_id', 'account_id']).doUpdateSet(rest))
    .execute()
}

/** Whether there was one. */
export async function deleteMute(tx: Tx, roomId: string, accountId: string): Promise<boolean> {
  const gone = await q(tx)
    .deleteFrom('live.mute')
    .where('room_id', '=', roomId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Those in force at `now`, the latest first. */
export const selectMutes = (tx: Tx, roomId: string, now: Date): Promise<MuteRow[]> =>
  q(tx)
    .selectFrom('live.mute')
    .selectAll()
    .where('room_id', '=', roomId)
    .where(sql<boolean>`(blocked or until > ${now})`)
    .orderBy('at', 'desc')
    .limit(10_000)
    .execute()

export const selectMute = (tx: Tx, roomId: string, accountId: string): Promise<MuteRow | undefined> =>
  q(tx)
    .selectFrom('live.mute')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
