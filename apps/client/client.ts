// One function for every endpoint. It needs only id, method and path at run time; types come from the contract, so the
// browser carries no schema library and still cannot misspell a field.
import type { Endpoint, OutputOf, RequestOf } from '#kernel/contract'
import { localProblem, readProblem } from './problem.ts'
import type { Transport } from './transport.ts'

/** What of an endpoint is needed to call it. */
export type Descriptor = Pick<Endpoint, 'id' | 'method' | 'path' | 'idempotent' | 'raw'>

export type CallOptions = {
  /** Repeat with the same key and the effect happens once. Made up when the endpoint needs one and none is given. */
  idempotencyKey?: string
  /** The `version` that was read; the server answers STALE when it moved on. */
  ifMatch?: string | number
  signal?: AbortSignal
  keepalive?: boolean
  /** The bytes, for uploads. */
  file?: Blob
}

export type Client = {
  /** @throws ApiProblem */
  call<E extends Descriptor>(endpoint: E, input: RequestOf<E>, options?: CallOptions): Promise<OutputOf<E>>
}

export type ClientOptions = {
  locale?: () => 'zh' | 'en'
  newKey?: () => string
  /** Between being asked to come back and coming back. */
  rest?: (ms: number) => Promise<void>
}

/** How often it comes back by itself when the server has too many people; then the person is asked. */
const COME_BACK = 5

export function createClient(transport: Transport, options: ClientOptions = {}): Client {
  const { locale = () => 'zh' as const, newKey = () => crypto.randomUUID(), rest = pause } = options
  return {
    async call(endpoint, input, call = {}) {
      const { url, body } = place(endpoint, input as Record<string, unknown>)
      const headers: Record<string, string> = { accept: 'application/json' }
      if (endpoint.raw) headers['content-type'] = call.file?.type || 'application/octet-stream'
      else if (body !== null) headers['content-type'] = 'application/json'
      if (endpoint.idempotent) headers['idempotency-key'] = call.idempotencyKey ?? newKey()
      if (call.ifMatch !== undefined) headers['if-match'] = `"${call.ifMatch}"`
      for (let returns = 0; ; returns++) {
        const { status, text } = await transport({
          method: endpoint.method,
          url,
          headers,
          body: endpoint.raw ? (call.file ?? null) : body,
          ...(call.signal ? { signal: call.signal } : {}),
          ...(call.keepalive ? { keepalive: true } : {}),
        })
        if (status >= 200 && status < 300) return JSON.parse(text)
        const problem = readProblem(status, text) ?? localProblem('NO_ANSWER', locale())
        // Nothing was begun, so anything may be asked again; not all in the same moment.
        if (problem.code !== 'BUSY' || returns === COME_BACK || call.signal?.aborted) throw problem
        await rest(Number(problem.data.retryAfterSeconds ?? 1) * 1000 * (0.5 + Math.random()))
      }
    },
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Path parameters into the path; the rest into the query (GET, DELETE, raw) or the body. Undefined fields are left out. */
export function place(
  endpoint: Descriptor,
  input: Record<string, unknown>,
): { url: string; body: string | null } {
  const rest = { ...input }
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '')
      throw new TypeError(`${endpoint.id}: ${name} is missing`)
    delete rest[name]
    return encodeURIComponent(value)
  })
  if (endpoint.method !== 'GET' && endpoint.method !== 'DELETE' && !endpoint.raw)
    return { url: path, body: JSON.stringify(rest) }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined && value !== null) query.set(name, String(value))
  return { url: query.size > 0 ? `${path}?${query}` : path, body: null }
}
