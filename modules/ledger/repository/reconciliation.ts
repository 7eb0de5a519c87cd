// The daily file in its own table, so that the database compares millions of lines; only what differs comes here.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { FeeRule } from '#platform/providers/bill'
import type { Pair } from '../domain/mismatch.ts'
import type { BillLineTable, LedgerTables, MismatchTable, ReconciliationTable } from '../tables.ts'
import { asJson } from './transfers.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)
export type Day = { provider: string; day: string }
export type MismatchRow = Selectable<MismatchTable>
export type ReconciliationRow = Selectable<ReconciliationTable>

export const lockDay =
  ({ provider, day }: Day) =>
  async (tx: Tx) =>
    void (await sql`select pg_advisory_xact_lock(hashtextextended(${`${provider} ${day}`}, 43))`.execute(
      q(tx),
    ))

export const forgetLines = (tx: Tx, { provider, day }: Day) =>
  q(tx).deleteFrom('ledger.bill_line').where('provider', '=', provider).where('day', '=', day).execute()

export const insertLines = (tx: Tx, lines: readonly BillLineTable[]) =>
  sql`insert into ledger.bill_line select * from json_populate_recordset(null::ledger.bill_line, ${asJson(lines)}::json)`.execute(
    q(tx),
  )

/** Ids hold their time, so that a stretch of days is a stretch of the primary key. */
export type Stretch = { fromId: string; toId: string; from: Date; to: Date }

/** Our side by its reference: what the provider's account has of it, posted or promised. */
const oursIn = (provider: string, { fromId, toId, from, to }: Stretch) => sql`
  select t.reference, case when min(t.kind) = 'refund' then 'refund' else 'payment' end as what, min(e.currency) as currency,
    min(t.order_id) as order_id,
    abs(sum(e.amount_minor) filter (where e.layer = 'posted'))::bigint as posted, max(t.at) filter (where e.layer = 'posted') as at,
    coalesce(bool_or(e.layer = 'posted' and t.at >= ${from} and t.at < ${to}), false) as same_day
  from ledger.transfer t join ledger.entry e on e.transfer_id = t.transfer_id
  where t.transfer_id >= ${fromId} and t.transfer_id < ${toId} and e.account_id = any(
    (select array_agg(account_id) from ledger.account where party_type = 'provider' and party_id = ${provider})::text[])
  group by t.reference`

type PairRow = {
  reference: string
  order_id: string | null
  o_what: string | null
  posted: bigint | null
  o_currency: string | null
  o_at: Date | null
  same_day: boolean | null
  t_what: string | null
  amount: bigint | null
  t_currency: string | null
  state: string | null
  fee: bigint | null
  expected: bigint | null
  t_at: Date | null
  times: number | null
}

/** Everything that is not the same on both sides. */
export async function differing(
  tx: Tx,
  { provider, day }: Day,
  stretch: Stretch,
  fee: FeeRule | null,
  limit: number,
): Promise<Pair[]> {
  const { rows } = await sql<PairRow>`
    with ours as (${oursIn(provider, stretch)}),
    theirs as (
      select reference, min(what) as what, min(amount_minor) as amount, min(currency) as currency, min(state) as state,
        min(fee_minor) as fee, min(at) as at, count(*)::int as times
      from ledger.bill_line where provider = ${provider} and day = ${day} group by reference),
    priced as (
      select *, case when ${fee === null} then null
        when what = 'payment' then (amount * ${fee?.bps ?? 0}::int * 2 + 10000) / 20000 + ${fee?.fixedMinor ?? 0n}::bigint
        when ${fee?.returned ?? false} then -((amount * ${fee?.bps ?? 0}::int * 2 + 10000) / 20000) else 0 end as expected
      from theirs)
    select coalesce(t.reference, o.reference) as reference, o.order_id, o.what as o_what, o.posted, o.currency as o_currency,
      o.at as o_at, o.same_day,
      t.what as t_what, t.amount, t.currency as t_currency, t.state, t.fee, t.expected::bigint as expected, t.at as t_at, t.times
    from (select * from ours where reference is not null) o full join priced t on t.reference = o.reference
    where case
      when t.reference is null then o.same_day and (select l.line_no from ledger.bill_line l
        where l.provider = ${provider} and l.reference = o.reference limit 1) is null
      else t.times > 1 or t.state <> 'succeeded' or o.posted is distinct from t.amount or o.what <> t.what or o.currency <> t.currency
        or not coalesce(o.same_day, false) or t.fee <> t.expected end
    order by 1 limit ${limit}`.execute(q(tx))
  return rows.map(pairOf)
}

