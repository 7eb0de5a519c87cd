// The rate card: a handful of rows, read whole.
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

export async function insertRateVersion(tx: Tx, row: RateVersionTable): Promise<void> {
  await q(tx).insertInto('ledger.rate_version').values(row).execute()
}
