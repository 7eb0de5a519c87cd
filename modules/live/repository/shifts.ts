// Shifts, and what was sold and seen within each: sums of the room's own rows.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { sqlState, type Tx } from '#platform/database'
import { AppError } from '#kernel/errors'
import { desk, type ShiftRow } from './desk-tables.ts'

/** @throws AppError DUPLICATE when the person is on duty in that role already */
export async function insertShift(tx: Tx, row: ShiftRow): Promise<void> {
  await desk(tx)
    .insertInto('live.shift')
    .values(row)
    .execute()
    .catch((error: unknown) => {
      if (sqlState(error) === '23505') throw new AppError('DUPLICATE')
      throw error
    })
}

export const findShift = (tx: Tx, roomId: Id<'rom'>, shiftId: string): Promise<ShiftRow | undefined> =>
  desk(tx)
    .selectFrom('live.shift')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('shift_id', '=', shiftId as Id<'shf'>)
    .executeTakeFirst()

export const endShiftAt = (tx: Tx, shiftId: Id<'shf'>, at: Date) =>
  desk(tx).updateTable('live.shift').set({ ended_at: at }).where('shift_id', '=', shiftId).execute()

export type ShiftWithResults = ShiftRow & {
  until: Date
  orders: number
  buyers: number
  units: number
  paid_minor: bigint
  refunded_minor: bigint
  viewers: number
}

/** `now` ends those that are still on. Order lines count where they were paid: at its start, not at its end. */
export async function shiftsWithResults(tx: Tx, roomId: Id<'rom'>, now: Date): Promise<ShiftWithResults[]> {
  const { rows } = await sql<ShiftWithResults>`
    with s as (
      select s.*, least(coalesce(s.ended_at, r.ended_at, ${now}), coalesce(r.ended_at, ${now})) as until
      from live.shift s join live.room r using (room_id) where s.room_id = ${roomId}
    )
    select s.*, o.*,
      (select count(*)::int from live.visit v
        where v.room_id = s.room_id and v.first_seen < s.until and v.last_seen >= s.started_at) as viewers
    from s cross join lateral (
      select count(distinct order_id)::int as orders, count(distinct buyer_id)::int as buyers, coalesce(sum(qty), 0)::int as units,
        coalesce(sum(paid_minor), 0)::bigint as paid_minor, coalesce(sum(refunded_minor), 0)::bigint as refunded_minor
      from live.room_order o
      where o.room_id = s.room_id and o.state in ('paid', 'refunded') and o.paid_at >= s.started_at and o.paid_at < s.until
    ) o
    order by s.started_at, s.shift_id`.execute(desk(tx))
  return rows
}
