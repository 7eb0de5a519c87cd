// Withdrawals that wait for a second person.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { PayoutItem } from './payouts.ts'
import type { LedgerTables, PayoutRequestTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

export async function insertRequest(
  tx: Tx,
  row: PayoutRequestTable,
  entryIds: readonly bigint[],
): Promise<void> {
  await q(tx).insertInto('ledger.payout_request').values(row).execute()
  await sql`insert into ledger.payout_hold (entry_id, payout_id)
    select unnest(${entryIds.map(String)}::bigint[]), ${row.payout_id}`.execute(q(tx))
}

export async function lockRequest(tx: Tx, payoutId: Id<'pot'>): Promise<PayoutRequestTable | undefined> {
  return q(tx)
    .selectFrom('ledger.payout_request')
    .selectAll()
    .where('payout_id', '=', payoutId)
    .forUpdate()
    .executeTakeFirst()
}

export type RequestFilter = { role?: PayoutRequestTable['role']; partyId?: string; payoutId?: Id<'pot'> }
export type RequestRow = PayoutRequestTable & { lines: number }

/** Those that were not sent: open ones, and with `payoutId` also a rejected one. Oldest first. */
export async function listRequests(tx: Tx, f: RequestFilter): Promise<RequestRow[]> {
  let query = q(tx)
    .selectFrom('ledger.payout_request as p')
    .selectAll('p')
    .select(
      sql<number>`(select count(*) from ledger.payout_hold h where h.payout_id = p.payout_id)::int`.as(
        'lines',
      ),
    )
    .orderBy('p.payout_id')
    .limit(100)
  query =
    f.payoutId === undefined
      ? query.where('p.state', '=', 'requested')
      : query.where('p.payout_id', '=', f.payoutId).where('p.state', '<>', 'sent')
  if (f.role) query = query.where('p.role', '=', f.role)
  if (f.partyId) query = query.where('p.party_id', '=', f.partyId)
  return query.execute()
}

export async function heldItems(tx: Tx, payoutId: Id<'pot'>): Promise<PayoutItem[]> {
  return q(tx)
    .selectFrom('ledger.payout_hold as c')
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
    ])
    .select('s.title')
    .where('c.payout_id', '=', payoutId)
    .orderBy('e.entry_id')
    .execute()
}

/** Decided: nothing is held for it any more. */
export async function decideRequest(
  tx: Tx,
  payoutId: Id<'pot'>,
  decision: { state: 'sent' | 'rejected'; by: string; at: Date },
): Promise<void> {
  await q(tx)
    .updateTable('ledger.payout_request')
    .set({ state: decision.state, decided_by: decision.by, decided_at: decision.at })
    .where('payout_id', '=', payoutId)
    .execute()
  await q(tx).deleteFrom('ledger.payout_hold').where('payout_id', '=', payoutId).execute()
}
