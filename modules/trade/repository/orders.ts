// Orders: reading them with their lines, and moving them. A move names the states it may start from in the UPDATE itself,
// so of two at once one finds no row.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { Mover, OrderState } from '../domain/order-state.ts'
import type { ShipQueue } from '../domain/ship-queues.ts'
import { inQueue, type QueueTimes } from './late.ts'
import { q, type LineRow, type Order, type OrderRow } from './rows.ts'

export async function findLines(tx: Tx, orderIds: readonly Id<'ord'>[]): Promise<LineRow[]> {
  if (orderIds.length === 0) return []
  return q(tx)
    .selectFrom('trade.order_line')
    .selectAll()
    .where('order_id', 'in', orderIds)
    .orderBy('line_id')
    .execute()
}

export async function withLines(tx: Tx, orders: readonly OrderRow[]): Promise<Order[]> {
  const lines = await findLines(
    tx,
    orders.map((o) => o.order_id),
  )
  return linedUp(orders, lines)
}

/** Each order with its lines. */
export function linedUp(orders: readonly OrderRow[], lines: readonly LineRow[]): Order[] {
  const byOrder = Map.groupBy(lines, (l) => l.order_id)
  return orders.map((o) => ({ ...o, lines: byOrder.get(o.order_id) ?? [] }))
}

const checkoutOfPayment = (paymentId: Id<'pay'>) =>
  sql<Id<'chk'>>`(select checkout_id from trade.payment where payment_id = ${paymentId})`

export const ordersOfPayment = (tx: Tx, paymentId: Id<'pay'>): Promise<OrderRow[]> =>
  q(tx)
    .selectFrom('trade.customer_order')
    .selectAll()
    .where('checkout_id', '=', checkoutOfPayment(paymentId))
    .orderBy('order_id')
    .execute()

export const linesOfPayment = (tx: Tx, paymentId: Id<'pay'>): Promise<LineRow[]> =>
  q(tx)
    .selectFrom('trade.order_line as l')
    .selectAll('l')
    .where(
      'l.order_id',
      '=',
      sql<
        Id<'ord'>
      >`any(array(select order_id from trade.customer_order where checkout_id = ${checkoutOfPayment(paymentId)}))`,
    )
    .orderBy('l.line_id')
    .execute()

export async function ordersOfCheckout(tx: Tx, checkoutId: Id<'chk'>): Promise<OrderRow[]> {
  return q(tx)
    .selectFrom('trade.customer_order')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('order_id')
    .execute()
}

/** The checkout of this order when none of its orders was sent or is alive any more. */
export async function undoneCheckout(tx: Tx, orderId: Id<'ord'>): Promise<Id<'chk'> | null> {
  const { rows } = await sql<{ checkout_id: Id<'chk'> }>`
    select checkout_id from trade.customer_order where checkout_id = (
      select checkout_id from trade.customer_order where order_id = ${orderId})
    group by checkout_id having bool_and(state = 'refunded' and shipped_at is null)`.execute(q(tx))
  return rows[0]?.checkout_id ?? null
}

export type OrderKey = { orderId: Id<'ord'>; buyerId?: Id<'usr'>; shopId?: Id<'shp'> }

/** Another's order is not found. */
export async function findOrder(
  tx: Tx,
  { orderId, buyerId, shopId }: OrderKey,
  lock = false,
): Promise<OrderRow | undefined> {
  let query = q(tx).selectFrom('trade.customer_order').selectAll().where('order_id', '=', orderId)
  if (buyerId) query = query.where('buyer_id', '=', buyerId)
  if (shopId) query = query.where('shop_id', '=', shopId)
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}

export const findOrders = async (tx: Tx, orderIds: readonly Id<'ord'>[]): Promise<OrderRow[]> =>
  orderIds.length === 0
    ? []
    : q(tx).selectFrom('trade.customer_order').selectAll().where('order_id', 'in', orderIds).execute()

export type OrderFilter = {
  buyerId?: Id<'usr'>
  shopId?: Id<'shp'>
  state?: OrderState
  queue?: ShipQueue
  times?: QueueTimes
  q?: string
  before?: string
  limit: number
}

export async function listOrders(tx: Tx, f: OrderFilter): Promise<OrderRow[]> {
  let query = q(tx)
    .selectFrom('trade.customer_order as o')
    .selectAll('o')
    .orderBy('o.order_id', f.queue ? 'asc' : 'desc')
    .limit(f.limit)
  if (f.buyerId) query = query.where('o.buyer_id', '=', f.buyerId)
  if (f.shopId) query = query.where('o.shop_id', '=', f.shopId)
  // Who looks for what is to be paid looks for what is paid in part as well.
  if (f.state)
    query = query.where('o.state', 'in', f.state === 'awaiting-payment' ? [f.state, 'part-paid'] : [f.state])
  if (f.queue && f.times) query = query.where(inQueue(f.queue, f.times))
  if (f.before) query = query.where('o.order_id', f.queue ? '>' : '<', f.before as Id<'ord'>)
  if (f.q) query = query.where(searched(f.q))
  return query.execute()
}

/** An order number, a tracking number, or part of a title in either language. */
function searched(text: string) {
  const like = `%${text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`
  return sql<boolean>`(o.order_id = ${text}
    or exists (select from trade.package p where p.order_id = o.order_id and p.tracking_no = ${text})
    or exists (select from trade.order_line l where l.order_id = o.order_id and (l.title->>'zh' ilike ${like} or l.title->>'en' ilike ${like})))`
}

