// The rooms' sockets, a process of its own: a crowd that writes cannot slow an order down, and a restart here costs nobody one. Prints
// `ready`; on SIGTERM says to everybody when to come back, saves, and leaves.
import { createIds } from '#kernel/ids'
import { AppError } from '#kernel/errors'
import { secureRandom } from '#kernel/random'
import { createGovernance } from '#modules/governance'
import { createIdentity } from '#modules/identity'
import { createLiveChannel } from '#modules/live'
import { startHub } from '#platform/channel/hub'
import { ConfigError, readConfig } from '#platform/config'
import { openDatabase } from '#platform/database'
import { openPlatformClock } from '#platform/demo-clock'
import { createLogger } from '#platform/logger'
import { tellWhenBusy } from '#platform/stand-aside'
import { answerFigures } from './channel-metrics.ts'

/** Reading logs, saving visits and chat, and the poll: never more at once. */
const POOL = 4

const config = readOrExit()
const log = createLogger(config.logLevel)
const db = openDatabase({ url: config.databaseUrl, poolSize: POOL })
const clock = await openPlatformClock(db, config.demo)
const random = secureRandom()
const ids = createIds(clock, random)
const deps = { db, clock, random, ids, config, log }
const identity = createIdentity(deps)
const governance = createGovernance(deps)

const store = createLiveChannel(deps).roomStore({
  namesOf: identity.accountsOf,
  forbidden(text) {
    try {
      governance.screenWords([{ pointer: '/text', text }])
      return null
    } catch (error) {
      if (error instanceof AppError) return String(error.data.ruleId ?? error.code)
      throw error
    }
  },
})
let draining = false
let figures: ReturnType<typeof answerFigures> | null = null
const hub = await startHub({
  store,
  secret: config.secret,
  log,
  random,
  newChatId: () => ids.next('cht'),
  now: () => clock.now().getTime(),
  port: config.channelPort,
  host: config.host,
  onRequest: (request, response) =>
    figures ? void figures(request, response) : void response.writeHead(503).end(),
})
const unwatch = await identity.onChanged(hub.renew)
figures = answerFigures(hub, { token: config.metricsToken, ready: () => !draining })
tellWhenBusy(db)
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed
process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'))

async function leave(): Promise<void> {
  if (draining) return
  draining = true
  setTimeout(() => process.exit(1), 12_000).unref()
  await unwatch().catch(() => {})
  await hub.stop().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'))
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
