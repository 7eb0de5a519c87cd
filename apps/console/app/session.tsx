// Who is at the desk, for which organisation, and what the role there may do.
import { useLocation, useParams } from '@tanstack/react-router'
import { createContext, useContext } from 'react'
import type { Locale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { Scope } from '#kernel/scopes'
import { becomePersona, getSession, logIn, logOut, updateMe } from '#modules/identity/contract'
import { api, queries, SESSION_KEY } from './api.ts'
import { changeLocale } from './i18n.ts'

export type Session = OutputOf<typeof getSession>
export type Account = NonNullable<Session['account']>
export type Membership = Session['memberships'][number]
export type DeskSession = Session & { account: Account }

export const SessionContext = createContext<DeskSession | null>(null)

export function useSession(): DeskSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside SessionGate')
  return session
}

/** The organisation the address is about; null when one is not a member of it. */
export function useMembership(): Membership | null {
  const { memberships } = useSession()
  const params = useParams({ strict: false })
  const { pathname } = useLocation()
  if (pathname.startsWith('/platform')) return memberships.find((m) => m.orgKind === 'platform') ?? null
  const orgId = params.shopId ?? params.creatorId ?? params.agencyId
  return memberships.find((m) => m.orgId === orgId) ?? null
}

/** Whether the role at this organisation may do it. A suspended organisation only looks. */
export function useMay(): (scope: Scope) => boolean {
  const membership = useMembership()
  return (scope) =>
    membership !== null && membership.scopes.includes(scope) && (!membership.suspended || !WRITES.test(scope))
}
const WRITES = /\.(write|ship|decide|withdraw)$/

/** A new person: what was read for the former one is forgotten first, so that nothing of it is shown for a moment. */
async function become(session: Session): Promise<void> {
  queries.removeQueries({ predicate: (q) => q.queryKey[0] !== SESSION_KEY[0] })
  queries.setQueryData(SESSION_KEY, session)
}

export const enter = async (email: string, password: string): Promise<void> =>
  become(await api.call(logIn, { email, password }))
export const enterAs = async (key: string): Promise<void> => become(await api.call(becomePersona, { key }))
export async function leave(): Promise<void> {
  await api.call(logOut, {})
  await become(await api.call(getSession, {}))
}

export async function switchLocale(locale: Locale): Promise<void> {
  await changeLocale(locale)
  const account = await api.call(updateMe, { locale })
  queries.setQueryData<Session>(SESSION_KEY, (old) => (old ? { ...old, account } : old))
  // Sentences of the server come in its caller's language.
  await queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== SESSION_KEY[0] })
}
