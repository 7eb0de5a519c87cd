// SQL of organisations and their members.
import { sql } from 'kysely'
import type { OrgKind } from '#kernel/scopes'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { IdentityTables } from '../tables.ts'

const q = (tx: Tx) => tables<IdentityTables>(tx)

export const insertOrganisation = (tx: Tx, o: { id: string; kind: OrgKind; name: Localized; at: Date }) =>
  q(tx)
    .insertInto('identity.organisation')
    .values({ id: o.id, kind: o.kind, name: JSON.stringify(o.name), created_at: o.at })
    .execute()

/** Locks the organisation, so that two owners leaving at once cannot both be let go. */
export async function lockOrganisation(tx: Tx, id: string): Promise<OrgKind | null> {
  const row = await q(tx)
    .selectFrom('identity.organisation')
    .select('kind')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row?.kind ?? null
}

/** False when there is no such organisation. */
export async function suspendOrganisation(tx: Tx, id: string, suspended: boolean): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('identity.organisation')
    .set({ suspended })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function selectOrganisationNames(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, Localized>> {
  if (ids.length === 0) return new Map()
  const rows = await q(tx)
    .selectFrom('identity.organisation')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`any(${[...ids]})`)
    .execute()
  return new Map(rows.map((r) => [r.id, r.name]))
}

export type MemberRow = {
  accountId: string
  role: string
  since: Date
  nickname: string
  avatarUrl: string | null
  email: string | null
}

/** The founder first, then in the order in which they joined. */
export const selectMembers = (tx: Tx, orgId: string): Promise<MemberRow[]> =>
  q(tx)
    .selectFrom('identity.membership as m')
    .innerJoin('identity.account as a', 'a.id', 'm.account_id')
    .select([
      'm.account_id as accountId',
      'm.role',
      'm.created_at as since',
      'a.nickname',
      'a.avatar_url as avatarUrl',
      'a.email',
    ])
    .where('m.org_id', '=', orgId)
    .orderBy('m.created_at')
    .orderBy('m.account_id')
    .limit(200)
    .execute()

export const upsertMember = (tx: Tx, m: { orgId: string; accountId: string; role: string; at: Date }) =>
  q(tx)
    .insertInto('identity.membership')
    .values({ org_id: m.orgId, account_id: m.accountId, role: m.role, created_at: m.at })
    .onConflict((c) => c.columns(['org_id', 'account_id']).doUpdateSet({ role: m.role }))
    .execute()

export const deleteMember = (tx: Tx, orgId: string, accountId: string) =>
  q(tx)
    .deleteFrom('identity.membership')
    .where('org_id', '=', orgId)
    .where('account_id', '=', accountId)
    .execute()

export async function isOfPlatform(tx: Tx, accountId: string): Promise<boolean> {
  const row = await q(tx)
    .selectFrom('identity.membership as m')
    .innerJoin('identity.organisation as o', 'o.id', 'm.org_id')
    .select('m.role')
    .where('m.account_id', '=', accountId)
    .where('o.kind', '=', 'platform')
    .executeTakeFirst()
  return row !== undefined
}

export async function isSuspended(tx: Tx, orgId: string): Promise<boolean> {
  const row = await q(tx)
    .selectFrom('identity.organisation')
    .select('suspended')
    .where('id', '=', orgId)
    .executeTakeFirst()
  return row?.suspended ?? true
}
