// Domain events: written in the business transaction, read by each consumer at its own pace, exactly once in effect,
// because a consumer's changes and its cursor commit together.
import { sql } from 'kysely'
import type { Clock } from '#kernel/clock'
import type { DomainEvent, EventType } from '#kernel/event'
import type { Id, Ids } from '#kernel/ids'
import type { z } from 'zod'
import { together } from './pipelined.ts'
import { tables, type Database, type Tx } from './database.ts'
import type { Logger } from './logger.ts'

type OutboxTables = {
  'platform.outbox': {
    id: bigint
    xid: string
    event_id: string
    name: string
    version: number
    subject: string
    occurred_at: Date
    payload: unknown
  }
  'platform.consumer': { name: string; xid: string; id: bigint; updated_at: Date }
  'platform.parked_event': {
    consumer: string
    event_id: string
    reason: string
    tries: number
    parked_at: Date
  }
}

export type NewEvent<T extends EventType = EventType> = {
  type: T
  subject: string
  payload: z.input<T['schema']>
}

/** A typed literal for `publish`: `event(orderPaid, order.id, {...})`. */
export const event = <T extends EventType>(
  type: T,
  subject: string,
  payload: z.input<T['schema']>,
): NewEvent<T> => ({ type, subject, payload })

export type Outbox = { publish(tx: Tx, events: readonly NewEvent[]): Promise<void> }

export function createOutbox(clock: Clock, ids: Ids): Outbox {
  return {
    async publish(tx, events) {
      if (events.length === 0) return
      const occurredAt = clock.now()
      const rows = events.map((e) => ({
        event_id: ids.next('evt'),
        name: e.type.name,
        version: e.type.version,
        subject: e.subject,
        occurred_at: occurredAt,
        payload: e.type.schema.parse(e.payload),
      }))
      const db = tables<OutboxTables>(tx)
      await sql`with told as (
          insert into platform.outbox (event_id, name, version, subject, occurred_at, payload)
          select * from json_to_recordset(${JSON.stringify(rows)}::json)
            as r(event_id text, name text, version int, subject text, occurred_at timestamptz, payload jsonb))
        select pg_notify('outbox', '')`.execute(db)
    },
  }
}

/** One event a module reacts to. Must be idempotent in effect; runs in the consumer's transaction. */
export type Reaction<T extends EventType = EventType> = {
  type: T
  handle: (tx: Tx, event: DomainEvent<T>) => Promise<void>
}
export const reaction = <T extends EventType>(
  type: T,
  handle: (tx: Tx, event: DomainEvent<T>) => Promise<void>,
): Reaction => ({ type, handle }) as unknown as Reaction

export type Consumer = { name: string; reactions: readonly Reaction[] }

const MAX_TRIES = 8

/** Reads and handles the next batch. Returns how many events it moved past; 0 when up to date or another process has it. */
export async function consumeBatch(db: Database, consumer: Consumer, limit = 200): Promise<number> {
  const byName = new Map(consumer.reactions.map((r) => [`${r.type.name}@${r.type.version}`, r]))
  return db.transaction(async (tx) => {
    // What is asked behind the lock is read when it is held.
    const [held, read] = await together([lockCursor(tx, consumer.name), readOn(tx, consumer.name, limit)])
    if (!held && !(await beginCursor(tx, consumer.name))) return 0
    const rows = held ? read : await readOn(tx, consumer.name, limit)
    for (const row of rows) {
      const r = byName.get(`${row.name}@${row.version}`)
      if (r) await handleOne(tx, consumer.name, r, row)
    }
    const last = rows.at(-1)
    if (last) {
      await tables<OutboxTables>(tx)
        .updateTable('platform.consumer')
        .set({ xid: last.xid, id: last.id, updated_at: sql`now()` })
        .where('name', '=', consumer.name)
        .execute()
    }
    return rows.length
  })
}

type Row = {
  id: bigint
  xid: string
  event_id: string
  name: string
  version: number
  subject: string
  occurred_at: Date
  payload: unknown
}

async function handleOne(tx: Tx, consumer: string, r: Reaction, row: Row): Promise<void> {
  await r
    .handle(tx, {
      id: row.event_id as Id<'evt'>,
      name: row.name,
      version: row.version,
      subject: row.subject,
      occurredAt: row.occurred_at,
      payload: r.type.schema.parse(row.payload),
    })
    .catch((error: unknown) => {
      throw new ReactionFailed(consumer, row.event_id, row.id, row.xid, error)
    })
}

