// A live edge alone in a process, with open rules, so that a bench can measure it by /proc. Tells its ports on stdout,
// its load to whoever sends it a message.
// `node bench/live/edge-process.ts [RECORDINGS]`; ports from MEDIA_PORT and RTMP_PORT, 0 for free ones.
import { createEdge } from '#platform/edge/index'
import { addWebRtc } from '#platform/edge/webrtc/index'
import { createLogger } from '#platform/logger'
import { openHooks } from '#tests/support/open-hooks'

const log = createLogger(process.env.LOG_LEVEL ?? 'warn')
const edge = createEdge({
  hooks: openHooks('right').hooks,
  log,
  now: Date.now,
  host: '127.0.0.1',
  mediaPort: Number(process.env.MEDIA_PORT ?? 0),
  rtmpPort: Number(process.env.RTMP_PORT ?? 0),
  recordingsDir: process.argv[2] ?? null,
  secret: 'bench-secret-of-the-edge',
})
addWebRtc(edge, { log, ffmpegPath: process.env.FFMPEG_PATH ?? 'ffmpeg' })
await edge.start()
console.log(JSON.stringify(edge.ports()))
process.on('message', () => process.send?.(edge.load()))
process.on('SIGTERM', () => void edge.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
