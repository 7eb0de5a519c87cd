// Without an account there is only the door; a session that ends leads back to it, and then to the same page.
import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Loading, PlatformClock, Skeleton, useToast } from '#app/ui'
import { getSession } from '#modules/identity/contract'
import { api, SESSION_KEY } from './api.ts'
import { changeLocale, currentLocale } from './i18n.ts'
import { LogInPage } from './log-in-page.tsx'
import { SessionContext, type Session } from './session.tsx'

export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api.call(getSession, {}, { signal }),
    staleTime: Infinity,
  })
  useAccountLocale(data)
  useEndedNotice(data?.ended ?? null)
  if (!data) return error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <Waiting />
  const { account } = data
  if (!account || account.guest) return <LogInPage demo={data.demo} />
  return (
    <SessionContext value={{ ...data, account }}>
      <PlatformClock now={data.now}>{children}</PlatformClock>
    </SessionContext>
  )
}

const Waiting = () => (
  <Loading>
    <Skeleton className="gate-skeleton" />
  </Loading>
)

function useAccountLocale(session: Session | undefined): void {
  const id = session?.account?.guest === false ? session.account.id : null
  const locale = session?.account?.locale
  useEffect(() => {
    if (id && locale && locale !== currentLocale()) void changeLocale(locale)
  }, [id, locale])
}

function useEndedNotice(ended: Session['ended']): void {
  const { t } = useTranslation()
  const toast = useToast()
  useEffect(() => {
    if (ended) toast(t('session.ended'))
  }, [ended, t, toast])
}
