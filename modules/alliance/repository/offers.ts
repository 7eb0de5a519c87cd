// SQL of plans, the square, showcases, and agencies.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { AllianceTables, PlanVersionTable } from '../tables.ts'

const q = (tx: Tx) => tables<AllianceTables>(tx)

export type PlanRow = Selectable<PlanVersionTable>

// --- Plans ----------------------------------------------------------------------------------------------------------

/** One change of a product's plan at a time; also when there is no row to lock yet. Held until the transaction ends. */
export async function lockPlan(tx: Tx, productId: Id<'prd'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${productId}, 5))`.execute(q(tx))
}

export const latestVersion = (tx: Tx, productId: Id<'prd'>): Promise<PlanRow | undefined> =>
  q(tx)
    .selectFrom('alliance.plan_version')
    .selectAll()
    .where('product_id', '=', productId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function endVersion(tx: Tx, planId: Id<'pln'>, at: Date): Promise<void> {
  await q(tx)
    .updateTable('alliance.plan_version')
    .set({ ended_at: at })
    .where('plan_id', '=', planId)
    .execute()
}

export async function insertVersion(tx: Tx, row: PlanRow): Promise<void> {
  await q(tx).insertInto('alliance.plan_version').values(row).execute()
}

/** The open version of each product and those that ended after `since`. */
export async function versionsSince(
  tx: Tx,
  productIds: readonly Id<'prd'>[],
  since: Date,
): Promise<PlanRow[]> {
  if (productIds.length === 0) return []
  return q(tx)
    .selectFrom('alliance.plan_version')
    .selectAll()
    .where('product_id', 'in', productIds)
    .where((e) => e.or([e('ended_at', 'is', null), e('ended_at', '>', since)]))
    .orderBy('version')
    .execute()
}

export type ShopPlanRow = PlanRow & { creators: number }

export const openPlansOfShop = (
  tx: Tx,
  shopId: Id<'shp'>,
  after: Id<'pln'> | null,
  limit: number,
): Promise<ShopPlanRow[]> => {
  let query = q(tx)
    .selectFrom('alliance.plan_version as v')
    .selectAll('v')
    .select(
      sql<number>`(select count(*)::int from alliance.showcase_item i where i.product_id = v.product_id)`.as(
        'creators',
      ),
    )
    .where('v.shop_id', '=', shopId)
    .where('v.ended_at', 'is', null)
  if (after) query = query.where('v.plan_id', '<', after)
  return query.orderBy('v.plan_id', 'desc').limit(limit).execute()
}

// --- The square -----------------------------------------------------------------------------------------------------

export type SquareQuery = {
  creatorId: Id<'crt'>
  categoryId?: string | undefined
  patterns: readonly string[]
  sort: 'rate' | 'new'
  after: { rateBps: number; planId: string } | null
  limit: number
}
export type SquareRow = { product_id: Id<'prd'>; plan_id: Id<'pln'>; rate_bps: number; picked: boolean }

/** Open plans of products on sale, the best paying or the newest first. */
export function findOnSquare(tx: Tx, by: SquareQuery): Promise<SquareRow[]> {
  let query = q(tx)
    .selectFrom('alliance.plan_version as v')
    .innerJoin('alliance.product as p', 'p.product_id', 'v.product_id')
    .leftJoin('alliance.showcase_item as i', (j) =>
      j.onRef('i.product_id', '=', 'v.product_id').on('i.creator_id', '=', by.creatorId),
    )
    .select([
      'v.product_id',
      'v.plan_id',
      'v.rate_bps',
      sql<boolean>`(i.product_id is not null)`.as('picked'),
    ])
    .where('v.ended_at', 'is', null)
    .where('p.on_sale', '=', true)
  if (by.categoryId) query = query.where('p.category_id', '=', by.categoryId)
  for (const pattern of by.patterns) query = query.where('p.search', 'like', pattern)
  if (by.sort === 'rate') {
    if (by.after)
      query = query.where(sql<boolean>`(v.rate_bps, v.plan_id) < (${by.after.rateBps}, ${by.after.planId})`)
    query = query.orderBy('v.rate_bps', 'desc')
  } else if (by.after) query = query.where('v.plan_id', '<', by.after.planId as Id<'pln'>)
  return query.orderBy('v.plan_id', 'desc').limit(by.limit).execute()
}

export async function upsertProduct(
  tx: Tx,
  p: { productId: string; categoryId: string; search: string; onSale: boolean },
): Promise<void> {
  await sql`
    insert into alliance.product (product_id, category_id, search, on_sale)
    values (${p.productId}, ${p.categoryId}, ${p.search}, ${p.onSale})
    on conflict (product_id) do update set category_id = excluded.category_id, search = excluded.search, on_sale = excluded.on_sale
    where (alliance.product.category_id, alliance.product.search, alliance.product.on_sale)
      is distinct from (excluded.category_id, excluded.search, excluded.on_sale)`.execute(q(tx))
}

// --- The showcase ---------------------------------------------------------------------------------------------------

/** Keeps the day of the first pick: it decides which promises are kept. */
export async function insertPick(
  tx: Tx,
  creatorId: Id<'crt'>,
  productId: Id<'prd'>,
  at: Date,
): Promise<void> {
  await q(tx)
    .insertInto('alliance.showcase_item')
    .values({ creator_id: creatorId, product_id: productId, picked_at: at })
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function deletePick(tx: Tx, creatorId: Id<'crt'>, productId: Id<'prd'>): Promise<boolean> {
  const { numDeletedRows } = await q(tx)
    .deleteFrom('alliance.showcase_item')
    .where('creator_id', '=', creatorId)
    .where('product_id', '=', productId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export type PickRow = { product_id: Id<'prd'>; picked_at: Date }

export async function findPicks(
  tx: Tx,
  creatorId: Id<'crt'>,
  productIds: readonly Id<'prd'>[],
): Promise<PickRow[]> {
  if (productIds.length === 0) return []
  return q(tx)
    .selectFrom('alliance.showcase_item')
    .select(['product_id', 'picked_at'])
    .where('creator_id', '=', creatorId)
    .where('product_id', 'in', productIds)
    .execute()
}

/** Picked last first. */
export function listPicks(
  tx: Tx,
  creatorId: Id<'crt'>,
  after: { at: string; productId: string } | null,
  limit: number,
): Promise<PickRow[]> {
  let query = q(tx)
    .selectFrom('alliance.showcase_item')
    .select(['product_id', 'picked_at'])
    .where('creator_id', '=', creatorId)
  if (after)
    query = query.where(
      sql<boolean>`(picked_at, product_id) < (${after.at}::timestamptz, ${after.productId})`,
    )
  return query.orderBy('picked_at', 'desc').orderBy('product_id', 'desc').limit(limit).execute()
}

// --- Agencies -------------------------------------------------------------------------------------------------------

export type BindingRow = { agency_id: Id<'org'>; split_bps: number }

export const openBinding = (tx: Tx, creatorId: Id<'crt'>): Promise<BindingRow | undefined> =>
  q(tx)
    .selectFrom('alliance.agency_binding')
    .select(['agency_id', 'split_bps'])
    .where('creator_id', '=', creatorId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export async function replaceBinding(
  tx: Tx,
  creatorId: Id<'crt'>,
  next: BindingRow,
  at: Date,
): Promise<void> {
  await q(tx)
    .updateTable('alliance.agency_binding')
    .set({ ended_at: at })
    .where('creator_id', '=', creatorId)
    .where('ended_at', 'is', null)
    .execute()
  await q(tx)
    .insertInto('alliance.agency_binding')
    .values({ creator_id: creatorId, ...next, from_at: at, ended_at: null })
    .execute()
}
