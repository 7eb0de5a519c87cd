// How another process of the same installation speaks to the edge: an HMAC over method, path and time, made with the configured secret.
// An answer to anybody else is that there is nothing here.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isStreamName } from './publisher.ts'

export type InternalAction = 'health' | 'close'
const SKEW_MS = 30_000
export const TIME_HEADER = 'x-edge-time'
export const MAC_HEADER = 'x-edge-mac'

export const internalPath = (stream: string, action: InternalAction) =>
  `/internal/streams/${stream}/${action}`

export function readInternalPath(path: string): { stream: string; action: InternalAction } | null {
  const match = /^\/internal\/streams\/([^/]+)\/(health|close)$/.exec(path)
  if (!match || !isStreamName(match[1]!)) return null
  return { stream: match[1]!, action: match[2] as InternalAction }
}

const mac = (secret: string, method: string, path: string, timeMs: string) =>
  createHmac('sha256', `edge-internal:${secret}`).update(`${method}\n${path}\n${timeMs}`).digest('base64url')

export const signInternal = (secret: string, method: string, path: string, nowMs: number) => ({
  [TIME_HEADER]: String(nowMs),
  [MAC_HEADER]: mac(secret, method, path, String(nowMs)),
})

export function isInternalRequest(request: IncomingMessage, secret: string, nowMs: number): boolean {
  const time = request.headers[TIME_HEADER]
  const given = request.headers[MAC_HEADER]
  if (typeof time !== 'string' || typeof given !== 'string') return false
  if (!/^\d{1,16}$/.test(time) || Math.abs(nowMs - Number(time)) > SKEW_MS) return false
  const expected = Buffer.from(mac(secret, request.method ?? '', request.url ?? '', time))
  const presented = Buffer.from(given)
  return presented.length === expected.length && timingSafeEqual(presented, expected)
}
