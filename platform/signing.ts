// Small signed payloads (attribution tokens): HMAC-SHA-256 over JSON, so that a client can carry a fact it cannot change.
import { createHmac, timingSafeEqual } from 'node:crypto'

const mac = (secret: string, purpose: string, body: string) =>
  createHmac('sha256', `${purpose}:${secret}`).update(body).digest('base64url')

/** `purpose` keeps a token of one kind from being used as another. */
export function signPayload(secret: string, purpose: string, payload: unknown): string {
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${body}.${mac(secret, purpose, body)}`
}

/** The payload, or null when the token was not made by `signPayload` with this secret and purpose. */
export function readSigned(secret: string, purpose: string, token: string): unknown {
  const [body, tag, extra] = token.split('.')
  if (!body || !tag || extra !== undefined) return null
  const expected = Buffer.from(mac(secret, purpose, body))
  const given = Buffer.from(tag)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
