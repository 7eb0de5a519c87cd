// The media process: the live edge alone, so that a restart of the API does not interrupt a room and a flood of viewers does not slow an
// order. Prints `ready` when it is; SIGTERM finishes recordings and leaves.
import { join } from 'node:path'
import { ConfigError, readConfig } from '#platform/config'
import { createEdge } from '#platform/edge/index'
import type { LiveHooks } from '#platform/live-engine'
import { createLogger } from '#platform/logger'

const config = readOrExit()
const log = createLogger(config.logLevel)

/** Nobody publishes until the rooms say who may: `roomHooks` of the live door takes this one's place. */
const closedHooks: LiveHooks = {
  mayPublish: async () => 'NO_ROOMS',
  onStarted: async () => {},
  onInterrupted: async () => {},
  onLost: async () => {},
  onSegment: async () => {},
}
const roomHooks: LiveHooks = closedHooks

const edge = createEdge({
  hooks: roomHooks,
  log,
  now: Date.now,
  host: config.host,
  mediaPort: config.live.mediaPort,
  rtmpPort: config.live.rtmpPort,
  recordingsDir: join(config.dataDir, 'recordings'),
  secret: config.secret,
  resumeMs: config.live.resumeMs,
  addresses: {
    mediaUrl: config.live.mediaUrl,
    rtmpUrl: config.live.rtmpUrl,
    publicUrl: config.publicUrl,
  },
})
let isLeaving = false

await edge.start()
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed
process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'))

async function leave(): Promise<void> {
  if (isLeaving) return
  isLeaving = true
  setTimeout(() => process.exit(1), 12_000).unref()
  await edge.stop().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'))
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
