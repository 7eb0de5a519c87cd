// Reviews of received goods.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { q, type ReviewRow } from './rows.ts'

/** False when this product of this order has one already. */
export async function insertReview(
  tx: Tx,
  row: Omit<ReviewRow, 'sku_name'> & { sku_name: string },
): Promise<boolean> {
  const rows = await q(tx)
    .insertInto('trade.review')
    .values(row)
    .onConflict((c) => c.doNothing())
    .returning('review_id')
    .execute()
  return rows.length > 0
}

export type ReviewFilter = {
  productId?: Id<'prd'>
  shopId?: Id<'shp'>
  unanswered?: boolean
  before?: string
  limit: number
}

export async function listReviews(tx: Tx, f: ReviewFilter): Promise<ReviewRow[]> {
  let query = q(tx).selectFrom('trade.review').selectAll().orderBy('review_id', 'desc').limit(f.limit)
  if (f.productId) query = query.where('product_id', '=', f.productId)
  if (f.shopId) query = query.where('shop_id', '=', f.shopId)
  if (f.unanswered) query = query.where('reply', 'is', null)
  if (f.before) query = query.where('review_id', '<', f.before as Id<'rev'>)
  return query.execute()
}

export async function ratingOf(tx: Tx, productId: Id<'prd'>): Promise<{ n: number; average: number | null }> {
  const { rows } = await sql<{ n: number; average: number | null }>`
    select count(*)::int as n, round(avg(rating), 1)::float8 as average from trade.review where product_id = ${productId}`.execute(
    q(tx),
  )
  return rows[0]!
}

/** The products of these orders that are reviewed, as `order product`. */
export async function reviewedProducts(tx: Tx, orderIds: readonly Id<'ord'>[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set()
  const rows = await q(tx)
    .selectFrom('trade.review')
    .select(['order_id', 'product_id'])
    .where('order_id', 'in', orderIds)
    .execute()
  return new Set(rows.map((r) => `${r.order_id} ${r.product_id}`))
}

export async function replyTo(
  tx: Tx,
  shopId: Id<'shp'>,
  reviewId: Id<'rev'>,
  text: string,
  at: Date,
): Promise<ReviewRow | undefined> {
  return q(tx)
    .updateTable('trade.review')
    .set({ reply: text, replied_at: at })
    .where('review_id', '=', reviewId)
    .where('shop_id', '=', shopId)
    .returningAll()
    .executeTakeFirst()
}

export async function unansweredCount(tx: Tx, shopId: Id<'shp'>): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from trade.review where shop_id = ${shopId} and reply is null`.execute(q(tx))
  return rows[0]!.n
}
