// Plain numbered SQL files, `platform/migrations/*.sql` then `modules/*/migrations/*.sql`, each run once in its own
// transaction under an advisory lock. Why plain SQL: what runs in production is what was reviewed. They run while people buy: whoever waits
// for a table's lock makes everybody behind it wait too, so none waits longer than a fifth of a second; it gives way and comes again.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

const LOCK = 7_305_731

export type Migration = { owner: string; name: string; text: string; checksum: string }

export async function readMigrations(root: string): Promise<Migration[]> {
  const owners = ['platform', ...(await folders(join(root, 'modules'))).map((m) => `modules/${m}`)]
  const found: Migration[] = []
  for (const owner of owners) {
    const folder = join(root, owner, 'migrations')
    for (const name of (await files(folder)).filter((f) => f.endsWith('.sql')).sort()) {
      const text = await readFile(join(folder, name), 'utf8')
      found.push({ owner, name, text, checksum: createHash('sha256').update(text).digest('hex') })
    }
  }
  return found
}

export type MigrateOptions = {
  /** Only these; for tests of one step. */
  only?: (m: Migration) => boolean
  /** How long a lock is waited for before the migration gives way. */
  lockTimeoutMs?: number
}

/** Applies what is missing; returns the names applied. An applied file that was edited since is an error. */
export async function migrate(
  url: string,
  root: string,
  { only = () => true, lockTimeoutMs = 200 }: MigrateOptions = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'serendip-migrate' })
  await client.connect()
  const applied: string[] = []
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(`create schema if not exists platform;
      create table if not exists platform.migration (
        owner text not null, name text not null, checksum text not null,
        applied_at timestamptz not null default now(), primary key (owner, name))`)
    const { rows } = await client.query<{ owner: string; name: string; checksum: string }>(
      'select owner, name, checksum from platform.migration',
    )
    const done = new Map(rows.map((r) => [`${r.owner}/${r.name}`, r.checksum]))
    for (const m of (await readMigrations(root)).filter(only)) {
      const key = `${m.owner}/${m.name}`
      const before = done.get(key)
      if (before === m.checksum) continue
      if (before !== undefined) {
        throw new Error(
          `Migration ${key} was edited after it ran here. Add a new file instead, or run ./serendip reset.`,
        )
      }
      await apply(client, m, lockTimeoutMs)
      applied.push(key)
    }
  } finally {
    await client.end()
  }
  return applied
}

const LOCK_NOT_AVAILABLE = '55P03'
const GIVE_UP_AFTER_MS = 120_000
/** As long away as it was in the way: half of the time nobody waits for it. */
const REST_MS = 250

async function apply(client: pg.Client, m: Migration, lockTimeoutMs: number): Promise<void> {
  const until = performance.now() + GIVE_UP_AFTER_MS
  for (;;) {
    try {
      return await once(client, m, lockTimeoutMs)
    } catch (error) {
      if (!isOnline(m)) await client.query('rollback')
      const inTheWay = (error as { code?: string }).code === LOCK_NOT_AVAILABLE
      if (!inTheWay || performance.now() > until)
        throw new Error(`Migration ${m.owner}/${m.name} failed: ${(error as Error).message}`, {
          cause: error,
        })
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
    }
  }
}

async function once(client: pg.Client, m: Migration, lockTimeoutMs: number): Promise<void> {
  if (isOnline(m)) {
    for (const statement of m.text.split(/;\s*$/m)) if (statement.trim()) await client.query(statement)
    await note(client, m)
    return
  }
  await client.query('begin')
  await client.query(`set local lock_timeout = ${lockTimeoutMs}`)
  await client.query(m.text)
  await note(client, m)
  await client.query('commit')
}

/**
 * A file that begins with `-- online` builds or drops indexes beside those who write: each of its statements by itself, outside a
 * transaction, with nobody waiting for it and so no hurry. One that was interrupted is run from its beginning, so it says first
 * `drop index concurrently if exists` of what it creates.
 */
export const isOnline = (m: Pick<Migration, 'text'>): boolean => m.text.startsWith('-- online')

const note = (client: pg.Client, m: Migration) =>
  client.query('insert into platform.migration (owner, name, checksum) values ($1, $2, $3)', [
    m.owner,
    m.name,
    m.checksum,
  ])

const folders = async (path: string) =>
  (await readdir(path, { withFileTypes: true }).catch(() => []))
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()
const files = async (path: string) => readdir(path).catch(() => [] as string[])
