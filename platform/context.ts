// What every module is given when it is created (`Deps`) and what every call carries (`Ctx`).
import type { Clock } from '#kernel/clock'
import type { Id, Ids } from '#kernel/ids'
import type { Random } from '#kernel/random'
import { scopesOf, type KeyScope, type OrgKind, type Scope } from '#kernel/scopes'
import type { Locale } from '#kernel/text'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { Logger } from './logger.ts'

export type Deps = {
  db: Database
  clock: Clock
  random: Random
  ids: Ids
  config: Config
  log: Logger
}

export type Membership = { orgId: string; orgKind: OrgKind; role: string; suspended: boolean }

/** Who is calling. A guest has an account without credentials, so its interests survive a later sign-up. */
export type Actor =
  | {
      kind: 'anonymous'
      reason?: 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'SESSION_REVOKED' | 'ACCOUNT_SUSPENDED'
    }
  | {
      kind: 'person'
      accountId: Id<'usr'>
      sessionId: string
      guest: boolean
      memberships: readonly Membership[]
    }
  /** A program with a shop's key: what its scopes say, in that shop, and nothing else. */
  | { kind: 'key'; keyId: Id<'key'>; shopId: Id<'shp'>; scopes: readonly KeyScope[]; suspended: boolean }
  | { kind: 'system' }

/** Who is calling, as it is written beside what they did. */
export const actorId = (actor: Actor): string =>
  actor.kind === 'person' ? actor.accountId : actor.kind === 'key' ? actor.keyId : actor.kind

export type Ctx = {
  actor: Actor
  locale: Locale
  requestId: string
  ip: string
  /** Present and checked on endpoints marked `idempotent`. */
  idempotencyKey: string | null
  /** The unparsed body and headers, for endpoints marked `raw`. */
  raw: { body: Uint8Array; headers: Readonly<Record<string, string>> } | null
  /** If-Match, unquoted, or null. */
  ifMatch: string | null
  /** Sets (or, with null, clears) the session cookie on the answer. */
  setSession(token: string | null, expiresAt?: Date): void
  /** Answers these words instead of JSON, to a machine whose protocol wants them. */
  answerPlainly(text: string): void
}

/** The account id of a caller whose route's access is `person` or `account`; the gate made sure there is one. */
export function personOf(ctx: Ctx): Id<'usr'> {
  if (ctx.actor.kind !== 'person')
    throw new Error('personOf: the gate let a caller without an account through')
  return ctx.actor.accountId
}

/** Whether the caller is of this organisation, not suspended, with this scope there. The gate asks it of the route's own subject. */
export const mayIn = ({ actor }: Ctx, kind: OrgKind, orgId: string, scope: Scope): boolean =>
  actor.kind === 'person' &&
  actor.memberships.some((m) => m.orgId === orgId && !m.suspended && scopesOf(kind, m.role).includes(scope))

export const systemCtx = (requestId: string): Ctx => ({
  actor: { kind: 'system' },
  locale: 'zh',
  requestId,
  ip: '',
  idempotencyKey: null,
  raw: null,
  ifMatch: null,
  setSession: () => {},
  answerPlainly: () => {},
})
