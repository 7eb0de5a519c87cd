// Writing and reading transfers. One statement writes accounts, transfers and entries together: a posting is one thing.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import { tables, type Tx } from '#platform/database'
import type { AccountKey, Layer, NewTransfer, TransferKind } from '../domain/posting.ts'
import type { AccountTable, EntryTable, LedgerTables, SaleTable, TransferTable } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

/** For json_populate_recordset: bigint as text, dates as ISO. */
export const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** An account's id follows from what it is, so that nobody has to look it up, or can make it twice. */
export function accountId(key: AccountKey): Id<'acc'> {
  const hash = createHash('sha256')
    .update([key.partyType, key.partyId, key.kind, key.currency].join('\n'))
    .digest()
  let text = ''
  for (let i = 0; i < 26; i++) text += ALPHABET[hash[i]! & 31]
  return `acc_${text}`
}

/** `sales` are those that the pending transfers among these promise. */
export async function insertTransfers(
  tx: Tx,
  transfers: readonly NewTransfer[],
  now: Date,
  sales: readonly SaleTable[] = [],
): Promise<void> {
  if (transfers.length === 0) return
  const accounts = new Map<Id<'acc'>, object>()
  const entries: object[] = []
  for (const t of transfers) {
    for (const e of t.entries) {
      const account_id = accountId(e.account)
      const { partyType: party_type, partyId: party_id, kind, currency } = e.account
      accounts.set(account_id, { account_id, party_type, party_id, kind, currency })
      entries.push({
        transfer_id: t.transferId,
        account_id,
        layer: e.layer,
        amount_minor: e.amountMinor.toString(),
        currency,
      })
    }
  }
  const heads = transfers.map((t) => ({
    transfer_id: t.transferId,
    group_id: t.groupId,
    kind: t.kind,
    phase: t.phase,
    of_transfer_id: t.ofTransferId,
    order_id: t.orderId,
    line_id: t.lineId,
    currency: t.currency,
    at: t.at,
    reference: t.reference ?? null,
  }))
  // Accounts in one order for everybody: two postings that both open accounts must not wait for each other.
  const opened = [...accounts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await sql`
    with opened as (
      insert into ledger.account (account_id, party_type, party_id, kind, currency, created_at)
      select account_id, party_type, party_id, kind, currency, ${now}
      from json_to_recordset(${JSON.stringify(opened)}::json)
        as r(account_id text, party_type text, party_id text, kind text, currency text)
      on conflict do nothing),
    moved as (
      insert into ledger.transfer (transfer_id, group_id, kind, phase, of_transfer_id, order_id, line_id, currency, at, reference)
      select * from json_to_recordset(${JSON.stringify(heads)}::json)
        as r(transfer_id text, group_id text, kind text, phase text, of_transfer_id text, order_id text, line_id text,
          currency text, at timestamptz, reference text)),
    sold as (insert into ledger.sale select * from json_populate_recordset(null::ledger.sale, ${asJson(sales)}::json))
    insert into ledger.entry (transfer_id, account_id, layer, amount_minor, currency)
    select * from json_to_recordset(${JSON.stringify(entries)}::json)
      as r(transfer_id text, account_id text, layer text, amount_minor bigint, currency text)`.execute(q(tx))
}

export type OpenPromise = Pick<TransferTable, 'transfer_id' | 'order_id' | 'currency' | 'reference'> & {
  account_id: Id<'acc'>
  party_type: AccountTable['party_type']
  party_id: string
  kind: AccountTable['kind']
  amount_minor: bigint
}

/** The legs of a group's pending transfers of `kind` that were neither kept nor dropped. Phases are spelt out: a kept plan
 * can use `transfer_resolved_once` only when it sees that index's condition; and it is asked for one transfer after another, because
 * a plan made while the ledger was small would read all that was ever resolved. */
export async function openPromises(tx: Tx, groupId: string, kind: TransferKind): Promise<OpenPromise[]> {
  const { rows } = await sql<OpenPromise>`
    select t.transfer_id, t.order_id, t.currency, t.reference, a.account_id, a.party_type, a.party_id, a.kind, e.amount_minor
    from ledger.transfer t
    join ledger.entry e on e.transfer_id = t.transfer_id
    join ledger.account a on a.account_id = e.account_id
    where t.group_id = ${groupId} and t.kind = ${kind} and t.phase = 'pending'
      and (select r.transfer_id from ledger.transfer r
        where r.of_transfer_id = t.transfer_id and r.phase in ('post-pending', 'void') limit 1) is null
    order by t.transfer_id, e.entry_id`.execute(q(tx))
  return rows
}

export type Balance = { account: AccountTable; pendingMinor: Minor; postedMinor: Minor }

const balanceColumns = [
  sql<bigint>`coalesce(sum(e.amount_minor) filter (where e.layer = 'pending'), 0)::bigint`.as('pending'),
  sql<bigint>`coalesce(sum(e.amount_minor) filter (where e.layer = 'posted'), 0)::bigint`.as('posted'),
] as const

export type AccountFilter = { partyType?: string; partyId?: string; after?: string; limit: number }

/** Accounts with Σ of their entries, in the order of their ids. */
export async function listBalances(tx: Tx, f: AccountFilter): Promise<Balance[]> {
  let accounts = q(tx).selectFrom('ledger.account').selectAll().orderBy('account_id').limit(f.limit)
  if (f.partyType) accounts = accounts.where('party_type', '=', f.partyType as AccountTable['party_type'])
  if (f.partyId) accounts = accounts.where('party_id', '=', f.partyId)
  if (f.after) accounts = accounts.where('account_id', '>', f.after as Id<'acc'>)
  const rows = await q(tx)
    .selectFrom(accounts.as('a'))
    .leftJoin('ledger.entry as e', 'e.account_id', 'a.account_id')
    .selectAll('a')
    .select(balanceColumns)
    .groupBy(['a.account_id', 'a.party_type', 'a.party_id', 'a.kind', 'a.currency', 'a.created_at'])
    .orderBy('a.account_id')
    .execute()
  return rows.map(({ pending, posted, ...account }) => ({
    account,
    pendingMinor: pending,
    postedMinor: posted,
  }))
}

export type TransferFilter = {
  accountId?: Id<'acc'>
  orderId?: Id<'ord'>
  kind?: string
  groupId?: string
  before?: string
  limit: number
}

export async function listTransfers(tx: Tx, f: TransferFilter): Promise<TransferTable[]> {
  let query = q(tx)
    .selectFrom('ledger.transfer as t')
    .selectAll('t')
    .orderBy('t.transfer_id', 'desc')
    .limit(f.limit)
  if (f.accountId !== undefined) {
    const account = f.accountId
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ledger.entry as e')
          .select('e.entry_id')
          .whereRef('e.transfer_id', '=', 't.transfer_id')
          .where('e.account_id', '=', account),
      ),
    )
  }
  if (f.orderId) query = query.where('t.order_id', '=', f.orderId)
  if (f.groupId) query = query.where('t.group_id', '=', f.groupId)
  if (f.kind) query = query.where('t.kind', '=', f.kind as TransferKind)
  if (f.before) query = query.where('t.transfer_id', '<', f.before as Id<'trf'>)
  return query.execute()
}

