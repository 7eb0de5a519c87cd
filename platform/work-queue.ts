// Long work with leases, in PostgreSQL: queued → running → done | failed | cancelled. A worker that dies stops renewing its
// lease, so another takes the work within seconds; what the dead one may still do is refused, because its lease is an old
// number. Why not jobs.ts: that holds a transaction open while it works, which minutes of transcoding must not.
import { sql } from 'kysely'
import type { Id, Ids } from '#kernel/ids'
import { tables, type Database, type Tx } from './database.ts'

export type WorkState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
/** Why it failed, for people: a code of kernel/errors.ts or one of the queue's own, and what belongs to it. */
export type WorkReason = { code: string } & Record<string, unknown>
export type Work = { workId: Id<'job'>; kind: string; subjectId: string; attempt: number }
export type WorkStatus = {
  workId: Id<'job'>
  subjectId: string
  state: WorkState
  attempts: number
  progress: number
  stage: string | null
  reason: WorkReason | null
  /** When a queued one may be taken: later than now while it waits after a failure. */
  dueAt: Date
}

export type WorkQueueOptions = {
  db: Database
  ids: Ids
  maxAttempts?: number
  /** How long a silent worker keeps its work. */
  leaseMs?: number
  /** Wait after the first failure; twice as long after each further one. */
  backoffMs?: number
}

export type WorkQueue = ReturnType<typeof createWorkQueue>

type Row = {
  work_id: Id<'job'>
  kind: string
  subject_id: string
  state: WorkState
  attempts: number
  progress: number
  stage: string | null
  reason: WorkReason | null
  due_at: Date
}

export const WORK_CHANNEL = 'work'

