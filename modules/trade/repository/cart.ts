// Cart lines and the shops' freight.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { CartLineTable } from '../tables.ts'
import { q, type FreightRow } from './rows.ts'

export const findCart = (tx: Tx, accountId: Id<'usr'>): Promise<CartLineTable[]> =>
  q(tx)
    .selectFrom('trade.cart_line')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('added_at', 'desc')
    .orderBy('sku_id')
    .limit(200)
    .execute()

/**
 * The cart after it, the newest first; null when it would be one line too many. Changing how many keeps the card it came from.
 */
export async function upsertCartLine(
  tx: Tx,
  line: CartLineTable,
  maxLines: number,
): Promise<CartLineTable[] | null> {
  const { rows } = await sql<CartLineTable>`
    with put as (
      insert into trade.cart_line as c (account_id, sku_id, qty, added_price_minor, attribution, added_at)
      select ${line.account_id}, ${line.sku_id}, ${line.qty}::int, ${line.added_price_minor}::bigint,
        ${line.attribution}, ${line.added_at}::timestamptz
      where (select count(*) from trade.cart_line where account_id = ${line.account_id} and sku_id <> ${line.sku_id}) < ${maxLines}
      on conflict (account_id, sku_id) do update set qty = excluded.qty, added_price_minor = excluded.added_price_minor,
        attribution = coalesce(excluded.attribution, c.attribution)
      returning *)
    select * from put
    union all select c.* from trade.cart_line c, put where c.account_id = put.account_id and c.sku_id <> put.sku_id
    order by added_at desc, sku_id`.execute(q(tx))
  return rows.length > 0 ? rows : null
}

export async function takeCartLines(
  tx: Tx,
  accountId: Id<'usr'>,
  skuIds: readonly Id<'sku'>[],
): Promise<Map<Id<'sku'>, string | null>> {
  const rows = await q(tx)
    .deleteFrom('trade.cart_line')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`sku_id = any(${skuIds as string[]}::text[])`)
    .returning(['sku_id', 'attribution'])
    .execute()
  return new Map(rows.map((r) => [r.sku_id, r.attribution]))
}

/** A guest's lines become the account's; where both have the SKU the account's line stays. */
export async function moveCart(tx: Tx, from: Id<'usr'>, to: Id<'usr'>): Promise<void> {
  await sql`with gone as (delete from trade.cart_line where account_id = ${from} returning *)
    insert into trade.cart_line select ${to}, sku_id, qty, added_price_minor, attribution, added_at from gone
    on conflict do nothing`.execute(q(tx))
}

export async function findFreight(tx: Tx, shopIds: readonly Id<'shp'>[]): Promise<FreightRow[]> {
  if (shopIds.length === 0) return []
  return q(tx).selectFrom('trade.freight_template').selectAll().where('shop_id', 'in', shopIds).execute()
}

export async function upsertFreight(tx: Tx, row: FreightRow): Promise<void> {
  const stored = { ...row, regions: JSON.stringify(row.regions) }
  const { shop_id: _, ...rest } = stored
  await q(tx)
    .insertInto('trade.freight_template')
    .values(stored)
    .onConflict((c) => c.column('shop_id').doUpdateSet(rest))
    .execute()
}
