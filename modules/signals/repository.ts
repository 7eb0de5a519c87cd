// The signal log's SQL. Appends are one statement a batch; nothing here updates or deletes.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { SlateLog } from './contract.ts'
import type { SlateFacts } from './domain/check-signal.ts'
import {
  dayOfId,
  type NewSignal,
  type Signal,
  type SignalCursor,
  type WatchedRange,
} from './domain/signal.ts'
import type { SignalKind } from './domain/signal-kinds.ts'
import type { SignalsTables } from './tables.ts'

const q = (tx: Tx) => tables<SignalsTables>(tx)

/**
 * How a statement that stands alone commits: `relaxed` answers before the disk does, in the same round trip. Never inside a
 * transaction that also holds something that must not be lost.
 */
export type Commit = 'withCaller' | 'relaxed'
const committed = (commit: Commit) =>
  commit === 'relaxed' ? sql`, (select set_config('synchronous_commit', 'off', true)) as relaxed` : sql``

/** Appends those that are new, and answers them with their places in the log. */
export async function insertSignals(
  tx: Tx,
  signals: readonly NewSignal[],
  receivedAt: Date,
  commit: Commit,
): Promise<Signal[]> {
  const rows = signals.map((s) => ({
    day: dayOfId(s.id),
    id: s.id,
    account_id: s.accountId,
    kind: s.kind,
    at: s.at,
    slate_id: s.slateId,
    position: s.position,
    content_id: s.contentId,
    product_id: s.productId,
    line_id: s.lineId ?? null,
    dwell_ms: s.dwellMs,
    duration_ms: s.durationMs,
    forecast: s.forecast,
    clip_at_ms: s.clipAtMs ?? null,
    watched: s.watched?.flat() ?? null,
  }))
  const { rows: inserted } = await sql<{ id: string; seq: bigint; xid: string }>`
    insert into signals.signal (
      day, id, account_id, kind, at, received_at, slate_id, position, content_id, product_id, line_id,
      dwell_ms, duration_ms, forecast, clip_at_ms, watched)
    select day, id, account_id, kind, at, ${receivedAt}, slate_id, position, content_id, product_id, line_id,
      dwell_ms, duration_ms, forecast, clip_at_ms, watched
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(day date, id text, account_id text, kind text, at timestamptz, slate_id text, position smallint,
        content_id text, product_id text, line_id text, dwell_ms int, duration_ms int, forecast double precision, clip_at_ms int,
        watched int[])
      ${committed(commit)}
    on conflict do nothing
    returning id, seq, xid::text as xid, (select pg_notify('signals', '')) as told`.execute(q(tx))
  const byId = new Map(signals.map((s) => [s.id as string, s]))
  return inserted
    .map((r) => ({ ...byId.get(r.id)!, seq: Number(r.seq), xid: r.xid, receivedAt }))
    .sort((a, b) => a.seq - b.seq)
}

const pairs = (flat: readonly number[]): WatchedRange[] =>
  flat.flatMap((from, i) => (i % 2 === 0 ? [[from, flat[i + 1]!] as const] : []))

type Row = SignalsTables['signals.signal']

const asSignal = (r: Omit<Row, 'day'>): Signal => ({
  id: r.id as Signal['id'],
  kind: r.kind as SignalKind,
  accountId: r.account_id as Signal['accountId'],
  at: r.at,
  receivedAt: r.received_at,
  slateId: r.slate_id as Signal['slateId'],
  position: r.position,
  contentId: r.content_id as Signal['contentId'],
  productId: r.product_id as Signal['productId'],
  lineId: r.line_id as Id<'oln'> | null,
  dwellMs: r.dwell_ms,
  durationMs: r.duration_ms,
  forecast: r.forecast,
  ...(r.clip_at_ms === null ? {} : { clipAtMs: r.clip_at_ms }),
  ...(r.watched === null ? {} : { watched: pairs(r.watched) }),
  seq: Number(r.seq),
  xid: r.xid,
})

const columns = sql`id, seq, xid::text as xid, account_id, kind, at, received_at, slate_id, position, content_id, product_id, line_id,
  dwell_ms, duration_ms, forecast, clip_at_ms, watched`

