// The feed's SQL. Writers tell the other processes with NOTIFY; readers ask for everything since the snapshot they read last.
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { ContentRow, ProductRow } from './catalogue/catalogue.ts'
import type { ContentFacts, ProductFacts } from './catalogue/entries.ts'
import type { LogCursor } from './domain/outcome.ts'
import { DEFAULT_SETTINGS, type Settings } from './domain/settings.ts'
import type { InterestTables } from './tables.ts'

const q = (tx: Tx) => tables<InterestTables>(tx)
const tell = (tx: Tx) => sql`select pg_notify('interest', '')`.execute(q(tx))

// --- Catalogue --------------------------------------------------------------------------------------------------------

export async function saveContentFacts(tx: Tx, facts: ContentFacts): Promise<void> {
  await sql`insert into interest.catalogue_content (id, facts) values (${facts.contentId}, ${JSON.stringify(facts)}::jsonb)
    on conflict (id) do update set facts = excluded.facts, xid = excluded.xid`.execute(q(tx))
  await tell(tx)
}

export async function saveProductFacts(tx: Tx, facts: ProductFacts): Promise<void> {
  await sql`insert into interest.catalogue_product (id, facts) values (${facts.productId}, ${JSON.stringify(facts)}::jsonb)
    on conflict (id) do update set facts = excluded.facts, xid = excluded.xid`.execute(q(tx))
  await tell(tx)
}

export async function saveVerdict(
  tx: Tx,
  kind: 'content' | 'product',
  id: string,
  verdict: string,
): Promise<void> {
  const table = sql.table(kind === 'content' ? 'interest.catalogue_content' : 'interest.catalogue_product')
  await sql`insert into ${table} (id, verdict) values (${id}, ${verdict})
    on conflict (id) do update set verdict = excluded.verdict, xid = excluded.xid`.execute(q(tx))
  await tell(tx)
}

export async function saveRate(tx: Tx, productId: string, rateBps: number | null): Promise<void> {
  await sql`insert into interest.catalogue_product (id, rate_bps) values (${productId}, ${rateBps})
    on conflict (id) do update set rate_bps = excluded.rate_bps, xid = excluded.xid`.execute(q(tx))
  await tell(tx)
}

/** Counts order lines sold (less those undone) and sent back, for the commerce value. */
export async function addSales(
  tx: Tx,
  lines: readonly { productId: string; sold: number; refunded: number }[],
): Promise<void> {
  await sql`
    with told as (select pg_notify('interest', '')),
    u as (select "productId" as id, sum(sold)::int as sold, sum(refunded)::int as refunded
      from json_to_recordset(${JSON.stringify(lines)}::json) as r("productId" text, sold int, refunded int), told group by 1)
    insert into interest.catalogue_product as p (id, sold_lines, refunded_lines)
    select id, greatest(0, sold), refunded from u order by id
    on conflict (id) do update set sold_lines = greatest(0, p.sold_lines + (select sold from u where u.id = p.id)),
      refunded_lines = p.refunded_lines + excluded.refunded_lines, xid = excluded.xid`.execute(q(tx))
}

// --- People -----------------------------------------------------------------------------------------------------------

/** Changes one person's settings under its row lock; answers the new ones. */
export async function changeSettings(
  tx: Tx,
  accountId: string,
  change: (old: Settings) => Settings,
): Promise<Settings> {
  await sql`insert into interest.person (account_id, settings) values (${accountId}, ${JSON.stringify(DEFAULT_SETTINGS)}::jsonb)
    on conflict do nothing`.execute(q(tx))
  const { rows } = await sql<{
    settings: Settings
  }>`select settings from interest.person where account_id = ${accountId} for update`.execute(q(tx))
  const old = { ...DEFAULT_SETTINGS, ...rows[0]!.settings }
  const settings = { ...change(old), revision: old.revision + 1 }
  await sql`update interest.person set settings = ${JSON.stringify(settings)}::jsonb, xid = pg_current_xact_id()
    where account_id = ${accountId}`.execute(q(tx))
  await tell(tx)
  return settings
}

