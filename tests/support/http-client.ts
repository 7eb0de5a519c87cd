// Calls over real HTTP with kept-alive connections and little of its own: benches and chaos measure the server, not fetch.
import { Agent, request } from 'node:http'

// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of any endpoint
export type Answer = { status: number; body: any }
export type Request = { token?: string; key?: string; body?: object; headers?: Record<string, string> }

export type HttpClient = {
  call(method: string, path: string, options?: Request): Promise<Answer>
  /** The same, and it must succeed. */
  must(method: string, path: string, options?: Request): Promise<Answer['body']>
  close(): void
}

/** As the apps do, it comes back when the server has too many people (BUSY), unless `comesBack` is false. */
export function createHttpClient(
  baseUrl: string,
  sockets = 64,
  { comesBack = true }: { comesBack?: boolean } = {},
): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const once: HttpClient['call'] = (method, path, { token, key, body, headers } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const r = request(
        `${baseUrl}${path}`,
        {
          method,
          agent,
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(key ? { 'idempotency-key': key } : {}),
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (c: Buffer) => chunks.push(c))
          response.on('error', reject)
          response.on('end', () => {
            const answer = Buffer.concat(chunks).toString('utf8')
            const json = answer.startsWith('{') || answer.startsWith('[')
            resolve({ status: response.statusCode!, body: json ? JSON.parse(answer) : answer })
          })
        },
      )
      r.on('error', reject)
      r.end(text)
    })
  const call: HttpClient['call'] = async (...request) => {
    for (;;) {
      const answer = await once(...request)
      if (!comesBack || answer.status !== 429 || answer.body.code !== 'BUSY') return answer
      const ms = Number(answer.body.retryAfterSeconds) * 1000 * (0.5 + Math.random())
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }
  return {
    call,
    async must(method, path, options) {
      const answer = await call(method, path, options)
      if (answer.status >= 300)
        throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    close: () => agent.destroy(),
  }
}
