// P16: the schema changes while people buy. On a database of the first day every later migration is applied, with somebody in the way who
// reads all its tables for four seconds, and with readers and writers on every table: none of their statements may stall longer than half a
// second, and none may fail. The bad twin waits for its locks as long as it takes.
import pg from 'pg'
import { migrate, readMigrations, type Migration } from '#platform/migrate'
import { startPostgres } from '#platform/postgres/embedded'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '#server/settings'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { pause } from './durable-postgres.ts'

const IN_THE_WAY_MS = 4_000
const STALL_MS = 500
const LOADERS = 4
/** What a module began with; everything after it was, or will be, applied to a platform that runs. */
const isFirst = (m: Migration) => m.name.startsWith('0001-')

export const run: Runnable['run'] = async ({ full, say }) => {
  const dir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const server = await startPostgres({ dir: join(dir, 'postgres'), durable: false })
  try {
    const later = (await readMigrations(ROOT)).filter((m) => !isFirst(m))
    // One after the other with somebody in the way each time, or all of them behind one.
    const steps = full ? later.map((m) => [m]) : [later]
    const right = await steppedUp(server.url, 'right', steps, {}, say)
    const twin = await steppedUp(server.url, 'twin', [later], { lockTimeoutMs: 60_000 }, say)
    return judge(
      'P16',
      { migrations: later.length, ...right, twinSlowestMs: twin.slowestMs },
      {
        applied: { min: later.length },
        statements: { min: 100 },
        failed: { max: 0 },
        slowestMs: { max: STALL_MS },
        twinSlowestMs: { min: IN_THE_WAY_MS / 2 },
      },
    )
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function steppedUp(
  serverUrl: string,
  name: string,
  steps: readonly (readonly Migration[])[],
  options: { lockTimeoutMs?: number },
  say: Say,
) {
  const database = `stepped_${name}`
  const url = serverUrl.replace(/serendip$/, database)
  await withClient(serverUrl, (c) => c.query(`create database ${database}`))
  await migrate(url, ROOT, { only: isFirst })
  const figures = { applied: 0, statements: 0, failed: 0, slowestMs: 0 }
  for (const step of steps) {
    const tables = await tablesOf(url)
    const blocker = await standInTheWay(url, tables)
    const load = loadOn(url, tables)
    const keys = new Set(step.map((m) => `${m.owner}/${m.name}`))
    const applied = await migrate(url, ROOT, { ...options, only: (m) => keys.has(`${m.owner}/${m.name}`) })
    await pause(200)
    const { statements, failed, slowestMs } = await load.stop()
    await blocker.gone
    figures.applied += applied.length
    figures.statements += statements
    figures.failed += failed
    figures.slowestMs = Math.max(figures.slowestMs, slowestMs)
    say(`${name}: ${applied.length} applied, ${statements} statements beside, the slowest ${slowestMs} ms`)
  }
  return figures
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

type Table = { name: string; column: string }

const tablesOf = (url: string): Promise<Table[]> =>
  withClient(url, async (c) => {
    const { rows } = await c.query<Table>(
      `select format('%I.%I', n.nspname, t.relname) as name, (select quote_ident(attname) from pg_attribute a
          where a.attrelid = t.oid and attnum > 0 and attidentity = '' and not attisdropped limit 1) as column
        from pg_class t join pg_namespace n on n.oid = t.relnamespace
        where t.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' and (n.nspname, t.relname) <> ('platform', 'migration')`,
    )
    return rows
  })

/** A transaction that has read every table and stays open; `gone` when it is not any more. */
async function standInTheWay(url: string, tables: readonly Table[]): Promise<{ gone: Promise<void> }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  for (const t of tables) await client.query(`select 1 from ${t.name} limit 1`)
  const gone = pause(IN_THE_WAY_MS).then(async () => {
    await client.query('commit')
    await client.end()
  })
  return { gone }
}

/** Reads and writes on all tables in turn; what they touch is nothing, what they need are the locks of every reader and writer. */
function loadOn(url: string, tables: readonly Table[]) {
  const figures = { statements: 0, failed: 0, slowestMs: 0 }
  let stopped = false
  const loader = (offset: number) =>
    withClient(url, async (client) => {
      for (let i = offset; !stopped; i += LOADERS) {
        const { name, column } = tables[i % tables.length]!
        const from = performance.now()
        const text =
          (i + offset) % 2 === 0
            ? `select count(*) from ${name}`
            : `update ${name} set ${column} = ${column} where false`
        await client.query(text).then(
          () => figures.statements++,
          () => figures.failed++,
        )
        figures.slowestMs = Math.max(figures.slowestMs, Math.round(performance.now() - from))
        await pause(1)
      }
    })
  const all = Promise.all(Array.from({ length: LOADERS }, (_, i) => loader(i)))
  return {
    async stop() {
      stopped = true
      await all
      return figures
    },
  }
}
