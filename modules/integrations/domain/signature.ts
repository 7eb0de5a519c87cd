// Signatures by the Standard Webhooks convention (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body` under a secret
// written `whsec_` + base64; while a secret is being exchanged both sign, with a space between.
import { createHmac, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'

export const secretText = (key: Uint8Array): string => `${PREFIX}${Buffer.from(key).toString('base64')}`
const keyOf = (secret: string) => Buffer.from(secret.slice(PREFIX.length), 'base64')

export type Message = { id: string; timestamp: number; body: string }

const sign = (secret: string, { id, timestamp, body }: Message) =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`

/** `timestamp` in whole seconds. */
export const signedHeaders = (secrets: readonly string[], message: Message): Record<string, string> => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestamp),
  'webhook-signature': secrets.map((s) => sign(s, message)).join(' '),
})

/** What a receiver does; the docs show the same steps. `nowSeconds` is the receiver's clock, five minutes are forgiven. */
export function isGenuine(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  nowSeconds: number,
): boolean {
  const [id, at, given] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']]
  const timestamp = Number(at)
  if (!id || !given || !Number.isInteger(timestamp) || Math.abs(nowSeconds - timestamp) > 300) return false
  const expected = Buffer.from(sign(secret, { id, timestamp, body }))
  return given.split(' ').some((s) => {
    const one = Buffer.from(s)
    return one.length === expected.length && timingSafeEqual(one, expected)
  })
}
