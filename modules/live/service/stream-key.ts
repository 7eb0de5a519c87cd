// The stream key: 192 random bits, known to whoever was shown it; we keep its hash, so that a copy of the database lets
// nobody on air.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '#kernel/random'

export const makeStreamKey = (random: Random): string =>
  `sk_${Buffer.from(random.bytes(24)).toString('base64url')}`

export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

export const isKey = (key: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfKey(key)), Buffer.from(hash))
