// The processes of one machine, brought up in order: PostgreSQL, schema, web apps, demo world, payment sandbox, server.
// `./serendip start` shows it to a person; benches, chaos and journeys bring up the same thing in a folder of their own.
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#platform/migrate'
import { freePort, startPostgres } from '#platform/postgres/embedded'
import { CHANNEL_ENV, CHANNEL_FLAGS } from './channel-flags.ts'
import { COLLECTOR, endProcess, startService, type Service } from './service.ts'
import { readSecrets, ROOT, type Settings } from './settings.ts'
import { buildApps } from './web-build.ts'

export type Say = (text: string) => void
/** Runs one named step; `start` prints it, tests stay silent. A string result is a note for the person. */
export type Step = <T>(name: string, run: (say: Say) => Promise<T>) => Promise<T>
export const silentStep: Step = (_name, run) => run(() => {})

export type StackOptions = Omit<Settings, 'world'> & {
  /** null: an empty platform. */
  world: Settings['world'] | null
  buildWeb?: boolean
  /** False only for tests that never pull the plug. */
  durable?: boolean
  /** Extra environment of the server process (chaos switches). */
  serverEnv?: Record<string, string>
  /** The database of a process that already runs on this data, so that roles share it. */
  sharedDatabaseUrl?: string | null
  /** Told of a process that ended by itself. */
  onDeath?: (name: string, how: string) => void
  /** Brings a dead process back (1, 2, 4 … 15 s). Tests that kill one themselves leave it off. */
  revive?: boolean
  /** Live rooms: the channel's and the media process, beside the server. */
  live?: boolean
  /** The demo's own live room, with people in it. */
  evening?: boolean
  /** Ports of the live processes; free ones when left out. */
  livePorts?: LivePorts
  /** Aborted while it is still being brought up: whatever is there is taken down again. */
  signal?: AbortSignal
}

export type LivePorts = { channel: number; media: number; rtmp: number }

export type Stack = {
  baseUrl: string
  databaseUrl: string
  env: Record<string, string>
  server: Service
  sandbox: Service | null
  courier: Service | null
  channel: Service | null
  media: Service | null
  /** The demo's live room: host, camera and crowd. */
  evening: Service | null
  /** Starts a server process again, after one was killed. */
  restartServer(extraEnv?: Record<string, string>): Promise<void>
  stop(): Promise<void>
}

export async function openStack(options: StackOptions, step: Step = silentStep): Promise<Stack> {
  const stops: { name: string; stop: () => Promise<void> }[] = []
  let stopped: Promise<void> | null = null
  const stop = () =>
    (stopped ??= (async () => {
      for (const s of stops.toReversed())
        await s.stop().catch((error: unknown) => console.error(`  ${s.name}: ${String(error)}`))
    })())
  const died = (name: string) => (how: string) => {
    if (!stopped) options.onDeath?.(name, how)
  }
  options.signal?.addEventListener('abort', () => void stop())
  try {
    await mkdir(options.dataDir, { recursive: true })
    const secrets = await readSecrets(options.dataDir)
    const databaseUrl =
      options.databaseUrl ??
      options.sharedDatabaseUrl ??
      (await step('PostgreSQL', async (say) => {
        const server = await startPostgres({
          dir: join(options.dataDir, 'postgres'),
          durable: options.durable ?? true,
          onProgress: say,
          onDeath: died('PostgreSQL'),
          revive: options.revive ?? false,
        })
        stops.push({ name: 'PostgreSQL', stop: server.stop })
        return server.url
      }))
    await step('Database schema', (say) => prepareSchema(databaseUrl, say))
    const env = await environment(options, databaseUrl, secrets)
    const isNew = options.world !== null && (await worldState(databaseUrl)) !== 'made'
    await Promise.all([
      options.buildWeb !== false &&
        step('Web apps', async () => ((await buildApps()) ? 'built' : 'up to date')),
      isNew && step(`Demo world (${options.world})`, (say) => makeWorld(options.world!, env, say, stops)),
    ])
    const start = async (
      name: string,
      entry: string,
      args: string[],
      extra: Record<string, string> = {},
      flags?: readonly string[],
    ) => {
      const service = await startService(
        name,
        entry,
        args,
        { ...env, ...extra },
        { died: died(name), revive: options.revive ?? false, ...(flags ? { flags } : {}) },
      )
      stops.push(service)
      return service
    }
    const sandbox =
      options.role === 'worker'
        ? null
        : await step('Payment sandbox', () => start('payment sandbox', 'sandbox/payment/main.ts', []))
    const courier =
      options.role === 'worker' || env.COURIER !== 'sandbox'
        ? null
        : await step('Courier sandbox', () => start('courier sandbox', 'sandbox/courier/main.ts', []))
    const rooms = (options.live ?? false) && options.role !== 'worker'
    const role = [`--role=${options.role}`]
    const stack: Stack = {
      baseUrl: `http://${options.host}:${options.port}`,
      databaseUrl,
      env,
      sandbox,
      courier,
      server: await step('Server', async () => {
        const up = start('server', 'server/main.ts', role, options.serverEnv)
        return (await Promise.all([up, isNew && surveyTables(databaseUrl)]))[0]
      }),
      evening: null,
      channel: rooms
        ? await step('Channel', () => start('channel', 'server/channel.ts', [], CHANNEL_ENV, CHANNEL_FLAGS))
        : null,
      media: rooms ? await step('Media', () => start('media', 'server/media.ts', [])) : null,
      async restartServer(extra = {}) {
        await stack.server.stop()
        stack.server = await start('server', 'server/main.ts', role, extra)
      },
      stop,
    }
    if (rooms && options.evening && env.DEMO === 'true')
      // The demo's guest, not the platform: without it everything else is there.
      stack.evening = await step('Live room', () => start('live room', 'world/live/main.ts', [])).catch(
        () => null,
      )
    return stack
  } catch (error) {
    await stop()
    throw error
  }
}

