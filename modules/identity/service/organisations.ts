// Organisations and who acts for them in which role.
import type { OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { OrgKind } from '#kernel/scopes'
import type { Localized } from '#kernel/text'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type * as contract from '../contract.ts'
import { founderRole, isRoleOf, leavesNobodyInCharge, maskEmail } from '../domain/membership.ts'
import { organisationCreated } from '../events.ts'
import { findAccountByEmail } from '../repository/accounts.ts'
import * as organisations from '../repository/organisations.ts'
import type { Arrivals } from './arrivals.ts'
import type { Authenticate } from './authenticate.ts'

/** A shop's id is its organisation's id, a creator's too. */
export type OrgId<K extends OrgKind = OrgKind> = K extends 'shop'
  ? Id<'shp'>
  : K extends 'creator'
    ? Id<'crt'>
    : Id<'org'>
const PREFIX = { shop: 'shp', creator: 'crt', agency: 'org', provider: 'org', platform: 'org' } as const

const memberView = (m: organisations.MemberRow): OutputOf<typeof contract.addMember> => ({
  accountId: m.accountId as Id<'usr'>,
  nickname: m.nickname,
  avatarUrl: m.avatarUrl,
  email: m.email && maskEmail(m.email),
  role: m.role,
  since: m.since.toISOString(),
})

export function createOrganisationService(
  { db, clock, ids }: Deps,
  { changed }: Authenticate,
  arrivals: Arrivals,
) {
  const outbox = createOutbox(clock, ids)

  async function membersForChange(
    tx: Tx,
    orgId: string,
  ): Promise<{ kind: OrgKind; members: organisations.MemberRow[] }> {
    const kind = await organisations.lockOrganisation(tx, orgId)
    if (!kind) throw new AppError('NOT_FOUND')
    return { kind, members: await organisations.selectMembers(tx, orgId) }
  }

  /** Makes somebody a member, or changes the role of one. @throws AppError NOT_FOUND · ENUM · LAST_OWNER */
  async function setRole(
    tx: Tx,
    { orgId, accountId, role }: { orgId: string; accountId: Id<'usr'>; role: string },
  ): Promise<void> {
    const { kind, members } = await membersForChange(tx, orgId)
    if (!isRoleOf(kind, role)) throw new AppError('ENUM', { role })
    if (leavesNobodyInCharge(kind, members, accountId, role)) throw new AppError('LAST_OWNER')
    await organisations.upsertMember(tx, { orgId, accountId, role, at: clock.now() })
    await changed(tx, accountId)
  }

  return {
    setRole,

    /** The owner becomes its first member, in charge. */
    async createOrganisation<K extends OrgKind>(
      tx: Tx,
      { kind, name, ownerAccountId }: { kind: K; name: Localized; ownerAccountId: Id<'usr'> },
    ): Promise<OrgId<K>> {
      const id = ids.next(PREFIX[kind])
      const at = clock.now()
      await organisations.insertOrganisation(tx, { id, kind, name, at })
      await organisations.upsertMember(tx, {
        orgId: id,
        accountId: ownerAccountId,
        role: founderRole(kind),
        at,
      })
      await changed(tx, ownerAccountId)
      await outbox.publish(tx, [event(organisationCreated, id, { orgId: id, kind, name })])
      return id as OrgId<K>
    },

    /** A suspended organisation can be looked at and not changed; every member's session knows at once. */
    async suspendOrganisation(tx: Tx, orgId: string, suspended: boolean): Promise<void> {
      if (!(await organisations.suspendOrganisation(tx, orgId, suspended))) throw new AppError('NOT_FOUND')
      await changed(tx, orgId)
    },

    /** Also when there is none. */
    isSuspended: organisations.isSuspended,

    /** Whoever acts for it, in whatever role. */
    membersOf: organisations.selectMembers,

    organisationNames: (tx: Tx, orgIds: readonly string[]): Promise<Map<string, Localized>> =>
      organisations.selectOrganisationNames(tx, orgIds),

    async listMembers(orgId: string): Promise<OutputOf<typeof contract.listMembers>> {
      return { items: (await db.read((tx) => organisations.selectMembers(tx, orgId))).map(memberView) }
    },

    /** @throws AppError MEMBER_UNKNOWN · LAST_OWNER · RATE_LIMITED when somebody asks for one e-mail after the other */
    async addMember(
      orgId: string,
      { email, role }: { email: string; role: string },
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.addMember>> {
      await arrivals.askForMember(personOf(ctx))
      return db.transaction(async (tx) => {
        const account = await findAccountByEmail(tx, email)
        // Whoever reviews for the platform may decide nothing about a shop or an account of her own: nobody can make her one of theirs.
        if (!account || (await organisations.isOfPlatform(tx, account.id)))
          throw new AppError('MEMBER_UNKNOWN', {}, [
            { pointer: '/email', code: 'MEMBER_UNKNOWN', detail: email },
          ])
        await setRole(tx, { orgId, accountId: account.id, role })
        const members = await organisations.selectMembers(tx, orgId)
        return memberView(members.find((m) => m.accountId === account.id)!)
      })
    },

    async removeMember(orgId: string, accountId: Id<'usr'>): Promise<{ ok: true }> {
      await db.transaction(async (tx) => {
        const { kind, members } = await membersForChange(tx, orgId)
        if (!members.some((m) => m.accountId === accountId)) throw new AppError('NOT_FOUND')
        if (leavesNobodyInCharge(kind, members, accountId, null)) throw new AppError('LAST_OWNER')
        await organisations.deleteMember(tx, orgId, accountId)
        await changed(tx, accountId)
      })
      return { ok: true }
    },
  }
}
export type OrganisationService = ReturnType<typeof createOrganisationService>
