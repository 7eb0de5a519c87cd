// One POST to somebody else's server: ten seconds from first to last byte, at most 64 kB of the answer read, no redirect followed, and only
// to a public address (public-url.ts). What went wrong is a word, never a stack.
import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { AppError } from '#kernel/errors'
import { isIP } from 'node:net'
import { isPublicAddress, pinnedLookup, publicUrl, type PublicUrlRules } from './public-url.ts'

export type OutsideAnswer = {
  /** Null when there was no answer; then `fault` says why. */
  status: number | null
  fault: 'timeout' | 'refused' | 'not-public' | 'tls' | 'unknown-host' | 'reset' | null
  headers: Record<string, string>
  body: string
  tookMs: number
}

export const ANSWER_LIMIT = 65_536
const TIMEOUT_MS = 10_000

export type PostOutside = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<OutsideAnswer>

export function createPostOutside(
  rules: PublicUrlRules,
  { timeoutMs = TIMEOUT_MS, steadyMs = () => performance.now() } = {},
): PostOutside {
  const lookup = pinnedLookup(rules)
  return (text, headers, body) => {
    const from = steadyMs()
    const took = () => Math.round(steadyMs() - from)
    const failed = (fault: OutsideAnswer['fault']): OutsideAnswer => ({
      status: null,
      fault,
      headers: {},
      body: '',
      tookMs: took(),
    })
    let url: URL
    try {
      url = publicUrl(text, rules)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) !== 0 && !isPublicAddress(host, rules)) throw new AppError('URL_NOT_PUBLIC')
    } catch {
      return Promise.resolve(failed('not-public'))
    }
    return new Promise((resolve) => {
      const send = url.protocol === 'https:' ? tlsRequest : plainRequest
      const signal = AbortSignal.timeout(timeoutMs)
      const sent = send(url, {
        method: 'POST',
        agent: false,
        lookup,
        signal,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      })
      const fail = (error: Error) => resolve(failed(faultOf(error, signal.aborted)))
      sent.on('error', fail)
      sent.once('response', (answer) => {
        sent.off('error', fail).on('error', () => {}) // told by the reading
        void readStart(answer).then((read) =>
          resolve({
            status: answer.statusCode ?? null,
            fault: null,
            headers: flat(answer),
            body: read,
            tookMs: took(),
          }),
        )
      })
      sent.end(body)
    })
  }
}

/** The first 64 kB, or what came in time: the status has been said, and it is the status that counts. */
async function readStart(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      parts.push(part.subarray(0, ANSWER_LIMIT - size))
      size += part.length
      if (size >= ANSWER_LIMIT) break
    }
  } catch {
    // cut off or too slow
  }
  answer.destroy()
  return Buffer.concat(parts).toString('utf8').replaceAll('\0', '')
}

const flat = (answer: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answer.headers)
      .map(([name, value]) => [name, String(value).slice(0, 500)])
      .slice(0, 40),
  )

function faultOf(error: unknown, timedOut: boolean): OutsideAnswer['fault'] {
  if (timedOut) return 'timeout'
  if (error instanceof AppError) return 'not-public'
  const code = (error as { code?: string }).code ?? ''
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'refused'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-host'
  if (/CERT|TLS|SSL|EPROTO/.test(code)) return 'tls'
  return 'reset'
}