const pairOf = (r: PairRow): Pair => ({
  reference: r.reference,
  orderId: r.order_id,
  ours:
    r.o_what === null
      ? null
      : {
          what: r.o_what,
          posted: r.posted,
          currency: r.o_currency!,
          atMs: r.o_at?.getTime() ?? null,
          sameDay: r.same_day ?? false,
        },
  theirs:
    r.t_what === null
      ? null
      : {
          what: r.t_what,
          amount: r.amount!,
          currency: r.t_currency!,
          state: r.state!,
          fee: r.fee,
          expectedFee: r.expected,
          atMs: r.t_at!.getTime(),
          times: r.times!,
        },
})

export type DayTotal = {
  currency: string
  oursPaid: string
  oursRefunded: string
  theirsPaid: string
  theirsRefunded: string
  fee: string
}

export async function totalsOf(tx: Tx, { provider, day }: Day, stretch: Stretch): Promise<DayTotal[]> {
  const { rows } = await sql<DayTotal>`
    with ours as (select what, currency, posted from (${oursIn(provider, stretch)}) o where same_day),
    theirs as (select what, currency, amount_minor, fee_minor from ledger.bill_line
      where provider = ${provider} and day = ${day} and state = 'succeeded')
    select c.currency,
      coalesce((select sum(posted) from ours o where o.currency = c.currency and what = 'payment'), 0)::text as "oursPaid",
      coalesce((select sum(posted) from ours o where o.currency = c.currency and what = 'refund'), 0)::text as "oursRefunded",
      coalesce((select sum(amount_minor) from theirs t where t.currency = c.currency and what = 'payment'), 0)::text as "theirsPaid",
      coalesce((select sum(amount_minor) from theirs t where t.currency = c.currency and what = 'refund'), 0)::text as "theirsRefunded",
      coalesce((select sum(fee_minor) from theirs t where t.currency = c.currency), 0)::text as fee
    from (select currency from ours union select currency from theirs) c order by c.currency`.execute(q(tx))
  return rows
}

/** Money at this provider's account that its file can never name. */
export async function unreferenced(tx: Tx, provider: string, stretch: Stretch): Promise<bigint> {
  const { rows } = await sql<{ n: bigint | null }>`
    select posted as n from (${oursIn(provider, stretch)}) o where reference is null and same_day`.execute(
    q(tx),
  )
  return rows[0]?.n ?? 0n
}

export async function keepDay(
  tx: Tx,
  row: Day & { looked_at: Date; lines: number; totals: DayTotal[] },
): Promise<void> {
  await sql`insert into ledger.reconciliation (provider, day, looked_at, lines, totals)
    values (${row.provider}, ${row.day}, ${row.looked_at}, ${row.lines}, ${JSON.stringify(row.totals)})
    on conflict (provider, day) do update set looked_at = excluded.looked_at, lines = excluded.lines, totals = excluded.totals`.execute(
    q(tx),
  )
}

/** What is found again keeps its state and its note; what is gone is resolved. */
export async function keepMismatches(
  tx: Tx,
  { provider, day }: Day,
  rows: readonly MismatchRow[],
  now: Date,
): Promise<void> {
  const known = rows.map((r) => `${r.kind} ${r.reference}`)
  await sql`update ledger.mismatch set state = 'resolved', resolved_by = 'system', changed_at = ${now}
    where provider = ${provider} and day = ${day} and state <> 'resolved' and kind || ' ' || reference <> all(${known}::text[])`.execute(
    q(tx),
  )
  await sql`insert into ledger.mismatch select * from json_populate_recordset(null::ledger.mismatch, ${asJson(rows)}::json)
    on conflict (provider, day, kind, reference) do nothing`.execute(q(tx))
}