export function createWorkQueue(options: WorkQueueOptions) {
  const { db, ids, maxAttempts = 3, leaseMs = 12_000, backoffMs = 2_000 } = options
  const lease = sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`
  const run = async <T>(tx: Tx, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
    (await query.execute(tables<unknown>(tx))).rows

  return {
    leaseMs,

    /** Adds work; a subject that waits or is worked on already keeps the one it has. */
    async enqueue(tx: Tx, kind: string, subjectId: string): Promise<void> {
      await run(
        tx,
        sql`insert into platform.work (work_id, kind, subject_id) values (${ids.next('job')}, ${kind}, ${subjectId})
          on conflict (kind, subject_id) where state in ('queued', 'running') do nothing`,
      )
      await run(tx, sql`select pg_notify(${WORK_CHANNEL}, ${kind})`)
    },

    /** The next piece of work, also one whose worker fell silent; null when there is none. */
    async take(kind: string): Promise<Work | null> {
      const [row] = await db.transaction((tx) =>
        run<Row>(
          tx,
          sql`update platform.work set state = 'running', attempts = attempts + 1, lease_until = ${lease}, progress = 0, stage = null
            where work_id = (select work_id from platform.work
              where kind = ${kind} and attempts < ${maxAttempts} and ((state = 'queued' and due_at <= clock_timestamp())
                or (state = 'running' and lease_until < clock_timestamp()))
              order by due_at, work_id limit 1 for update skip locked)
            returning *`,
        ),
      )
      return row
        ? { workId: row.work_id, kind: row.kind, subjectId: row.subject_id, attempt: row.attempts }
        : null
    },

    /** Work that killed each of its workers: failed, with `CRASHED`. `undo` runs in the same transaction, one by one. */
    sweep: (kind: string, undo: (tx: Tx, subjectId: string, reason: WorkReason) => Promise<void>) =>
      db.transaction(async (tx) => {
        const reason: WorkReason = { code: 'CRASHED' }
        const rows = await run<Row>(
          tx,
          sql`update platform.work set state = 'failed', reason = ${JSON.stringify(reason)}::jsonb, lease_until = null,
              ended_at = clock_timestamp()
            where work_id in (select work_id from platform.work where kind = ${kind} and attempts >= ${maxAttempts}
              and state = 'running' and lease_until < clock_timestamp() limit 20 for update skip locked)
            returning *`,
        )
        for (const row of rows) await undo(tx, row.subject_id, reason)
        return rows.length
      }),

    /** Renews the lease and says how far it is. False: cancelled, or another has it; stop at once. */
    async beat({ workId, attempt }: Work, progress: number, stage: string | null): Promise<boolean> {
      const rows = await db.transaction((tx) =>
        run(
          tx,
          sql`update platform.work set lease_until = ${lease}, progress = ${clamp(progress)}, stage = ${stage}
            where work_id = ${workId} and attempts = ${attempt} and state = 'running' returning work_id`,
        ),
      )
      return rows.length > 0
    },

    /** Ends it within the transaction that makes its result visible. False: it is not this worker's any more; roll back. */
    async complete(tx: Tx, { workId, attempt }: Work): Promise<boolean> {
      const rows = await run(
        tx,
        sql`update platform.work set state = 'done', progress = 1, stage = null, reason = null, lease_until = null,
            ended_at = clock_timestamp()
          where work_id = ${workId} and attempts = ${attempt} and state = 'running' returning work_id`,
      )
      return rows.length > 0
    },

    /** Back into the queue after a wait, or failed for good: then true. A lease that was lost changes nothing. */
    async fail(
      tx: Tx,
      { workId, attempt }: Work,
      reason: WorkReason,
      how: { again: boolean },
    ): Promise<boolean> {
      const again = how.again && attempt < maxAttempts
      const waitMs = backoffMs * 2 ** (attempt - 1)
      const rows = await run(
        tx,
        again
          ? sql`update platform.work set state = 'queued', reason = ${JSON.stringify(reason)}::jsonb, lease_until = null,
                due_at = clock_timestamp() + ${waitMs} * interval '1 millisecond'
              where work_id = ${workId} and attempts = ${attempt} and state = 'running' returning work_id`
          : sql`update platform.work set state = 'failed', reason = ${JSON.stringify(reason)}::jsonb, lease_until = null,
                ended_at = clock_timestamp()
              where work_id = ${workId} and attempts = ${attempt} and state = 'running' returning work_id`,
      )
      return rows.length > 0 && !again
    },

    /** A worker that stops in order gives its work back at once, not counted as an attempt. */
    release: ({ workId, attempt }: Work) =>
      db.transaction((tx) =>
        run(
          tx,
          sql`update platform.work set state = 'queued', lease_until = null, attempts = attempts - 1, due_at = clock_timestamp()
            where work_id = ${workId} and attempts = ${attempt} and state = 'running'`,
        ),
      ),

    /** Takes back what is not finished. False: there was nothing open. */
    async cancel(tx: Tx, kind: string, subjectId: string): Promise<boolean> {
      const rows = await run(
        tx,
        sql`update platform.work set state = 'cancelled', lease_until = null, ended_at = clock_timestamp()
          where kind = ${kind} and subject_id = ${subjectId} and state in ('queued', 'running') returning work_id`,
      )
      return rows.length > 0
    },

    /** The newest work of each subject. */
    async latest(tx: Tx, kind: string, subjectIds: readonly string[]): Promise<Map<string, WorkStatus>> {
      const rows = await run<Row>(
        tx,
        sql`select distinct on (subject_id) * from platform.work
          where kind = ${kind} and subject_id = any (${[...subjectIds]}::text[]) order by subject_id, work_id desc`,
      )
      return new Map(
        rows.map((r) => [
          r.subject_id,
          {
            workId: r.work_id,
            subjectId: r.subject_id,
            state: r.state,
            attempts: r.attempts,
            progress: r.progress,
            stage: r.stage,
            reason: r.reason,
            dueAt: r.due_at,
          },
        ]),
      )
    },
  }
}

const clamp = (n: number) => (Number.isFinite(n) ? Math.min(1, Math.max(0, n)) : 0)
