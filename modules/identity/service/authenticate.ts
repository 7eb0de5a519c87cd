// From a token to who is calling, on every request.
import { createHash, randomBytes } from 'node:crypto'
import type { Id } from '#kernel/ids'
import type { Actor, Deps } from '#platform/context'
import * as sessions from '../repository/sessions.ts'
import { createSessionCache } from '../session-cache.ts'

/** 256 random bits, as the client carries them. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
const TOKEN = /^[A-Za-z0-9_-]{43}$/

type Refusal = NonNullable<Extract<Actor, { kind: 'anonymous' }>['reason']>
const refused = (reason: Refusal): Actor => ({ kind: 'anonymous', reason })

export function createAuthenticate({ db, clock }: Deps) {
  const cache = createSessionCache(clock)

  /** Never throws for a bad token: public routes answer anybody, and the gate says why to the others. */
  async function authenticate(token: string | null): Promise<Actor> {
    if (token === null) return { kind: 'anonymous' }
    if (!TOKEN.test(token)) return refused('TOKEN_INVALID')
    const hash = hashToken(token)
    const key = hash.toString('base64url')
    const known = cache.get(key)
    if (known) return known
    const row = await db.read((tx) => sessions.findSession(tx, hash))
    if (!row) return refused('TOKEN_INVALID')
    if (row.revoked) return refused('SESSION_REVOKED')
    if (row.expires_at <= clock.now()) return refused('TOKEN_EXPIRED')
    if (row.suspended) return refused('ACCOUNT_SUSPENDED')
    const actor = {
      kind: 'person',
      accountId: row.account_id as Id<'usr'>,
      sessionId: row.id,
      guest: row.guest,
      memberships: row.memberships,
    } as const
    cache.put(key, actor, row.expires_at)
    return actor
  }

  return {
    authenticate,
    /** Every change of who may do what goes through here, inside the transaction that makes it. */
    async changed(tx: Parameters<typeof sessions.notifyChanged>[0], subject: string): Promise<void> {
      cache.forget(subject)
      await sessions.notifyChanged(tx, subject)
    },
    /** Hears what other processes changed; each serving process calls it once. Returns the function that stops it. */
    watchSessions: () => db.listen(sessions.CHANNEL, cache.forget),
    /** Calls back with every account or organisation that may do something else now; for whoever let somebody in for longer than a call. */
    onChanged: (call: (subject: string) => void) => db.listen(sessions.CHANNEL, call),
  }
}
export type Authenticate = ReturnType<typeof createAuthenticate>
