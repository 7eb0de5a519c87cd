// The people of the matrix, as tokens.
import { DAY_MS } from '#kernel/clock'
import { aPerson, type FixturePerson } from '../../modules/identity/fixtures.ts'
import type { World } from './cases.ts'
import { CALLERS, type CallerName } from './policy.ts'

export const signIn = (w: World, email: string | null): Promise<FixturePerson> =>
  aPerson(w.house.db, w.house.doors.identity, email)

/** Whose account each caller is. Those without a tenant are people who own nothing. */
export async function accountsOfCallers(w: World): Promise<Record<CallerName, FixturePerson | null>> {
  const { A, B, platform } = w
  return {
    anonymous: null,
    expiredToken: A.buyer,
    revokedToken: A.buyer,
    suspendedAccount: await signIn(w, 'suspended@example.com'),
    guest: await signIn(w, null),
    buyer: A.buyer,
    otherBuyer: B.buyer,
    shopOwner: A.shopStaff.owner!,
    shopOperations: A.shopStaff.operations!,
    shopSupport: A.shopStaff.support!,
    shopFinance: A.shopStaff.finance!,
    shopWarehouse: A.shopStaff.warehouse!,
    otherShopOwner: B.shopStaff.owner!,
    creatorOwner: A.creatorOwner,
    creatorEditor: A.creatorEditor,
    otherCreator: B.creatorOwner,
    agencyOwner: A.agencyOwner,
    agencyFinance: A.agencyFinance,
    otherAgency: B.agencyOwner,
    providerOwner: A.providerOwner,
    platformAdmin: platform.admin,
    platformReviewer: platform.reviewer,
    platformFinance: platform.finance,
    platformRisk: platform.risk,
    suspendedShopOwner: A.shopStaff.owner!,
  }
}

/** A new session, of the kind the caller is named for. */
export async function tokenFor(
  w: World,
  name: CallerName,
  account: FixturePerson | null,
): Promise<string | null> {
  const { house } = w
  const { identity } = house.doors
  const kind = 'token' in CALLERS[name] ? CALLERS[name].token : undefined
  if (!account || kind === 'none') return null
  const { token } = await house.db.transaction((tx) => identity.openSession(tx, account.accountId))
  if (kind === 'expired') house.clock.advance(30 * DAY_MS)
  if (kind === 'revoked') await house.must('identity.logOut', {}, token)
  return token
}

/** Some calls end sessions and some let weeks pass: those who make things for the matrix begin each endpoint anew. */
export async function logInAgain(w: World): Promise<void> {
  const people = [w.A, w.B].flatMap((t) => [t.buyer, t.creatorOwner, ...Object.values(t.shopStaff)])
  for (const person of [...people, w.platform.admin, w.platform.reviewer]) {
    person.token = (
      await w.house.db.transaction((tx) => w.house.doors.identity.openSession(tx, person.accountId))
    ).token
  }
}
