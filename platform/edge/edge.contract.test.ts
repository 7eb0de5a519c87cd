// Our edge through the contract of live engines: once as the object in its own process, once as other processes see it.
import { createEdge } from './index.ts'
import { createRemoteEngine } from './remote-engine.ts'
import { liveEngineContract, type EngineUnderTest } from '#tests/contracts/live-engine'
import { openHooks } from '#tests/support/open-hooks'
import { silentLogger } from '../logger.ts'

const SECRET = 'a secret of sixteen or more'
const TIMES = { idleMs: 2000, resumeMs: 2500 }

async function openEdge(remote: boolean): Promise<EngineUnderTest> {
  const hooks = openHooks('right')
  const edge = createEdge({
    hooks: hooks.hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: SECRET,
    ...TIMES,
  })
  await edge.start()
  const { media, rtmp } = edge.ports()
  const engine = remote
    ? createRemoteEngine({
        addresses: {
          mediaPort: media,
          rtmpPort: rtmp,
          mediaUrl: `http://127.0.0.1:${media}`,
          rtmpUrl: `rtmp://127.0.0.1:${rtmp}/live`,
          publicUrl: 'http://localhost',
        },
        internalUrl: `http://127.0.0.1:${media}`,
        secret: SECRET,
        now: Date.now,
      })
    : edge.engine
  return {
    engine,
    hooks,
    rightKey: 'right',
    absolute: (url) => url.replace(/^:/, 'http://127.0.0.1:'),
    ...TIMES,
    stop: edge.stop,
  }
}

liveEngineContract('edge, in its process', () => openEdge(false))
liveEngineContract('edge, from another process', () => openEdge(true))
