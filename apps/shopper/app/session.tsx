// Who is using the app. Nobody is turned away: without a session a guest is made, who can swipe, like and fill a cart, and
// becomes an account in place on sign-up, with everything kept.
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, type ReactNode } from 'react'
import { ErrorState, PlatformClock, useToast, type Locale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  becomePersona,
  getSession,
  logIn,
  logOut,
  logOutEverywhere,
  signUp,
  startGuest,
  updateMe,
} from '#modules/identity/contract'
import { useTranslation } from 'react-i18next'
import { forgetFeeds } from '../feed/feeds.ts'
import { forgetSocial } from '../feed/social.ts'
import { api, queries, SESSION_KEY } from './api.ts'
import { changeLocale, currentLocale } from './i18n.ts'
import { AppSkeleton } from './skeleton.tsx'

type Session = OutputOf<typeof getSession>
export type Account = NonNullable<Session['account']>
export type ReadySession = Session & { account: Account }

async function loadSession(): Promise<ReadySession> {
  const known = await api.call(getSession, {})
  const session = known.account
    ? known
    : { ...(await api.call(startGuest, { locale: currentLocale() })), ended: known.ended }
  if (!session.account) throw new Error('a guest session without an account')
  return { ...session, account: session.account }
}

/** Asked for before anything is drawn, while the words are still on their way. */
export const askWhoItIs = (): void =>
  void queries.prefetchQuery({ queryKey: SESSION_KEY, queryFn: loadSession, staleTime: Infinity })

const SessionContext = createContext<ReadySession | null>(null)

/** Shows the app once it is known who is using it. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: loadSession,
    staleTime: Infinity,
  })
  useAccountLocale(data)
  useEndedNotice(data)
  if (data)
    return (
      <SessionContext value={data}>
        <PlatformClock now={data.now}>{children}</PlatformClock>
      </SessionContext>
    )
  if (error) return <ErrorState problem={error} onRetry={() => void refetch()} />
  return <AppSkeleton />
}

export function useSession(): ReadySession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside SessionGate')
  return session
}

export const useAccount = (): Account => useSession().account

/** The language kept with the account wins over the device's, once, when the account arrives. */
function useAccountLocale(session: ReadySession | undefined): void {
  const id = session?.account.guest === false ? session.account.id : null
  const locale = session?.account.locale
  useEffect(() => {
    if (id && locale && locale !== currentLocale()) void changeLocale(locale)
  }, [id, locale])
}

function useEndedNotice(session: ReadySession | undefined): void {
  const { t } = useTranslation()
  const toast = useToast()
  const ended = session?.ended ?? null
  useEffect(() => {
    if (ended) toast(t('session.ended'))
  }, [ended, t, toast])
}

// --- Changing who it is ----------------------------------------------------------------------------------------------

/** A new person: everything read for the former one is forgotten, and read anew where it is on screen. */
async function become(session: Session): Promise<void> {
  forgetFeeds()
  forgetSocial()
  queries.setQueryData(SESSION_KEY, session)
  await queries.resetQueries({ predicate: (q) => q.queryKey[0] !== SESSION_KEY[0] })
}

export const enter = async (email: string, password: string): Promise<void> =>
  become(await api.call(logIn, { email, password }))

export const enterAs = async (persona: string): Promise<Session> => {
  const session = await api.call(becomePersona, { key: persona })
  await become(session)
  return session
}

/** The guest's account goes on, so the feed and the cart stay as they are. */
export async function register(email: string, password: string, nickname?: string): Promise<void> {
  const session = await api.call(signUp, {
    email,
    password,
    locale: currentLocale(),
    ...(nickname ? { nickname } : {}),
  })
  queries.setQueryData(SESSION_KEY, session)
}

export async function leave(everywhere: boolean): Promise<void> {
  await api.call(everywhere ? logOutEverywhere : logOut, {})
  await become(await loadSession())
}

export async function switchLocale(locale: Locale): Promise<void> {
  await changeLocale(locale)
  await api.call(updateMe, { locale })
}
