// SQL of the units that stand apart. Each promise is one conditional UPDATE again, and a CHECK behind it. Lock order: the SKU
// first, then the pool.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import { tables, type Tx } from '#platform/database'
import type { ShopTables } from '../tables.ts'
import type { Moved } from './stock.ts'

const q = (tx: Tx) => tables<ShopTables>(tx)

/** What one unit costs to reserve, and when its balance is paid. */
export type Deposit = { minor: Minor; balanceFrom: Date; balanceUntil: Date }

/** What a campaign's or a presale's pool has besides its units. */
export type Apart = {
  kind: 'campaign' | 'presale'
  name?: string
  startsAt?: Date
  endsAt?: Date
  priceMinor?: bigint | null
  limitPerPerson?: number | null
  shipsAt?: Date
  deposit?: Deposit | null
}

export async function insertPool(
  tx: Tx,
  p: { poolId: Id<'stp'>; skuId: Id<'sku'>; owner: string; at: Date; apart?: Apart; onHand?: number },
): Promise<void> {
  await q(tx)
    .insertInto('shop.stock_pool')
    .values({
      pool_id: p.poolId,
      sku_id: p.skuId,
      owner: p.owner,
      on_hand: p.onHand ?? 0,
      created_at: p.at,
      closed_at: null,
      kind: p.apart?.kind ?? null,
      name: p.apart?.name ?? null,
      starts_at: p.apart?.startsAt ?? null,
      ends_at: p.apart?.endsAt ?? null,
      price_minor: p.apart?.priceMinor ?? null,
      limit_per_person: p.apart?.limitPerPerson ?? null,
      ships_at: p.apart?.shipsAt ?? null,
      ...columnsOf(p.apart?.deposit ?? null),
    })
    .execute()
}

/** Takes free units off the shelf (negative: puts them back). Null when there are not so many. */
export async function takeOffShelf(tx: Tx, skuId: Id<'sku'>, units: number): Promise<Moved | null> {
  const { rows } = await sql<{ product_id: Id<'prd'>; available: number; part_of: number }>`
    update shop.sku set on_hand = on_hand - ${units}, version = version + 1
    where sku_id = ${skuId} and on_hand - reserved >= ${units} and (not retired or ${units} <= 0)
    returning product_id, on_hand - reserved as available, part_of`.execute(q(tx))
  const row = rows[0]
  return row
    ? {
        productId: row.product_id,
        available: row.available,
        before: row.available + units,
        partOf: row.part_of,
      }
    : null
}

/** Adds units to an open pool (negative: takes free ones out). False when it is closed or has not so many. */
export async function addToPool(tx: Tx, poolId: Id<'stp'>, units: number): Promise<boolean> {
  const { rows } = await sql`
    update shop.stock_pool set on_hand = on_hand + ${units}
    where pool_id = ${poolId} and closed_at is null and on_hand + ${units} >= reserved returning 1`.execute(
    q(tx),
  )
  return rows.length > 0
}

/** Holds the SKU's row, so that the pool's can be taken after it. Null when there is no such pool. */
export async function lockSkuOfPool(tx: Tx, poolId: Id<'stp'>): Promise<Id<'sku'> | null> {
  const { rows } = await sql<{ sku_id: Id<'sku'> }>`
    select sku_id from shop.sku where sku_id = (select sku_id from shop.stock_pool where pool_id = ${poolId})
    for no key update`.execute(q(tx))
  return rows[0]?.sku_id ?? null
}

/** Closes it and returns how many free units it had; null when it was closed already. */
export async function closePool(tx: Tx, poolId: Id<'stp'>, at: Date): Promise<number | null> {
  const { rows } = await sql<{ free: number }>`
    select on_hand - reserved as free from shop.stock_pool
    where pool_id = ${poolId} and closed_at is null for no key update`.execute(q(tx))
  if (!rows[0]) return null
  await sql`update shop.stock_pool set on_hand = reserved, closed_at = ${at} where pool_id = ${poolId}`.execute(
    q(tx),
  )
  return rows[0].free
}

