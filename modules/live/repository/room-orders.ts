// Order lines of rooms. A line's id is the key: told again, it changes nothing.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { RoomOrderState } from '../domain/room-order-state.ts'
import { q, type RoomOrderRow } from './rows.ts'

/** Lines of rooms that are not ours are left out: an event may outlive a database that was filled anew. */
export async function insertRoomOrders(
  tx: Tx,
  rows: readonly Omit<RoomOrderRow, 'refunded_minor' | 'paid_at'>[],
): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))
  await sql`
    insert into live.room_order (room_id, line_id, order_id, sale_id, buyer_id, product_id, qty, paid_minor, currency, state, placed_at)
    select o.room_id, o.line_id, o.order_id, o.sale_id, o.buyer_id, o.product_id, o.qty, o.paid_minor, o.currency, o.state, o.placed_at
    from json_populate_recordset(null::live.room_order, ${json}::json) o join live.room using (room_id)
    on conflict do nothing`.execute(q(tx))
}

export async function moveRoomOrders(
  tx: Tx,
  orderId: Id<'ord'>,
  from: RoomOrderState,
  to: RoomOrderState,
  at: Date,
): Promise<void> {
  await q(tx)
    .updateTable('live.room_order')
    .set({ state: to, ...(to === 'paid' ? { paid_at: at } : {}) })
    .where('order_id', '=', orderId)
    .where('state', '=', from)
    .execute()
}

/** `refundedMinor` is of all refunds so far, so telling it twice is the same as once. */
export async function setRefunded(
  tx: Tx,
  lineId: Id<'oln'>,
  refundedMinor: bigint,
  to: RoomOrderState | null,
  at: Date,
): Promise<void> {
  // The step first, by what the row still says; none when this was told before.
  await sql`
    insert into live.room_refund (line_id, refunded_to, room_id, minor, at)
    select line_id, least(paid_minor, ${refundedMinor}::bigint), room_id,
      least(paid_minor, ${refundedMinor}::bigint) - refunded_minor, ${at}
    from live.room_order where line_id = ${lineId} and state in ('paid', 'refunded')
      and least(paid_minor, ${refundedMinor}::bigint) > refunded_minor
    for update on conflict do nothing`.execute(q(tx))
  await q(tx)
    .updateTable('live.room_order')
    .set({
      refunded_minor: sql`least(paid_minor, greatest(refunded_minor, ${refundedMinor}))`,
      ...(to ? { state: to } : {}),
    })
    .where('line_id', '=', lineId)
    .where('state', 'in', ['paid', 'refunded'])
    .execute()
}

export type Totals = {
  currency: 'CNY' | 'USD' | null
  orders: number
  buyers: number
  units: number
  paid_minor: bigint
  refunded_minor: bigint
}

export async function roomTotals(tx: Tx, roomId: Id<'rom'>): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select min(currency) as currency, count(distinct order_id)::int as orders, count(distinct buyer_id)::int as buyers,
      coalesce(sum(qty), 0)::int as units, coalesce(sum(paid_minor), 0)::bigint as paid_minor,
      coalesce(sum(refunded_minor), 0)::bigint as refunded_minor
    from live.room_order where room_id = ${roomId} and state in ('paid', 'refunded')`.execute(q(tx))
  return rows[0]!
}
