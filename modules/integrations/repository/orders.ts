// SQL of what programs ask about orders: which changed since a number, who looked at whose receiver, which variants run short.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { IntegrationsTables, OrderChangeTable } from '../tables.ts'

const q = (tx: Tx) => tables<IntegrationsTables>(tx)

/** The order moves to the end of the list. */
export const noteOrderChange = (
  tx: Tx,
  c: { orderId: Id<'ord'>; shopId: Id<'shp'>; change: string; at: Date },
) =>
  sql`insert into integrations.order_change as o (order_id, shop_id, change_no, change, at)
    values (${c.orderId}, ${c.shopId}, nextval('integrations.change_no'), ${c.change}, ${c.at})
    on conflict (order_id) do update set change_no = excluded.change_no, change = excluded.change, at = excluded.at`.execute(
    q(tx),
  )

export const listOrderChanges = (
  tx: Tx,
  p: { shopId: Id<'shp'>; after: bigint; limit: number },
): Promise<OrderChangeTable[]> =>
  q(tx)
    .selectFrom('integrations.order_change')
    .selectAll()
    .where('shop_id', '=', p.shopId)
    .where('change_no', '>', p.after)
    .orderBy('change_no')
    .limit(p.limit)
    .execute()

/** One row a receiver looked at; rows are only added, the database sees to it. */
export const insertReveals = (
  tx: Tx,
  rows: readonly {
    shop_id: Id<'shp'>
    order_id: Id<'ord'>
    actor: string
    at: Date
    request_id: string
    ip: string
  }[],
) =>
  q(tx)
    .insertInto('integrations.reveal')
    .values([...rows])
    .execute()

/** Holds the shop's quota still until the transaction ends, so that two at once do not both find room. */
export async function revealedToday(tx: Tx, shopId: Id<'shp'>, since: Date): Promise<string[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reveal ${shopId}`}, 42))`.execute(q(tx))
  const { rows } = await sql<{ order_id: string }>`
    select distinct order_id from integrations.reveal where shop_id = ${shopId} and at >= ${since}`.execute(
    q(tx),
  )
  return rows.map((r) => r.order_id)
}

export const listReveals = (tx: Tx, p: { shopId: Id<'shp'>; before: bigint | null; limit: number }) =>
  q(tx)
    .selectFrom('integrations.reveal')
    .selectAll()
    .where('shop_id', '=', p.shopId)
    .$if(p.before !== null, (s) => s.where('reveal_no', '<', p.before!))
    .orderBy('reveal_no', 'desc')
    .limit(p.limit)
    .execute()

/** Shops with an endpoint that wants this type. */
export async function shopsWanting(tx: Tx, type: string): Promise<Id<'shp'>[]> {
  const { rows } = await sql<{ shop_id: Id<'shp'> }>`select distinct shop_id from integrations.endpoint
    where removed_at is null and state = 'on' and ${type} = any(types)`.execute(q(tx))
  return rows.map((r) => r.shop_id)
}

/** Which of these run short since now; those that no longer do are forgotten, so that the next time is told again. */
export async function noteLowStock(
  tx: Tx,
  shopId: Id<'shp'>,
  skuIds: readonly Id<'sku'>[],
  now: Date,
): Promise<Set<string>> {
  await sql`delete from integrations.low_stock where shop_id = ${shopId} and not (sku_id = any(${[...skuIds]}::text[]))`.execute(
    q(tx),
  )
  const { rows } = await sql<{ sku_id: string }>`
    insert into integrations.low_stock (sku_id, shop_id, noted_at)
    select s, ${shopId}, ${now} from unnest(${[...skuIds]}::text[]) as s
    on conflict do nothing returning sku_id`.execute(q(tx))
  return new Set(rows.map((r) => r.sku_id))
}
