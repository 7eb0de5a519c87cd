// What the simulated providers share: an HTTP server on a free port, and the callbacks they would have sent.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ProviderCallback } from '#platform/providers/payment'

export type Request = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}
export type Answer = { status: number; headers?: Record<string, string>; body?: string | Uint8Array }

export async function serve(
  handle: (r: Request) => Answer,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (c: Buffer) => chunks.push(c))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x')
      const answer = handle({
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      })
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** What a buyer's decision makes the provider send. */
export function postbox() {
  let sent: ProviderCallback[] = []
  return {
    put: (...callbacks: ProviderCallback[]) => void sent.push(...callbacks),
    take: (): ProviderCallback[] => {
      const all = sent
      sent = []
      return all
    },
    next: (): Promise<ProviderCallback> => {
      const first = sent.shift()
      return first ? Promise.resolve(first) : Promise.reject(new Error('nothing was sent'))
    },
  }
}

/** 0.6 %, half up, as the contracts with these providers are in the tests. */
export const feeOf = (minor: number): number => Math.floor((minor * 60 + 5_000) / 10_000)
