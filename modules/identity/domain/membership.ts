// Who must remain: an organisation always keeps somebody who can add others.
import { ROLE_SCOPES, type OrgKind } from '#kernel/scopes'

/** The role of whoever founds an organisation; the last one with it can neither leave nor be demoted. */
export const founderRole = (kind: OrgKind): string => (kind === 'platform' ? 'admin' : 'owner')

export const isRoleOf = (kind: OrgKind, role: string): boolean => role in ROLE_SCOPES[kind]

export type Member = { accountId: string; role: string }

/** True when giving `accountId` the role `next` (null: removing it) would leave nobody in charge. */
export function leavesNobodyInCharge(
  kind: OrgKind,
  members: readonly Member[],
  accountId: string,
  next: string | null,
): boolean {
  const founder = founderRole(kind)
  const inCharge = members.filter((m) => m.role === founder).map((m) => m.accountId)
  return next !== founder && inCharge.length === 1 && inCharge[0] === accountId
}

/** `zoe@example.com` → `z***@example.com`: enough to tell colleagues apart. */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/u, '$1***')
