// A shop's keys: made, used, revoked, and what was called with each. A key that was used a moment ago costs no query; a revocation is heard
// by every process at once.
import { createHash } from 'node:crypto'
import { DAY_MS } from '#kernel/clock'
import { encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Actor, type Ctx, type Deps } from '#platform/context'
import type * as c from '../contract.ts'
import * as repository from '../repository/keys.ts'
import { numberOf } from './pages.ts'
import { keyView } from './views.ts'

const PREFIX = 'sk_live_'
const FORM = /^sk_live_[A-Za-z0-9_-]{43}$/
const SHOWN = PREFIX.length + 5
export const MAX_KEYS = 20
const KEEP_MS = 3_000
const KEPT = 10_000

export const isKeyToken = (token: string | null): token is string => token?.startsWith(PREFIX) ?? false

const hashOf = (token: string) => createHash('sha256').update(token).digest()

type KeyActor = Extract<Actor, { kind: 'key' }>
type Known = Omit<KeyActor, 'kind' | 'suspended'> & { expiresAt: number }

export function createKeys({ db, clock, ids, random }: Pick<Deps, 'db' | 'clock' | 'ids' | 'random'>) {
  const kept = new Map<string, { key: Known; until: number }>()
  const now = () => clock.now().getTime()

  async function find(token: string): Promise<Known | 'TOKEN_INVALID' | 'TOKEN_EXPIRED'> {
    if (!FORM.test(token)) return 'TOKEN_INVALID'
    const hash = hashOf(token)
    const name = hash.toString('base64url')
    const known = kept.get(name)
    const key = known && known.until > now() ? known.key : await read(hash)
    if (!key) return 'TOKEN_INVALID'
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
    if (known?.key !== key) kept.set(name, { key, until: now() + KEEP_MS })
    return key.expiresAt <= now() ? 'TOKEN_EXPIRED' : key
  }

  async function read(hash: Buffer): Promise<Known | null> {
    const row = await db.read((tx) => repository.findKey(tx, hash))
    if (!row || row.revoked_at) return null
    return {
      keyId: row.key_id,
      shopId: row.shop_id,
      scopes: row.scopes,
      expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    }
  }

  const forget = (keyId: string) => {
    for (const [name, { key }] of kept) if (key.keyId === keyId) kept.delete(name)
  }

  return {
    /** Whose key it is; null reasons are the gate's. */
    findKey: find,
    /** Hears of revocations in other processes. */
    watchKeys: () => db.listen(repository.KEY_CHANNEL, forget),

    listKeys: ({ shopId }: InputOf<typeof c.listKeys>): Promise<OutputOf<typeof c.listKeys>> =>
      db.read(async (tx) => ({
        items: (await repository.listKeys(tx, shopId)).map((k) => keyView(k, clock.now())),
      })),

    /** @throws AppError KEY_LIMIT {max} */
    createKey: (
      { shopId, name, scopes, days }: InputOf<typeof c.createKey>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof c.createKey>> =>
      db.transaction(async (tx) => {
        const at = clock.now()
        const present = (await repository.listKeys(tx, shopId)).map((k) => keyView(k, at))
        if (present.filter((k) => k.state === 'on').length >= MAX_KEYS)
          throw new AppError('KEY_LIMIT', { max: MAX_KEYS })
        const token = `${PREFIX}${Buffer.from(random.bytes(32)).toString('base64url')}`
        const row = {
          key_id: ids.next('key'),
          shop_id: shopId,
          name,
          prefix: token.slice(0, SHOWN),
          hash: hashOf(token),
          scopes,
          created_by: personOf(ctx),
          created_at: at,
          expires_at: days === null ? null : new Date(at.getTime() + days * DAY_MS),
          revoked_at: null,
        }
        await repository.insertKey(tx, row)
        return { key: keyView({ ...row, last_used_at: null }, at), token }
      }),

    revokeKey: ({ shopId, keyId }: InputOf<typeof c.revokeKey>): Promise<OutputOf<typeof c.revokeKey>> =>
      db.transaction(async (tx) => {
        const found = await repository.findKeyById(tx, shopId, keyId)
        if (!found) throw new AppError('NOT_FOUND')
        await repository.revokeKey(tx, shopId, keyId, clock.now())
        forget(keyId)
        return keyView(
          (await repository.listKeys(tx, shopId)).find((k) => k.key_id === keyId) ?? {
            ...found,
            revoked_at: found.revoked_at ?? clock.now(),
            last_used_at: null,
          },
          clock.now(),
        )
      }),

    listKeyCalls: ({
      shopId,
      keyId,
      cursor,
      limit,
    }: InputOf<typeof c.listKeyCalls>): Promise<OutputOf<typeof c.listKeyCalls>> =>
      db.read(async (tx) => {
        if (!(await repository.findKeyById(tx, shopId, keyId))) throw new AppError('NOT_FOUND')
        const rows = await repository.listCalls(tx, { keyId, before: numberOf(cursor), limit: limit + 1 })
        const shown = rows.slice(0, limit)
        return {
          items: shown.map((r) => ({
            at: r.at.toISOString(),
            endpoint: r.endpoint,
            subject: r.subject,
            status: r.status,
            code: r.code,
            requestId: r.request_id,
            ip: r.ip,
          })),
          nextCursor: rows.length > limit ? encodeCursor([String(shown.at(-1)!.call_no)]) : null,
        }
      }),

    /** One call, whatever it was answered: what, on which thing, from where. */
    noteCall: (
      actor: KeyActor,
      call: { endpoint: string; subject: string | null; status: number; code: string | null },
      ctx: Ctx,
    ): Promise<unknown> =>
      db.read((tx) =>
        repository.noteCall(tx, {
          key_id: actor.keyId,
          shop_id: actor.shopId,
          at: clock.now(),
          ...call,
          request_id: ctx.requestId,
          ip: ctx.ip,
        }),
      ),
  }
}
export type Keys = ReturnType<typeof createKeys>
