// P9: the event log loses nothing. Twenty-four writers commit decisions with their events, some slowly, so that numbers are committed out
// of turn; writers, the relay that hands events on and the whole PostgreSQL are killed in an order drawn from a seed. In the end every
// committed event was handed on exactly once and each subject's in order. The bad twin remembers the largest number it saw.
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { seededRandom } from '#kernel/random'
import { openDatabase, tables, type Database } from '#platform/database'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { durablePostgres, pause, type DurablePostgres } from './durable-postgres.ts'

const CONSUMER = 'chaos-relay'
const LAG_MS = 2_000
const CAUGHT_UP_WITHIN_MS = 30_000
const VICTIMS = ['relay', 'writer', 'postgres'] as const

export const run: Runnable['run'] = async ({ full, say }) => {
  const [seconds, kills] = full ? [1_800, 120] : [12, 6]
  const seed = process.env.CHAOS_SEED ?? 'p9'
  const postgres = await durablePostgres()
  const db = openDatabase({ url: postgres.url, poolSize: 4 })
  const processes = { relay: start('relay', postgres), writer: start('writer', postgres) }
  try {
    await makeTables(db)
    const twin = rememberLargest(db)
    const slowestLagMs = await killInTurn(postgres, db, processes, { seconds, kills, seed }, say)
    await end(processes.writer)
    const drainedMs = await caughtUp(db, 0)
    const missedByTwin = await twin.stop()
    const found = await compare(db)
    return judge(
      'P9',
      { seed, seconds, kills, ...found, slowestLagMs, drainedMs, twinLost: missedByTwin },
      {
        committed: { min: seconds * 40 },
        lost: { max: 0 },
        doubled: { max: 0 },
        invented: { max: 0 },
        outOfOrder: { max: 0 },
        slowestLagMs: { max: CAUGHT_UP_WITHIN_MS },
        drainedMs: { max: CAUGHT_UP_WITHIN_MS },
        twinLost: { min: 1 },
      },
    )
  } finally {
    for (const p of Object.values(processes)) await end(p)
    await db.close()
    await postgres.drop()
  }
}

type Process = { name: string; child: ChildProcess }

function start(name: string, { url }: DurablePostgres): Process {
  const child = fork(join(import.meta.dirname, 'p9-processes.ts'), [name], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return { name, child }
}

async function end({ child }: Process): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** Returns how long it took, at worst, until the newest undelivered event was younger than two seconds again. */
async function killInTurn(
  postgres: DurablePostgres,
  db: Database,
  processes: Record<'relay' | 'writer', Process>,
  plan: { seconds: number; kills: number; seed: string },
  say: Say,
): Promise<number> {
  const random = seededRandom(plan.seed)
  let slowest = 0
  for (let i = 0; i < plan.kills; i++) {
    await pause((plan.seconds * 1000) / plan.kills)
    const victim = VICTIMS[i < VICTIMS.length ? i : random.int(VICTIMS.length)]!
    if (victim === 'postgres') await postgres.kill()
    else {
      await end(processes[victim])
      processes[victim] = start(victim, postgres)
    }
    const lag = await caughtUp(db, LAG_MS)
    slowest = Math.max(slowest, lag)
    if (plan.kills <= 10 || i % 10 === 0) say(`killed ${victim}: two seconds behind at most after ${lag} ms`)
  }
  return slowest
}

/** Until nothing committed has waited longer than `lagMs` for the relay. */
async function caughtUp(db: Database, lagMs: number): Promise<number> {
  const from = performance.now()
  while (performance.now() - from < CAUGHT_UP_WITHIN_MS * 2) {
    const behind = await db
      .read((tx) =>
        sql<{ behind: boolean }>`select exists (
          select 1 from platform.outbox o where (o.xid, o.id) > (select c.xid, c.id from platform.consumer c where c.name = ${CONSUMER})
            and o.occurred_at < clock_timestamp() - make_interval(secs => ${lagMs / 1000})) as behind`.execute(
          tables<unknown>(tx),
        ),
      )
      .then(
        ({ rows }) => rows[0]!.behind,
        () => true,
      )
    if (!behind) return Math.round(performance.now() - from)
    await pause(50)
  }
  return Number.POSITIVE_INFINITY
}

const makeTables = (db: Database) =>
  db.transaction(async (tx) => {
    const k = tables<unknown>(tx)
    await sql`create table chaos_decision (subject text, n int, primary key (subject, n))`.execute(k)
    // No key: an event handed on twice shall be seen twice.
    await sql`create table chaos_delivered (seq bigint generated always as identity, event_id text, subject text, n int)`.execute(
      k,
    )
  })

async function compare(db: Database) {
  const { rows } = await db.read((tx) =>
    sql<{
      committed: number
      lost: number
      doubled: number
      invented: number
      outOfOrder: number
    }>`select
      (select count(*)::int from chaos_decision) as committed,
      (select count(*)::int from (select subject, n from chaos_decision except select subject, n from chaos_delivered) x) as lost,
      (select count(*)::int - count(distinct event_id)::int from chaos_delivered) as doubled,
      (select count(*)::int from (select subject, n from chaos_delivered except select subject, n from chaos_decision) x) as invented,
      (select count(*)::int from (select n - lag(n) over (partition by subject order by seq) as step from chaos_delivered) x
        where step <> 1) as "outOfOrder"`.execute(tables<unknown>(tx)),
  )
  return rows[0]!
}

/** The bad twin: `where id > the largest I have seen`. Returns how many events it never saw. */
function rememberLargest(db: Database): { stop(): Promise<number> } {
  let [last, seen, stopped] = [0n, 0, false]
  const read = async () => {
    const { rows } = await db.read((tx) =>
      sql<{ id: bigint }>`select id from platform.outbox where id > ${last} order by id limit 1000`.execute(
        tables<unknown>(tx),
      ),
    )
    seen += rows.length
    last = rows.at(-1)?.id ?? last
  }
  const loop = (async () => {
    while (!stopped) {
      await read().catch(() => {})
      await pause(20)
    }
    await read()
  })()
  return {
    async stop() {
      stopped = true
      await loop
      const { rows } = await db.read((tx) =>
        sql<{ n: number }>`select count(*)::int as n from platform.outbox`.execute(tables<unknown>(tx)),
      )
      return rows[0]!.n - seen
    },
  }
}
