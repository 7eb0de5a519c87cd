// After-sale cases and their histories. The history is only ever added to: it is the audit of the case as well.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { AFTER_SALE_REASONS, lapsesAfterMs, REASON_RULES, type AfterSaleState } from '../domain/after-sale.ts'
import { QUEUE_RULES, AFTER_SALE_QUEUES, type AfterSaleQueue } from '../domain/after-sale-queues.ts'
import type { StoredCaseLine } from '../tables.ts'
import { q, type AfterSaleRow, type AfterSaleStepRow } from './rows.ts'

type Inserted = 'version' | 'extended' | 'buyer_heard' | 'merchant_heard' | 'holds_stock' | 'platform_minor'
export type NewCase = Omit<AfterSaleRow, Inserted | 'lines' | 'returned_serials'> & {
  lines: StoredCaseLine[]
}

export async function insertCase(tx: Tx, { lines, ...row }: NewCase): Promise<AfterSaleRow> {
  return q(tx)
    .insertInto('trade.after_sale')
    .values({ ...row, lines: JSON.stringify(lines), returned_serials: null })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export type CaseKey = { afterSaleId: Id<'afs'>; buyerId?: Id<'usr'>; shopId?: Id<'shp'> }

/** Another’s case is not found. */
export async function findCase(
  tx: Tx,
  { afterSaleId, buyerId, shopId }: CaseKey,
  lock = false,
): Promise<AfterSaleRow | undefined> {
  let query = q(tx).selectFrom('trade.after_sale').selectAll().where('after_sale_id', '=', afterSaleId)
  if (buyerId) query = query.where('buyer_id', '=', buyerId)
  if (shopId) query = query.where('shop_id', '=', shopId)
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}

export const caseOfRefund = (tx: Tx, refundId: Id<'rfd'>): Promise<AfterSaleRow | undefined> =>
  q(tx).selectFrom('trade.after_sale').selectAll().where('refund_id', '=', refundId).executeTakeFirst()

export const casesOfOrder = (tx: Tx, orderId: Id<'ord'>): Promise<AfterSaleRow[]> =>
  q(tx)
    .selectFrom('trade.after_sale')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('after_sale_id')
    .execute()

export type CaseChange = Partial<
  Omit<
    AfterSaleRow,
    'after_sale_id' | 'order_id' | 'shop_id' | 'buyer_id' | 'lines' | 'version' | 'returned_serials'
  >
> & { lines?: StoredCaseLine[]; returned_serials?: string[] | null }

/** Held under its lock. */
export async function changeCase(
  tx: Tx,
  afterSaleId: Id<'afs'>,
  { lines, returned_serials: serials, ...change }: CaseChange,
): Promise<AfterSaleRow> {
  return q(tx)
    .updateTable('trade.after_sale')
    .set((eb) => ({
      ...change,
      ...(lines ? { lines: JSON.stringify(lines) } : {}),
      ...(serials ? { returned_serials: JSON.stringify(serials) } : {}),
      version: eb('version', '+', 1),
    }))
    .where('after_sale_id', '=', afterSaleId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export type NewStep = Omit<AfterSaleStepRow, 'step' | 'media'> & { media: readonly string[] | null }

export async function insertStep(tx: Tx, { media, ...step }: NewStep): Promise<void> {
  await q(tx)
    .insertInto('trade.after_sale_step')
    .values({ ...step, media: media && media.length > 0 ? JSON.stringify(media) : null })
    .execute()
}

export const stepsOf = (tx: Tx, afterSaleId: Id<'afs'>): Promise<AfterSaleStepRow[]> =>
  q(tx)
    .selectFrom('trade.after_sale_step')
    .selectAll()
    .where('after_sale_id', '=', afterSaleId)
    .orderBy('step')
    .execute()

/** The clock’s turn, the longest due first. */
export async function dueCases(tx: Tx, now: Date, limit: number): Promise<Id<'afs'>[]> {
  const { rows } = await sql<{ after_sale_id: Id<'afs'> }>`
    select after_sale_id from trade.after_sale where due_at <= ${now} order by due_at limit ${limit}`.execute(
    q(tx),
  )
  return rows.map((r) => r.after_sale_id)
}

const FAULTS = AFTER_SALE_REASONS.filter((r) => REASON_RULES[r].fault === 'merchant')

const inQueue = (queue: AfterSaleQueue, now: Date) => {
  const rule = QUEUE_RULES[queue]
  const soon = new Date(now.getTime() + (rule.dueWithinMs ?? 0))
  return sql<boolean>`(c.state = any(${rule.states}::text[])
    ${rule.types ? sql`and c.type = any(${rule.types}::text[])` : sql``}
    ${rule.dueWithinMs === undefined ? sql`` : sql`and c.due_at <= ${soon}`}
    ${rule.faultOfShop ? sql`and c.reason = any(${FAULTS}::text[])` : sql``}
    ${rule.shopUnheard ? sql`and not c.merchant_heard` : sql``}
    ${
      rule.moneyOnItsWay
        ? sql`and exists (select from trade.refund r where r.refund_id = c.refund_id and r.state = 'approved')`
        : sql``
    })`
}

export async function countQueues(
  tx: Tx,
  shopId: Id<'shp'>,
  now: Date,
): Promise<Record<AfterSaleQueue, number>> {
  const counts = AFTER_SALE_QUEUES.map(
    (name) => sql`count(*) filter (where ${inQueue(name, now)})::int as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Record<AfterSaleQueue, number>>`
    select ${sql.join(counts)} from trade.after_sale c where c.shop_id = ${shopId}`.execute(q(tx))
  return rows[0]!
}

export type CaseFilter = {
  shopId?: Id<'shp'>
  buyerId?: Id<'usr'>
  queue?: AfterSaleQueue
  states?: readonly AfterSaleState[]
  ruled?: boolean
  /** Of the last row seen: `due|id` where the most urgent come first, the id where the newest do. */
  after?: { due: Date | null; id: string }
  now: Date
  limit: number
}

/** What somebody waits for, by its deadline; what is over, the newest first behind it. */
export async function listCases(tx: Tx, f: CaseFilter): Promise<AfterSaleRow[]> {
  const far = sql<Date>`coalesce(c.due_at, 'infinity'::timestamptz)`
  let query = q(tx).selectFrom('trade.after_sale as c').selectAll('c').limit(f.limit)
  if (f.shopId) query = query.where('c.shop_id', '=', f.shopId)
  if (f.buyerId) query = query.where('c.buyer_id', '=', f.buyerId)
  if (f.queue) query = query.where(inQueue(f.queue, f.now))
  if (f.ruled) query = query.where('c.ruling', 'is not', null)
  if (f.states) query = query.where('c.state', 'in', f.states)
  if (f.buyerId) {
    if (f.after) query = query.where('c.after_sale_id', '<', f.after.id as Id<'afs'>)
    return query.orderBy('c.after_sale_id', 'desc').execute()
  }
  if (f.after) {
    const due = f.after.due ? sql`${f.after.due}::timestamptz` : sql`'infinity'::timestamptz`
    query = query.where(
      sql<boolean>`(${far} > ${due} or (${far} = ${due} and c.after_sale_id < ${f.after.id}))`,
    )
  }
  return query.orderBy(far).orderBy('c.after_sale_id', 'desc').execute()
}

export async function countDisputes(tx: Tx): Promise<{ evidence: number; judging: number; ruled: number }> {
  const { rows } = await sql<{ evidence: number; judging: number; ruled: number }>`
    select count(*) filter (where state = 'evidence')::int as evidence,
      count(*) filter (where state = 'judging')::int as judging,
      count(*) filter (where ruling is not null)::int as ruled
    from trade.after_sale where state in ('evidence', 'judging') or ruling is not null`.execute(q(tx))
  return rows[0]!
}

/** The nearest deadline and how many wait for the shop. */
export async function waitingForShop(
  tx: Tx,
  shopId: Id<'shp'>,
): Promise<{ n: number; deadline: Date | null }> {
  const { rows } = await sql<{ n: number; deadline: Date | null }>`
    select count(*)::int as n, min(due_at) as deadline from trade.after_sale
    where shop_id = ${shopId} and (state in ('applied', 'sent-back', 'to-send') or (state = 'evidence' and not merchant_heard))`.execute(
    q(tx),
  )
  return rows[0]!
}

/** Units that will not be sent any more. */
export async function undoUnits(tx: Tx, lines: readonly { lineId: Id<'oln'>; qty: number }[]): Promise<void> {
  await sql`
    update trade.order_line l set undone_qty = coalesce(l.undone_qty, 0) + u.qty
    from json_to_recordset(${JSON.stringify(lines)}::json) as u("lineId" text, qty int)
    where l.line_id = u."lineId"`.execute(q(tx))
}

/** Refunds asked for through a server of the version before, which knew no cases: each gets the one it would have had. */
export async function adoptRefunds(tx: Tx): Promise<void> {
  const wait = `${lapsesAfterMs('applied', 'refund-only')! / 1000} seconds`
  await sql`
    insert into trade.after_sale (after_sale_id, order_id, shop_id, buyer_id, type, state, reason, note, request_key,
      lines, amount_minor, freight_minor, currency, refund_id, asked_at, due_at)
    select 'afs_' || substr(r.refund_id, 5), r.order_id, r.shop_id, r.buyer_id, 'refund-only', 'applied', r.reason, r.note,
      r.request_key, (select json_agg(json_build_object('lineId', l.line_id, 'qty', l.qty, 'units', l.qty,
        'amountMinor', l.paid_minor::text)) from trade.order_line l where l.order_id = r.order_id),
      o.goods_minor, o.freight_minor, r.currency, r.refund_id, r.requested_at,
      coalesce(r.decide_by, r.requested_at + ${wait}::interval)
    from trade.refund r join trade.customer_order o using (order_id)
    where r.state = 'requested' and not exists (select from trade.after_sale c where c.refund_id = r.refund_id)
    on conflict do nothing`.execute(q(tx))
}