/** A reaction threw: the batch was rolled back up to here. */
export class ReactionFailed extends Error {
  override name = 'ReactionFailed'
  readonly eventId: string
  readonly position: { id: bigint; xid: string }
  constructor(consumer: string, eventId: string, id: bigint, xid: string, cause: unknown) {
    super(`${consumer} failed on ${eventId}: ${(cause as Error)?.message}`, { cause })
    this.eventId = eventId
    this.position = { id, xid }
  }
}

/** False when another process has it, or it was never begun. */
async function lockCursor(tx: Tx, name: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from platform.consumer where name = ${name} for update skip locked`.execute(
    tables<OutboxTables>(tx),
  )
  return rows.length > 0
}

/** False when it was begun before. */
async function beginCursor(tx: Tx, name: string): Promise<boolean> {
  const { rows } = await sql`
    insert into platform.consumer (name) values (${name}) on conflict do nothing returning 1`.execute(
    tables<OutboxTables>(tx),
  )
  return rows.length > 0
}

/** `o.xid`, not `xid`: the latter would sort by the text in the select list, in which '1000' comes before '999'. */
async function readOn(tx: Tx, name: string, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, xid::text as xid, event_id, name, version, subject, occurred_at, payload from platform.outbox o
    where (o.xid, o.id) > (select k.xid, k.id from platform.consumer k where k.name = ${name})
      and o.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by o.xid, o.id limit ${limit}`.execute(tables<OutboxTables>(tx))
  return rows
}

/** Sets the failing event aside after MAX_TRIES so that those behind it go on; the operator's desk lists what is parked. */
async function park(db: Database, consumer: string, failure: ReactionFailed): Promise<void> {
  await db.transaction(async (tx) => {
    const k = tables<OutboxTables>(tx)
    await sql`insert into platform.parked_event (consumer, event_id, reason, tries)
      values (${consumer}, ${failure.eventId}, ${failure.message.slice(0, 2000)}, ${MAX_TRIES}) on conflict do nothing`.execute(
      k,
    )
    await sql`update platform.consumer set xid = ${failure.position.xid}::xid8, id = ${failure.position.id}
      where name = ${consumer}`.execute(k)
  })
}

/** Runs every consumer until it is stopped: woken by NOTIFY, polling each 500 ms in case one was lost. */
export async function runConsumers(
  db: Database,
  log: Logger,
  consumers: readonly Consumer[],
): Promise<() => Promise<void>> {
  let stopped = false
  let wake: () => void = () => {}
  const tries = new Map<string, number>()
  const unlisten = await db.listen('outbox', () => wake())

  const drain = async (consumer: Consumer) => {
    try {
      while (!stopped && (await consumeBatch(db, consumer)) > 0) continue
    } catch (error) {
      const key = error instanceof ReactionFailed ? `${consumer.name}:${error.eventId}` : consumer.name
      const count = (tries.get(key) ?? 0) + 1
      tries.set(key, count)
      log.error({ consumer: consumer.name, tries: count, error: String(error) }, 'reaction failed')
      if (error instanceof ReactionFailed && count >= MAX_TRIES)
        await park(db, consumer.name, error).catch(() => {})
    }
  }
  const loop = async () => {
    while (!stopped) {
      await Promise.all(consumers.map(drain))
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500)
        wake = () => {
          clearTimeout(timer)
          setTimeout(resolve, 5) // let neighbours' transactions finish, so the gate opens
        }
      })
    }
  }
  const running = loop()
  return async () => {
    stopped = true
    wake()
    await running
    await unlisten()
  }
}

const GATE_POLL_MS = 5
const GATE_POLLS = 2000

/**
 * Handles everything there is, once: for tests, the world generator and `start`. What is committed but still gated is waited
 * for, up to 10 s: an older transaction of any database on the same server holds the gate.
 */
export async function drainConsumers(db: Database, consumers: readonly Consumer[]): Promise<number> {
  let total = 0
  for (let polls = 0; polls < GATE_POLLS;) {
    let moved = 0
    for (const c of consumers) moved += await consumeBatch(db, c)
    total += moved
    if (moved > 0) continue
    if (!(await areBehind(db, consumers))) break
    polls += 1
    await new Promise((resolve) => setTimeout(resolve, GATE_POLL_MS))
  }
  return total
}

async function areBehind(db: Database, consumers: readonly Consumer[]): Promise<boolean> {
  const names = consumers.map((c) => c.name)
  const { rows } = await db.read((tx) =>
    sql<{ behind: boolean }>`select exists (
      select 1 from platform.consumer c join platform.outbox o on (o.xid, o.id) > (c.xid, c.id)
      where c.name = any (${names}::text[])) as behind`.execute(tables<OutboxTables>(tx)),
  )
  return rows[0]!.behind
}
