// All SQL of governance: the queue, and the standing that answers 'may it be shown?'.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { ReviewSnapshot } from './contract.ts'
import type { GovernanceTables, ReviewTaskTable } from './tables.ts'

const q = (tx: Tx) => tables<GovernanceTables>(tx)

export type ReviewKind = ReviewTaskTable['kind']
export type ReviewRow = Selectable<ReviewTaskTable>

export type NewTask = {
  reviewId: Id<'rvt'>
  kind: ReviewKind
  objectId: string
  orgId: string
  title: Localized
  snapshot: ReviewSnapshot
  openedAt: Date
  dueAt: Date
}

/** One waiting task an object: opening another while it waits renews what the reviewer sees, not its place in the queue. */
export async function upsertTasks(tx: Tx, tasks: readonly NewTask[]): Promise<Id<'rvt'>[]> {
  if (tasks.length === 0) return []
  const { rows } = await sql<{ review_id: Id<'rvt'> }>`
    insert into governance.review_task as t (review_id, kind, object_id, org_id, title, snapshot, opened_at, due_at)
    select "reviewId", kind, "objectId", "orgId", title, snapshot, "openedAt", "dueAt"
    from json_to_recordset(${JSON.stringify(tasks)}::json) as r("reviewId" text, kind text, "objectId" text, "orgId" text,
      title jsonb, snapshot jsonb, "openedAt" timestamptz, "dueAt" timestamptz)
    on conflict (kind, object_id) where state = 'queued'
      do update set title = excluded.title, snapshot = excluded.snapshot, version = t.version + 1
    returning review_id`.execute(q(tx))
  return rows.map((r) => r.review_id)
}

export async function setStanding(
  tx: Tx,
  kind: ReviewKind,
  objectIds: readonly string[],
  passed: boolean,
): Promise<void> {
  await sql`
    insert into governance.standing (kind, object_id, passed) select ${kind}, id, ${passed} from unnest(${objectIds}::text[]) as id
    on conflict (kind, object_id) do update set passed = excluded.passed`.execute(q(tx))
}

export async function passedAmong(
  tx: Tx,
  asked: Partial<Record<ReviewKind, readonly string[]>>,
): Promise<string[]> {
  const kinds = Object.entries(asked).flatMap(([kind, ids]) => ids.map(() => kind))
  if (kinds.length === 0) return []
  const { rows } = await sql<{ object_id: string }>`
    select s.object_id from unnest(${kinds}::text[], ${Object.values(asked).flat()}::text[]) as asked (kind, object_id)
    join governance.standing s using (kind, object_id) where s.passed`.execute(q(tx))
  return rows.map((r) => r.object_id)
}

export type Decision = {
  verdict: 'passed' | 'rejected'
  ruleId: string | null
  note: string | null
  reviewer: string
  decidedAt: Date
}

/** Decides those that still wait (and, when given, stand at `version`); returns them. */
export function decideTasks(
  tx: Tx,
  reviewIds: readonly Id<'rvt'>[],
  d: Decision,
  version?: number,
): Promise<ReviewRow[]> {
  let query = q(tx)
    .updateTable('governance.review_task')
    .set({
      state: 'decided',
      verdict: d.verdict,
      rule_id: d.ruleId,
      note: d.note,
      reviewer: d.reviewer,
      decided_at: d.decidedAt,
    })
    .where('review_id', 'in', reviewIds)
    .where('state', '=', 'queued')
  if (version !== undefined) query = query.where('version', '=', version)
  return query.returningAll().execute()
}

export const findTask = (tx: Tx, reviewId: Id<'rvt'>): Promise<ReviewRow | undefined> =>
  q(tx).selectFrom('governance.review_task').selectAll().where('review_id', '=', reviewId).executeTakeFirst()

/** Those that wait for a verdict on these objects wait no longer. */
export async function withdrawTasks(tx: Tx, kind: ReviewKind, objectIds: readonly string[]): Promise<void> {
  await sql`update governance.review_task set state = 'withdrawn'
    where kind = ${kind} and object_id = any (${objectIds}::text[]) and state = 'queued'`.execute(q(tx))
}

/** What was decided about the same object before, the latest first. */
export const findEarlier = (tx: Tx, task: ReviewRow, limit: number): Promise<ReviewRow[]> =>
  q(tx)
    .selectFrom('governance.review_task')
    .selectAll()
    .where('kind', '=', task.kind)
    .where('object_id', '=', task.object_id)
    .where('review_id', '<', task.review_id)
    .where('state', '=', 'decided')
    .orderBy('review_id', 'desc')
    .limit(limit)
    .execute()

export type QueueQuery = {
  state: 'queued' | 'decided'
  kind?: ReviewKind | undefined
  after: Id<'rvt'> | null
  limit: number
}

/** Waiting: the oldest first. Decided: the newest first. */
export function listTasks(tx: Tx, { state, kind, after, limit }: QueueQuery): Promise<ReviewRow[]> {
  const oldestFirst = state === 'queued'
  let query = q(tx).selectFrom('governance.review_task').selectAll().where('state', '=', state)
  if (kind) query = query.where('kind', '=', kind)
  if (after) query = query.where('review_id', oldestFirst ? '>' : '<', after)
  return query
    .orderBy('review_id', oldestFirst ? 'asc' : 'desc')
    .limit(limit)
    .execute()
}

export async function countWaiting(
  tx: Tx,
  kind: ReviewKind | undefined,
  now: Date,
): Promise<{ queued: number; overdue: number }> {
  const { rows } = await sql<{ queued: number; overdue: number }>`
    select count(*)::int as queued, count(*) filter (where due_at < ${now})::int as overdue
    from governance.review_task where state = 'queued' and kind = coalesce(${kind ?? null}, kind)`.execute(
    q(tx),
  )
  return rows[0]!
}
