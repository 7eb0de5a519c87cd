// The platform's clock: the database's time, carried on by this process's own steady counter, plus an offset that the demo can
// move forward ('advance 7 days'). Why not the machine's date: one server of several whose date is wrong by an hour would
// expire holds, open flash sales and settle orders an hour early. The offset lives in the database, so every process agrees.
import { sql } from 'kysely'
import type { Clock } from '#kernel/clock'
import { tables, type Database, type Tx } from './database.ts'

export type PlatformClock = Clock & {
  offsetMs(): number
  /** Moves all processes' time forward; returns the new offset. Time never goes back. */
  advance(ms: number): Promise<number>
  stop(): Promise<void>
  /** The database's clock, moved like this one: for windows that several machines must agree on. Absent where time is made by hand. */
  databaseNow?(tx: Tx): Promise<Date>
}

/** What decides whether something has begun or is over: the database's clock, where the platform runs on real time. */
export const sharedNow = (clock: Clock, tx: Tx): Promise<Date> =>
  (clock as PlatformClock).databaseNow?.(tx) ?? Promise.resolve(clock.now())

const timeOf = async (tx: Tx): Promise<number> => {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tables<unknown>(tx))
  return rows[0]!.now.getTime()
}

export async function openPlatformClock(db: Database, demo: boolean): Promise<PlatformClock> {
  const time = await followDatabase(db)
  if (!demo)
    return {
      now: () => new Date(time.now()),
      offsetMs: () => 0,
      advance: () => Promise.reject(new Error('not in demo mode')),
      stop: async () => time.stop(),
      databaseNow: async (tx) => new Date(await timeOf(tx)),
    }
  let offset = await readOffset(db)
  const unlisten = await db.listen('clock', (payload) => {
    offset = Math.max(offset, Number(payload))
  })
  return {
    now: () => new Date(time.now() + offset),
    offsetMs: () => offset,
    async advance(ms) {
      if (!Number.isInteger(ms) || ms < 0)
        throw new RangeError('advance: a whole number of milliseconds, not negative')
      offset = await db.transaction(async (tx) => {
        const { rows } = await sql<{ value: number }>`
          insert into platform.setting (key, value) values ('clock-offset-ms', to_jsonb(${ms}::bigint))
          on conflict (key) do update set value = to_jsonb((platform.setting.value)::bigint + ${ms}::bigint), updated_at = now()
          returning value`.execute(tables<unknown>(tx))
        const next = Number(rows[0]!.value)
        await sql`select pg_notify('clock', ${String(next)})`.execute(tables<unknown>(tx))
        return next
      })
      return offset
    },
    stop: () => {
      time.stop()
      return unlisten()
    },
    databaseNow: async (tx) => new Date((await timeOf(tx)) + offset),
  }
}

const ASK_AGAIN_MS = 30_000
const SAMPLES = 3

/** Milliseconds since 1970 by the database, asked again twice a minute; without it the counter goes on alone. Never backwards. */
async function followDatabase(db: Database): Promise<{ now(): number; stop(): void }> {
  let base = await offsetOfCounter(db)
  let latest = 0
  const timer = setInterval(() => {
    offsetOfCounter(db).then(
      (next) => (base = next),
      () => {},
    )
  }, ASK_AGAIN_MS).unref()
  return {
    now: () => (latest = Math.max(latest, Math.round(base + performance.now()))),
    stop: () => clearInterval(timer),
  }
}

/** What to add to `performance.now()`: of a few questions the one that was answered fastest, taken at its middle. */
async function offsetOfCounter(db: Database): Promise<number> {
  let best = { tookMs: Number.POSITIVE_INFINITY, offset: 0 }
  for (let i = 0; i < SAMPLES; i++) {
    const asked = performance.now()
    const time = await db.read(timeOf)
    const tookMs = performance.now() - asked
    if (tookMs < best.tookMs) best = { tookMs, offset: time - (asked + tookMs / 2) }
  }
  return best.offset
}

async function readOffset(db: Database): Promise<number> {
  const { rows } = await db.read((tx) =>
    sql<{ value: number }>`select value from platform.setting where key = 'clock-offset-ms'`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0] ? Number(rows[0].value) : 0
}
