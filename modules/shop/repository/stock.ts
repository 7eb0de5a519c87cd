// Stock's SQL. The promise 'never oversold' is one conditional UPDATE per SKU (and a CHECK behind it), never read-then-write.
// Lock order everywhere in this module: SKUs by id, then pools by id, then products by id.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import { HOLD_STEPS, type HoldState, type HoldStep, type StockLine } from '../domain/stock.ts'
import type { ShopTables } from '../tables.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

export type SkuLine = StockLine<Id<'sku'>, Id<'stp'>>
export type Moved = {
  productId: Id<'prd'>
  available: number
  before: number
  /** The most of it that one bundle takes; absent or 0: it is part of none. */
  partOf?: number
  /** Some of it lies in a warehouse that is not the main one. */
  warehoused?: boolean
}

type MovedRow = { product_id: Id<'prd'>; available: number; part_of: number; warehoused: boolean }
/** What a statement that moves units of `shop.sku` tells of it. */
const told = sql.raw('product_id, on_hand - reserved as available, part_of, warehoused')
/** `change`: by how many more or fewer can be sold than before. */
const toMoved = (row: MovedRow, change: number): Moved => ({
  productId: row.product_id,
  available: row.available,
  before: row.available - change,
  partOf: row.part_of,
  warehoused: row.warehoused,
})

