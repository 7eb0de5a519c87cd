// All SQL of media.
import type { Selectable } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { MediaTables } from './tables.ts'

const q = (tx: Tx) => tables<MediaTables>(tx)

export type BlobRow = Selectable<MediaTables['media.blob']>

export async function insertBlob(tx: Tx, row: BlobRow): Promise<void> {
  await q(tx).insertInto('media.blob').values(row).execute()
}

/** One row a name: uploads of the same bytes measure the same. */
export async function findByNames(tx: Tx, names: readonly string[]): Promise<BlobRow[]> {
  if (names.length === 0) return []
  return q(tx)
    .selectFrom('media.blob')
    .selectAll()
    .distinctOn('name')
    .where('name', 'in', names)
    .orderBy('name')
    .execute()
}
