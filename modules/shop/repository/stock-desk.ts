// The desk's stock page: every variant with what is on the shelf, apart, and by warehouse, in two reads.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import { LOW_STOCK } from '../domain/stock.ts'
import type { ShopTables } from '../tables.ts'
import { apartOf, availableOf, partsOf, type Apart, type NamedPart } from './products.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type StockRow = {
  sku_id: Id<'sku'>
  product_id: Id<'prd'>
  title: Localized
  sku_name: Localized
  image_url: string | null
  price_minor: bigint
  currency: Currency
  on_hand: number
  reserved: number
  available: number
  apart_units: number
  warehoused: boolean
  parts: NamedPart[] | null
  apart: Apart[] | null
  version: number
}

const stock = (tx: Tx, shopId: Id<'shp'>) =>
  q(tx)
    .selectFrom('shop.sku as k')
    .innerJoin('shop.product as p', 'p.product_id', 'k.product_id')
    .where('p.shop_id', '=', shopId)
    .where('k.retired', '=', false)
    .select([
      'k.sku_id',
      'k.product_id',
      'p.title',
      'k.name as sku_name',
      sql<string | null>`p.images[1]`.as('image_url'),
      'k.price_minor',
      'p.currency',
      'k.on_hand',
      'k.reserved',
      'k.warehoused',
      'k.version',
      availableOf.as('available'),
      partsOf.as('parts'),
      apartOf.as('apart'),
      sql<number>`coalesce((select sum(a.on_hand) from shop.stock_pool a
        where a.sku_id = k.sku_id and a.kind is distinct from 'presale'), 0)::int`.as('apart_units'),
    ])

export const findStock = (tx: Tx, shopId: Id<'shp'>, skuIds: readonly Id<'sku'>[]): Promise<StockRow[]> =>
  skuIds.length === 0
    ? Promise.resolve([])
    : stock(tx, shopId)
        .where(sql<boolean>`k.sku_id = any(${skuIds as string[]}::text[])`)
        .orderBy('k.sku_id', 'desc')
        .execute()

export type StockFilter = 'low' | 'presale' | 'campaign' | 'bundle'

const isApart = (kind: 'presale' | 'campaign') => sql<boolean>`exists (select from shop.stock_pool a
  where a.sku_id = k.sku_id and a.kind = ${sql.lit(kind)} and a.closed_at is null)`
const FILTERS = {
  low: sql<boolean>`${availableOf} <= ${sql.lit(LOW_STOCK)}`,
  presale: isApart('presale'),
  campaign: isApart('campaign'),
  bundle: sql<boolean>`k.bundle`,
}

/** The newest variants first, after `after`. */
export async function listStock(
  tx: Tx,
  shopId: Id<'shp'>,
  by: {
    patterns: readonly string[]
    only: StockFilter | undefined
    after: string | null
    limit: number
  },
): Promise<StockRow[]> {
  let query = stock(tx, shopId)
  for (const pattern of by.patterns) query = query.where('p.search', 'like', pattern)
  if (by.only) query = query.where(FILTERS[by.only])
  if (by.after) query = query.where('k.sku_id', '<', by.after as Id<'sku'>)
  return query.orderBy('k.sku_id', 'desc').limit(by.limit).execute()
}

/** Which of these are the shop's, and of which products. */
export async function ownSkus(
  tx: Tx,
  shopId: Id<'shp'>,
  skuIds: readonly Id<'sku'>[],
): Promise<Map<Id<'sku'>, { productId: Id<'prd'>; bundle: boolean; priceMinor: bigint }>> {
  const { rows } = await sql<{
    sku_id: Id<'sku'>
    product_id: Id<'prd'>
    bundle: boolean
    price_minor: bigint
  }>`
    select k.sku_id, k.product_id, k.bundle, k.price_minor from shop.sku k join shop.product p using (product_id)
    where k.sku_id = any(${skuIds as string[]}::text[]) and p.shop_id = ${shopId} and not k.retired`.execute(
    q(tx),
  )
  return new Map(
    rows.map((r) => [r.sku_id, { productId: r.product_id, bundle: r.bundle, priceMinor: r.price_minor }]),
  )
}

/** All movements, what is there now, and so what was sold and paid. */
export async function unitsSold(
  tx: Tx,
  skuId: Id<'sku'>,
): Promise<{ movements: number; there: number; sold: number }> {
  const { rows } = await sql<{ movements: number; there: number }>`
    select coalesce((select sum(m.delta) from shop.stock_movement m where m.sku_id = k.sku_id), 0)::int as movements,
      (k.on_hand + coalesce((select sum(a.on_hand) from shop.stock_pool a
        where a.sku_id = k.sku_id and a.kind is distinct from 'presale'), 0))::int as there
    from shop.sku k where k.sku_id = ${skuId}`.execute(q(tx))
  const { movements, there } = rows[0]!
  return { movements, there, sold: movements - there }
}

export async function findSkuNames(
  tx: Tx,
  skuIds: readonly Id<'sku'>[],
): Promise<Map<Id<'sku'>, { skuName: Localized; title: Localized }>> {
  const { rows } = await sql<{ sku_id: Id<'sku'>; name: Localized; title: Localized }>`
    select k.sku_id, k.name, p.title from shop.sku k join shop.product p using (product_id)
    where k.sku_id = any(${skuIds as string[]}::text[])`.execute(q(tx))
  return new Map(rows.map((r) => [r.sku_id, { skuName: r.name, title: r.title }]))
}
