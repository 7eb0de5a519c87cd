// SRS's HTTP API: which streams and clients there are, and sending one away. Its answers are data of another program: checked, bounded
// in time, and a failure of it is PROVIDER_UNAVAILABLE and nothing else.
import { AppError } from '#kernel/errors'
import { srsClients, srsStreams, SRS_APP, type SrsClient, type SrsStream } from './srs-wire.ts'

export type SrsApi = {
  stream(name: string): Promise<SrsStream | null>
  clients(streamId: string): Promise<SrsClient[]>
  /** False: there is none of that name. */
  client(id: string): Promise<boolean>
  kick(clientId: string): Promise<void>
}

/** Name and password in `url` are sent as Basic authorisation. */
export const createSrsApi = (url: string, timeoutMs = 3000): SrsApi => {
  const base = new URL(url)
  const { username, password } = base
  const headers: Record<string, string> = username
    ? {
        authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      }
    : {}
  base.username = ''
  base.password = ''

  const ask = async (method: 'GET' | 'DELETE', path: string): Promise<unknown> => {
    try {
      const response = await fetch(new URL(path, base), {
        method,
        headers,
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await response.text()
      if (response.status === 404) return null
      if (!response.ok) throw new Error(`status ${response.status}`)
      return JSON.parse(text) as unknown
    } catch {
      throw new AppError('PROVIDER_UNAVAILABLE')
    }
  }
  const code = (answer: unknown): number =>
    typeof answer === 'object' && answer !== null && 'code' in answer ? Number(answer.code) : 404

  return {
    async stream(name) {
      const found = srsStreams.safeParse(await ask('GET', '/api/v1/streams/?start=0&count=10000'))
      if (!found.success) throw new AppError('PROVIDER_UNAVAILABLE')
      return found.data.streams.find((one) => one.name === name && one.app === SRS_APP) ?? null
    },
    async clients(streamId) {
      const found = srsClients.safeParse(await ask('GET', '/api/v1/clients/?start=0&count=100000'))
      if (!found.success) throw new AppError('PROVIDER_UNAVAILABLE')
      return found.data.clients.filter((one) => one.stream === streamId)
    },
    client: async (id) => code(await ask('GET', `/api/v1/clients/${encodeURIComponent(id)}`)) === 0,
    async kick(clientId) {
      await ask('DELETE', `/api/v1/clients/${encodeURIComponent(clientId)}`)
    },
  }
}
