// A real, migrated PostgreSQL for each test file: cloned from a template in ~100 ms, dropped afterwards, shared with nobody.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { manualClock } from '#kernel/clock'
import { createIds } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import type { Deps } from '#platform/context'
import { openDatabase, type Database } from '#platform/database'
import { silentLogger } from '#platform/logger'
import { migrate, readMigrations } from '#platform/migrate'
import { createHash } from 'node:crypto'

const root = new URL('../..', import.meta.url).pathname
let template: Promise<string> | null = null

export type TestDatabase = { db: Database; url: string; drop(): Promise<void> }

export async function testDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const from = await (template ??= makeTemplate())
  const name = `t_${randomBytes(6).toString('hex')}`
  await admin((c) => c.query(`create database ${name} template ${from} strategy wal_log`))
  const url = withDatabase(serverUrl(), name)
  const db = openDatabase({ url, poolSize: options.poolSize ?? 12 })
  return {
    db,
    url,
    drop: async () => {
      await db.close()
      await admin((c) => c.query(`drop database ${name} with (force)`))
    },
  }
}

let made = 0

/** Deps of a test: time stands at 2026-11-01T04:00Z until moved, ids and randomness repeat. */
export function testDeps(db: Database, overrides: Partial<Deps> = {}) {
  const clock = manualClock(new Date('2026-11-01T04:00:00Z'))
  const random = seededRandom(`test-${(made += 1)}`)
  const deps: Deps = {
    db,
    clock,
    random,
    ids: createIds(clock, random),
    log: silentLogger,
    config: {
      databaseUrl: '',
      port: 4000,
      host: '127.0.0.1',
      channelPort: 4001,
      channelUrl: null,
      publicUrl: 'http://localhost:4000',
      dataDir: '',
      demo: true,
      secret: 'test-secret-0123456789',
      paymentSandbox: null,
      logLevel: 'silent',
      drainMs: 0,
      metricsToken: null,
      clipWorker: false,
      live: { mediaPort: 4002, rtmpPort: 1935, mediaUrl: null, rtmpUrl: null, resumeMs: 10_000 },
      trustProxy: [],
      arrivals: { guestsPerHour: 600, signUpsPerHour: 100, limitLoopback: false },
    },
    ...overrides,
  }
  return { ...deps, clock: (overrides.clock ?? clock) as typeof clock }
}

/** One template for each state of the migrations, kept between runs. */
async function makeTemplate(): Promise<string> {
  const migrations = await readMigrations(root)
  const name = `tpl_${createHash('sha256')
    .update(migrations.map((m) => m.checksum).join())
    .digest('hex')
    .slice(0, 12)}`
  await admin(async (c) => {
    await c.query('select pg_advisory_lock(99)')
    const { rowCount } = await c.query('select 1 from pg_database where datname = $1 and datistemplate', [
      name,
    ])
    if (rowCount) return
    await c.query(`drop database if exists ${name}`)
    await c.query(`create database ${name}`)
    await migrate(withDatabase(serverUrl(), name), root)
    await c.query(`alter database ${name} is_template true`)
  })
  return name
}

async function admin<R>(fn: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: withDatabase(serverUrl(), 'postgres') })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url)
    throw new Error(
      'TEST_DATABASE_URL is not set. Run tests through ./serendip test, or ./tools/run-tests.sh FILES',
    )
  return url
}

function withDatabase(url: string, name: string): string {
  const u = new URL(url)
  u.pathname = `/${name}`
  return u.toString()
}
