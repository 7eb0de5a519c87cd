// One process of the platform: `--role=all` (default), `api` (answers people) or `worker` (consumers and jobs).
// Prints `ready` when it is; on SIGTERM it stops being ready, lets requests finish, then leaves.
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createIds } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import { ConfigError, readConfig } from '#platform/config'
import { openDatabase } from '#platform/database'
import { openPlatformClock } from '#platform/demo-clock'
import { createHttpServer } from '#platform/http/server'
import { runJobs } from '#platform/jobs'
import { createLogger } from '#platform/logger'
import { runConsumers } from '#platform/outbox'
import { letWaitersGo } from '#platform/waiters'
import { tellWhenBusy } from '#platform/stand-aside'
import { killSwitch } from './chaos-switch.ts'
import { openCourier } from './courier.ts'
import { composeServer } from './compose.ts'
import { mountPages } from './http.ts'
import { askLiveEngine } from './live-engine.ts'
import { startMediaJobs } from './media-jobs.ts'
import { mountMetrics } from './metrics.ts'
import { connectPayments } from './payments.ts'

/**
 * The engine in a thread of its own, where there is a processor for it: a slow or hanging one then costs a slate its history source only. On
 * two, which the database needs too, the thread would cost every hundredth slate more than the engine itself does.
 */
const ENGINE_THREAD = availableParallelism() > 2

const { role } = parseArgs({ options: { role: { type: 'string', default: 'all' } } }).values
const answersPeople = role === 'all' || role === 'api'
const works = role === 'all' || role === 'worker'

const config = readOrExit()
const log = createLogger(config.logLevel)
const chaos = killSwitch(process.env)
const db = openDatabase({ url: config.databaseUrl, beforeStatement: chaos?.beforeStatement })
const clock = await openPlatformClock(db, config.demo)
const random = secureRandom()
const deps = { db, clock, random, ids: createIds(clock, random), config, log }

const paid = await connectPayments(config, { demoClock: clock, beforeRequest: chaos?.beforeRequest }).catch(
  refuse,
)
const courier = openCourier(config, clock)
const liveEngine = askLiveEngine(config)
const server = await composeServer(deps, { ...paid, courier, liveEngine, engineThread: ENGINE_THREAD })
const stops: (() => Promise<unknown>)[] = []
let draining = false

await server.start()
stops.push(server.stop)
if (answersPeople) {
  const app = await createHttpServer({
    ...deps,
    dispatcher: server.dispatcher,
    streams: server.streams,
    authenticate: server.authenticate,
  })
  mountMetrics(app, {
    token: config.metricsToken,
    modelHealth: server.doors.interest.modelHealth,
    database: deps.db.stats,
  })
  await mountPages(app, config, server.endpoints, async () => !draining && (await isUp()), {
    db,
    live: server.doors.live,
  })
  await app.listen({ port: config.port, host: config.host })
  stops.push(() => app.close())
}
if (works) {
  stops.push(runJobs(db, log, server.jobs))
  stops.push(await runConsumers(db, log, server.consumers))
  // Where a media process runs, clips are its work.
  if (config.clipWorker)
    stops.push(await startMediaJobs(deps, { media: server.doors.media, clipReady: server.flows.clipReady }))
}
watchEventLoop()
if (answersPeople) tellWhenBusy(db)
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed
process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'))

async function leave(): Promise<void> {
  if (draining) return
  draining = true
  setTimeout(() => process.exit(1), 12_000).unref()
  letWaitersGo()
  // Whoever sends people here looks at /readyz first, and needs a moment to see that it changed.
  if (answersPeople) await new Promise((resolve) => setTimeout(resolve, config.drainMs))
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'))
  await clock.stop()
  await db.close()
  process.exit(0)
}

const isUp = () => db.read(async () => true).catch(() => false)

function readOrExit() {
  try {
    return readConfig(process.env)
  } catch (error) {
    refuse(error)
  }
}

/** A wrong setting is said in one line. */
function refuse(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error
  console.error(`✗ ${error.message}`)
  process.exit(78)
}

/** A loop held for long is every caller's latency; say so once a minute at most. */
function watchEventLoop(): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  setInterval(() => {
    const p99Ms = delay.percentile(99) / 1e6
    if (p99Ms > 200) log.warn({ p99Ms: Math.round(p99Ms) }, 'event loop was held')
    delay.reset()
  }, 60_000).unref()
}
