// The merchant's side of the SQL: products with their SKUs, written whole, read whole. An empty list of ids reads nothing.
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import { LOW_STOCK } from '../domain/stock.ts'
import type { ProductTable, ShopTable, ShopTables, SkuTable } from '../tables.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type ShopRow = Selectable<ShopTable>
export type BundlePart = { skuId: Id<'sku'>; qty: number }
/** As a buyer reads it: the product and the variant in one name. */
export type NamedPart = BundlePart & { name: Localized }
/** Units apart on the shelf itself: of a campaign that has begun or will, or sold in advance. Dates as ISO, money as text. */
export type Apart = {
  kind: 'campaign' | 'presale'
  poolId: Id<'stp'>
  name: string | null
  left: number
  startsAt: string | null
  endsAt: string | null
  priceMinor: string | null
  limitPerPerson: number | null
  shipsAt: string | null
  depositMinor: string | null
  balanceFrom: string | null
  balanceUntil: string | null
}
/** `available`: what could be reserved now; of a bundle, as many as its parts make. */
export type SkuRow = Selectable<SkuTable> & {
  available: number
  parts: NamedPart[] | null
  apart: Apart[] | null
}

/** What can be sold of the variant `k`. */
export const availableOf = sql<number>`(case when k.bundle then coalesce((
    select min(case when c.retired then 0 else (c.on_hand - c.reserved) / b.qty end)
    from shop.bundle_part b join shop.sku c on c.sku_id = b.part_sku_id where b.bundle_sku_id = k.sku_id), 0)
  else k.on_hand - k.reserved end)`

/** Only of a bundle; one look into an index otherwise. */
export const partsOf = sql<NamedPart[] | null>`(case when k.bundle then (
    select json_agg(json_build_object('skuId', b.part_sku_id, 'qty', b.qty, 'name', json_build_object(
      'zh', (cp.title ->> 'zh') || ' ' || (c.name ->> 'zh'), 'en', (cp.title ->> 'en') || ', ' || (c.name ->> 'en'))) order by b.part_sku_id)
    from shop.bundle_part b join shop.sku c on c.sku_id = b.part_sku_id join shop.product cp on cp.product_id = c.product_id
    where b.bundle_sku_id = k.sku_id) end)`

export const apartOf = sql<Apart[] | null>`(
    select json_agg(json_build_object('kind', a.kind, 'poolId', a.pool_id, 'name', a.name, 'left', a.on_hand - a.reserved,
      'startsAt', a.starts_at, 'endsAt', a.ends_at, 'priceMinor', a.price_minor::text, 'limitPerPerson', a.limit_per_person,
      'shipsAt', a.ships_at, 'depositMinor', a.deposit_minor::text, 'balanceFrom', a.balance_from, 'balanceUntil', a.balance_until))
    from shop.stock_pool a where a.sku_id = k.sku_id and a.kind is not null and a.closed_at is null)`
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
  'p.ship_kind',
  'p.ships_from',
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

const CHUNK = 500 // × 25 columns stays below PostgreSQL's 65 535 parameters

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

