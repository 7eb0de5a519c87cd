// The frame of every page but the feed: a heading, a way back, and the three states of what it reads.
import { useRouter, useNavigate } from '@tanstack/react-router'
import type { UseQueryResult } from '@tanstack/react-query'
import { ChevronLeft } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf, type ApiProblem } from '#app/client'
import { ErrorState, IconButton, useLocale } from '#app/ui'
import { RowsSkeleton } from './skeleton.tsx'

type PageProps = {
  title: string
  back?: boolean
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

export function Page({ title, back = false, actions, footer, children }: PageProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const navigate = useNavigate()
  useTitle(title)
  return (
    <div className={`page ${footer ? 'page-with-footer' : ''}`}>
      <header className="page-head">
        {back ? (
          <IconButton
            icon={ChevronLeft}
            label={t('nav.back')}
            onClick={() => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/' }))}
          />
        ) : null}
        <h1>{title}</h1>
        {actions}
      </header>
      <div className="page-body">{children}</div>
      {footer ? <footer className="page-foot">{footer}</footer> : null}
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Serendip`
  }, [title])
}

type ReadProps<T> = {
  query: UseQueryResult<T, ApiProblem>
  skeleton?: ReactNode
  /** Something that stands in the same frame is still on its way: nothing moves when it comes. */
  waits?: boolean
  children: (data: T) => ReactNode
}

/** Skeleton, error with retry, or the data. Old data stays while new is fetched. */
export function Read<T>({ query, skeleton, waits = false, children }: ReadProps<T>) {
  const locale = useLocale()
  if (query.data !== undefined && !waits) return children(query.data)
  if (query.error)
    return <ErrorState problem={problemOf(query.error, locale)} onRetry={() => void query.refetch()} />
  return skeleton ?? <RowsSkeleton />
}

/** A block of a page with its own heading. */
export const Section = ({
  title,
  action,
  children,
}: {
  title?: string
  action?: ReactNode
  children: ReactNode
}) => (
  <section className="section">
    {title ? (
      <header className="section-head">
        <h2>{title}</h2>
        {action}
      </header>
    ) : null}
    {children}
  </section>
)
