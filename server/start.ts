// `./serendip start`: brings up everything one machine needs, in order, and takes it down in order on Ctrl-C. It only
// supervises; the server, the payment sandbox and the world generator are processes of their own.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#platform/migrate'
import { freePort, startPostgres } from '#platform/postgres/embedded'
import { holderOf, holderText, isPortFree } from './ports.ts'
import { readSecrets, readSettings, ROOT, UsageError, type Settings } from './settings.ts'
import { buildApps } from './web-build.ts'

type Stop = { name: string; stop: () => Promise<void> }

const started = performance.now()
const stops: Stop[] = []
let stopping = false

await main().catch(async (error: unknown) => {
  console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`)
  await stopAll()
  process.exit(error instanceof UsageError ? 64 : 1)
})

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void shutDown())
  await mkdir(settings.dataDir, { recursive: true })
  await assertNotRunning(settings)
  await assertPortFree(settings)
  const secrets = await readSecrets(settings.dataDir)

  const databaseUrl = settings.databaseUrl ?? (await step('PostgreSQL', (say) => embedded(settings, say)))
  await step('Database schema', async (say) => {
    let applied = await migrate(databaseUrl, ROOT)
    if ((await worldState(databaseUrl)) === 'making') {
      say('an earlier first start was interrupted; starting over')
      await dropHalfWorld(databaseUrl)
      applied = await migrate(databaseUrl, ROOT)
    }
    return `${applied.length} migrations applied`
  })
  await step('Web apps', async () => ((await buildApps()) ? 'built' : 'up to date'))

  const sandboxPort = await freePort()
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(settings.port),
    HOST: settings.host,
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${settings.port}`,
    DATA_DIR: settings.dataDir,
    DEMO: process.env.DEMO ?? 'true',
    SECRET: process.env.SECRET ?? secrets.secret,
    PAYMENT_SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
    PAYMENT_SANDBOX_SECRET: secrets.paymentSecret,
    PAYMENT_SANDBOX_PORT: String(sandboxPort),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  }
  if ((await worldState(databaseUrl)) !== 'made') await step(`Demo world (${settings.world})`, (say) => makeWorld(settings, env, say))
  if (settings.role !== 'worker') {
    await step('Payment sandbox', () => service('payment sandbox', 'sandbox/payment/main.ts', [], env).then(() => 'a process of its own'))
  }
  await step('Server', () => service('server', 'server/main.ts', [`--role=${settings.role}`], env).then(() => `role ${settings.role}`))
  await writeFile(runFile(settings), JSON.stringify({ pid: process.pid, port: settings.port, databaseUrl }), { mode: 0o600 })
  stops.push({ name: 'run file', stop: () => rm(runFile(settings), { force: true }) })
  await printWelcome(settings, env)
}

// --- steps --------------------------------------------------------------------------------------------------------

/** Shows what is being done and, when it is, how long it took. */
async function step<T>(name: string, run: (say: (text: string) => void) => Promise<T>): Promise<T> {
  const from = performance.now()
  const tty = process.stdout.isTTY === true
  let last = ''
  const say = (text: string) => {
    if (stopping || text === last) return
    last = text
    if (tty) process.stdout.write(`\r\u001b[2K· ${name}: ${text}`)
    else console.log(`· ${name}: ${text}`)
  }
  if (tty) say('…')
  const result = await run(say)
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  const note = typeof result === 'string' && !result.startsWith('postgres://') ? ` ${result},` : ''
  process.stdout.write(`${tty ? '\r\u001b[2K' : ''}✓ ${name}:${note} ${seconds} s\n`)
  return result
}

async function embedded(settings: Settings, say: (text: string) => void): Promise<string> {
  const running = await readRun(settings)
  if (running?.databaseUrl && (await answers(running.databaseUrl))) return running.databaseUrl // another role's process keeps it
  const server = await startPostgres({ dir: join(settings.dataDir, 'postgres'), onProgress: say })
  stops.push({ name: 'PostgreSQL', stop: server.stop })
  return server.url
}

async function makeWorld(settings: Settings, env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<string> {
  const child = spawn(process.execPath, ['world/main.ts', '--size', settings.world], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  stops.push({ name: 'world', stop: () => end(child) })
  let last = ''
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) say((last = line))
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (stopping) return 'interrupted'
  if (code !== 0) throw new Error('The demo world could not be made; see the lines above. ./serendip reset starts over.')
  return last
}

/** Starts a long-running process and waits for its line `ready`. If it dies later, everything stops. */
async function service(name: string, entry: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [entry, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], detached: true })
  stops.push({ name, stop: () => end(child) })
  await new Promise<void>((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const lines = text.split('\n')
      text = lines.pop()!
      for (const line of lines) {
        if (line === 'ready') resolve()
        else console.log(line)
      }
    })
    child.once('exit', (code, signal) => {
      reject(new Error(`The ${name} stopped (${signal ?? `exit ${code}`}).`))
      if (!stopping) void shutDown(1, `the ${name} stopped (${signal ?? `exit ${code}`})`)
    })
  })
}