export async function countByState(tx: Tx, shopId: Id<'shp'>): Promise<Map<OrderState, number>> {
  const { rows } = await sql<{ state: OrderState; n: number }>`
    select state, count(*)::int as n from trade.customer_order where shop_id = ${shopId} group by state`.execute(
    q(tx),
  )
  return new Map(rows.map((r) => [r.state, r.n]))
}

export type Move = {
  from: readonly OrderState[]
  to: OrderState
  by: Mover
  at: Date
  note: string | null
  dueAt: Date | null
  /** When it was promised to leave; said once, as it is paid. */
  shipBy?: Date
  /** When the next part of its price can be paid. */
  payFrom?: Date | null
}

const REACHED_AT = {
  paid: 'paid_at',
  shipped: 'shipped_at',
  received: 'received_at',
  completed: 'completed_at',
  cancelled: 'cancelled_at',
} as const

/** Moves those of the orders whose state allows it and writes their timeline; returns the ids it moved. */
export async function moveOrders(tx: Tx, orderIds: readonly Id<'ord'>[], m: Move): Promise<Id<'ord'>[]> {
  const column = REACHED_AT[m.to as keyof typeof REACHED_AT] as string | undefined
  const reached = column ? sql`, ${sql.ref(column)} = ${m.at}` : sql``
  const promised = m.shipBy ? sql`, ship_by = ${m.shipBy}` : sql``
  const opens = m.payFrom === undefined ? sql`` : sql`, pay_from = ${m.payFrom}`
  const { rows } = await sql<{ order_id: Id<'ord'> }>`
    with moved as (
      update trade.customer_order set state = ${m.to}, due_at = ${m.dueAt} ${reached} ${promised} ${opens}
      where order_id = any(${orderIds}::text[]) and state = any(${m.from}::text[]) returning order_id),
    told as (
      insert into trade.order_step (order_id, state, at, by, note)
      select order_id, ${m.to}, ${m.at}, ${m.by}, ${m.note} from moved)
    select order_id from moved`.execute(q(tx))
  return rows.map((r) => r.order_id)
}

/** A line in the timeline that does not change the state. */
export async function noteStep(
  tx: Tx,
  orderId: Id<'ord'>,
  step: { state: OrderState; by: Mover; at: Date; note: string },
): Promise<void> {
  await q(tx)
    .insertInto('trade.order_step')
    .values({ order_id: orderId, ...step })
    .execute()
}

export const findSteps = (tx: Tx, orderId: Id<'ord'>) =>
  q(tx)
    .selectFrom('trade.order_step')
    .select(['state', 'at', 'by', 'note'])
    .where('order_id', '=', orderId)
    .orderBy('step')
    .execute()

/** Orders in one of these states whose deadline has passed, the oldest first. */
export async function dueOrders(
  tx: Tx,
  states: readonly OrderState[],
  now: Date,
  limit: number,
): Promise<OrderRow[]> {
  return q(tx)
    .selectFrom('trade.customer_order')
    .selectAll()
    .where('state', 'in', states)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
}

/** Received, the return window over, and no refund waiting for an answer. */
export async function ordersToSettle(tx: Tx, now: Date, limit: number): Promise<Id<'ord'>[]> {
  const { rows } = await sql<{ order_id: Id<'ord'> }>`
    select o.order_id from trade.customer_order o where o.state = 'received' and o.due_at <= ${now}
      and not exists (select from trade.refund r where r.order_id = o.order_id and r.state in ('requested', 'approved'))
      and not exists (select from trade.after_sale c where c.order_id = o.order_id and c.due_at is not null and c.state <> 'refused')
    order by o.due_at limit ${limit}`.execute(q(tx))
  return rows.map((r) => r.order_id)
}

export type ShipCounts = {
  toShip: number
  soon: number
  late: number
  nextDueAt: Date | null
  nextSoonAt: Date | null
}

export async function shipCounts(tx: Tx, shopId: Id<'shp'>, now: Date, soonBy: Date): Promise<ShipCounts> {
  const { rows } = await sql<ShipCounts>`
    select count(*)::int as "toShip",
      count(*) filter (where due_at > ${now} and due_at <= ${soonBy})::int as soon,
      count(*) filter (where due_at <= ${now})::int as late,
      min(due_at) as "nextDueAt", min(due_at) filter (where due_at > ${now}) as "nextSoonAt"
    from trade.customer_order where shop_id = ${shopId} and state in ('paid', 'partly-shipped')`.execute(
    q(tx),
  )
  return rows[0]!
}

/** Whole addresses: for a parcel's label, and for who may see them and is written down. */
export const findReceivers = (tx: Tx, shopId: Id<'shp'>, orderIds: readonly Id<'ord'>[]) =>
  q(tx)
    .selectFrom('trade.customer_order')
    .select(['order_id', 'state', 'address'])
    .where('shop_id', '=', shopId)
    .where('order_id', '=', sql<Id<'ord'>>`any(${[...orderIds]}::text[])`)
    .orderBy('order_id')
    .execute()

/** Orders of the shop paid since then. */
export async function countPaidSince(tx: Tx, shopId: Id<'shp'>, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from trade.customer_order
    where shop_id = ${shopId} and paid_at >= ${since}`.execute(q(tx))
  return rows[0]!.n
}
