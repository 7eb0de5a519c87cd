// SQL of where units lie. The main warehouse has no row of units: it holds what the variant has (on the shelf and apart) and no other
// place has. Rows are locked after the variant's own and the pools', by variant and warehouse.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { Place, Taken } from '../domain/allocation.ts'
import type { HoldStep } from '../domain/stock.ts'
import { HOLD_STEPS } from '../domain/stock.ts'
import type { ShopTables, WarehouseTable } from '../tables.ts'

export type WarehouseRow = WarehouseTable

const q = (tx: Tx) => tables<ShopTables>(tx)

export type WarehouseId = Id<'whs'>

/** All units of a variant that exist, wherever they are sold: on the shelf and apart. Those sold in advance do not exist yet. */
const everywhere = (column: 'on_hand' | 'reserved') => sql<number>`(k.${sql.ref(column)} + coalesce((
  select sum(p.${sql.ref(column)}) from shop.stock_pool p where p.sku_id = k.sku_id and p.kind is distinct from 'presale'), 0))::int`

export const findWarehouses = (tx: Tx, shopId: Id<'shp'>): Promise<WarehouseRow[]> =>
  q(tx)
    .selectFrom('shop.warehouse')
    .selectAll()
    .where('shop_id', '=', shopId)
    .orderBy('main', 'desc')
    .orderBy('priority')
    .orderBy('warehouse_id')
    .execute()

