// Secrets that must be read again (to sign with) are kept sealed under the installation's own secret: a copy of the tables signs nothing.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyOf = (secret: string) =>
  Buffer.from(hkdfSync('sha256', secret, 'serendip', 'integrations.endpoint.secret', 32))

/** nonce (12) · tag (16) · text */
export function seal(secret: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** @throws when it was sealed under another secret, or changed */
export function unseal(secret: string, box: Buffer): string {
  const opened = createDecipheriv('aes-256-gcm', keyOf(secret), box.subarray(0, 12))
  opened.setAuthTag(box.subarray(12, 28))
  return Buffer.concat([opened.update(box.subarray(28)), opened.final()]).toString('utf8')
}