/** What waited over midnight: come with today's file, or missing after all. */
export async function settleMidnight(
  tx: Tx,
  { provider, day }: Day,
  yesterday: string,
  now: Date,
): Promise<void> {
  await sql`update ledger.mismatch m set changed_at = ${now}, resolved_by = case when l.found then 'system' end,
      state = case when l.found then 'resolved' else 'open' end, kind = case when l.found then m.kind else 'missing-in-theirs' end
    from (select x.mismatch_id, exists (select from ledger.bill_line b where b.provider = x.provider and b.day = ${day}
        and b.reference = x.reference) as found
      from ledger.mismatch x where x.provider = ${provider} and x.day = ${yesterday}
        and x.kind in ('crossed-midnight', 'missing-in-theirs') and x.state <> 'resolved') l
    where m.mismatch_id = l.mismatch_id and (l.found or m.kind = 'crossed-midnight')`.execute(q(tx))
}

export async function listDays(
  tx: Tx,
  f: { before?: Day; one?: Day; limit: number },
): Promise<(ReconciliationRow & { unresolved: number; found: number })[]> {
  const { rows } = await sql<ReconciliationRow & { unresolved: number; found: number }>`
    select r.*, (select count(*)::int from ledger.mismatch m where m.provider = r.provider and m.day = r.day) as found,
      (select count(*)::int from ledger.mismatch m where m.provider = r.provider and m.day = r.day and m.state <> 'resolved') as unresolved
    from ledger.reconciliation r
    where ${f.one ? sql`r.provider = ${f.one.provider} and r.day = ${f.one.day}` : sql`true`}
      and ${f.before ? sql`(r.day, r.provider) < (${f.before.day}, ${f.before.provider})` : sql`true`}
    order by r.day desc, r.provider desc limit ${f.limit}`.execute(q(tx))
  return rows
}

export const listMismatches = (tx: Tx, { provider, day }: Day): Promise<MismatchRow[]> =>
  q(tx)
    .selectFrom('ledger.mismatch')
    .selectAll()
    .where('provider', '=', provider)
    .where('day', '=', day)
    .orderBy(sql`state = 'resolved'`)
    .orderBy('mismatch_id')
    .limit(500)
    .execute()

export const lockMismatch = (tx: Tx, id: Id<'mis'>): Promise<MismatchRow | undefined> =>
  q(tx).selectFrom('ledger.mismatch').selectAll().where('mismatch_id', '=', id).forUpdate().executeTakeFirst()

export const changeMismatch = (tx: Tx, id: Id<'mis'>, change: Partial<MismatchRow>) =>
  q(tx).updateTable('ledger.mismatch').set(change).where('mismatch_id', '=', id).execute()

export const changeDay = (
  tx: Tx,
  { provider, day }: Day,
  change: Partial<Omit<ReconciliationRow, 'totals'>>,
) =>
  q(tx)
    .updateTable('ledger.reconciliation')
    .set(change)
    .where('provider', '=', provider)
    .where('day', '=', day)
    .execute()

export const lastDay = async (tx: Tx, provider: string): Promise<string | null> =>
  (
    await q(tx)
      .selectFrom('ledger.reconciliation')
      .select((eb) => eb.fn.max<string | null>('day').as('day'))
      .where('provider', '=', provider)
      .executeTakeFirst()
  )?.day ?? null

/** A day with something unresolved that nobody released. Waiting over midnight holds nothing back. */
export async function blockingDay(tx: Tx): Promise<Day | null> {
  const { rows } = await sql<Day>`select m.provider, m.day from ledger.mismatch m
    where m.state <> 'resolved' and m.kind <> 'crossed-midnight' and (select r.released_at from ledger.reconciliation r
      where r.provider = m.provider and r.day = m.day) is null limit 1`.execute(q(tx))
  return rows[0] ?? null
}
