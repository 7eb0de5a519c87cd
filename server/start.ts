// `./serendip start`: shows a person what is being brought up, guards against what commonly stands in the way, and takes
// everything down in order on Ctrl-C.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '#platform/postgres/embedded'
import { holderOf, holderText, isPortFree } from './ports.ts'
import { answers } from './running.ts'
import { readSettings, UsageError, type Settings } from './settings.ts'
import { openStack, type LivePorts, type Say, type Stack, type Step } from './stack.ts'

const started = performance.now()
let opening: Promise<Stack> | null = null
const interrupt = new AbortController()
let stopping = false

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env)
  await mkdir(settings.dataDir, { recursive: true })
  await assertNotRunning(settings)
  await assertPortFree(settings)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void shutDown(settings))
  opening = openStack(
    {
      ...settings,
      sharedDatabaseUrl: await sharedDatabase(settings),
      signal: interrupt.signal,
      live: settings.role === 'all',
      evening: settings.role === 'all',
      livePorts: await livePorts(settings),
      revive: true,
      onDeath: (name, how) => console.log(`! the ${name} stopped (${how}); bringing it back`),
    },
    step,
  )
  const stack = await opening
  await writeFile(
    runFile(settings),
    JSON.stringify({ pid: process.pid, port: settings.port, databaseUrl: stack.databaseUrl }),
    { mode: 0o600 },
  )
  await printWelcome(settings, stack)
}

/** Shows what is being done and, when it is done, how long it took. */
async function step<T>(name: string, run: (say: Say) => Promise<T>): Promise<T> {
  if (stopping) throw new Error('stopping')
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
  const note = typeof result === 'string' && !result.includes('://') ? ` ${result},` : ''
  process.stdout.write(`${tty ? '\r\u001b[2K' : ''}✓ ${name}:${note} ${seconds} s\n`)
  return result
}
void (step satisfies Step)

// --- guards -------------------------------------------------------------------------------------------------------

type Run = { pid: number; port: number; databaseUrl: string }

const runFile = (settings: Settings, role = settings.role) => join(settings.dataDir, `run-${role}.json`)

async function liveRun(settings: Settings, role: Settings['role']): Promise<Run | null> {
  const text = await readFile(runFile(settings, role), 'utf8').catch(() => null)
  if (!text) return null
  const run = JSON.parse(text) as Run
  const command = await readFile(`/proc/${run.pid}/cmdline`, 'utf8').catch(() => '')
  if (command.includes('server/start.ts')) return run
  await rm(runFile(settings, role), { force: true })
  return null
}

async function assertNotRunning(settings: Settings): Promise<void> {
  const run = await liveRun(settings, settings.role)
  if (run)
    throw new Error(
      `Serendip already runs on this data: process ${run.pid}, http://localhost:${run.port}. Stop it with Ctrl-C there, or choose another --data and --port.`,
    )
}

/** Roles started apart on one machine share the PostgreSQL of the one that came first. */
async function sharedDatabase(settings: Settings): Promise<string | null> {
  for (const role of ['all', 'api', 'worker'] as const) {
    const run = role === settings.role ? null : await liveRun(settings, role)
    if (run && (await answers(run.databaseUrl))) return run.databaseUrl
  }
  return null
}

/** Rounds of 200 ms. A process that is just leaving holds the port and can no longer be seen. */
const ROUNDS_FOR = { ours: 75, unseen: 10 }

/** The server of a killed run notices within moments that it is alone, and leaves; until then it holds the port. */
async function assertPortFree(settings: Settings): Promise<void> {
  if (settings.role === 'worker') return
  for (let round = 0; !(await isPortFree(settings.port, settings.host)); round++) {
    const holder = await holderOf(settings.port)
    const isUnseen = holder === null || holder.command === ''
    const isOurs = holder?.command.includes('server/main.ts') ?? false
    if (round >= (isUnseen ? ROUNDS_FOR.unseen : isOurs ? ROUNDS_FOR.ours : 0)) {
      throw new Error(
        `Port ${settings.port} is held by ${holderText(holder)}. Stop it, or start with --port N.`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Sockets and streams beside the server's port, RTMP where encoders look for it; the next free ones where those are taken. */
async function livePorts({ port, host }: Settings): Promise<LivePorts> {
  const free = async (wanted: number) => ((await isPortFree(wanted, host)) ? wanted : freePort())
  return { channel: await free(port + 1), media: await free(port + 2), rtmp: await free(1935) }
}

// --- end ----------------------------------------------------------------------------------------------------------

async function shutDown(settings: Settings, code = 0, reason = ''): Promise<void> {
  if (stopping) return
  stopping = true
  process.stdout.write(`\n${reason ? `✗ ${reason}; ` : ''}stopping…\n`)
  interrupt.abort()
  await (await opening?.catch(() => null))?.stop()
  await rm(runFile(settings), { force: true })
  console.log('Everything has stopped. The data is kept.')
  process.exit(code)
}

async function printWelcome(settings: Settings, up: Stack): Promise<void> {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (settings.role === 'worker')
    return console.log(`\nSerendip 偶得: the worker is up in ${seconds} s. Ctrl-C stops it.`)
  const base = up.env.PUBLIC_URL
  console.log(
    `\nSerendip 偶得 is up in ${seconds} s.\n\n  Shop 逛        ${base}/\n  Desk 工作台     ${base}/desk/\n  API 接口        ${base}/docs/api`,
  )
  for (const line of await demoLogins(up)) console.log(line)
  console.log(`\nEverything is kept in ${settings.dataDir}. Ctrl-C stops it.`)
}

async function demoLogins(up: Stack): Promise<string[]> {
  if (up.env.DEMO !== 'true') return []
  const answer = (await fetch(`${up.baseUrl}/api/v1/demo/personas`)
    .then((r) => r.json())
    .catch(() => null)) as {
    items?: { email: string | null; key: string; label: { zh: string; en: string } }[]
  } | null
  const personas = answer?.items ?? []
  if (personas.length === 0) return []
  return [
    '\n  Demo log-ins: one click each on the log-in page, or by e-mail with password "demo-serendip":',
    ...personas.map((p) => `    ${(p.email ?? p.key).padEnd(30)} ${p.label.en} · ${p.label.zh}`),
  ]
}

try {
  await main()
} catch (error) {
  if (!stopping) {
    console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`)
    process.exit(error instanceof UsageError ? 64 : 1)
  }
}
