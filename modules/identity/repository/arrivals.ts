// SQL of arrivals: one counter for each address block, kind and hour.
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { IdentityTables } from '../tables.ts'

const q = (tx: Tx) => tables<IdentityTables>(tx)

/** One statement, so that a thousand at once are counted like a thousand in a row. False when `limit` have come already. */
export async function countArrival(tx: Tx, subject: string, hour: Date, limit: number): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.arrival as a (subject, hour, n) values (${subject}, ${hour}, 1)
    on conflict (subject, hour) do update set n = a.n + 1 where a.n < ${limit}
    returning n`.execute(q(tx))
  return rows.length > 0
}

export async function deleteArrivalsBefore(tx: Tx, hour: Date): Promise<number> {
  const { numDeletedRows } = await q(tx)
    .deleteFrom('identity.arrival')
    .where('hour', '<', hour)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
