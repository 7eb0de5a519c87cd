// The door of identity: who is calling, for whom they may act, where parcels go.
import type { Deps } from '#platform/context'
import { identityJobs } from './jobs.ts'
import { identityRoutes } from './routes.ts'
import { createAccountService } from './service/accounts.ts'
import { createAddressService } from './service/addresses.ts'
import { createArrivals } from './service/arrivals.ts'
import { createAuthenticate } from './service/authenticate.ts'
import { createCredentialService } from './service/credentials.ts'
import { createOrganisationService } from './service/organisations.ts'
import { createSessionService } from './service/sessions.ts'

export { PERSONA_ROLES, type PersonaRole } from './domain/personas.ts'
export { hashPassword } from './password-hash.ts'
export type { Address } from './contract.ts'
export type { NewAccount } from './service/accounts.ts'
export type { OrgId } from './service/organisations.ts'

export function createIdentity(deps: Deps) {
  const sessions = createAuthenticate(deps)
  const arrivals = createArrivals(deps)
  const accounts = createAccountService(deps, sessions)
  const session = createSessionService(deps, sessions, accounts, arrivals)
  const services = {
    ...accounts,
    ...session,
    ...createCredentialService(deps, sessions, accounts, session, arrivals),
    ...createAddressService(deps),
    ...createOrganisationService(deps, sessions, arrivals),
  }
  return {
    ...services,
    authenticate: sessions.authenticate,
    watchSessions: sessions.watchSessions,
    onChanged: sessions.onChanged,
    routes: identityRoutes(services),
    jobs: identityJobs(deps),
  }
}
export type Identity = ReturnType<typeof createIdentity>
