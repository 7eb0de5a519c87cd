// SQL of accounts and of attempts to log in to them.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Locale, Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { PersonaRole } from '../domain/personas.ts'
import type { IdentityTables } from '../tables.ts'

const q = (tx: Tx) => tables<IdentityTables>(tx)

export type Account = {
  id: Id<'usr'>
  email: string | null
  nickname: string
  avatarUrl: string | null
  locale: Locale
  suspended: boolean
}
export type Credentials = { email: string; passwordHash: string }
export type AccountRow = Omit<Account, 'email' | 'suspended'> & { credentials: Credentials | null; at: Date }

const columns = ['id', 'email', 'nickname', 'avatar_url', 'locale', 'suspended'] as const
type Row = Pick<IdentityTables['identity.account'], 'id' | 'email' | 'nickname' | 'avatar_url' | 'locale'> & {
  suspended: boolean
}

const asAccount = (r: Row): Account => ({
  id: r.id as Id<'usr'>,
  email: r.email,
  nickname: r.nickname,
  avatarUrl: r.avatar_url,
  locale: r.locale,
  suspended: r.suspended,
})

export async function insertAccounts(tx: Tx, accounts: readonly AccountRow[]): Promise<void> {
  const values = accounts.map((a) => ({
    id: a.id,
    email: a.credentials?.email ?? null,
    password_hash: a.credentials?.passwordHash ?? null,
    nickname: a.nickname,
    avatar_url: a.avatarUrl,
    locale: a.locale,
    created_at: a.at,
    signed_up_at: a.credentials ? a.at : null,
  }))
  for (let from = 0; from < values.length; from += 2_000) {
    await q(tx)
      .insertInto('identity.account')
      .values(values.slice(from, from + 2_000))
      .execute()
  }
}

export async function findAccount(tx: Tx, id: string): Promise<Account | null> {
  const row = await q(tx)
    .selectFrom('identity.account')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? asAccount(row) : null
}

export async function findAccountByEmail(
  tx: Tx,
  email: string,
): Promise<(Account & { passwordHash: string }) | null> {
  const row = await q(tx)
    .selectFrom('identity.account')
    .select([...columns, 'password_hash'])
    .where('email', '=', email)
    .executeTakeFirst()
  return row?.password_hash ? { ...asAccount(row), passwordHash: row.password_hash } : null
}

export async function findPasswordHash(tx: Tx, id: string): Promise<string | null> {
  const row = await q(tx)
    .selectFrom('identity.account')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

export async function selectAccounts(tx: Tx, ids: readonly string[]): Promise<Account[]> {
  if (ids.length === 0) return []
  const rows = await q(tx)
    .selectFrom('identity.account')
    .select(columns)
    .where('id', '=', sql<string>`any(${[...ids]})`)
    .execute()
  return rows.map(asAccount)
}

/** Gives a guest its credentials; false when it has some already. */
export async function upgradeGuest(tx: Tx, id: string, to: Credentials & { at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('identity.account')
    .set({ email: to.email, password_hash: to.passwordHash, signed_up_at: to.at })
    .where('id', '=', id)
    .where('email', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export type AccountChange = {
  nickname?: string | undefined
  locale?: Locale | undefined
  passwordHash?: string
  suspended?: boolean
}

export async function updateAccount(tx: Tx, id: string, change: AccountChange): Promise<void> {
  const { passwordHash, ...rest } = change
  const set = Object.fromEntries(
    Object.entries({ ...rest, password_hash: passwordHash }).filter(([, v]) => v !== undefined),
  )
  if (Object.keys(set).length === 0) return
  await q(tx).updateTable('identity.account').set(set).where('id', '=', id).execute()
}

/** Held while something is counted per account. */
export const lockAccount = (tx: Tx, id: string) =>
  q(tx).selectFrom('identity.account').select('id').where('id', '=', id).forUpdate().execute()

// --- Attempts -----------------------------------------------------------------------------------------------------------

/** One after another for each subject, so that parallel guesses do not slip past the count. */
export async function lockSubjects(tx: Tx, subjects: readonly string[]): Promise<void> {
  for (const s of [...subjects].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${s}, 43))`.execute(q(tx))
}

export async function attemptsSince(
  tx: Tx,
  subjects: readonly string[],
  since: Date,
): Promise<Map<string, Date[]>> {
  const rows = await q(tx)
    .selectFrom('identity.login_attempt')
    .select(['subject', 'at'])
    .where('subject', '=', sql<string>`any(${[...subjects]})`)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  return new Map(subjects.map((s) => [s, rows.filter((r) => r.subject === s).map((r) => r.at)]))
}

export async function insertAttempts(tx: Tx, subjects: readonly string[], at: Date): Promise<bigint[]> {
  const rows = await q(tx)
    .insertInto('identity.login_attempt')
    .values(subjects.map((subject) => ({ subject, at })))
    .returning('id')
    .execute()
  return rows.map((r) => r.id)
}

export const deleteAttempts = (tx: Tx, ids: readonly bigint[], subject: string) =>
  q(tx)
    .deleteFrom('identity.login_attempt')
    .where((eb) =>
      eb.or([eb('id', '=', sql<bigint>`any(${ids.map(String)}::bigint[])`), eb('subject', '=', subject)]),
    )
    .execute()

export async function deleteAttemptsBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await q(tx)
    .deleteFrom('identity.login_attempt')
    .where('at', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

// --- Personas -----------------------------------------------------------------------------------------------------------

export type Persona = { key: string; role: PersonaRole; label: Localized; account: Account }

export const upsertPersona = (
  tx: Tx,
  accountId: string,
  p: { key: string; role: PersonaRole; label: Localized },
) =>
  q(tx)
    .insertInto('identity.persona')
    .values({ key: p.key, account_id: accountId, role: p.role, label: JSON.stringify(p.label) })
    .onConflict((c) =>
      c.column('key').doUpdateSet({ account_id: accountId, role: p.role, label: JSON.stringify(p.label) }),
    )
    .execute()

const personas = (tx: Tx) =>
  q(tx)
    .selectFrom('identity.persona as p')
    .innerJoin('identity.account as a', 'a.id', 'p.account_id')
    .select([
      'p.key',
      'p.role',
      'p.label',
      'a.id',
      'a.email',
      'a.nickname',
      'a.avatar_url',
      'a.locale',
      'a.suspended',
    ])
    .orderBy('p.position')

type PersonaRow = Awaited<ReturnType<ReturnType<typeof personas>['execute']>>[number]
const asPersona = ({ key, role, label, ...account }: PersonaRow): Persona => ({
  key,
  role,
  label,
  account: asAccount(account),
})

export const selectPersonas = async (tx: Tx): Promise<Persona[]> =>
  (await personas(tx).limit(50).execute()).map(asPersona)

export async function findPersona(tx: Tx, key: string): Promise<Persona | null> {
  const row = await personas(tx).where('p.key', '=', key).executeTakeFirst()
  return row ? asPersona(row) : null
}