/** The transfer, with the one it resolves or reverses and those that resolve or reverse it, and the rest of its group. */
export async function findLinked(tx: Tx, id: Id<'trf'>): Promise<TransferTable[]> {
  const db = q(tx)
  const own = await db
    .selectFrom('ledger.transfer')
    .selectAll()
    .where('transfer_id', '=', id)
    .executeTakeFirst()
  if (!own) return []
  const linked = await db
    .selectFrom('ledger.transfer')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('of_transfer_id', '=', id),
        eb('group_id', '=', own.group_id),
        ...(own.of_transfer_id ? [eb('transfer_id', '=', own.of_transfer_id)] : []),
      ]),
    )
    .where('transfer_id', '<>', id)
    .orderBy('transfer_id')
    .limit(100)
    .execute()
  return [own, ...linked]
}

export type EntryRow = Omit<EntryTable, 'entry_id'> & Pick<AccountTable, 'party_type' | 'party_id' | 'kind'>

export async function entriesOf(tx: Tx, transferIds: readonly Id<'trf'>[]): Promise<EntryRow[]> {
  if (transferIds.length === 0) return []
  return q(tx)
    .selectFrom('ledger.entry as e')
    .innerJoin('ledger.account as a', 'a.account_id', 'e.account_id')
    .select([
      'e.transfer_id',
      'e.account_id',
      'e.layer',
      'e.amount_minor',
      'e.currency',
      'a.party_type',
      'a.party_id',
      'a.kind',
    ])
    .where('e.transfer_id', 'in', transferIds)
    .orderBy('e.entry_id')
    .execute()
}

export type CurrencySum = { currency: Currency; layer: Layer; sum: bigint }

/** Σ of everything; each must be zero. */
export async function sums(tx: Tx): Promise<CurrencySum[]> {
  return q(tx)
    .selectFrom('ledger.entry')
    .select(['currency', 'layer', sql<bigint>`sum(amount_minor)::bigint`.as('sum')])
    .groupBy(['currency', 'layer'])
    .execute()
}

export async function counts(tx: Tx): Promise<{ transfers: number; entries: number }> {
  const { rows } = await sql<{ transfers: number; entries: number }>`
    select (select count(*) from ledger.transfer)::int as transfers, (select count(*) from ledger.entry)::int as entries`.execute(
    q(tx),
  )
  return rows[0]!
}
