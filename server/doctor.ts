// `./serendip doctor`: looks at everything a start needs and names, for each thing that is wrong, the cause and the fix.
// Each check is a function of its own so that tests can plant the fault.
import { readFile, statfs, access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { orphanOf } from '#platform/postgres/embedded'
import { findFfmpeg } from '#platform/ffmpeg'
import { findScreenReader } from '#platform/read-screen'
import { holderOf, holderText, isPortFree } from './ports.ts'
import { readSettings, type Settings } from './settings.ts'

export type Finding = { check: string; ok: boolean; cause: string; fix: string }

const good = (check: string, cause: string): Finding => ({ check, ok: true, cause, fix: '' })
const bad = (check: string, cause: string, fix: string): Finding => ({ check, ok: false, cause, fix })

export function checkNode(version = process.versions.node): Finding {
  return Number(version.split('.')[0]) >= 24
    ? good('Node', version)
    : bad(
        'Node',
        `Node ${version} is too old; TypeScript runs directly from Node 24 on.`,
        'Run through ./serendip, which brings Node 24 from npm, or install Node 24.',
      )
}

export async function checkPort(port: number, host: string): Promise<Finding> {
  if (await isPortFree(port, host)) return good('Port', `${port} is free`)
  return bad(
    'Port',
    `${port} is held by ${holderText(await holderOf(port))}.`,
    'Stop that process, or start with --port N.',
  )
}

export async function checkDisk(dir: string, needMb = 1500, freeMb?: number): Promise<Finding> {
  await mkdir(dir, { recursive: true })
  const s = await statfs(dir)
  const free = freeMb ?? Math.floor((Number(s.bavail) * Number(s.bsize)) / 1_048_576)
  if (free < needMb)
    return bad(
      'Disk',
      `Only ${free} MB are free where ${dir} lies; ${needMb} MB are needed.`,
      'Free some space, or start with --data DIR on another disk.',
    )
  const writable = await access(dir, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!writable)
    return bad(
      'Disk',
      `${dir} cannot be written.`,
      `Give yourself the folder (chown), or start with --data DIR.`,
    )
  return good('Disk', `${free} MB free`)
}

/** The clock against the newest thing that this checkout or database has seen: time cannot be before that. */
export async function checkClock(settings: Settings, now = new Date()): Promise<Finding> {
  const built = new Date('2026-11-01T00:00:00Z')
  if (now < built)
    return bad(
      'Clock',
      `The clock says ${now.toISOString()}, which is before this version was written.`,
      'Set the date (timedatectl set-ntp true); tokens, coupons and settlement depend on it.',
    )
  if (settings.databaseUrl) {
    const skew = await databaseSkewMs(settings.databaseUrl, now).catch(() => 0)
    if (Math.abs(skew) > 300_000)
      return bad(
        'Clock',
        `This machine and the database differ by ${Math.round(skew / 1000)} s.`,
        'Set both clocks by NTP; signatures older than 300 s are refused.',
      )
  }
  return good('Clock', now.toISOString())
}

async function databaseSkewMs(url: string, now: Date): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ now: Date }>('select now()')
  await client.end()
  return now.getTime() - rows[0]!.now.getTime()
}

export async function checkDatabase(url: string | null): Promise<Finding> {
  if (!url) return good('Database', 'embedded PostgreSQL (no DATABASE_URL)')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ v: string }>(`select current_setting('server_version_num') as v`)
    const major = Math.floor(Number(rows[0]!.v) / 10_000)
    if (major < 17)
      return bad(
        'Database',
        `DATABASE_URL is PostgreSQL ${major}; 17 or newer is needed.`,
        'Upgrade it, or unset DATABASE_URL to use the embedded one.',
      )
    return good('Database', `PostgreSQL ${major} answers`)
  } catch (error) {
    return bad(
      'Database',
      `PostgreSQL at DATABASE_URL does not answer: ${(error as Error).message || (error as { code?: string }).code}.`,
      'Start it, correct DATABASE_URL, or unset it to use the embedded one.',
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** The lock of a killed database: a postmaster without its supervisor, or a pid file without a postmaster. */
export async function checkLock(dataDir: string): Promise<Finding> {
  const dir = join(dataDir, 'postgres')
  const found = await orphanOf(dir)
  if (!found) return good('Lock', 'no lock')
  const run = JSON.parse(await readFile(join(dataDir, 'run-all.json'), 'utf8').catch(() => 'null')) as {
    pid: number
  } | null
  const supervised = run
    ? (await readFile(`/proc/${run.pid}/cmdline`, 'utf8').catch(() => '')).includes('server/start.ts')
    : false
  if (supervised) return good('Lock', `held by the running Serendip (process ${run!.pid})`)
  if (found.alive)
    return bad(
      'Lock',
      `PostgreSQL ${found.pid} of a killed run still holds ${dir}.`,
      'The next ./serendip start stops it by itself; by hand: kill -INT ' + found.pid,
    )
  return bad(
    'Lock',
    `${join(dir, 'postmaster.pid')} is the stale lock of a killed database (process ${found.pid} is not it).`,
    'The next ./serendip start removes it by itself; by hand: delete that file.',
  )
}

/** Clips are converted where there is a converter; without it MP4s are played as they were brought. Nothing is kept from starting. */
export async function checkClips(find = findFfmpeg, findReader = findScreenReader): Promise<Finding> {
  const tools = await find()
  if (!tools)
    return good(
      'Clips',
      'no ffmpeg 5 or newer: clips are played as they were brought and not checked; apt install ffmpeg, or set FFMPEG_PATH',
    )
  return good(
    'Clips',
    `ffmpeg ${tools.version}${findReader() ? ', words on the screen are read' : ', words on the screen are not read'}`,
  )
}

export async function examine(settings: Settings): Promise<Finding[]> {
  return [
    checkNode(),
    await checkPort(settings.port, settings.host),
    await checkDisk(settings.dataDir),
    await checkClock(settings),
    await checkDatabase(settings.databaseUrl),
    await checkLock(settings.dataDir),
    await checkClips(),
  ]
}

if (import.meta.main) {
  const findings = await examine(readSettings(process.argv.slice(2), process.env))
  for (const f of findings) {
    console.log(`${f.ok ? '✓' : '✗'} ${f.check}: ${f.cause}`)
    if (!f.ok) console.log(`    Fix: ${f.fix}`)
  }
  process.exit(findings.every((f) => f.ok) ? 0 : 1)
}
