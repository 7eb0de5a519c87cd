// Default deny: what a caller may reach, from the endpoint's `access` alone. Why one function: the authorisation matrix
// tests exactly this, and another tenant's id answers like a missing one because both end in the same NOT_FOUND.
import type { Access } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { scopesOf } from '#kernel/scopes'
import type { Actor } from '../context.ts'

const READ_METHODS = new Set(['GET'])

/** @throws AppError UNAUTHENTICATED | ACCOUNT_REQUIRED | NOT_FOUND | SCOPE_MISSING | SHOP_SUSPENDED | the actor's own reason */
export function authorize(
  access: Access,
  method: string,
  actor: Actor,
  input: Readonly<Record<string, unknown>>,
  demo: boolean,
): void {
  if (actor.kind === 'system') return
  if (actor.kind === 'key') return authorizeKey(access, method, actor, input)
  switch (access.kind) {
    case 'public':
    case 'signed':
      return
    case 'demo':
      if (!demo) throw new AppError('DEMO_ONLY')
      return
    case 'person':
      person(actor)
      return
    case 'account':
      if (person(actor).guest) throw new AppError('ACCOUNT_REQUIRED')
      return
    case 'org': {
      const membership = person(actor).memberships.find(
        (m) => m.orgId === input[access.param] && m.orgKind === access.org,
      )
      if (!membership) throw new AppError('NOT_FOUND')
      if (!scopesOf(membership.orgKind, membership.role).includes(access.scope))
        throw new AppError('SCOPE_MISSING', { scope: access.scope })
      if (membership.suspended && !READ_METHODS.has(method)) throw new AppError('SHOP_SUSPENDED')
      return
    }
    case 'platform': {
      const membership = person(actor).memberships.find((m) => m.orgKind === 'platform')
      if (!membership) throw new AppError('NOT_FOUND')
      if (!scopesOf('platform', membership.role).includes(access.scope))
        throw new AppError('SCOPE_MISSING', { scope: access.scope })
      return
    }
  }
}

/** A key is nobody: where an account is asked for it has none, and in another shop there is nothing. */
function authorizeKey(
  access: Access,
  method: string,
  key: Extract<Actor, { kind: 'key' }>,
  input: Readonly<Record<string, unknown>>,
): void {
  if (access.kind === 'public') return
  if (access.kind === 'person' || access.kind === 'account') throw new AppError('ACCOUNT_REQUIRED')
  if (access.kind !== 'org' || access.org !== 'shop' || input[access.param] !== key.shopId)
    throw new AppError('NOT_FOUND')
  if (!(key.scopes as readonly string[]).includes(access.scope))
    throw new AppError('SCOPE_MISSING', { scope: access.scope })
  if (key.suspended && !READ_METHODS.has(method)) throw new AppError('SHOP_SUSPENDED')
}

function person(actor: Actor): Extract<Actor, { kind: 'person' }> {
  if (actor.kind === 'person') return actor
  throw new AppError(actor.kind === 'anonymous' && actor.reason ? actor.reason : 'UNAUTHENTICATED')
}
