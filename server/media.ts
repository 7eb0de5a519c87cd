// The media process: pictures of live rooms and the conversion of clips, so that neither a flood of viewers nor an encoder slows an order.
// Prints `ready` when it is; SIGTERM finishes recordings and gives back the clip in work.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createPublishContent } from '#flows/publish-content'
import { roomHooks } from '#flows/room-hooks'
import { createIds } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import { evidenceJobs } from '#modules/live'
import { ConfigError, readConfig } from '#platform/config'
import { openDatabase } from '#platform/database'
import { openPlatformClock } from '#platform/demo-clock'
import { findFfmpeg } from '#platform/ffmpeg'
import { runJobs } from '#platform/jobs'
import { createLogger } from '#platform/logger'
import { tellWhenBusy } from '#platform/stand-aside'
import { createDoors } from './doors.ts'
import { runLiveEngine } from './live-engine.ts'
import { startMediaJobs } from './media-jobs.ts'

const config = readOrExit()
const log = createLogger(config.logLevel)
const db = openDatabase({ url: config.databaseUrl, poolSize: 6 })
const clock = await openPlatformClock(db, config.demo)
const random = secureRandom()
const deps = { db, clock, random, ids: createIds(clock, random), config, log }
const recordingsDir = join(config.dataDir, 'recordings')
const tools = await findFfmpeg()
const doors = createDoors(deps)
const stops: (() => Promise<unknown>)[] = []
let isLeaving = false

stops.push(
  await runLiveEngine({
    config,
    clock,
    log,
    hooks: roomHooks(db, doors, (file) => readFile(join(recordingsDir, file))),
    recordingsDir,
    ffmpegPath: tools?.ffmpeg ?? null,
  }),
)
stops.push(
  runJobs(
    db,
    log,
    evidenceJobs(
      db,
      doors.live,
      () => clock.now(),
      (file) => rm(join(recordingsDir, file), { force: true }),
    ),
  ),
)
stops.push(
  await startMediaJobs(
    deps,
    { media: doors.media, clipReady: createPublishContent(deps, doors).clipReady },
    { tools },
  ),
)
tellWhenBusy(db)
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed
process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'))

async function leave(): Promise<void> {
  if (isLeaving) return
  isLeaving = true
  setTimeout(() => process.exit(1), 12_000).unref()
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'))
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
