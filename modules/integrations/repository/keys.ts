// SQL of a shop's keys and of what was called with them. A key is found by its hash; the key itself never reaches the database.
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { ApiKeyTable, CallTable, IntegrationsTables } from '../tables.ts'

const q = (tx: Tx) => tables<IntegrationsTables>(tx)

export type KeyRow = Selectable<ApiKeyTable>
export type KeyWithUse = KeyRow & { last_used_at: Date | null }
export type CallRow = Selectable<CallTable>

export const KEY_CHANNEL = 'api_key'

export const insertKey = (tx: Tx, row: Insertable<ApiKeyTable>) =>
  q(tx).insertInto('integrations.api_key').values(row).execute()

export const listKeys = (tx: Tx, shopId: Id<'shp'>): Promise<KeyWithUse[]> =>
  q(tx)
    .selectFrom('integrations.api_key as k')
    .selectAll('k')
    .select(
      sql<Date | null>`(select c.at from integrations.call c where c.key_id = k.key_id
        order by c.call_no desc limit 1)`.as('last_used_at'),
    )
    .where('shop_id', '=', shopId)
    .orderBy('key_id', 'desc')
    .limit(100)
    .execute()

export const findKey = (tx: Tx, hash: Buffer): Promise<KeyRow | undefined> =>
  q(tx).selectFrom('integrations.api_key').selectAll().where('hash', '=', hash).executeTakeFirst()

export const findKeyById = (tx: Tx, shopId: Id<'shp'>, keyId: string): Promise<KeyRow | undefined> =>
  q(tx)
    .selectFrom('integrations.api_key')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('key_id', '=', keyId as Id<'key'>)
    .executeTakeFirst()

/** False when there is no such key of this shop, or it was revoked before. Every process forgets it at once. */
export async function revokeKey(tx: Tx, shopId: Id<'shp'>, keyId: Id<'key'>, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('integrations.api_key')
    .set({ revoked_at: at })
    .where('shop_id', '=', shopId)
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await sql`select pg_notify(${KEY_CHANNEL}, ${keyId})`.execute(q(tx))
  return true
}

/** Answers before the disk does: what was called, not what was done. */
export const noteCall = (tx: Tx, c: Insertable<CallTable>) =>
  sql`with relaxed as (select set_config('synchronous_commit', 'off', true))
    insert into integrations.call (key_id, shop_id, at, endpoint, subject, status, code, request_id, ip)
    select ${c.key_id}, ${c.shop_id}, ${c.at}::timestamptz, ${c.endpoint}, ${c.subject}, ${c.status}::int, ${c.code},
      ${c.request_id}, ${c.ip} from relaxed`.execute(q(tx))

export const listCalls = (
  tx: Tx,
  p: { keyId: Id<'key'>; before: bigint | null; limit: number },
): Promise<CallRow[]> =>
  q(tx)
    .selectFrom('integrations.call')
    .selectAll()
    .where('key_id', '=', p.keyId)
    .$if(p.before !== null, (s) => s.where('call_no', '<', p.before!))
    .orderBy('call_no', 'desc')
    .limit(p.limit)
    .execute()

export async function purgeCalls(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from integrations.call where call_no in (
    select call_no from integrations.call where at < ${before} order by at limit ${limit}) returning 1`.execute(
    q(tx),
  )
  return rows.length
}
