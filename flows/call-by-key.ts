// A program calls with a shop's key: who that is, how often it may, and the note of what it did. Everything else is as for people: the same
// endpoints, the same gate, less what needs a person.
import { AppError } from '#kernel/errors'
import type { Actor, Deps } from '#platform/context'
import type { KeyCalls } from '#platform/http/dispatch'
import { createSlidingLimit } from '#platform/http/sliding-limit'
import type { Identity } from '#modules/identity'
import { isKeyToken, type Integrations } from '#modules/integrations'

/** Calls in any second: of one key, and of all keys to one endpoint. */
export const KEY_RATE = 60
export const ENDPOINT_RATE = 600

type Doors = { identity: Identity; integrations: Integrations }

export function createCallByKey({ db }: Pick<Deps, 'db'>, { identity, integrations }: Doors) {
  const perKey = createSlidingLimit(KEY_RATE)
  const perEndpoint = createSlidingLimit(ENDPOINT_RATE)

  const calls: KeyCalls = {
    admit(endpoint, actor) {
      const refused = perKey(actor.keyId) ?? perEndpoint(endpoint.id)
      if (refused) throw new AppError('RATE_LIMITED', refused)
    },
    async note(endpoint, actor, rawInput, ctx, ended) {
      const [status, code] = ended instanceof AppError ? [ended.status, ended.code] : [ended, null]
      await integrations.noteCall(
        actor,
        { endpoint: endpoint.id, subject: subjectOf(endpoint.path, rawInput), status, code },
        ctx,
      )
    },
  }

  return {
    calls,
    async authenticate(token: string | null): Promise<Actor> {
      if (!isKeyToken(token)) return identity.authenticate(token)
      const key = await integrations.findKey(token)
      if (typeof key === 'string') return { kind: 'anonymous', reason: key }
      const suspended = await db.read((tx) => identity.isSuspended(tx, key.shopId))
      return { kind: 'key', keyId: key.keyId, shopId: key.shopId, scopes: key.scopes, suspended }
    },
    watch: () => integrations.watchKeys(),
  }
}

/** The thing that the path names behind the shop. */
function subjectOf(path: string, rawInput: unknown): string | null {
  const name = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).findLast((n) => n !== 'shopId')
  const value = name === undefined ? null : (rawInput as Record<string, unknown> | null)?.[name]
  return typeof value === 'string' ? value.slice(0, 64).replaceAll('\0', '') : null
}