async function environment(
  options: StackOptions,
  databaseUrl: string,
  secrets: { secret: string; paymentSecret: string },
): Promise<Record<string, string>> {
  const sandboxPort = await freePort()
  const courierPort = await freePort()
  const live = options.livePorts ?? {
    channel: await freePort(),
    media: await freePort(),
    rtmp: await freePort(),
  }
  return {
    ...(process.env as Record<string, string>),
    DATABASE_URL: databaseUrl,
    PORT: String(options.port),
    HOST: options.host,
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${options.port}`,
    DATA_DIR: options.dataDir,
    DEMO: process.env.DEMO ?? 'true',
    SECRET: process.env.SECRET ?? secrets.secret,
    PAYMENT_SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
    PAYMENT_SANDBOX_SECRET: secrets.paymentSecret,
    PAYMENT_SANDBOX_PORT: String(sandboxPort),
    COURIER: process.env.COURIER ?? 'sandbox',
    COURIER_SANDBOX_URL: `http://127.0.0.1:${courierPort}`,
    COURIER_SANDBOX_SECRET: secrets.paymentSecret,
    COURIER_SANDBOX_PORT: String(courierPort),
    CHANNEL_PORT: String(live.channel),
    MEDIA_PORT: String(live.media),
    RTMP_PORT: String(live.rtmp),
    CLIP_WORKER: process.env.CLIP_WORKER ?? String(!options.live),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    DRAIN_SECONDS: process.env.DRAIN_SECONDS ?? '0', // nobody stands before the one machine
  }
}

async function prepareSchema(databaseUrl: string, say: Say): Promise<string> {
  let applied = await migrate(databaseUrl, ROOT)
  if ((await worldState(databaseUrl)) === 'making') {
    say('an earlier first start was interrupted; starting over')
    await dropHalfWorld(databaseUrl)
    applied = await migrate(databaseUrl, ROOT)
  }
  return applied.length > 0 ? `${applied.length} migrations applied` : 'up to date'
}

async function makeWorld(
  size: string,
  env: Record<string, string>,
  say: Say,
  stops: { name: string; stop: () => Promise<void> }[],
): Promise<string> {
  const child = spawn(process.execPath, [...COLLECTOR, 'world/main.ts', '--size', size], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const entry = { name: 'world', stop: () => endProcess(child) }
  stops.push(entry)
  let last = ''
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) say((last = line))
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  stops.splice(stops.indexOf(entry), 1)
  if (code !== 0)
    throw new Error('The demo world could not be made; see the lines above. ./serendip reset starts over.')
  return last
}

/** The generator writes `making` first and `made` last; a database with accounts and no world is somebody's own. */
async function worldState(databaseUrl: string): Promise<'none' | 'making' | 'made'> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ state: 'making' | 'made' }>(
      `select value->>'state' as state from platform.setting where key = 'world'`,
    )
    if (rows[0]) return rows[0].state
    const people = await client.query('select 1 from identity.account limit 1')
    return people.rows.length > 0 ? 'made' : 'none'
  })
}

/** Right after so much was written PostgreSQL would do this by itself, a minute into the first visit. */
const surveyTables = (databaseUrl: string): Promise<unknown> =>
  withClient(databaseUrl, (client) => client.query('vacuum (analyze)'))

/** An interrupted first start leaves half a world: drop everything of ours and begin again. */
async function dropHalfWorld(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')`,
    )
    for (const { name } of rows) await client.query(`drop schema ${client.escapeIdentifier(name)} cascade`)
  })
}

async function withClient<T>(databaseUrl: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
