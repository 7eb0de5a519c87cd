// Passwords at rest: scrypt with its parameters and salt stored beside the result, so that the cost can be raised later.
// Salts and session tokens come from node:crypto, not from `deps.random`: a seeded test or world must not make secrets.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** N = 2^15, r = 8: 32 MB and some 80 ms a guess. */
const COST = { logN: 15, r: 8, p: 1 }
const KEY_BYTES = 32

/** `scrypt$logN$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.logN, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join(
    '$',
  )
}

/** Nobody's password; only its cost matters. */
const DECOY = ['scrypt', COST.logN, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$')

/** With `stored` null (nobody has that e-mail) it takes as long and answers false. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, logN, r, p, salt, key] = (stored ?? DECOY).split('$')
  const expected = Buffer.from(key!, 'base64url')
  const derived = await derive(password, Buffer.from(salt!, 'base64url'), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(derived, expected) && stored !== null
}

function derive(password: string, salt: Buffer, { logN, r, p }: typeof COST): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
