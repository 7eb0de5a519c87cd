// The merchant's side of the SQL: products with their SKUs, written whole, read whole. An empty list of ids reads nothing.
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import { LOW_STOCK } from '../domain/stock.ts'
import type { ProductTable, ShopTable, ShopTables, SkuTable } from '../tables.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type ShopRow = Selectable<ShopTable>
export type SkuRow = Selectable<SkuTable>
/** A product as one read gives it: its shop's state, units sold, and the SKUs that are on sale. */
export type ProductRow = Omit<Selectable<ProductTable>, 'search'> & {
  shop_state: ShopRow['state']
  sold: bigint
  skus: SkuRow[]
}

const PRODUCT_COLUMNS = [
  'p.product_id',
  'p.shop_id',
  'p.title',
  'p.description',
  'p.images',
  'p.category_id',
  'p.tags',
  'p.attributes',
  'p.guarantees',
  'p.ship_within_hours',
  'p.currency',
  'p.emerging',
  'p.on_shelf',
  'p.review_state',
  'p.review_rule_id',
  'p.review_note',
  'p.min_price_minor',
  'p.max_price_minor',
  'p.list_price_minor',
  'p.in_stock',
  'p.version',
  'p.created_at',
  'p.updated_at',
] as const

export async function insertShop(tx: Tx, row: Insertable<ShopTable>): Promise<void> {
  await q(tx).insertInto('shop.shop').values(row).execute()
}

export const findShop = (tx: Tx, shopId: string): Promise<ShopRow | undefined> =>
  q(tx)
    .selectFrom('shop.shop')
    .selectAll()
    .where('shop_id', '=', shopId as Id<'shp'>)
    .executeTakeFirst()

export async function setShopState(tx: Tx, shopId: Id<'shp'>, state: ShopRow['state']): Promise<void> {
  await q(tx).updateTable('shop.shop').set({ state }).where('shop_id', '=', shopId).execute()
}

export async function productsOfShop(tx: Tx, shopId: Id<'shp'>): Promise<Id<'prd'>[]> {
  const rows = await q(tx)
    .selectFrom('shop.product')
    .select('product_id')
    .where('shop_id', '=', shopId)
    .execute()
  return rows.map((r) => r.product_id)
}

const CHUNK = 500 // × 23 columns stays below PostgreSQL's 65 535 parameters

export async function insertProducts(tx: Tx, rows: readonly Insertable<ProductTable>[]): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK)
    await q(tx)
      .insertInto('shop.product')
      .values(rows.slice(i, i + CHUNK))
      .execute()
}

export async function insertSkus(tx: Tx, rows: readonly Insertable<SkuTable>[]): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK)
    await q(tx)
      .insertInto('shop.sku')
      .values(rows.slice(i, i + CHUNK))
      .execute()
}

/** Waits for whoever holds them. SKUs first: see the lock order in stock.ts. */
export async function lockProducts(tx: Tx, ids: readonly Id<'prd'>[], alsoSkus = false): Promise<void> {
  if (ids.length === 0) return
  if (alsoSkus) {
    await q(tx)
      .selectFrom('shop.sku')
      .select('sku_id')
      .where('product_id', 'in', ids)
      .orderBy('sku_id')
      .forUpdate()
      .execute()
  }
  await q(tx)
    .selectFrom('shop.product')
    .select('product_id')
    .where('product_id', 'in', ids)
    .orderBy('product_id')
    .forUpdate()
    .execute()
}

