// Refunds: asked for, decided, sent.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { RefundState } from '../domain/refund-rule.ts'
import type { RefundLine, RefundSource } from '../tables.ts'
import { q, type RefundLegRow, type RefundRow } from './rows.ts'

export async function insertRefunds(
  tx: Tx,
  rows: readonly (Omit<RefundRow, 'lines' | 'sources' | 'asked'> & { lines?: string })[],
): Promise<void> {
  if (rows.length > 0)
    await q(tx)
      .insertInto('trade.refund')
      .values([...rows])
      .execute()
}

/** Each order's newest refund. */
export async function latestRefunds(
  tx: Tx,
  orderIds: readonly Id<'ord'>[],
): Promise<Map<Id<'ord'>, RefundRow>> {
  if (orderIds.length === 0) return new Map()
  const rows = await q(tx)
    .selectFrom('trade.refund')
    .selectAll()
    .where('order_id', 'in', orderIds)
    .orderBy('refund_id')
    .execute()
  return new Map(rows.map((r) => [r.order_id, r]))
}

export const refundsOf = (tx: Tx, orderId: Id<'ord'>): Promise<RefundRow[]> =>
  q(tx).selectFrom('trade.refund').selectAll().where('order_id', '=', orderId).orderBy('refund_id').execute()

export async function refundsByIds(tx: Tx, ids: readonly Id<'rfd'>[]): Promise<Map<string, RefundRow>> {
  if (ids.length === 0) return new Map()
  const rows = await q(tx).selectFrom('trade.refund').selectAll().where('refund_id', 'in', ids).execute()
  return new Map(rows.map((r) => [r.refund_id, r]))
}

export async function findRefund(
  tx: Tx,
  refundId: Id<'rfd'>,
  shopId?: Id<'shp'>,
): Promise<RefundRow | undefined> {
  let query = q(tx).selectFrom('trade.refund').selectAll().where('refund_id', '=', refundId)
  if (shopId) query = query.where('shop_id', '=', shopId)
  return query.executeTakeFirst()
}

export type RefundFilter = { shopId: Id<'shp'>; state?: RefundState; before?: string; limit: number }

/** Undecided ones first by their number, which is their age. */
export async function listRefunds(tx: Tx, f: RefundFilter): Promise<RefundRow[]> {
  let query = q(tx)
    .selectFrom('trade.refund')
    .selectAll()
    .where('shop_id', '=', f.shopId)
    .orderBy('refund_id', 'desc')
    .limit(f.limit)
  if (f.state) query = query.where('state', '=', f.state)
  if (f.before) query = query.where('refund_id', '<', f.before as Id<'rfd'>)
  return query.execute()
}

export type RefundChange = Partial<
  Pick<RefundRow, 'decided_at' | 'decided_by' | 'refusal' | 'succeeded_at' | 'ask_at' | 'amount_minor'>
> & { lines?: RefundLine[]; sources?: RefundSource[] }

/** False when it is not in state `from` any more. */
export async function moveRefund(
  tx: Tx,
  refundId: Id<'rfd'>,
  from: RefundState,
  to: RefundState,
  change: RefundChange,
): Promise<boolean> {
  const { lines, sources, ...rest } = change
  const rows = await q(tx)
    .updateTable('trade.refund')
    .set({
      state: to,
      ...rest,
      ...(lines ? { lines: JSON.stringify(lines) } : {}),
      ...(sources ? { sources: JSON.stringify(sources) } : {}),
    })
    .where('refund_id', '=', refundId)
    .where('state', '=', from)
    .returning('refund_id')
    .execute()
  return rows.length > 0
}

export async function insertLegs(tx: Tx, legs: readonly RefundLegRow[]): Promise<void> {
  await q(tx)
    .insertInto('trade.refund_leg')
    .values([...legs])
    .execute()
}

/** A refund's legs, with the payment each goes back to. */
export const legsOf = (tx: Tx, refundId: Id<'rfd'>) =>
  q(tx)
    .selectFrom('trade.refund_leg as l')
    .innerJoin('trade.payment as p', 'p.payment_id', 'l.payment_id')
    .select(['l.leg_id', 'l.payment_id', 'l.amount_minor', 'l.sent_at', 'p.provider', 'p.ref'])
    .where('l.refund_id', '=', refundId)
    .orderBy('l.leg_id')
    .execute()

/** What went back to each payment of an order, or will. */
export async function backByPayment(tx: Tx, orderId: Id<'ord'>): Promise<Map<Id<'pay'>, bigint>> {
  const { rows } = await sql<{ payment_id: Id<'pay'>; minor: bigint }>`
    select l.payment_id, sum(l.amount_minor)::bigint as minor
    from trade.refund_leg l join trade.refund r using (refund_id) where r.order_id = ${orderId} group by 1`.execute(
    q(tx),
  )
  return new Map(rows.map((r) => [r.payment_id, r.minor]))
}

/** Locks the refund, so that of its last two legs one sees the other. The refund it is of; null when this is no leg, or was sent before. */
export async function sendLeg(
  tx: Tx,
  legId: Id<'rfd'>,
  at: Date,
): Promise<{ refundId: Id<'rfd'>; left: number } | null> {
  const { rows } = await sql<{ refund_id: Id<'rfd'> }>`
    select refund_id from trade.refund where refund_id = (select refund_id from trade.refund_leg where leg_id = ${legId})
    for no key update`.execute(q(tx))
  const refundId = rows[0]?.refund_id
  if (!refundId) return null
  const sent = await q(tx)
    .updateTable('trade.refund_leg')
    .set({ sent_at: at })
    .where('leg_id', '=', legId)
    .where('sent_at', 'is', null)
    .returning('leg_id')
    .execute()
  if (sent.length === 0) return null
  const open = (await legsOf(tx, refundId)).filter((l) => l.sent_at === null)
  return { refundId, left: open.length }
}

/** Approved, and the provider has not confirmed. */
export async function refundsToAsk(tx: Tx, now: Date, limit: number): Promise<RefundRow[]> {
  return q(tx)
    .selectFrom('trade.refund')
    .selectAll()
    .where('ask_at', '<=', now)
    .where('state', '=', 'approved')
    .orderBy('ask_at')
    .limit(limit)
    .execute()
}

export async function askRefundAgain(tx: Tx, refundId: Id<'rfd'>, askAt: Date): Promise<void> {
  await sql`update trade.refund set ask_at = ${askAt}, asked = asked + 1 where refund_id = ${refundId} and state = 'approved'`.execute(
    q(tx),
  )
}
