// The rate card: a handful of rows, read whole.
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { LedgerTables, RateVersionTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

export const listRateVersions = (tx: Tx): Promise<RateVersionTable[]> =>
  q(tx)
    .selectFrom('ledger.rate_version')
    .selectAll()
    .orderBy('scope')
    .orderBy('category_id')
    .orderBy('effective_from', 'desc')
    .execute()

/** The card, and on each row what running agreements have lowered: one statement, for checkouts wait for it. */
export async function readCard(tx: Tx): Promise<{
  versions: RateVersionTable[]
  lowered: { shopId: string; rateBps: number; exclusions: string[] }[]
}> {
  const { rows } = await sql<
    RateVersionTable & { lowered: { shopId: string; rateBps: number; exclusions: string[] }[] | null }
  >`
    select v.*, (select json_agg(json_build_object('shopId', a.party_id, 'rateBps', a.reached_bps, 'exclusions', a.exclusions))
      from ledger.agreement a
      where a.state = 'active' and a.role = 'merchant' and a.mode = 'lower-rate' and a.reached_bps is not null) as lowered
    from ledger.rate_version v`.execute(q(tx))
  return { versions: rows, lowered: rows[0]?.lowered ?? [] }
}

export async function insertRateVersion(tx: Tx, row: RateVersionTable): Promise<void> {
  await q(tx).insertInto('ledger.rate_version').values(row).execute()
}