/** Brings prices and `in_stock` in line with the SKUs. Lock the products first, or a neighbour's SKU is missed. */
export async function tellFromSkus(tx: Tx, ids: readonly Id<'prd'>[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update shop.product p set
      min_price_minor = s.min_price, max_price_minor = s.max_price, list_price_minor = s.list_price, in_stock = coalesce(s.in_stock, false)
    from (
      select w.product_id, min(k.price_minor) as min_price, max(k.price_minor) as max_price,
        (array_agg(k.list_price_minor order by k.price_minor, k.position))[1] as list_price,
        bool_or(k.on_hand > k.reserved) as in_stock
      from unnest(${ids}::text[]) as w(product_id)
      left join shop.sku k on k.product_id = w.product_id and not k.retired
      group by w.product_id) s
    where p.product_id = s.product_id
      and (p.min_price_minor, p.max_price_minor, p.list_price_minor, p.in_stock)
        is distinct from (s.min_price, s.max_price, s.list_price, coalesce(s.in_stock, false))`.execute(q(tx))
}

const products = (tx: Tx) =>
  q(tx)
    .selectFrom('shop.product as p')
    .innerJoin('shop.shop as s', 's.shop_id', 'p.shop_id')
    .leftJoin('shop.sold as d', 'd.product_id', 'p.product_id')
    .select(PRODUCT_COLUMNS)
    .select(['s.state as shop_state', sql<bigint>`coalesce(d.units, 0)`.as('sold')])

async function withSkus(tx: Tx, rows: Omit<ProductRow, 'skus'>[]): Promise<ProductRow[]> {
  if (rows.length === 0) return []
  const skus = await q(tx)
    .selectFrom('shop.sku')
    .selectAll()
    .where(
      'product_id',
      'in',
      rows.map((r) => r.product_id),
    )
    .where('retired', '=', false)
    .orderBy('position')
    .execute()
  const byProduct = Map.groupBy(skus, (s) => s.product_id)
  return rows.map((r) => ({ ...r, skus: byProduct.get(r.product_id) ?? [] }))
}

/** In the order of `ids`; unknown ones are left out. */
export async function findProducts(tx: Tx, ids: readonly Id<'prd'>[]): Promise<ProductRow[]> {
  if (ids.length === 0) return []
  const rows = await withSkus(tx, await products(tx).where('p.product_id', 'in', ids).execute())
  const byId = new Map(rows.map((r) => [r.product_id, r]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export async function updateProduct(
  tx: Tx,
  productId: Id<'prd'>,
  changes: Updateable<ProductTable>,
): Promise<void> {
  await q(tx)
    .updateTable('shop.product')
    .set({ ...changes, version: sql`version + 1` })
    .where('product_id', '=', productId)
    .execute()
}

export async function setReviews(
  tx: Tx,
  ids: readonly Id<'prd'>[],
  review: Pick<Updateable<ProductTable>, 'review_state' | 'review_rule_id' | 'review_note' | 'updated_at'>,
): Promise<void> {
  if (ids.length > 0)
    await q(tx).updateTable('shop.product').set(review).where('product_id', 'in', ids).execute()
}

export async function updateSku(tx: Tx, skuId: Id<'sku'>, changes: Updateable<SkuTable>): Promise<void> {
  await q(tx)
    .updateTable('shop.sku')
    .set({ ...changes, version: sql`version + 1` })
    .where('sku_id', '=', skuId)
    .execute()
}

export const findOwnSku = (tx: Tx, shopId: string, skuId: Id<'sku'>): Promise<SkuRow | undefined> =>
  q(tx)
    .selectFrom('shop.sku as k')
    .innerJoin('shop.product as p', 'p.product_id', 'k.product_id')
    .selectAll('k')
    .where('k.sku_id', '=', skuId)
    .where('p.shop_id', '=', shopId as Id<'shp'>)
    .where('k.retired', '=', false)
    .executeTakeFirst()

// --- The desk's list ------------------------------------------------------------------------------------------------

const isLow = sql<boolean>`exists (select 1 from shop.sku k
  where k.product_id = p.product_id and not k.retired and k.on_hand - k.reserved <= ${sql.lit(LOW_STOCK)})`

const FILTERS = {
  onShelf: sql<boolean>`(p.review_state = 'passed' and p.on_shelf)`,
  offShelf: sql<boolean>`(p.review_state = 'passed' and not p.on_shelf)`,
  pending: sql<boolean>`(p.review_state = 'pending')`,
  rejected: sql<boolean>`(p.review_state = 'rejected')`,
  draft: sql<boolean>`(p.review_state = 'draft')`,
  lowStock: sql<boolean>`(p.review_state = 'passed' and p.on_shelf and ${isLow})`,
}
export type ProductFilter = keyof typeof FILTERS

export async function countProducts(tx: Tx, shopId: string): Promise<Record<ProductFilter, number>> {
  const columns = Object.entries(FILTERS).map(
    ([name, is]) => sql`count(*) filter (where ${is})::int as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Record<ProductFilter, number>>`
    select ${sql.join(columns)} from shop.product p where p.shop_id = ${shopId}`.execute(q(tx))
  return rows[0]!
}

/** Newest first, after the product `after`. */
export async function listProducts(
  tx: Tx,
  shopId: string,
  by: {
    status?: ProductFilter | undefined
    patterns: readonly string[]
    after: string | null
    limit: number
  },
): Promise<ProductRow[]> {
  let query = products(tx).where('p.shop_id', '=', shopId as Id<'shp'>)
  if (by.status) query = query.where(FILTERS[by.status])
  for (const pattern of by.patterns) query = query.where('p.search', 'like', pattern)
  if (by.after) query = query.where('p.product_id', '<', by.after as Id<'prd'>)
  return withSkus(tx, await query.orderBy('p.product_id', 'desc').limit(by.limit).execute())
}

// --- Units sold -----------------------------------------------------------------------------------------------------

export async function addSold(tx: Tx, units: ReadonlyMap<Id<'prd'>, number>): Promise<void> {
  const rows = [...units].map(([productId, n]) => ({ product_id: productId, units: n }))
  // Looked up one by one: joined, a list of unknown length would make PostgreSQL read all products.
  await sql`
    insert into shop.sold as d (product_id, units)
    select found.product_id, found.units from (
      select (select p.product_id from shop.product p where p.product_id = u.product_id) as product_id, u.units
      from json_to_recordset(${JSON.stringify(rows)}::json) as u(product_id text, units bigint)) as found
    where found.product_id is not null order by found.product_id
    on conflict (product_id) do update set units = greatest(0, d.units + excluded.units)`.execute(q(tx))
}
