// The buyer's side of the SQL: cards, the mall, and what checkout must know of a SKU.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { ShipKind } from '#kernel/ship-promise'
import type { Localized } from '#kernel/text'
import { isOneOf, tables, type Tx } from '#platform/database'
import type { ShopTables } from '../tables.ts'
import { apartOf, availableOf, partsOf, type Apart, type NamedPart } from './products.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type CardRow = {
  product_id: Id<'prd'>
  shop_id: Id<'shp'>
  shop_name: Localized
  category_id: string
  title: Localized
  image_url: string
  min_price_minor: bigint
  max_price_minor: bigint
  list_price_minor: bigint | null
  currency: Currency
  sold: bigint
  tags: string[]
  guarantees: string[]
  emerging: boolean
  sellable: boolean
  in_stock: boolean
}

const sellable = sql<boolean>`(p.on_shelf and p.review_state = 'passed' and s.state = 'trading')`
const sold = sql<bigint>`coalesce(d.units, 0)`

/** Products that have a picture and a price; a draft without them has no card. */
const cards = (tx: Tx) =>
  q(tx)
    .selectFrom('shop.product as p')
    .innerJoin('shop.shop as s', 's.shop_id', 'p.shop_id')
    .leftJoin('shop.sold as d', 'd.product_id', 'p.product_id')
    .select([
      'p.product_id',
      'p.shop_id',
      's.name as shop_name',
      'p.category_id',
      'p.title',
      'p.list_price_minor',
      'p.currency',
      'p.tags',
      'p.guarantees',
      'p.emerging',
      'p.in_stock',
      sql<string>`p.images[1]`.as('image_url'),
      sql<bigint>`p.min_price_minor`.as('min_price_minor'),
      sql<bigint>`p.max_price_minor`.as('max_price_minor'),
      sellable.as('sellable'),
      sold.as('sold'),
    ])
    .where('p.min_price_minor', 'is not', null)
    .where(sql<boolean>`cardinality(p.images) > 0`)

export const findCards = (tx: Tx, ids: readonly Id<'prd'>[]): Promise<CardRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : cards(tx).where(isOneOf('p.product_id', ids)).execute()

export async function findShopsOf(
  tx: Tx,
  ids: readonly Id<'prd'>[],
): Promise<{ product_id: Id<'prd'>; shop_id: Id<'shp'> }[]> {
  const { rows } = await sql<{ product_id: Id<'prd'>; shop_id: Id<'shp'> }>`
    select product_id, shop_id from shop.product where product_id = any(${ids as string[]}::text[])`.execute(
    q(tx),
  )
  return rows
}

export async function findShopNames(
  tx: Tx,
  ids: readonly Id<'shp'>[],
): Promise<{ shop_id: Id<'shp'>; name: Localized }[]> {
  const { rows } = await sql<{ shop_id: Id<'shp'>; name: Localized }>`
    select shop_id, name from shop.shop where shop_id = any(${ids as string[]}::text[])`.execute(q(tx))
  return rows
}

export type MallQuery = {
  patterns: readonly string[]
  categoryId?: string | undefined
  shopId?: string | undefined
  after: { sold: bigint; productId: string } | null
  limit: number
}

/** What can be bought, best sellers first. */
export async function findOnSale(tx: Tx, by: MallQuery): Promise<CardRow[]> {
  let query = cards(tx).where(sellable)
  if (by.categoryId) query = query.where('p.category_id', '=', by.categoryId)
  if (by.shopId) query = query.where('p.shop_id', '=', by.shopId as Id<'shp'>)
  for (const pattern of by.patterns) query = query.where('p.search', 'like', pattern)
  if (by.after)
    query = query.where(sql<boolean>`(${sold}, p.product_id) < (${by.after.sold}, ${by.after.productId})`)
  return query.orderBy(sold, 'desc').orderBy('p.product_id', 'desc').limit(by.limit).execute()
}

export type SkuForOrderRow = {
  sku_id: Id<'sku'>
  product_id: Id<'prd'>
  shop_id: Id<'shp'>
  shop_name: Localized
  category_id: string
  emerging: boolean
  title: Localized
  sku_name: Localized
  image_url: string
  price_minor: bigint
  currency: Currency
  sellable: boolean
  purchase_limit: number | null
  order_limit: number | null
  limit_days: number | null
  available: number
  ship_within_hours: number
  ship_kind: ShipKind | null
  ships_from: Date | null
  parts: NamedPart[] | null
  apart: Apart[] | null
}

const skusForOrder = (tx: Tx) =>
  q(tx)
    .selectFrom('shop.sku as k')
    .innerJoin('shop.product as p', 'p.product_id', 'k.product_id')
    .innerJoin('shop.shop as s', 's.shop_id', 'p.shop_id')
    .select([
      'k.sku_id',
      'p.product_id',
      'p.shop_id',
      's.name as shop_name',
      'p.category_id',
      'p.emerging',
      'p.title',
      'k.name as sku_name',
      sql<string>`coalesce(p.images[1], '')`.as('image_url'),
      'k.price_minor',
      'p.currency',
      'k.purchase_limit',
      'p.ship_within_hours',
      'p.ship_kind',
      'p.ships_from',
      'k.order_limit',
      'k.limit_days',
      sql<boolean>`(${sellable} and not k.retired)`.as('sellable'),
      availableOf.as('available'),
      partsOf.as('parts'),
      apartOf.as('apart'),
    ])

export async function findSkusForOrder(tx: Tx, ids: readonly Id<'sku'>[]): Promise<SkuForOrderRow[]> {
  if (ids.length === 0) return []
  return skusForOrder(tx).where(isOneOf('k.sku_id', ids)).execute()
}

/** Every variant on sale of these products, in the shop's order. */
export async function findSkusOfProducts(tx: Tx, ids: readonly Id<'prd'>[]): Promise<SkuForOrderRow[]> {
  if (ids.length === 0) return []
  return skusForOrder(tx)
    .where(isOneOf('k.product_id', ids))
    .where('k.retired', '=', false)
    .orderBy('k.product_id')
    .orderBy('k.position')
    .execute()
}

export async function shopTotals(tx: Tx, shopId: string): Promise<{ products: number; sold: bigint }> {
  const { rows } = await sql<{ products: number; sold: bigint }>`
    select count(*) filter (where ${sellable})::int as products, coalesce(sum(d.units), 0)::bigint as sold
    from shop.product p join shop.shop s using (shop_id) left join shop.sold d using (product_id)
    where p.shop_id = ${shopId}`.execute(q(tx))
  return rows[0]!
}
