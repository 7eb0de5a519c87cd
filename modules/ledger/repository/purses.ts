// What a merchant has beside its balance: kept back, deposited, owed; the policy it falls under; and the fund.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import { tables, type Tx } from '#platform/database'
import type { MerchantTier, PolicyVersion } from '../domain/policy.ts'
import { asJson } from './transfers.ts'
import type { LedgerTables, RefundSourceTable, ReserveTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

export async function policyVersions(tx: Tx): Promise<PolicyVersion[]> {
  const rows = await q(tx)
    .selectFrom('ledger.policy_version')
    .select(['name', 'tier', 'value', 'effective_from'])
    .execute()
  return rows.map(({ effective_from, ...v }) => ({ ...v, effectiveFrom: effective_from }))
}

export async function tierOf(tx: Tx, shopId: string): Promise<MerchantTier> {
  const row = await q(tx)
    .selectFrom('ledger.merchant_tier')
    .select('tier')
    .where('shop_id', '=', shopId as Id<'shp'>)
    .orderBy('version_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.tier ?? 'standard'
}

export async function insertTier(
  tx: Tx,
  row: { shop_id: Id<'shp'>; at: Date; tier: MerchantTier; note: string; by: string },
): Promise<void> {
  await q(tx).insertInto('ledger.merchant_tier').values(row).execute()
}

export type Purses = {
  pending: bigint
  available: bigint
  held: bigint
  reserve: bigint
  deposit: bigint
  lien: bigint
  debt: bigint
}

/** A merchant's money by what it may be used for. `held` waits for a second person and is in neither pending nor available. */
export async function pursesOf(tx: Tx, shopId: string, c: Currency): Promise<Purses> {
  const { rows } = await sql<Purses>`
    select coalesce(sum(s) filter (where kind = 'balance' and layer = 'pending'), 0)::bigint + h.held as pending,
      coalesce(sum(s) filter (where kind = 'balance' and layer = 'posted'), 0)::bigint - h.held as available, h.held,
      coalesce(sum(s) filter (where kind = 'reserve'), 0)::bigint as reserve,
      coalesce(sum(s) filter (where kind = 'deposit'), 0)::bigint as deposit,
      coalesce(-sum(s) filter (where kind = 'lien'), 0)::bigint as lien,
      coalesce(-sum(s) filter (where kind = 'debt'), 0)::bigint as debt
    from (select coalesce(sum(amount_minor), 0)::bigint as held from ledger.payout_request
      where role = 'merchant' and party_id = ${shopId} and currency = ${c} and state = 'requested') h
    left join lateral (select a.kind, e.layer, sum(e.amount_minor) as s from ledger.account a
      join ledger.entry e on e.account_id = a.account_id
      where a.party_type = 'merchant' and a.party_id = ${shopId} and a.currency = ${c} group by 1, 2) x on true
    group by h.held`.execute(q(tx))
  return rows[0]!
}

/** What it owes; without adding up all it ever sold. */
export async function debtsOf(tx: Tx, shopId: string, c: Currency): Promise<{ lien: bigint; debt: bigint }> {
  const { rows } = await sql<{ lien: bigint; debt: bigint }>`
    select coalesce(-sum(e.amount_minor) filter (where a.kind = 'lien'), 0)::bigint as lien,
      coalesce(-sum(e.amount_minor) filter (where a.kind = 'debt'), 0)::bigint as debt
    from ledger.account a join ledger.entry e on e.account_id = a.account_id
    where a.party_type = 'merchant' and a.party_id = ${shopId} and a.currency = ${c} and a.kind in ('lien', 'debt')`.execute(
    q(tx),
  )
  return rows[0]!
}

export async function insertSources(tx: Tx, rows: readonly RefundSourceTable[]): Promise<void> {
  if (rows.length > 0)
    await q(tx)
      .insertInto('ledger.refund_source')
      .values([...rows])
      .execute()
}

export async function sourcesOf(tx: Tx, orderId: Id<'ord'>): Promise<RefundSourceTable[]> {
  return q(tx)
    .selectFrom('ledger.refund_source')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('at')
    .execute()
}

// --- Later ------------------------------------------------------------------------------------------------------------

export async function settleLater(tx: Tx, orderId: Id<'ord'>, dueAt: Date): Promise<void> {
  await sql`insert into ledger.settle_later (order_id, due_at) values (${orderId}, ${dueAt}) on conflict do nothing`.execute(
    q(tx),
  )
}

export async function toSettleNow(tx: Tx, now: Date, limit: number): Promise<Id<'ord'>[]> {
  const rows = await q(tx)
    .selectFrom('ledger.settle_later')
    .select('order_id')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map((r) => r.order_id)
}

export async function forgetLater(tx: Tx, orderId: Id<'ord'>): Promise<void> {
  await q(tx).deleteFrom('ledger.settle_later').where('order_id', '=', orderId).execute()
}

export async function insertReserve(tx: Tx, row: ReserveTable): Promise<void> {
  await sql`insert into ledger.reserve select * from json_populate_record(null::ledger.reserve, ${asJson([row])}::json -> 0)`.execute(
    q(tx),
  )
}

export async function reservesDue(tx: Tx, now: Date, limit: number): Promise<ReserveTable[]> {
  return q(tx)
    .selectFrom('ledger.reserve as r')
    .leftJoin('ledger.reserve_release as d', 'd.order_id', 'r.order_id')
    .selectAll('r')
    .where('r.release_at', '<=', now)
    .where('d.order_id', 'is', null)
    .orderBy('r.release_at')
    .limit(limit)
    .execute()
}

/** False when it was let go before. */
export async function insertRelease(
  tx: Tx,
  row: { order_id: Id<'ord'>; amount_minor: bigint; transfer_id: Id<'trf'> | null; at: Date },
): Promise<boolean> {
  const made = await q(tx)
    .insertInto('ledger.reserve_release')
    .values(row)
    .onConflict((c) => c.doNothing())
    .returning('order_id')
    .execute()
  return made.length > 0
}

// --- The fund ---------------------------------------------------------------------------------------------------------

export type FundTotals = {
  balance: bigint
  paidIn: bigint
  advanced: bigint
  recovered: bigint
  outstanding: bigint
}

export async function fundTotals(tx: Tx, c: Currency): Promise<FundTotals> {
  const { rows } = await sql<FundTotals>`
    select coalesce(sum(e.amount_minor) filter (where a.kind = 'balance'), 0)::bigint as balance,
      coalesce(sum(e.amount_minor) filter (where a.kind = 'balance' and t.kind = 'replenishment'), 0)::bigint as "paidIn",
      coalesce(-sum(e.amount_minor) filter (where a.kind = 'balance' and t.kind = 'funding'), 0)::bigint as advanced,
      coalesce(sum(e.amount_minor) filter (where a.kind = 'balance' and t.kind = 'recovery'), 0)::bigint as recovered,
      coalesce(sum(e.amount_minor) filter (where a.kind = 'claim'), 0)::bigint as outstanding
    from ledger.account a join ledger.entry e on e.account_id = a.account_id join ledger.transfer t on t.transfer_id = e.transfer_id
    where a.party_type = 'fund' and a.currency = ${c}`.execute(q(tx))
  return rows[0]!
}

export type FundLine = { entry_id: bigint; kind: string; amount_minor: bigint; currency: Currency; at: Date }

export async function fundLines(tx: Tx, before: string | undefined, limit: number): Promise<FundLine[]> {
  let query = q(tx)
    .selectFrom('ledger.entry as e')
    .innerJoin('ledger.account as a', 'a.account_id', 'e.account_id')
    .innerJoin('ledger.transfer as t', 't.transfer_id', 'e.transfer_id')
    .select(['e.entry_id', 't.kind', 'e.amount_minor', 'e.currency', 't.at'])
    .where('a.party_type', '=', 'fund')
    .where('a.kind', '=', 'balance')
    .orderBy('e.entry_id', 'desc')
    .limit(limit)
  if (before && /^\d{1,18}$/.test(before)) query = query.where('e.entry_id', '<', BigInt(before))
  return query.execute()
}
