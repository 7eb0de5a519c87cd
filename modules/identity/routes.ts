// Contracts to functions.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { AccountService } from './service/accounts.ts'
import type { AddressService } from './service/addresses.ts'
import type { CredentialService } from './service/credentials.ts'
import type { OrganisationService } from './service/organisations.ts'
import type { SessionService } from './service/sessions.ts'

type Services = AccountService & AddressService & CredentialService & OrganisationService & SessionService

export const identityRoutes = (s: Services): Route[] => [
  route(c.getSession, (_input, ctx) => s.getSession(ctx)),
  route(c.startGuest, (input, ctx) => s.startGuest(input, ctx)),
  route(c.logIn, (input, ctx) => s.logIn(input, ctx)),
  route(c.logOut, (_input, ctx) => s.logOut(ctx)),
  route(c.logOutEverywhere, (_input, ctx) => s.logOutEverywhere(ctx)),
  route(c.signUp, (input, ctx) => s.signUp(input, ctx)),
  route(c.changePassword, (input, ctx) => s.changePassword(input, ctx)),
  route(c.updateMe, (input, ctx) => s.updateMe(input, ctx)),
  route(c.listAddresses, (_input, ctx) => s.listAddresses(ctx)),
  route(c.addAddress, (input, ctx) => s.addAddress(input, ctx)),
  route(c.replaceAddress, (input, ctx) => s.replaceAddress(input, ctx)),
  route(c.removeAddress, ({ addressId }, ctx) => s.removeAddress(addressId, ctx)),
  route(c.listMembers, ({ shopId }) => s.listMembers(shopId)),
  route(c.addMember, ({ shopId, ...who }, ctx) => s.addMember(shopId, who, ctx)),
  route(c.removeMember, ({ shopId, accountId }) => s.removeMember(shopId, accountId)),
  route(c.listCreatorMembers, ({ creatorId }) => s.listMembers(creatorId)),
  route(c.addCreatorMember, ({ creatorId, ...who }, ctx) => s.addMember(creatorId, who, ctx)),
  route(c.removeCreatorMember, ({ creatorId, accountId }) => s.removeMember(creatorId, accountId)),
  route(c.listPersonas, () => s.listPersonas()),
  route(c.becomePersona, (input, ctx) => s.becomePersona(input, ctx)),
]
