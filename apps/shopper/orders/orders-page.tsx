// My orders, by state, newest first.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Package } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, buttonClass, EmptyState, ErrorState, Money, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listOrders } from '#modules/trade/contract'
import { api } from '../app/api.ts'
import { NeedsAccount } from '../me/needs-account.tsx'
import { Page } from '../app/page.tsx'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { StateTag, type OrderState } from './order-state.tsx'

type OrderPageOut = OutputOf<typeof listOrders>
type Order = OrderPageOut['items'][number]

const FILTERS = [
  'all',
  'awaiting-payment',
  'paid',
  'shipped',
  'received',
  'refunded',
] as const satisfies readonly ('all' | OrderState)[]

export function OrdersPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('orders.title')}>
      <NeedsAccount title={t('orders.title')}>
        <Orders />
      </NeedsAccount>
    </Page>
  )
}

function Orders() {
  const { t } = useTranslation()
  const { state } = useSearch({ from: '/orders' })
  const navigate = useNavigate()
  const query = useInfiniteQuery<OrderPageOut, ApiProblem, Order[], readonly unknown[], string | undefined>({
    queryKey: [listOrders.id, { state: state ?? null }],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listOrders,
        { ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  return (
    <>
      <div className="filters" role="group" aria-label={t('orders.filter')}>
        {FILTERS.map((f) => (
          <button
            key={f}
            type="button"
            aria-pressed={(state ?? 'all') === f}
            onClick={() =>
              void navigate({ to: '/orders', search: f === 'all' ? {} : { state: f }, replace: true })
            }
          >
            {t(`orders.filters.${f}`)}
          </button>
        ))}
      </div>
      {query.error ? <ErrorState problem={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={5} /> : null}
      {query.data?.length === 0 ? <NoOrders filtered={state !== undefined} /> : null}
      <ul className="order-list">
        {query.data?.map((o) => (
          <OrderCard key={o.orderId} order={o} />
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

function NoOrders({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={Package}
      title={t(filtered ? 'orders.noneHere' : 'orders.none')}
      detail={t(filtered ? 'orders.noneHereDetail' : 'orders.noneDetail')}
      action={
        <Link to={filtered ? '/orders' : '/'} className={buttonClass({ variant: 'primary' })}>
          {t(filtered ? 'orders.showAll' : 'cart.toFeed')}
        </Link>
      }
    />
  )
}

function OrderCard({ order }: { order: Order }) {
  const { t } = useTranslation()
  const text = useText()
  const [first, ...others] = order.lines
  const pieces = order.lines.reduce((sum, l) => sum + l.qty, 0)
  return (
    <li>
      <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className="card order-card">
        <span className="order-card-head">
          <b>{text(order.shopName)}</b>
          <StateTag order={order} />
        </span>
        {first ? (
          <span className="goods">
            <img src={first.imageUrl} alt="" width={64} height={64} loading="lazy" />
            <span className="goods-text">
              <span className="goods-title">{text(first.title)}</span>
              <span className="muted">
                {text(first.skuName)}
                {others.length > 0 ? ` · ${t('orders.andOthers', { n: others.length })}` : ''}
              </span>
            </span>
          </span>
        ) : null}
        <span className="order-card-foot">
          <span className="muted num">{t('orders.pieces', { n: pieces })}</span>
          <span>
            {t('orders.total')}{' '}
            <b>
              <Money minor={order.totalMinor} currency={order.currency} />
            </b>
          </span>
        </span>
      </Link>
    </li>
  )
}