/**
 * What was committed after `cursor`, in log order, up to the oldest transaction still open. Ordered by
 * `s.xid`: plain `xid` would be the text of the select list, in which '1000' comes before '999'.
 */
export async function readSignalsAfter(tx: Tx, cursor: SignalCursor, limit: number): Promise<Signal[]> {
  const { rows } = await sql<Row>`
    select ${columns} from signals.signal s
    where (s.xid, s.seq) > (${cursor.xid}::xid8, ${cursor.seq}) and s.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by s.xid, s.seq limit ${limit}`.execute(q(tx))
  return rows.map(asSignal)
}

export type SignalFilter = {
  accountId?: string | undefined
  contentId?: string | undefined
  kind?: string | undefined
  beforeSeq: number | null
  limit: number
}

export async function listSignals(tx: Tx, f: SignalFilter): Promise<Signal[]> {
  let query = q(tx).selectFrom('signals.signal').selectAll()
  if (f.accountId !== undefined) query = query.where('account_id', '=', f.accountId)
  if (f.contentId !== undefined) query = query.where('content_id', '=', f.contentId)
  if (f.kind !== undefined) query = query.where('kind', '=', f.kind)
  if (f.beforeSeq !== null) query = query.where('seq', '<', BigInt(f.beforeSeq))
  const rows = await query.orderBy('seq', 'desc').limit(f.limit).execute()
  return rows.map(asSignal)
}

export async function signalsOfSlate(tx: Tx, slateId: string): Promise<Signal[]> {
  const rows = await q(tx)
    .selectFrom('signals.signal')
    .selectAll()
    .where('slate_id', '=', slateId)
    .orderBy('seq')
    .limit(1000)
    .execute()
  return rows.map(asSignal)
}

/** Slates are written before they are answered; one statement for any number of them. */
export async function insertSlates(tx: Tx, slates: readonly SlateLog[], commit: Commit): Promise<void> {
  const rows = slates.map(
    (
      s,
    ) => sql`(${s.slateId}, ${s.accountId}, ${s.surface}, ${s.personalised}::boolean, ${s.policy}, ${s.servedAt}::timestamptz,
    ${JSON.stringify(s.features)}::json, ${JSON.stringify(s.items)}::json, ${JSON.stringify(s.stages)}::json)`,
  )
  await sql`insert into signals.slate (id, account_id, surface, personalised, policy, served_at, features, items, stages)
    select id, account_id, surface, personalised, policy, served_at, features, items, stages
    from (values ${sql.join(rows)}) as r (id, account_id, surface, personalised, policy, served_at, features, items, stages)
      ${committed(commit)}
    on conflict do nothing`.execute(q(tx))
}

export async function findSlate(tx: Tx, slateId: string): Promise<SlateLog | null> {
  const row = await q(tx).selectFrom('signals.slate').selectAll().where('id', '=', slateId).executeTakeFirst()
  return row ? asSlate(row) : null
}

/** In the order of their ids, which is that of time but for the clocks of processes. */
export async function readSlatesAfter(tx: Tx, afterId: string, limit: number): Promise<SlateLog[]> {
  const rows = await q(tx)
    .selectFrom('signals.slate')
    .selectAll()
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(asSlate)
}

function asSlate({ id, account_id, served_at, ...rest }: SignalsTables['signals.slate']): SlateLog {
  return {
    ...rest,
    slateId: id,
    accountId: account_id,
    servedAt: served_at.toISOString(),
  } as unknown as SlateLog
}

/** Only what signals are checked against. */
export async function findSlateFacts(tx: Tx, slateIds: readonly string[]): Promise<Map<string, SlateFacts>> {
  const { rows } = await sql<{ id: string; account_id: string; items: SlateFacts['items'] }>`
    select s.id, s.account_id,
      (select json_agg(json_build_object('contentId', i->'contentId', 'productIds', i->'productIds',
        'forecast', i->'forecast') order by (i->>'position')::int)
       from json_array_elements(s.items) i) as items
    from signals.slate s where s.id = any(${slateIds as string[]})`.execute(q(tx))
  return new Map(rows.map((r) => [r.id, { accountId: r.account_id, items: r.items ?? [] }]))
}
