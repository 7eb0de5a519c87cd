// Lets a page listen to one stream by WHEP for some minutes: host and co-host hear each other. Why signed and not asked for: the media
// process then needs no row, and the page no key with which it could also publish.
import { createHmac, timingSafeEqual } from 'node:crypto'

export const TALK_MS = 5 * 60_000

const sign = (secret: string, stream: string, untilMs: string): Buffer =>
  createHmac('sha256', secret).update(`talk ${stream} ${untilMs}`).digest()

export const talkToken = (secret: string, stream: string, nowMs: number): string => {
  const untilMs = String(nowMs + TALK_MS)
  return `tk_${untilMs}_${sign(secret, stream, untilMs).toString('base64url')}`
}

export const isTalkToken = (secret: string, stream: string, token: string, nowMs: number): boolean => {
  const [, untilMs, signature] = /^tk_(\d{1,15})_([A-Za-z0-9_-]{43})$/.exec(token) ?? []
  if (untilMs === undefined || signature === undefined || Number(untilMs) < nowMs) return false
  const given = Buffer.from(signature, 'base64url')
  const right = sign(secret, stream, untilMs)
  return given.length === right.length && timingSafeEqual(given, right)
}
