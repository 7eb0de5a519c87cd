// Who is calling, as seen from outside: sessions, sign-up, one's own account and addresses, who works for a shop or a creator, demo log-ins.
// Organisations are opened by flows (shop.openShop, content.openCreator), because a shop or a creator is made with them.
import * as account from './contract/account.ts'
import * as demo from './contract/demo.ts'
import * as members from './contract/members.ts'
import * as sessions from './contract/sessions.ts'

export * from './contract/account.ts'
export * from './contract/demo.ts'
export * from './contract/members.ts'
export * from './contract/sessions.ts'

export const identityEndpoints = [
  sessions.getSession,
  sessions.startGuest,
  sessions.logIn,
  sessions.logOut,
  sessions.logOutEverywhere,
  account.signUp,
  account.changePassword,
  account.updateMe,
  account.listAddresses,
  account.addAddress,
  account.replaceAddress,
  account.removeAddress,
  members.listMembers,
  members.addMember,
  members.removeMember,
  members.listCreatorMembers,
  members.addCreatorMember,
  members.removeCreatorMember,
  demo.listPersonas,
  demo.becomePersona,
] as const