export type PoolMoved = { presale: boolean; left: number; productId: Id<'prd'>; warehoused: boolean }
const told = sql.raw(`coalesce(p.kind = 'presale', false) as presale, p.on_hand - p.reserved as left,
  (select product_id from shop.sku k where k.sku_id = p.sku_id) as "productId",
  (select warehoused from shop.sku k where k.sku_id = p.sku_id) as warehoused`)

/** Null when there are not so many free ones, or it is closed: nothing was changed then. */
export async function reservePoolUnits(
  tx: Tx,
  poolId: Id<'stp'>,
  skuId: Id<'sku'>,
  qty: number,
): Promise<PoolMoved | null> {
  const { rows } = await sql<PoolMoved>`
    update shop.stock_pool p set reserved = reserved + ${qty}
    where pool_id = ${poolId} and sku_id = ${skuId} and closed_at is null and on_hand - reserved >= ${qty}
    returning ${told}`.execute(q(tx))
  return rows[0] ?? null
}

/** Null when the pool is not (any longer) as `closed` says. */
export async function movePoolUnits(
  tx: Tx,
  poolId: Id<'stp'>,
  qty: number,
  move: { onHand: -1 | 0 | 1; reserved: -1 | 0 },
  closed: boolean,
): Promise<PoolMoved | null> {
  const { rows } = await sql<PoolMoved>`
    update shop.stock_pool p set on_hand = on_hand + ${move.onHand * qty}, reserved = reserved + ${move.reserved * qty}
    where pool_id = ${poolId} and (closed_at is not null) = ${closed} returning ${told}`.execute(q(tx))
  return rows[0] ?? null
}

/** What could be reserved of each at this moment; a closed pool has nothing. */
export async function poolsLeft(tx: Tx, poolIds: readonly string[]): Promise<Map<string, number>> {
  if (poolIds.length === 0) return new Map()
  const { rows } = await sql<{ pool_id: string; left: number }>`
    select pool_id, case when closed_at is null then on_hand - reserved else 0 end as left
    from shop.stock_pool where pool_id = any(${poolIds as string[]}::text[])`.execute(q(tx))
  return new Map(rows.map((r) => [r.pool_id, r.left]))
}

/** The open campaign or presale of a variant; null when there is none. Whoever changes it locks the variant first. */
export async function openApart(
  tx: Tx,
  skuId: Id<'sku'>,
  kind: 'campaign' | 'presale',
): Promise<Id<'stp'> | null> {
  const { rows } = await sql<{ pool_id: Id<'stp'> }>`
    select pool_id from shop.stock_pool where sku_id = ${skuId} and kind = ${kind} and closed_at is null`.execute(
    q(tx),
  )
  return rows[0]?.pool_id ?? null
}

const columnsOf = (d: Deposit | null) => ({
  deposit_minor: d?.minor ?? null,
  balance_from: d?.balanceFrom ?? null,
  balance_until: d?.balanceUntil ?? null,
})

/** How many more are sold in advance, when those are shipped by, and for which deposit. */
export async function setPresale(
  tx: Tx,
  poolId: Id<'stp'>,
  p: { left: number; shipsAt: Date; deposit: Deposit | null },
): Promise<void> {
  await q(tx)
    .updateTable('shop.stock_pool')
    .set({ on_hand: sql<number>`reserved + ${p.left}`, ships_at: p.shipsAt, ...columnsOf(p.deposit) })
    .where('pool_id', '=', poolId)
    .execute()
}

export async function endedPools(tx: Tx, now: Date, limit: number): Promise<Id<'stp'>[]> {
  const { rows } = await sql<{ pool_id: Id<'stp'> }>`
    select pool_id from shop.stock_pool where ends_at <= ${now} and closed_at is null order by ends_at limit ${limit}`.execute(
    q(tx),
  )
  return rows.map((r) => r.pool_id)
}
