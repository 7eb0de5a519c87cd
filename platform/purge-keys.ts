// Idempotency keys are kept for thirty days, as promised, and not longer: neither the answers nor what was made under them.
import { sql } from 'kysely'
import { DAY_MS } from '#kernel/clock'
import type { Clock } from '#kernel/clock'
import { tables, type Database, type Tx } from './database.ts'
import type { Job } from './jobs.ts'

export const KEPT_MS = 30 * DAY_MS
const BATCH = 1_000

const purge = async (tx: Tx, table: 'idempotency_key' | 'made_by_key', before: Date): Promise<number> => {
  const name = sql.table(`platform.${table}`)
  const { rows } = await sql`
    delete from ${name} where ctid = any(array(
      select ctid from ${name} where created_at < ${before} order by created_at limit ${BATCH})) returning 1`.execute(
    tables<unknown>(tx),
  )
  return rows.length
}

/** A thousand of each at a time, so that no lock is held for long. */
export const purgeKeysJob = ({ db, clock }: { db: Database; clock: Clock }): Job => ({
  name: 'purge-keys',
  everyMs: 600_000,
  run: () => {
    const before = new Date(clock.now().getTime() - KEPT_MS)
    return db.transaction(
      async (tx) => (await purge(tx, 'idempotency_key', before)) + (await purge(tx, 'made_by_key', before)),
    )
  },
})
