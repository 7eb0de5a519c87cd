// The engine as the API's processes see it: addresses are computed here, health and close are asked of the media process. It may be
// restarting: two tries, then PROVIDER_UNAVAILABLE, which a page can say.
import { AppError } from '#kernel/errors'
import type { LiveEngine, StreamHealth } from '../live-engine.ts'
import { playUrls, publishUrls, type EdgeAddresses } from './addresses.ts'
import { internalPath, signInternal, type InternalAction } from './internal-wire.ts'
import { isStreamName } from './publisher.ts'

export type RemoteEngineOptions = {
  addresses: EdgeAddresses
  /** Where the media process listens for this process, as `http://127.0.0.1:4002`. */
  internalUrl: string
  secret: string
  now(): number
}

const TRIES = 2
const TIMEOUT_MS = 2000

export function createRemoteEngine(options: RemoteEngineOptions): LiveEngine {
  const { addresses, secret } = options

  async function ask(method: 'GET' | 'POST', stream: string, action: InternalAction): Promise<unknown> {
    if (!isStreamName(stream)) throw new AppError('NOT_FOUND')
    const path = internalPath(stream, action)
    for (let tries = 1; ; tries++) {
      try {
        const response = await fetch(new URL(path, options.internalUrl), {
          method,
          headers: signInternal(secret, method, path, options.now()),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        if (response.ok) return await response.json()
        throw new Error(`status ${response.status}`)
      } catch (error) {
        if (tries === TRIES) throw Object.assign(new AppError('PROVIDER_UNAVAILABLE'), { cause: error })
      }
    }
  }

  return {
    name: 'edge',
    playUrls: (stream) => playUrls(addresses, stream),
    publishUrls: (stream, key) => publishUrls(addresses, stream, key),
    async health(stream) {
      return ((await ask('GET', stream, 'health')) as { health: StreamHealth | null }).health
    },
    async close(stream) {
      await ask('POST', stream, 'close')
    },
  }
}
