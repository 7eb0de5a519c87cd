// Which engine carries the rooms' pictures, from both sides: what the media process runs, and what the others ask of it. Our own
// edge with browsers' cameras beside it, or SRS, which calls us by its hooks.
import { createServer } from 'node:http'
import type { Clock } from '#kernel/clock'
import type { Config } from '#platform/config'
import { edgeAddresses } from '#platform/edge/addresses'
import { createEdge } from '#platform/edge/index'
import { createRemoteEngine } from '#platform/edge/remote-engine'
import { addWebRtc } from '#platform/edge/webrtc/index'
import { isId } from '#kernel/ids'
import { isTalkToken } from '#platform/talk-token'
import type { LiveEngine, LiveHooks } from '#platform/live-engine'
import type { Logger } from '#platform/logger'
import { createSrsEngine } from '#platform/providers/srs'
import { handleSrsHook } from '#platform/providers/srs-hooks'

/** The engine as a process asks it that does not run it. */
export function askLiveEngine(config: Config): LiveEngine {
  if (config.srs) return srsEngine(config, NO_HOOKS)
  return createRemoteEngine({
    addresses: edgeAddresses(config),
    internalUrl: `http://127.0.0.1:${config.live.mediaPort}`,
    secret: config.secret,
    now: Date.now,
  })
}

export type EngineRun = {
  config: Config
  /** What tokens were issued by; the media's own time is the machine's. */
  clock: Clock
  log: Logger
  hooks: LiveHooks
  recordingsDir: string
  ffmpegPath: string | null
}

/** Starts the engine, or the ear for its hooks; answers the function that stops it. */
export async function runLiveEngine(run: EngineRun): Promise<() => Promise<void>> {
  return run.config.srs ? runSrs(run) : runEdge(run)
}

async function runEdge({
  config,
  clock,
  log,
  hooks,
  recordingsDir,
  ffmpegPath,
}: EngineRun): Promise<() => Promise<void>> {
  const edge = createEdge({
    hooks,
    log,
    now: Date.now,
    host: config.host,
    mediaPort: config.live.mediaPort,
    rtmpPort: config.live.rtmpPort,
    recordingsDir,
    // The host's recording is the evidence: see modules/live/README.md.
    isRecorded: (stream) => !isId('cho', stream),
    secret: config.secret,
    addresses: edgeAddresses(config),
    resumeMs: config.live.resumeMs,
  })
  const { publicAddress = null, udpPorts = null } = config.webRtc ?? {}
  const cameras = addWebRtc(edge, {
    log,
    ffmpegPath,
    addresses: { publicAddress, udpPorts },
    // Who knows the stream's key, or was given a token by the desk: hosts talk along, viewers do not.
    mayTalk: async ({ stream, token, address }) =>
      isTalkToken(config.secret, stream, token, clock.now().getTime())
        ? null
        : hooks.mayPublish({ stream, key: token, session: 'talk', address }),
  })
  await edge.start()
  return async () => {
    await cameras.close()
    await edge.stop()
  }
}

async function runSrs({ config, log, hooks }: EngineRun): Promise<() => Promise<void>> {
  const engine = srsEngine(config, hooks, (error) => log.warn({ error: String(error) }, 'SRS'))
  const server = createServer((request, response) => {
    if (!handleSrsHook(engine, request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.live.mediaPort, config.host, resolve)
  })
  return async () => {
    engine.stop()
    await new Promise((resolve) => server.close(resolve))
  }
}

const srsEngine = (config: Config, hooks: LiveHooks, onError?: (error: unknown) => void) => {
  const { apiUrl, publishUrl, playUrl, hookSecret, recordingsFolder } = config.srs!
  return createSrsEngine({
    apiUrl,
    publishUrl,
    playUrl,
    hookSecret,
    recordingsFolder,
    hooks,
    now: Date.now,
    resumeMs: config.live.resumeMs,
    ...(onError ? { onError } : {}),
  })
}

/** A process that only asks is told nothing. */
const NO_HOOKS: LiveHooks = {
  mayPublish: async () => 'NOT_HERE',
  onStarted: async () => {},
  onInterrupted: async () => {},
  onLost: async () => {},
  onSegment: async () => {},
}
