// The media process: the live edge alone, so that a restart of the API does not interrupt a room and a flood of viewers does not slow an
// order. Prints `ready` when it is; SIGTERM finishes recordings and leaves.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { roomHooks } from '#flows/room-hooks'
import { createIds } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import { createLive, evidenceJobs } from '#modules/live'
import { ConfigError, readConfig } from '#platform/config'
import { createEdge } from '#platform/edge/index'
import { openDatabase } from '#platform/database'
import { openPlatformClock } from '#platform/demo-clock'
import { edgeAddresses } from '#platform/edge/addresses'
import { runJobs } from '#platform/jobs'
import { createLogger } from '#platform/logger'

const config = readOrExit()
const log = createLogger(config.logLevel)

const db = openDatabase({ url: config.databaseUrl, poolSize: 4 })
const clock = await openPlatformClock(db, config.demo)
const random = secureRandom()
const recordingsDir = join(config.dataDir, 'recordings')
const live = createLive({ db, clock, random, ids: createIds(clock, random), config, log })

const edge = createEdge({
  hooks: roomHooks(db, { live }, (file) => readFile(join(recordingsDir, file))),
  log,
  now: Date.now,
  host: config.host,
  mediaPort: config.live.mediaPort,
  rtmpPort: config.live.rtmpPort,
  recordingsDir,
  secret: config.secret,
  addresses: edgeAddresses(config),
  resumeMs: config.live.resumeMs,
})
let isLeaving = false

await edge.start()
const stopJobs = runJobs(
  db,
  log,
  evidenceJobs(
    db,
    live,
    () => clock.now(),
    (file) => rm(join(recordingsDir, file), { force: true }),
  ),
)
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed
process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'))

async function leave(): Promise<void> {
  if (isLeaving) return
  isLeaving = true
  setTimeout(() => process.exit(1), 12_000).unref()
  await edge.stop().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'))
  await stopJobs()
  await clock.stop()
  await db.close()
  process.exit(0)
}

function readOrExit() {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(`✗ ${error.message}`)
    process.exit(78)
  }
}