export async function insertWarehouses(tx: Tx, rows: readonly WarehouseRow[]): Promise<void> {
  await q(tx)
    .insertInto('shop.warehouse')
    .values([...rows])
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function updateWarehouse(
  tx: Tx,
  warehouseId: WarehouseId,
  row: Pick<WarehouseRow, 'name' | 'provinces' | 'priority' | 'open'>,
): Promise<void> {
  await q(tx).updateTable('shop.warehouse').set(row).where('warehouse_id', '=', warehouseId).execute()
}

export async function isEmpty(tx: Tx, warehouseId: WarehouseId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from shop.warehouse_stock where warehouse_id = ${warehouseId} and on_hand > 0 limit 1`.execute(
    q(tx),
  )
  return rows.length === 0
}

export type PlaceRow = {
  sku_id: Id<'sku'>
  warehouse_id: WarehouseId | null
  on_hand: number
  reserved: number
  provinces: string[]
  priority: number
}

/** The places of these variants, the main one last of each; with `lock`, nobody else places or moves units of them meanwhile. */
export async function findPlaces(tx: Tx, skuIds: readonly Id<'sku'>[], lock: boolean): Promise<PlaceRow[]> {
  if (lock)
    await sql`select 1 from shop.warehouse_stock where sku_id = any(${skuIds as string[]}::text[])
      order by sku_id, warehouse_id for update`.execute(q(tx))
  const { rows } = await sql<PlaceRow>`
    with named as (
      select s.sku_id, s.warehouse_id, s.on_hand, s.reserved, w.provinces, w.priority
      from shop.warehouse_stock s join shop.warehouse w using (warehouse_id)
      where s.sku_id = any(${skuIds as string[]}::text[]))
    select * from named
    union all
    select k.sku_id, null, ${everywhere('on_hand')} - coalesce((select sum(n.on_hand) from named n where n.sku_id = k.sku_id), 0)::int,
      ${everywhere('reserved')} - coalesce((select sum(n.reserved) from named n where n.sku_id = k.sku_id), 0)::int,
      coalesce(m.provinces, '{}'), coalesce(m.priority, 100)
    from shop.sku k join shop.product p using (product_id) left join shop.warehouse m on m.shop_id = p.shop_id and m.main
    where k.sku_id = any(${skuIds as string[]}::text[])
    order by 1, 2 nulls last`.execute(q(tx))
  return rows
}

export const asPlace = (r: PlaceRow): Place<WarehouseId> => ({
  warehouseId: r.warehouse_id,
  provinces: r.provinces,
  priority: r.priority,
  free: r.on_hand - r.reserved,
})

/** Writes where a hold's units come from, and holds them there. */
export async function takeFromPlaces(
  tx: Tx,
  holdId: string,
  taken: readonly (Taken<WarehouseId> & { skuId: Id<'sku'> })[],
): Promise<void> {
  const named = taken.filter((t) => t.warehouseId !== null)
  if (named.length === 0) return
  await sql`
    with t as (
      insert into shop.stock_hold_place (hold_id, sku_id, warehouse_id, qty)
      select ${holdId}, n."skuId", n."warehouseId", n.qty
      from json_to_recordset(${JSON.stringify(named)}::json) as n("skuId" text, "warehouseId" text, qty int)
      returning sku_id, warehouse_id, qty)
    update shop.warehouse_stock s set reserved = s.reserved + t.qty from t
    where s.sku_id = t.sku_id and s.warehouse_id = t.warehouse_id`.execute(q(tx))
}

/** A hold's step, where its units lie. What comes back to a warehouse that was closed meanwhile is the main one's. */
export async function stepPlaces(tx: Tx, holdId: string, step: HoldStep): Promise<void> {
  const { onHand, reserved } = HOLD_STEPS[step]
  await sql`
    with mine as (
      select s.sku_id, s.warehouse_id, h.qty from shop.warehouse_stock s
      join shop.stock_hold_place h on h.sku_id = s.sku_id and h.warehouse_id = s.warehouse_id
      join shop.warehouse w on w.warehouse_id = s.warehouse_id
      where h.hold_id = ${holdId} and (w.open or ${step}::text <> 'return')
      order by s.sku_id, s.warehouse_id for update of s)
    update shop.warehouse_stock s set on_hand = s.on_hand + ${onHand}::int * mine.qty, reserved = s.reserved + ${reserved}::int * mine.qty
    from mine where s.sku_id = mine.sku_id and s.warehouse_id = mine.warehouse_id`.execute(q(tx))
}

/** Adds to a place that is not the main one. False when what is held there would not be there any more. */
export async function addToPlace(
  tx: Tx,
  skuId: Id<'sku'>,
  warehouseId: WarehouseId,
  delta: number,
): Promise<boolean> {
  await sql`insert into shop.warehouse_stock (sku_id, warehouse_id) values (${skuId}, ${warehouseId}) on conflict do nothing`.execute(
    q(tx),
  )
  const { rows } = await sql`
    with marked as (update shop.sku set warehoused = true where sku_id = ${skuId} and not warehoused)
    update shop.warehouse_stock set on_hand = on_hand + ${delta}
    where sku_id = ${skuId} and warehouse_id = ${warehouseId} and on_hand + ${delta} >= reserved returning 1`.execute(
    q(tx),
  )
  return rows.length > 0
}

/** The units of an order, by variant and place. */
export async function placesOfHold(
  tx: Tx,
  shopId: Id<'shp'>,
  holdId: string,
): Promise<{ sku_id: Id<'sku'>; warehouse_id: WarehouseId | null; warehouse: string | null; qty: number }[]> {
  const { rows } = await sql<{
    sku_id: Id<'sku'>
    warehouse_id: WarehouseId | null
    warehouse: string | null
    qty: number
  }>`
    with held as (
      select l.sku_id, sum(l.qty)::int as qty from shop.stock_hold_line l
      join shop.sku k using (sku_id) join shop.product p using (product_id)
      where l.hold_id = ${holdId} and p.shop_id = ${shopId} group by 1),
    named as (select x.sku_id, x.warehouse_id, w.name as warehouse, x.qty
      from shop.stock_hold_place x join shop.warehouse w using (warehouse_id)
      where x.hold_id = ${holdId} and w.shop_id = ${shopId})
    select * from named
    union all
    select h.sku_id, null, (select m.name from shop.warehouse m where m.shop_id = ${shopId} and m.main),
      h.qty - coalesce((select sum(n.qty) from named n where n.sku_id = h.sku_id), 0)::int
    from held h where h.qty > coalesce((select sum(n.qty) from named n where n.sku_id = h.sku_id), 0)
    order by 1, 2`.execute(q(tx))
  return rows
}
