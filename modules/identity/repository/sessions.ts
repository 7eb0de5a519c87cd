// SQL of sessions. Tokens are looked up by their hash; the plain token never reaches the database.
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Membership } from '#platform/context'
import type { IdentityTables } from '../tables.ts'

const q = (tx: Tx) => tables<IdentityTables>(tx)

export const CHANNEL = 'session'

/** Tells every process, once this transaction commits, that what it remembers of an account or organisation is old. */
export const notifyChanged = (tx: Tx, subject: string) =>
  sql`select pg_notify(${CHANNEL}, ${subject})`.execute(q(tx))

export type NewSession = { id: string; tokenHash: Uint8Array; accountId: string; at: Date; expiresAt: Date }

export const insertSession = (tx: Tx, s: NewSession) =>
  q(tx)
    .insertInto('identity.session')
    .values({
      id: s.id,
      token_hash: s.tokenHash,
      account_id: s.accountId,
      created_at: s.at,
      expires_at: s.expiresAt,
      revoked_at: null,
    })
    .execute()

export type SessionRow = {
  id: string
  account_id: string
  expires_at: Date
  revoked: boolean
  guest: boolean
  suspended: boolean
  memberships: Membership[]
}

/** Everything `authenticate` needs, in one round trip. */
export async function findSession(tx: Tx, tokenHash: Uint8Array): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    select s.id, s.account_id, s.expires_at, s.revoked_at is not null as revoked, a.email is null as guest, a.suspended,
      coalesce((
        select json_agg(json_build_object('orgId', o.id, 'orgKind', o.kind, 'role', m.role, 'suspended', o.suspended) order by m.created_at, o.id)
        from identity.membership m join identity.organisation o on o.id = m.org_id
        where m.account_id = s.account_id), '[]') as memberships
    from identity.session s join identity.account a on a.id = s.account_id
    where s.token_hash = ${Buffer.from(tokenHash)}`.execute(q(tx))
  return rows[0] ?? null
}

export const revokeSession = (tx: Tx, id: string, at: Date) =>
  q(tx)
    .updateTable('identity.session')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()

/** All of an account's sessions, or all but one. */
export const revokeSessions = (tx: Tx, accountId: string, at: Date, except: string | null = null) =>
  q(tx)
    .updateTable('identity.session')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .$if(except !== null, (u) => u.where('id', '<>', except!))
    .execute()

export async function deleteSessionsExpiredBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await q(tx)
    .deleteFrom('identity.session')
    .where('id', 'in', (eb) =>
      eb.selectFrom('identity.session').select('id').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
