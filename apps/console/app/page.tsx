// The frame of a page: heading, actions, and the states of what it reads: waiting, refused, wrong, nothing there.
import type { UseQueryResult } from '@tanstack/react-query'
import { createLink, Link } from '@tanstack/react-router'
import { ChevronLeft, Lock } from 'lucide-react'
import { useEffect, type ComponentProps, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, buttonClass, EmptyState, ErrorState, Loading, Skeleton } from '#app/ui'
import type { Scope } from '#kernel/scopes'
import type { ListQuery } from './list.ts'
import { useMembership } from './session.tsx'

type PageProps = {
  title: string
  detail?: ReactNode
  back?: ReactNode
  actions?: ReactNode
  scope?: Scope
  children: ReactNode
}

/** `scope`: what the page is for; a role without it sees why, not an error. */
export function Page({ title, detail, back, actions, scope, children }: PageProps) {
  const membership = useMembership()
  useTitle(title)
  const allowed = scope === undefined || (membership?.scopes.includes(scope) ?? false)
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          {back}
          <h1>{title}</h1>
          {detail}
        </div>
        {allowed && actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {membership === null && scope ? <NotMine /> : allowed ? children : <Forbidden />}
    </div>
  )
}

/** The way up from a page, typed like any link. */
export const BackLink = createLink(({ children, ...rest }: ComponentProps<'a'>) => (
  <a {...rest} className="back-link">
    <ChevronLeft size={16} aria-hidden /> {children}
  </a>
))

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Serendip`
  }, [title])
}

export function Forbidden() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={Lock}
      title={t('app.forbidden')}
      detail={t('app.forbiddenDetail')}
      action={
        <Link to="/" className={buttonClass()}>
          {t('app.toHome')}
        </Link>
      }
    />
  )
}

function NotMine() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={Lock}
      title={t('app.notMine')}
      detail={t('app.notMineDetail')}
      action={
        <Link to="/" className={buttonClass()}>
          {t('app.toHome')}
        </Link>
      }
    />
  )
}

type ReadProps<T> = {
  query: UseQueryResult<T, ApiProblem>
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** Skeleton, error with retry, or the data. Old data stays while new is fetched. */
export function Read<T>({ query, skeleton, children }: ReadProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
  return skeleton ?? <RowsSkeleton />
}

type ListProps<T, P> = {
  query: ListQuery<T, P>
  empty: ReactNode
  children: (items: T[], firstPage: P) => ReactNode
}

/** A list that is read page by page: the three states, the rows, and a button for more. */
export function List<T, P>({ query, empty, children }: ListProps<T, P>) {
  const { t } = useTranslation()
  if (query.data === undefined) {
    return query.error ? (
      <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <RowsSkeleton />
    )
  }
  if (query.data.items.length === 0) return empty
  return (
    <>
      {children(query.data.items, query.data.first)}
      {query.error ? <ErrorState problem={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.hasNextPage ? (
        <div className="more">
          <Button size="s" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('app.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

export const RowsSkeleton = ({ rows = 6 }: { rows?: number }) => (
  <Loading>
    <div className="rows-skeleton">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} />
      ))}
    </div>
  </Loading>
)

export const TilesSkeleton = ({ count = 6 }: { count?: number }) => (
  <Loading>
    <div className="tiles">
      {Array.from({ length: count }, (_, i) => (
        <Skeleton key={i} className="tile-skeleton" />
      ))}
    </div>
  </Loading>
)
