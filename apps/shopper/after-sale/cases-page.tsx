// My after-sale cases, the newest first, each with where it stands and whose turn it is.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, buttonClass, EmptyState, ErrorState, Money, Tag, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listAfterSales } from '#modules/trade/contract'
import { api } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'
import { Deadline } from './deadline.tsx'
import { useCaseWords } from './words.ts'

type Out = OutputOf<typeof listAfterSales>
type Row = Out['items'][number]

export function CasesPage() {
  const w = useCaseWords()
  return (
    <Page title={w('list')} back>
      <NeedsAccount title={w('list')}>
        <Cases />
      </NeedsAccount>
    </Page>
  )
}

function Cases() {
  const { t } = useTranslation()
  const w = useCaseWords()
  const query = useInfiniteQuery<Out, ApiProblem, Row[], readonly unknown[], string | undefined>({
    queryKey: [listAfterSales.id, {}],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listAfterSales, pageParam ? { cursor: pageParam } : {}, { signal }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  return (
    <>
      {query.error ? <ErrorState problem={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={3} /> : null}
      {query.data?.length === 0 ? (
        <EmptyState
          icon={RotateCcw}
          title={w('none')}
          detail={w('noneDetail')}
          action={
            <Link to="/orders" className={buttonClass({ variant: 'primary' })}>
              {t('orders.title')}
            </Link>
          }
        />
      ) : null}
      <ul className="case-list">
        {query.data?.map((c) => (
          <li key={c.afterSaleId}>
            <CaseCard of={c} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </>
  )
}

function CaseCard({ of: c }: { of: Row }) {
  const w = useCaseWords()
  const text = useText()
  const [first] = c.lines
  return (
    <Link to="/after-sales/$afterSaleId" params={{ afterSaleId: c.afterSaleId }} className="card case-card">
      <span className="case-card-head">
        <b>{w(`type.${c.type}`)}</b>
        <Tag
          tone={c.waitsFor === 'buyer' || c.waitsFor === 'both' ? 'amber' : c.waitsFor ? 'plum' : 'neutral'}
        >
          {w(`state.${c.state}`)}
        </Tag>
      </span>
      <span className="case-line">
        {first ? <img src={first.imageUrl} alt="" width={56} height={56} loading="lazy" /> : null}
        <span className="goods-text">
          <span className="goods-title">{first ? text(first.title) : c.orderId}</span>
          {c.dueAt ? (
            <small>
              <Deadline at={c.dueAt} />
            </small>
          ) : null}
        </span>
        {c.asksMoney ? (
          <Money minor={BigInt(c.amountMinor) + BigInt(c.freightMinor)} currency={c.currency} />
        ) : null}
      </span>
    </Link>
  )
}