export async function findSettings(tx: Tx, accountId: string): Promise<Settings | null> {
  const row = await q(tx)
    .selectFrom('interest.person')
    .select('settings')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ? { ...DEFAULT_SETTINGS, ...row.settings } : null
}

// --- Following changes --------------------------------------------------------------------------------------------------

export type Changes = {
  contents: ContentRow[]
  products: ProductRow[]
  people: { accountId: string; settings: Settings }[]
  /** Ask with this next time. */
  upTo: string
}

type ChangeRow = { kind: 'content' | 'product' | 'person' | 'upTo'; id: string; body: never }

/** Every row written since `since`, as of one snapshot; some may be told twice, none is missed. */
export async function readChanges(tx: Tx, since: string): Promise<Changes> {
  const { rows } = await sql<ChangeRow>`
    select 'upTo' as kind, pg_snapshot_xmin(pg_current_snapshot())::text as id, null::jsonb as body
    union all
    select 'content', id, jsonb_build_object('facts', facts, 'verdict', verdict)
      from interest.catalogue_content where xid >= ${since}::xid8
    union all
    select 'product', id, jsonb_build_object('facts', facts, 'verdict', verdict, 'rateBps', rate_bps, 'soldLines', sold_lines, 'refundedLines', refunded_lines)
      from interest.catalogue_product where xid >= ${since}::xid8
    union all
    select 'person', account_id, settings from interest.person where xid >= ${since}::xid8`.execute(q(tx))
  const of = (kind: ChangeRow['kind']) => rows.filter((r) => r.kind === kind)
  return {
    upTo: of('upTo')[0]!.id,
    contents: of('content').map((r) => ({ ...(r.body as Omit<ContentRow, 'id'>), id: r.id })),
    products: of('product').map((r) => ({ ...(r.body as Omit<ProductRow, 'id'>), id: r.id })),
    people: of('person').map((r) => ({
      accountId: r.id,
      settings: { ...DEFAULT_SETTINGS, ...(r.body as Settings) },
    })),
  }
}

// --- Snapshots ----------------------------------------------------------------------------------------------------------

export type Snapshot = { madeAt: Date; cursor: LogCursor; body: Uint8Array }

/** Newest first, made by this version of the parameters only: another version's state means something else. */
export async function newestSnapshots(tx: Tx, policy: string): Promise<Snapshot[]> {
  const { rows } = await sql<{ made_at: Date; cursor_xid: string; cursor_seq: bigint; body: Buffer }>`
    select made_at, cursor_xid::text as cursor_xid, cursor_seq, body from interest.snapshot
    where policy = ${policy} order by id desc limit ${MAX_SNAPSHOTS}`.execute(q(tx))
  return rows.map((r) => ({
    madeAt: r.made_at,
    cursor: { xid: r.cursor_xid, seq: Number(r.cursor_seq) },
    body: r.body,
  }))
}
const MAX_SNAPSHOTS = 5

export async function newestSnapshotTime(tx: Tx, policy: string): Promise<Date | null> {
  const row = await q(tx)
    .selectFrom('interest.snapshot')
    .select('made_at')
    .where('policy', '=', policy)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.made_at ?? null
}

/** Keeps the newest `keep`, so that a damaged one has a predecessor. */
export async function saveSnapshot(tx: Tx, policy: string, s: Snapshot, keep: number): Promise<void> {
  await sql`insert into interest.snapshot (made_at, policy, cursor_xid, cursor_seq, body)
    values (${s.madeAt}, ${policy}, ${s.cursor.xid}::xid8, ${s.cursor.seq}, ${Buffer.from(s.body)})`.execute(
    q(tx),
  )
  await sql`delete from interest.snapshot where id not in (select id from interest.snapshot order by id desc limit ${keep})`.execute(
    q(tx),
  )
}
