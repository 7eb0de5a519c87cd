// The platform's clock: the machine's time plus an offset that the demo can move forward ('advance 7 days'). The offset
// lives in the database, so every process and a restart agree. Outside demo mode the offset is always zero.
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

const databaseClock = (offsetMs: () => number) => async (tx: Tx) => {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tables<unknown>(tx))
  return new Date(rows[0]!.now.getTime() + offsetMs())
}

export async function openPlatformClock(db: Database, demo: boolean): Promise<PlatformClock> {
  if (!demo)
    return {
      now: () => new Date(),
      offsetMs: () => 0,
      advance: () => Promise.reject(new Error('not in demo mode')),
      stop: async () => {},
      databaseNow: databaseClock(() => 0),
    }
  let offset = await readOffset(db)
  const unlisten = await db.listen('clock', (payload) => {
    offset = Math.max(offset, Number(payload))
  })
  return {
    now: () => new Date(Date.now() + offset),
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
    stop: unlisten,
    databaseNow: databaseClock(() => offset),
  }
}

async function readOffset(db: Database): Promise<number> {
  const { rows } = await db.read((tx) =>
    sql<{ value: number }>`select value from platform.setting where key = 'clock-offset-ms'`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0] ? Number(rows[0].value) : 0
}