/** False when a hold of this id exists already. `lines` must be one a SKU. */
export async function insertHold(
  tx: Tx,
  holdId: string,
  lines: readonly SkuLine[],
  expiresAt: Date,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    with hold as (
      insert into shop.stock_hold (hold_id, state, expires_at, created_at)
      values (${holdId}, 'reserved', ${expiresAt}, ${now}) on conflict do nothing returning hold_id)
    insert into shop.stock_hold_line (hold_id, sku_id, qty, pool_id)
    select hold_id, l."skuId", l.qty, l."poolId"
    from hold, json_to_recordset(${JSON.stringify(lines)}::json) as l("skuId" text, qty int, "poolId" text)
    returning 1`.execute(q(tx))
  return rows.length > 0
}

/**
 * The usual order, one variant off the shelf: hold and units in one statement. `made` false: a hold of this id exists, and nothing was
 * changed. `moved` null: there is not enough left; the caller gives up, and the hold with it.
 */
export async function holdUnits(
  tx: Tx,
  holdId: string,
  { skuId, qty }: SkuLine,
  expiresAt: Date,
  now: Date,
): Promise<{ made: boolean; moved: Moved | null }> {
  const { rows } = await sql<{ made: boolean } & (MovedRow | { product_id: null })>`
    with hold as (
      insert into shop.stock_hold (hold_id, state, expires_at, created_at)
      values (${holdId}, 'reserved', ${expiresAt}, ${now}) on conflict do nothing returning hold_id),
    taken as (
      update shop.sku k set reserved = k.reserved + ${qty}::int from hold
      where k.sku_id = ${skuId} and k.on_hand - k.reserved >= ${qty}::int and not k.retired
      returning k.sku_id, k.product_id, k.on_hand - k.reserved as available, k.part_of, k.warehoused),
    line as (
      insert into shop.stock_hold_line (hold_id, sku_id, qty)
      select hold.hold_id, taken.sku_id, ${qty}::int from hold, taken)
    select exists (select from hold) as made, taken.product_id, taken.available, taken.part_of, taken.warehoused
    from (values (1)) as one left join taken on true`.execute(q(tx))
  const row = rows[0]!
  return { made: row.made, moved: row.product_id === null ? null : toMoved(row, -qty) }
}

/** Null when there is not enough left (or no such SKU on sale): nothing was changed then. */
export async function reserveUnits(tx: Tx, { skuId, qty }: SkuLine): Promise<Moved | null> {
  const { rows } = await sql<MovedRow>`
    update shop.sku set reserved = reserved + ${qty}
    where sku_id = ${skuId} and on_hand - reserved >= ${qty} and not retired
    returning ${told}`.execute(q(tx))
  return rows[0] ? toMoved(rows[0], -qty) : null
}

export type HeldLine = SkuLine & {
  /** Its pool was closed when this was read; pools are never opened again. */
  closed: boolean
  /** Sold in advance: what comes back goes to nobody's shelf. */
  presale: boolean
}

/**
 * Moves a hold one step and returns its lines; none when the hold is not in the step's `from` state. When its only line is of the shelf, its
 * units are moved in the same statement, and `moved` says so.
 */
export async function stepHold(
  tx: Tx,
  holdId: string,
  step: HoldStep,
): Promise<{ lines: HeldLine[]; moved: Moved | null; placed: boolean }> {
  const { from, to, onHand, reserved } = HOLD_STEPS[step]
  const { rows } = await sql<
    {
      sku_id: Id<'sku'>
      qty: number
      pool_id: Id<'stp'> | null
      closed: boolean
      presale: boolean
      placed: boolean
    } & (MovedRow | { product_id: null })
  >`
    with hold as (update shop.stock_hold set state = ${to} where hold_id = ${holdId} and state = ${from} returning hold_id),
    l as (select l.sku_id, l.qty, l.pool_id, count(*) over () as lines from hold join shop.stock_hold_line l using (hold_id)),
    moved as (
      update shop.sku k set on_hand = k.on_hand + ${onHand}::int * l.qty, reserved = k.reserved + ${reserved}::int * l.qty,
        version = k.version + ${onHand === 0 ? 0 : 1}::int
      from l where l.lines = 1 and l.pool_id is null and k.sku_id = l.sku_id
      returning k.sku_id, k.product_id, k.on_hand - k.reserved as available, k.part_of, k.warehoused)
    select l.sku_id, l.qty, l.pool_id, p.closed_at is not null as closed, coalesce(p.kind = 'presale', false) as presale,
      moved.product_id, moved.available, moved.part_of, moved.warehoused,
      exists (select from shop.stock_hold_place x where x.hold_id = ${holdId}) as placed
    from l left join moved using (sku_id) left join shop.stock_pool p using (pool_id)`.execute(q(tx))
  const [first] = rows
  const moved = first && first.product_id !== null ? toMoved(first, (onHand - reserved) * first.qty) : null
  const lines = rows.map((r) => ({
    skuId: r.sku_id,
    qty: r.qty,
    poolId: r.pool_id,
    closed: r.closed,
    presale: r.presale,
  }))
  return { lines, moved, placed: first?.placed ?? false }
}

export async function moveUnits(
  tx: Tx,
  { skuId, qty }: SkuLine,
  { onHand, reserved }: { onHand: -1 | 0 | 1; reserved: -1 | 0 },
): Promise<Moved> {
  const { rows } = await sql<MovedRow>`
    update shop.sku set on_hand = on_hand + ${onHand * qty}, reserved = reserved + ${reserved * qty},
      version = version + ${onHand === 0 ? 0 : 1}
    where sku_id = ${skuId} returning ${told}`.execute(q(tx))
  return toMoved(rows[0]!, (onHand - reserved) * qty)
}

export async function holdState(tx: Tx, holdId: string): Promise<HoldState | null> {
  const row = await q(tx)
    .selectFrom('shop.stock_hold')
    .select('state')
    .where('hold_id', '=', holdId)
    .executeTakeFirst()
  return row?.state ?? null
}

export async function expiredHolds(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await q(tx)
    .selectFrom('shop.stock_hold')
    .select('hold_id')
    .where('state', '=', 'reserved')
    .where('expires_at', '<=', at)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
  return rows.map((r) => r.hold_id)
}

export async function availableOf(tx: Tx, skuId: Id<'sku'>): Promise<number> {
  const { rows } = await sql<{ available: number }>`
    select on_hand - reserved as available from shop.sku where sku_id = ${skuId} and not retired`.execute(
    q(tx),
  )
  return rows[0]?.available ?? 0
}

/** Null when what is reserved would not be there any more, or `expectedVersion` is not the present one. */
export async function addOnHand(
  tx: Tx,
  skuId: Id<'sku'>,
  delta: number,
  expectedVersion: number | null = null,
): Promise<Moved | null> {
  const { rows } = await sql<MovedRow>`
    update shop.sku set on_hand = on_hand + ${delta}, version = version + 1
    where sku_id = ${skuId} and on_hand + ${delta} >= reserved and coalesce(${expectedVersion}::int, version) = version
    returning ${told}`.execute(q(tx))
  return rows[0] ? toMoved(rows[0], delta) : null
}

/** What is on the shelf, held until the transaction ends. */
export async function lockUnits(
  tx: Tx,
  skuId: Id<'sku'>,
): Promise<{ on_hand: number; reserved: number; version: number; warehoused: boolean }> {
  const { rows } = await sql<{ on_hand: number; reserved: number; version: number; warehoused: boolean }>`
    select on_hand, reserved, version, warehoused from shop.sku where sku_id = ${skuId} for no key update`.execute(
    q(tx),
  )
  return rows[0]!
}
