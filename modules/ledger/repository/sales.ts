// Sales, what refunds took back of them, and which orders are settled.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import { asJson } from './transfers.ts'
import type { LedgerTables, RefundLineTable, SaleTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

export async function insertRefundLines(tx: Tx, lines: readonly RefundLineTable[]): Promise<void> {
  if (lines.length === 0) return
  await sql`insert into ledger.refund_line select * from json_populate_recordset(null::ledger.refund_line, ${asJson(lines)}::json)`.execute(
    q(tx),
  )
}

/** True when this call settled it; false when it was settled before. */
export async function insertSettlement(
  tx: Tx,
  orderId: Id<'ord'>,
  shopId: Id<'shp'>,
  at: Date,
): Promise<boolean> {
  const rows = await q(tx)
    .insertInto('ledger.settlement')
    .values({ order_id: orderId, shop_id: shopId, settled_at: at })
    .onConflict((c) => c.doNothing())
    .returning('order_id')
    .execute()
  return rows.length > 0
}

/** An order's sales, locked: of a refund and a settlement at once, one waits for the other. */
export async function lockSales(tx: Tx, orderId: Id<'ord'>): Promise<SaleTable[]> {
  return q(tx)
    .selectFrom('ledger.sale')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('transfer_id')
    .forUpdate()
    .execute()
}

export async function isSettled(tx: Tx, orderId: Id<'ord'>): Promise<boolean> {
  const row = await q(tx)
    .selectFrom('ledger.settlement')
    .select('order_id')
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  return row !== undefined
}

export async function refundLinesOf(tx: Tx, sales: readonly Id<'trf'>[]): Promise<RefundLineTable[]> {
  if (sales.length === 0) return []
  return q(tx).selectFrom('ledger.refund_line').selectAll().where('sale_transfer_id', 'in', sales).execute()
}

export type SaleFilter = {
  shopId?: Id<'shp'>
  orderId?: Id<'ord'>
  creatorId?: Id<'crt'>
  /** As agency or as recruiter. */
  agencyId?: string
  state?: 'pending' | 'settled' | 'refunded'
  before?: string
  limit: number
}

export type SaleRow = SaleTable & { settled_at: Date | null; payout_id: Id<'pot'> | null }

export async function listSales(tx: Tx, f: SaleFilter): Promise<SaleRow[]> {
  const refunded = sql<bigint>`coalesce((select sum(r.paid_minor) from ledger.refund_line r where r.sale_transfer_id = s.transfer_id), 0)`
  let query = q(tx)
    .selectFrom('ledger.sale as s')
    .leftJoin('ledger.settlement as d', 'd.order_id', 's.order_id')
    .selectAll('s')
    .select(['d.settled_at', payoutOfSale.as('payout_id')])
    .orderBy('s.transfer_id', 'desc')
    .limit(f.limit)
  if (f.shopId) query = query.where('s.shop_id', '=', f.shopId)
  if (f.orderId) query = query.where('s.order_id', '=', f.orderId)
  if (f.creatorId) query = query.where('s.creator_id', '=', f.creatorId)
  if (f.agencyId)
    query = query.where((eb) =>
      eb.or([eb('s.agency_id', '=', f.agencyId!), eb('s.recruiter_id', '=', f.agencyId!)]),
    )
  if (f.before) query = query.where('s.transfer_id', '<', f.before as Id<'trf'>)
  if (f.state === 'refunded') query = query.where(refunded, '=', sql<bigint>`s.paid_minor`)
  if (f.state === 'settled')
    query = query.where('d.settled_at', 'is not', null).where(refunded, '<', sql<bigint>`s.paid_minor`)
  if (f.state === 'pending')
    query = query.where('d.settled_at', 'is', null).where(refunded, '<', sql<bigint>`s.paid_minor`)
  return query.execute()
}

/** The merchant's payout that covered the posting of this sale. */
const payoutOfSale = sql<Id<'pot'> | null>`(
  select p.payout_id from ledger.transfer t
  join ledger.entry e on e.transfer_id = t.transfer_id and e.layer = 'posted'
  join ledger.account a on a.account_id = e.account_id and a.party_type = 'merchant'
  join ledger.payout_entry p on p.entry_id = e.entry_id
  where t.of_transfer_id = s.transfer_id and t.phase = 'post-pending' limit 1)`

export type SettledTotals = {
  paid: bigint
  fee: bigint
  commission: bigint
  recruiter: bigint
  net: bigint
  refunded: bigint
  refundedNet: bigint
  rebate: bigint
}

/** Over everything a shop has settled; what refunds took back afterwards is told apart. */
export async function settledTotals(tx: Tx, shopId: Id<'shp'>): Promise<SettledTotals> {
  const { rows } = await sql<SettledTotals>`
    with sold as (
      select s.* from ledger.sale s join ledger.settlement d on d.order_id = s.order_id where s.shop_id = ${shopId}),
    back as (
      select r.* from ledger.refund_line r join sold s on s.transfer_id = r.sale_transfer_id)
    select coalesce(sum(paid_minor), 0)::bigint as paid, coalesce(sum(platform_fee_minor), 0)::bigint as fee,
      coalesce(sum(commission_minor), 0)::bigint as commission, coalesce(sum(recruiter_fee_minor), 0)::bigint as recruiter,
      coalesce(sum(merchant_minor), 0)::bigint as net,
      (select coalesce(sum(n.amount_minor), 0)::bigint from ledger.credit_note n join ledger.agreement a on a.agreement_id = n.agreement_id
        where a.role = 'merchant' and a.party_id = ${shopId}) as rebate,
      (select coalesce(sum(paid_minor), 0)::bigint from back) as refunded,
      (select coalesce(sum(merchant_minor), 0)::bigint from back) as "refundedNet"
    from sold`.execute(q(tx))
  return rows[0]!
}

export type EarningTotals = { estimated: bigint; settled: bigint; clawed: bigint }

/** A creator's (or agency's) nets: not yet settled, settled, and taken back after settlement. */
export async function earningTotals(
  tx: Tx,
  party: { creatorId: Id<'crt'> } | { agencyId: string },
): Promise<EarningTotals> {
  const [net, mine] =
    'creatorId' in party
      ? [(t: string) => sql.raw(`${t}.creator_minor`), sql`s.creator_id = ${party.creatorId}`]
      : [
          (
            t: string,
          ) => sql`(case when s.agency_id = ${party.agencyId} then ${sql.raw(`${t}.agency_minor`)} else 0 end
            + case when s.recruiter_id = ${party.agencyId} then ${sql.raw(`${t}.recruiter_minor`)} else 0 end)`,
          sql`(s.agency_id = ${party.agencyId} or s.recruiter_id = ${party.agencyId})`,
        ]
  const { rows } = await sql<EarningTotals>`
    with sold as (
      select ${net('s')} as net, d.settled_at is not null as settled, back.early, back.late
      from ledger.sale s left join ledger.settlement d on d.order_id = s.order_id
      cross join lateral (
        select coalesce(sum(${net('r')}) filter (where not r.settled), 0) as early,
          coalesce(sum(${net('r')}) filter (where r.settled), 0) as late
        from ledger.refund_line r where r.sale_transfer_id = s.transfer_id) back
      where ${mine})
    select coalesce(sum(net - early) filter (where not settled), 0)::bigint as estimated,
      coalesce(sum(net - early) filter (where settled), 0)::bigint as settled,
      coalesce(sum(late), 0)::bigint as clawed from sold`.execute(q(tx))
  return rows[0]!
}

export async function unsettled(tx: Tx): Promise<{ orders: number; oldest: Date | null }> {
  const { rows } = await sql<{ orders: number; oldest: Date | null }>`
    select count(distinct s.order_id)::int as orders, min(s.paid_at) as oldest from ledger.sale s
    where not exists (select from ledger.settlement d where d.order_id = s.order_id)
      and not exists (select from ledger.refund_line r where r.sale_transfer_id = s.transfer_id
        group by r.sale_transfer_id having sum(r.paid_minor) = s.paid_minor)`.execute(q(tx))
  return rows[0]!
}
