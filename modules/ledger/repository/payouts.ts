// Payouts and the entries they cover.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { AccountTable, LedgerTables, PayoutTable, TransferTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

/** A party's own accounts, locked, so that two withdrawals cannot take the same money. */
export async function lockAccounts(
  tx: Tx,
  partyType: AccountTable['party_type'],
  partyId: string,
): Promise<AccountTable[]> {
  return q(tx)
    .selectFrom('ledger.account')
    .selectAll()
    .where('party_type', '=', partyType)
    .where('party_id', '=', partyId)
    .where('kind', '=', 'balance')
    .orderBy('account_id')
    .forNoKeyUpdate()
    .execute()
}

/** Posted entries that no payout covers or waits to cover; their sum is what is available. */
export async function uncoveredEntries(
  tx: Tx,
  accountId: Id<'acc'>,
): Promise<{ entry_id: bigint; amount_minor: bigint }[]> {
  return q(tx)
    .selectFrom('ledger.entry as e')
    .leftJoin('ledger.payout_entry as p', 'p.entry_id', 'e.entry_id')
    .leftJoin('ledger.payout_hold as h', 'h.entry_id', 'e.entry_id')
    .select(['e.entry_id', 'e.amount_minor'])
    .where('e.account_id', '=', accountId)
    .where('e.layer', '=', 'posted')
    .where('p.entry_id', 'is', null)
    .where('h.entry_id', 'is', null)
    .orderBy('e.entry_id')
    .execute()
}

/** Covers the entries given and the payout's own debit, so that covered entries always sum to zero. */
export async function insertPayout(tx: Tx, payout: PayoutTable, entryIds: readonly bigint[]): Promise<void> {
  const db = q(tx)
  await db.insertInto('ledger.payout').values(payout).execute()
  await sql`insert into ledger.payout_entry (entry_id, payout_id)
    select unnest(${entryIds.map(String)}::bigint[]), ${payout.payout_id}
    union all
    select entry_id, ${payout.payout_id} from ledger.entry where transfer_id = ${payout.transfer_id} and account_id = ${payout.account_id} and layer = 'posted'`.execute(
    db,
  )
}

/** The payout, sent or waiting, that an earlier request with this key made. */
export async function findPayoutByKey(
  tx: Tx,
  accountIds: readonly Id<'acc'>[],
  requestKey: string,
): Promise<Id<'pot'> | undefined> {
  if (accountIds.length === 0) return undefined
  for (const table of ['ledger.payout', 'ledger.payout_request'] as const) {
    const row = await q(tx)
      .selectFrom(table)
      .select('payout_id')
      .where('account_id', 'in', accountIds)
      .where('request_key', '=', requestKey)
      .executeTakeFirst()
    if (row) return row.payout_id
  }
  return undefined
}

export const findPayout = (
  tx: Tx,
  payoutId: Id<'pot'>,
): Promise<Pick<PayoutTable, 'role' | 'party_id'> | undefined> =>
  q(tx)
    .selectFrom('ledger.payout')
    .select(['role', 'party_id'])
    .where('payout_id', '=', payoutId)
    .executeTakeFirst()

export type PayoutRow = PayoutTable & { lines: number }

export async function listPayouts(
  tx: Tx,
  f: { role: PayoutTable['role']; partyId: string; payoutId?: Id<'pot'>; before?: string; limit: number },
): Promise<PayoutRow[]> {
  let query = q(tx)
    .selectFrom('ledger.payout as p')
    .selectAll('p')
    .select(
      sql<number>`(select count(*) - 1 from ledger.payout_entry e where e.payout_id = p.payout_id)::int`.as(
        'lines',
      ),
    )
    .where('p.role', '=', f.role)
    .where('p.party_id', '=', f.partyId)
    .orderBy('p.payout_id', 'desc')
    .limit(f.limit)
  if (f.payoutId) query = query.where('p.payout_id', '=', f.payoutId)
  if (f.before) query = query.where('p.payout_id', '<', f.before as Id<'pot'>)
  return query.execute()
}

export type PayoutItem = Pick<
  TransferTable,
  'transfer_id' | 'kind' | 'phase' | 'order_id' | 'line_id' | 'at'
> & { entry_id: bigint; amount_minor: bigint; title: Localized | null }

/** The entries behind a payout, its own debit left out. */
export async function payoutItems(tx: Tx, payout: PayoutTable): Promise<PayoutItem[]> {
  return q(tx)
    .selectFrom('ledger.payout_entry as c')
    .innerJoin('ledger.entry as e', 'e.entry_id', 'c.entry_id')
    .innerJoin('ledger.transfer as t', 't.transfer_id', 'e.transfer_id')
    .leftJoin('ledger.sale as s', 's.transfer_id', 't.of_transfer_id')
    .select([
      'e.entry_id',
      'e.amount_minor',
      't.transfer_id',
      't.kind',
      't.phase',
      't.order_id',
      't.line_id',
      't.at',
      's.title',
    ])
    .where('c.payout_id', '=', payout.payout_id)
    .where('t.transfer_id', '<>', payout.transfer_id)
    .orderBy('e.entry_id')
    .execute()
}

export async function paidOut(tx: Tx, role: PayoutTable['role'], partyId: string): Promise<bigint> {
  const row = await q(tx)
    .selectFrom('ledger.payout')
    .select(sql<bigint>`coalesce(sum(amount_minor), 0)::bigint`.as('sum'))
    .where('role', '=', role)
    .where('party_id', '=', partyId)
    .executeTakeFirstOrThrow()
  return row.sum
}

/** Σ over all payouts of what their entries do not explain: the covered entries of each, its debit included, sum to zero. */
export async function unexplained(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(abs(rest)), 0)::bigint as sum from (
      select p.payout_id, coalesce(sum(e.amount_minor), p.amount_minor) as rest
      from ledger.payout p left join ledger.payout_entry c using (payout_id) left join ledger.entry e on e.entry_id = c.entry_id
      group by p.payout_id, p.amount_minor) x`.execute(q(tx))
  return rows[0]!.sum
}
