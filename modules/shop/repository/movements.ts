// What came and went otherwise than by being sold: written once, never changed (the database refuses).
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { MovementReason } from '../domain/movement.ts'
import type { ShopTables } from '../tables.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type Movement = {
  skuId: Id<'sku'>
  warehouseId: Id<'whs'> | null
  delta: number
  reason: MovementReason
  note: string | null
}

export async function insertMovements(
  tx: Tx,
  movements: readonly Movement[],
  { by, at }: { by: string; at: Date },
): Promise<void> {
  if (movements.length === 0) return
  await sql`
    insert into shop.stock_movement (sku_id, warehouse_id, delta, reason, note, by, at)
    select m."skuId", m."warehouseId", m.delta, m.reason, m.note, ${by}, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(movements)}::json)
      as m("skuId" text, "warehouseId" text, delta int, reason text, note text)`.execute(q(tx))
}

export type HistoryRow = {
  movement_id: bigint
  at: Date
  delta: number
  reason: MovementReason
  note: string | null
  by: string
  warehouse: string | null
}

/** The newest first. */
export async function findMovements(
  tx: Tx,
  skuId: Id<'sku'>,
  before: string | null,
  limit: number,
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select m.movement_id, m.at, m.delta, m.reason, m.note, m.by,
      coalesce(w.name, (select x.name from shop.warehouse x join shop.product p using (shop_id) join shop.sku k using (product_id)
        where k.sku_id = m.sku_id and x.main)) as warehouse
    from shop.stock_movement m left join shop.warehouse w using (warehouse_id)
    where m.sku_id = ${skuId} and (${before}::bigint is null or m.movement_id < ${before}::bigint)
    order by m.movement_id desc limit ${limit}`.execute(q(tx))
  return rows
}