/** The generator writes `making` first and `made` last; it refuses a database that has accounts but no world. */
async function worldState(databaseUrl: string): Promise<'none' | 'making' | 'made'> {
  return query(databaseUrl, async (client) => {
    const { rows } = await client.query<{ state: 'making' | 'made' }>(`select value->>'state' as state from platform.setting where key = 'world'`)
    if (rows[0]) return rows[0].state
    const people = await client.query('select 1 from identity.account limit 1')
    return people.rows.length > 0 ? 'made' : 'none'
  })
}

/** An interrupted first start leaves half a world: drop everything of ours and begin again. */
async function dropHalfWorld(databaseUrl: string): Promise<void> {
  await query(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema' and nspname <> 'public'`,
    )
    for (const { name } of rows) await client.query(`drop schema ${client.escapeIdentifier(name)} cascade`)
  })
}

async function query<T>(databaseUrl: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

// --- guards -------------------------------------------------------------------------------------------------------

const runFile = (settings: Settings) => join(settings.dataDir, `run-${settings.role}.json`)

type Run = { pid: number; port: number; databaseUrl: string }

async function readRun(settings: Settings): Promise<Run | null> {
  for (const role of ['all', 'api', 'worker']) {
    const text = await readFile(join(settings.dataDir, `run-${role}.json`), 'utf8').catch(() => null)
    if (!text) continue
    const run = JSON.parse(text) as Run
    const command = await readFile(`/proc/${run.pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes('server/start.ts')) return run
  }
  return null
}

async function assertNotRunning(settings: Settings): Promise<void> {
  const text = await readFile(runFile(settings), 'utf8').catch(() => null)
  const run = text ? (JSON.parse(text) as Run) : null
  if (!run) return
  const command = await readFile(`/proc/${run.pid}/cmdline`, 'utf8').catch(() => '')
  if (command.includes('server/start.ts')) {
    throw new Error(`Serendip already runs here: process ${run.pid}, http://localhost:${run.port}. Stop it with Ctrl-C there, or choose another --data and --port.`)
  }
  await rm(runFile(settings), { force: true })
}

async function assertPortFree(settings: Settings): Promise<void> {
  if (settings.role === 'worker' || (await isPortFree(settings.port, settings.host))) return
  throw new Error(`Port ${settings.port} is held by ${holderText(await holderOf(settings.port))}. Stop it, or start with --port N.`)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  return client.connect().then(() => client.end()).then(() => true, () => false)
}

// --- end ----------------------------------------------------------------------------------------------------------

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(hard)
}

async function shutDown(code = 0, reason = ''): Promise<void> {
  if (stopping) return
  process.stdout.write(`\n${reason ? `✗ ${reason}; ` : ''}stopping…\n`)
  await stopAll()
  console.log('Everything has stopped. The data is kept.')
  process.exit(code)
}

async function stopAll(): Promise<void> {
  stopping = true
  for (const { name, stop } of stops.toReversed()) {
    await stop().catch((error: unknown) => console.error(`  ${name}: ${String(error)}`))
  }
}

async function printWelcome(settings: Settings, env: NodeJS.ProcessEnv): Promise<void> {
  const base = env.PUBLIC_URL
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (settings.role === 'worker') return console.log(`\nSerendip 偶得: worker is up in ${seconds} s. Ctrl-C stops it.`)
  console.log(`
Serendip 偶得 is up in ${seconds} s.

  Shop 逛       ${base}/
  Desk 工作台    ${base}/desk/
  API           ${base}/docs/api`)
  if (env.DEMO === 'true') {
    const answer = await fetch(`http://${settings.host}:${settings.port}/api/v1/demo/personas`).then((r) => r.json()).catch(() => null)
    const personas = (answer as { items?: { key: string; label: { zh: string; en: string }; email: string | null }[] } | null)?.items ?? []
    if (personas.length > 0) console.log('\n  Demo log-ins, one click each on the log-in page (password demo-serendip):')
    for (const p of personas) console.log(`    ${(p.email ?? p.key).padEnd(34)} ${p.label.en} ${p.label.zh}`)
  }
  console.log(`\nEverything is kept in ${settings.dataDir}. Ctrl-C stops it.`)
}
