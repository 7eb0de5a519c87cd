// Orders that left later than was promised, and what their buyers were given for it.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import type { Tx } from '#platform/database'
import { SHIP_QUEUES, type ShipQueue } from '../domain/ship-queues.ts'
import { q } from './rows.ts'

/** Overdue and nothing given yet: still waiting, or sent too late. Those of before there were promises have none. */
export async function lateOrders(tx: Tx, now: Date, limit: number): Promise<Id<'ord'>[]> {
  const { rows } = await sql<{ order_id: Id<'ord'> }>`
    select o.order_id from trade.customer_order o
    where o.ship_by <= ${now} and o.ship_by > ${now}::timestamptz - interval '30 days'
      and (o.state in ('paid', 'partly-shipped') or (o.state = 'shipped' and o.shipped_at > o.ship_by))
      and not exists (select from trade.late_shipment l where l.order_id = o.order_id)
    order by o.ship_by limit ${limit}`.execute(q(tx))
  return rows.map((r) => r.order_id)
}

export type LateRow = {
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  late_minor: Minor
  off_minor: Minor
  currency: 'CNY' | 'USD'
  coupon_id: Id<'cpn'>
  made_at: Date
}

export async function insertLate(tx: Tx, row: LateRow): Promise<void> {
  await q(tx).insertInto('trade.late_shipment').values(row).execute()
}

export const findLate = (tx: Tx, orderId: Id<'ord'>): Promise<LateRow | undefined> =>
  q(tx).selectFrom('trade.late_shipment').selectAll().where('order_id', '=', orderId).executeTakeFirst()

// --- How a shop ships ------------------------------------------------------------------------------------------------

export type ShipRecord = { orders: number; on_time: number; parcels: number; collect_ms: number | null }

/** Of orders due to ship, and parcels collected, in the period. Orders refunded before shipping count for nobody. */
export async function shipRecord(tx: Tx, shopId: Id<'shp'>, from: Date, to: Date): Promise<ShipRecord> {
  const { rows } = await sql<ShipRecord>`
    select
      (select count(*)::int from trade.customer_order o where o.shop_id = ${shopId} and o.ship_by >= ${from} and o.ship_by < ${to}
        and (o.state <> 'refunded' or o.shipped_at is not null)) as orders,
      (select count(*)::int from trade.customer_order o where o.shop_id = ${shopId} and o.ship_by >= ${from} and o.ship_by < ${to}
        and o.shipped_at <= o.ship_by) as on_time,
      (select count(*)::int from trade.package p
        where p.shop_id = ${shopId} and p.collected_at >= ${from} and p.collected_at < ${to}) as parcels,
      (select (avg(extract(epoch from p.collected_at - o.paid_at)) * 1000)::float8 from trade.package p
        join trade.customer_order o using (order_id)
        where p.shop_id = ${shopId} and p.collected_at >= ${from} and p.collected_at < ${to}) as collect_ms`.execute(
    q(tx),
  )
  return rows[0]!
}

// --- Queues of the desk ----------------------------------------------------------------------------------------------

export type QueueTimes = { now: Date; soonBy: Date; stillSince: Date }

const toShip = sql`o.state in ('paid', 'partly-shipped')`
const parcel = (is: ReturnType<typeof sql>) =>
  sql`(o.state in ('shipped', 'partly-shipped') and exists (select from trade.package p where p.order_id = o.order_id and ${is}))`

/** What an order must be to stand in a queue; of the orders as `o`. */
export function inQueue(queue: ShipQueue, { now, soonBy, stillSince }: QueueTimes) {
  return {
    'to-ship': sql<boolean>`(${toShip})`,
    'ship-soon': sql<boolean>`(${toShip} and o.due_at > ${now} and o.due_at <= ${soonBy})`,
    'ship-late': sql<boolean>`(${toShip} and o.due_at <= ${now})`,
    'partly-shipped': sql<boolean>`(o.state = 'partly-shipped')`,
    abnormal: sql<boolean>`${parcel(sql`p.state in ('abnormal', 'returning')`)}`,
    // Followed by a courier, sent a day ago, and nobody has it: an empty parcel's number looks like this.
    'no-movement': sql<boolean>`${parcel(sql`p.courier is not null and p.collected_at is null and p.shipped_at <= ${stillSince}`)}`,
  }[queue]
}

export async function queueCounts(
  tx: Tx,
  shopId: Id<'shp'>,
  times: QueueTimes,
): Promise<Record<ShipQueue, number>> {
  const counts = SHIP_QUEUES.map(
    (name) => sql`count(*) filter (where ${inQueue(name, times)})::int as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Record<ShipQueue, number>>`
    select ${sql.join(counts)} from trade.customer_order o
    where o.shop_id = ${shopId} and o.state in ('paid', 'partly-shipped', 'shipped')`.execute(q(tx))
  return rows[0]!
}
