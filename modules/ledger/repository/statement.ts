// A party's month as the ledger has it: what its balance was, every posted entry, what it is.
import { sql } from 'kysely'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { Span } from '../domain/china-year.ts'
import type { LedgerTables } from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)
const A_READ = 2_000

export type StatementParty = { roles: readonly string[]; partyId: string }

const own = (p: StatementParty) =>
  sql`a.party_type = any(${[...p.roles]}::text[]) and a.party_id = ${p.partyId} and a.kind = 'balance' and e.layer = 'posted'`

/** China's month of every posted entry, newest first. */
export async function statementMonths(
  tx: Tx,
  p: StatementParty,
): Promise<{ month: string; lines: number; sum: bigint; opening: bigint }[]> {
  const { rows } = await sql<{ month: string; lines: number; sum: bigint; opening: bigint }>`
    select month, lines, sum, (sum(sum) over (order by month) - sum)::bigint as opening from (
      select to_char(t.at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*)::int as lines, sum(e.amount_minor)::bigint as sum
      from ledger.account a join ledger.entry e on e.account_id = a.account_id join ledger.transfer t on t.transfer_id = e.transfer_id
      where ${own(p)} group by 1) x
    order by month desc limit 36`.execute(q(tx))
  return rows
}

export type StatementSum = { kind: string; lines: number; sum: bigint }

export async function statementSums(tx: Tx, p: StatementParty, span: Span): Promise<StatementSum[]> {
  const { rows } = await sql<StatementSum>`
    select t.kind, count(*)::int as lines, sum(e.amount_minor)::bigint as sum
    from ledger.account a join ledger.entry e on e.account_id = a.account_id join ledger.transfer t on t.transfer_id = e.transfer_id
    where ${own(p)} and t.at >= ${span.from} and t.at < ${span.to} group by t.kind order by t.kind`.execute(
    q(tx),
  )
  return rows
}

export async function balanceBefore(tx: Tx, p: StatementParty, at: Date): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(e.amount_minor), 0)::bigint as sum
    from ledger.account a join ledger.entry e on e.account_id = a.account_id join ledger.transfer t on t.transfer_id = e.transfer_id
    where ${own(p)} and t.at < ${at}`.execute(q(tx))
  return rows[0]!.sum
}

export type StatementRow = {
  entry_id: bigint
  at: Date
  kind: string
  phase: string
  order_id: string | null
  title: Localized | null
  amount_minor: bigint
  paid_minor: bigint | null
  platform_fee_minor: bigint | null
  commission_minor: bigint | null
}

/** In the order in which they were written; some thousand at a time, so that a long month is never in memory. */
export async function* statementRows(
  read: <R>(fn: (tx: Tx) => Promise<R>) => Promise<R>,
  p: StatementParty,
  span: Span,
): AsyncGenerator<StatementRow> {
  for (let after = 0n; ;) {
    const { rows } = await read((tx) =>
      sql<StatementRow>`
        select e.entry_id, t.at, t.kind, t.phase, t.order_id, s.title, e.amount_minor,
          s.paid_minor, s.platform_fee_minor, s.commission_minor
        from ledger.account a join ledger.entry e on e.account_id = a.account_id join ledger.transfer t on t.transfer_id = e.transfer_id
        left join ledger.sale s on s.transfer_id = t.of_transfer_id
        where ${own(p)} and t.at >= ${span.from} and t.at < ${span.to} and e.entry_id > ${after}
        order by e.entry_id limit ${A_READ}`.execute(q(tx)),
    )
    yield* rows
    if (rows.length < A_READ) return
    after = rows.at(-1)!.entry_id
  }
}

export type TaxRow = {
  role: 'merchant' | 'creator' | 'agency' | 'recruiter'
  party: string
  lines: number
  sales: bigint
  returns: bigint
  /** Services: what the party paid for, and what it earned by them. */
  platformFee: bigint
  commission: bigint
  income: bigint
}

/** A quarter's identity and income by party (State Council order 810): settled in it, returns of those taken off. */
export async function taxRows(tx: Tx, span: Span): Promise<TaxRow[]> {
  const { rows } = await sql<TaxRow>`
    with sold as (
      select s.*, coalesce(b.paid, 0) as back, coalesce(b.merchant, 0) as b_merchant, coalesce(b.creator, 0) as b_creator,
        coalesce(b.agency, 0) as b_agency, coalesce(b.recruiter, 0) as b_recruiter
      from ledger.settlement d join ledger.sale s on s.order_id = d.order_id
      left join lateral (select sum(paid_minor) as paid, sum(merchant_minor) as merchant, sum(creator_minor) as creator,
        sum(agency_minor) as agency, sum(recruiter_minor) as recruiter
        from ledger.refund_line r where r.sale_transfer_id = s.transfer_id) b on true
      where d.settled_at >= ${span.from} and d.settled_at < ${span.to})
    select role, party, count(*)::int as lines, sum(paid)::bigint as sales, sum(back)::bigint as returns, sum(fee)::bigint as "platformFee",
      sum(commission)::bigint as commission, sum(income)::bigint as income
    from (
      select 'merchant' as role, shop_id as party, paid_minor as paid, back, platform_fee_minor as fee,
        commission_minor + recruiter_fee_minor as commission, merchant_minor - b_merchant as income from sold
      union all select 'creator', creator_id, paid_minor, back, creator_tech_fee_minor, commission_minor, creator_minor - b_creator
        from sold where creator_id is not null
      union all select 'agency', agency_id, paid_minor, back, 0, agency_minor, agency_minor - b_agency from sold where agency_id is not null
      union all select 'recruiter', recruiter_id, paid_minor, back, recruiter_tech_fee_minor, recruiter_fee_minor,
        recruiter_minor - b_recruiter from sold where recruiter_id is not null) x
    group by role, party order by role, party`.execute(q(tx))
  return rows
}
