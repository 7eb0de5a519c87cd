// How a request travels. The browser's way is fetch; tests and the world hand in their own.
import { localProblem } from './problem.ts'

export type TransportRequest = {
  method: string
  /** Path with query, e.g. `/api/v1/orders?limit=20`. */
  url: string
  headers: Record<string, string>
  /** JSON text, raw bytes, or nothing. */
  body: string | Blob | null
  signal?: AbortSignal
  /** Finish even if the page closes. */
  keepalive?: boolean
}

export type TransportResponse = { status: number; text: string }
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

export type FetchTransportOptions = {
  /** Read at every call, so that a switch of language is followed. */
  locale: () => 'zh' | 'en'
  /** Named to the server, e.g. `shopper/1`. */
  client: string
  baseUrl?: string
  timeoutMs?: number
  fetch?: typeof fetch
}

const LANGUAGE = { zh: 'zh-CN', en: 'en' } as const

/** @throws ApiProblem OFFLINE | NO_ANSWER; an AbortError when the caller gave up. */
export function fetchTransport(options: FetchTransportOptions): Transport {
  const { locale, client, baseUrl = '', timeoutMs = 20_000, fetch: send = fetch } = options
  return async ({ url, signal, headers, ...rest }) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await send(`${baseUrl}${url}`, {
        ...rest,
        headers: { 'accept-language': LANGUAGE[locale()], 'x-serendip-client': client, ...headers },
        credentials: 'same-origin',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      return { status: response.status, text: await response.text() }
    } catch (error) {
      if (signal?.aborted) throw error
      throw localProblem(globalThis.navigator?.onLine === false ? 'OFFLINE' : 'NO_ANSWER', locale())
    }
  }
}