/** The parts of each new bundle: of the same shop, on sale, and no bundles themselves; false when one is not. */
export async function insertParts(
  tx: Tx,
  shopId: Id<'shp'>,
  rows: readonly { bundleSkuId: Id<'sku'>; skuId: Id<'sku'>; qty: number }[],
): Promise<boolean> {
  if (rows.length === 0) return true
  const { rows: marked } = await sql<{ sku_id: string }>`
    update shop.sku k set part_of = greatest(k.part_of, w.qty)
    from (select r."skuId", max(r.qty) as qty
      from json_to_recordset(${JSON.stringify(rows)}::json) as r("skuId" text, qty int) group by 1) as w
    where k.sku_id = w."skuId" and not k.retired and not k.bundle
      and exists (select from shop.product p where p.product_id = k.product_id and p.shop_id = ${shopId})
    returning k.sku_id`.execute(q(tx))
  if (marked.length < new Set(rows.map((r) => r.skuId)).size) return false
  await q(tx)
    .insertInto('shop.bundle_part')
    .values(rows.map((r) => ({ bundle_sku_id: r.bundleSkuId, part_sku_id: r.skuId, qty: r.qty })))
    .execute()
  return true
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
        bool_or(${availableOf} > 0 or exists (select from shop.stock_pool a where a.sku_id = k.sku_id and a.kind = 'presale'
          and a.closed_at is null and a.on_hand > a.reserved)) as in_stock
      from unnest(${ids}::text[]) as w(product_id)
      left join shop.sku k on k.product_id = w.product_id and not k.retired
      group by w.product_id) s
    where p.product_id = s.product_id
      and (p.min_price_minor, p.max_price_minor, p.list_price_minor, p.in_stock)
        is distinct from (s.min_price, s.max_price, s.list_price, coalesce(s.in_stock, false))`.execute(q(tx))
}

/** Products with a bundle that some variant of these is part of. */
export async function bundlesOf(tx: Tx, ids: readonly Id<'prd'>[]): Promise<Id<'prd'>[]> {
  const { rows } = await sql<{ product_id: Id<'prd'> }>`
    select distinct k.product_id from shop.bundle_part b join shop.sku k on k.sku_id = b.bundle_sku_id
    where b.part_sku_id = any(array(select c.sku_id from shop.sku c where c.product_id = any(${ids as string[]}::text[]) and c.part_of > 0))
      and k.product_id <> all(${ids as string[]}::text[])`.execute(q(tx))
  return rows.map((r) => r.product_id)
}

const products = (tx: Tx) =>
  q(tx)
    .selectFrom('shop.product as p')
    .innerJoin('shop.shop as s', 's.shop_id', 'p.shop_id')
    .leftJoin('shop.sold as d', 'd.product_id', 'p.product_id')
    .select(PRODUCT_COLUMNS)
    .select(['s.state as shop_state', sql<bigint>`coalesce(d.units, 0)`.as('sold')])

const skusAsShown = (tx: Tx) =>
  q(tx)
    .selectFrom('shop.sku as k')
    .selectAll('k')
    .select([availableOf.as('available'), partsOf.as('parts'), apartOf.as('apart')])

async function withSkus(tx: Tx, rows: Omit<ProductRow, 'skus'>[]): Promise<ProductRow[]> {
  if (rows.length === 0) return []
  const skus = await skusAsShown(tx)
    .where(
      'k.product_id',
      'in',
      rows.map((r) => r.product_id),
    )
    .where('k.retired', '=', false)
    .orderBy('k.position')
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

/** Prices of many; a crossed-out price that is no longer above the price goes away. */
export async function updatePrices(
  tx: Tx,
  prices: readonly { skuId: Id<'sku'>; priceMinor: bigint }[],
): Promise<void> {
  await sql`
    update shop.sku k set price_minor = w.price_minor, version = k.version + 1,
      list_price_minor = case when k.list_price_minor > w.price_minor then k.list_price_minor end
    from unnest(${prices.map((p) => p.skuId) as string[]}::text[],
      ${prices.map((p) => p.priceMinor.toString())}::bigint[]) as w(sku_id, price_minor)
    where k.sku_id = w.sku_id`.execute(q(tx))
}

export const findOwnSku = (tx: Tx, shopId: string, skuId: Id<'sku'>): Promise<SkuRow | undefined> =>
  skusAsShown(tx)
    .innerJoin('shop.product as p', 'p.product_id', 'k.product_id')
    .where('k.sku_id', '=', skuId)
    .where('p.shop_id', '=', shopId as Id<'shp'>)
    .where('k.retired', '=', false)
    .executeTakeFirst()

// --- The desk's list ------------------------------------------------------------------------------------------------

const isLow = sql<boolean>`exists (select 1 from shop.sku k
  where k.product_id = p.product_id and not k.retired and ${availableOf} <= ${sql.lit(LOW_STOCK)})`

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

/** Variants on the shelf that run short. */
export async function lowSkus(tx: Tx, shopId: Id<'shp'>) {
  const { rows } = await sql<{
    productId: Id<'prd'>
    skuId: Id<'sku'>
    title: Localized
    skuName: Localized
    available: number
  }>`select p.product_id as "productId", k.sku_id as "skuId", p.title, k.name as "skuName",
      k.on_hand - k.reserved as available
    from shop.product p join shop.sku k on k.product_id = p.product_id
    where p.shop_id = ${shopId} and p.review_state = 'passed' and p.on_shelf and not k.retired
      and k.on_hand - k.reserved <= ${sql.lit(LOW_STOCK)} order by k.sku_id limit 1000`.execute(q(tx))
  return rows
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
