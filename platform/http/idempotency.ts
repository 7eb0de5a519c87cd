// One effect per (caller, endpoint, key), and byte-equal answers to repeats. The key row is inserted first: checking
// first and inserting later lets two requests through. A process that died leaves a lock that expires; the retry then
// runs the handler again, which is safe because handlers store the key with what they create.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Endpoint } from '#kernel/contract'
import type { FileAnswer } from '#kernel/file'
import { AppError } from '#kernel/errors'
import { actorId, type Ctx } from '../context.ts'
import { tables, type Database } from '../database.ts'

const LOCK_SECONDS = 30
const WAIT_MS = 2_000

/** `file`: sent instead of the body, and never kept. */
export type Answer = { status: number; body: string; file?: FileAnswer }

export type IdempotencyStore = {
  once(endpoint: Endpoint, rawInput: unknown, ctx: Ctx, run: () => Promise<Answer>): Promise<Answer>
}

type Kept = { request_hash: string; status: number | null; body: string | null; free: boolean }

export function createIdempotencyStore(db: Database): IdempotencyStore {
  return {
    async once(endpoint, rawInput, ctx, run) {
      const key = checkKey(ctx.idempotencyKey)
      const hash = createHash('sha256').update(stableJson(rawInput)).digest('hex')
      const at = { actor: actorId(ctx.actor), endpoint: endpoint.id, key }
      if (!(await claim(db, at, hash))) {
        const kept = await settled(db, at, hash)
        if (kept) return kept
      }
      try {
        const answer = await run()
        await keep(db, at, answer)
        return answer
      } catch (error) {
        await release(db, at) // a refusal changed nothing: the same key may be tried again
        throw error
      }
    },
  }
}

type At = { actor: string; endpoint: string; key: string }

function checkKey(key: string | null): string {
  if (key === null) throw new AppError('IDEMPOTENCY_KEY_REQUIRED')
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('IDEMPOTENCY_KEY_INVALID')
  return key
}

/** In the statement itself, which is its own transaction: one round trip instead of four, and no wait for the disk. */
const relaxed = sql`with relaxed as (select set_config('synchronous_commit', 'off', true))`

/** True when this request now owns the key (new, or its former owner's lock expired). */
async function claim(db: Database, at: At, hash: string): Promise<boolean> {
  const { rows } = await db.read((tx) =>
    sql`${relaxed} insert into platform.idempotency_key as k (actor, endpoint, key, request_hash, locked_until)
      select ${at.actor}, ${at.endpoint}, ${at.key}, ${hash}, now() + make_interval(secs => ${LOCK_SECONDS}) from relaxed
      on conflict (actor, endpoint, key) do update set locked_until = excluded.locked_until
        where k.status is null and k.locked_until < now() and k.request_hash = excluded.request_hash
      returning 1`.execute(tables<unknown>(tx)),
  )
  return rows.length > 0
}

/** The stored answer; waits for one in flight. Null when the owner gave the key up and this request took it over. */
async function settled(db: Database, at: At, hash: string): Promise<Answer | null> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    const { rows } = await db.read((tx) =>
      sql<Kept>`select request_hash, status, body, locked_until < now() as free from platform.idempotency_key
        where actor = ${at.actor} and endpoint = ${at.endpoint} and key = ${at.key}`.execute(
        tables<unknown>(tx),
      ),
    )
    const row = rows[0]
    if (row && row.request_hash !== hash) throw new AppError('IDEMPOTENCY_KEY_REUSED')
    if (row?.status != null && row.body != null) return { status: row.status, body: row.body }
    if ((!row || row.free) && (await claim(db, at, hash))) return null
    if (Date.now() > deadline) throw new AppError('REQUEST_IN_PROGRESS', { retryAfterSeconds: 2 })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const keep = (db: Database, at: At, answer: Answer) =>
  db.read((tx) =>
    sql`${relaxed} update platform.idempotency_key set status = ${answer.status}, body = ${answer.body} from relaxed
      where actor = ${at.actor} and endpoint = ${at.endpoint} and key = ${at.key}`.execute(
      tables<unknown>(tx),
    ),
  )

const release = (db: Database, at: At) =>
  db.transaction((tx) =>
    sql`delete from platform.idempotency_key
    where actor = ${at.actor} and endpoint = ${at.endpoint} and key = ${at.key} and status is null`.execute(
      tables<unknown>(tx),
    ),
  )

/** Same fields, same text, whatever their order. */
function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${stableJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
