// A merchant's first page: how it goes, what waits by deadline, what sells. Every number leads to the rows behind it.
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { PackagePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass, DataTable, EmptyState, Money, Panel, useText, type Column } from '#app/ui'
import { getFunnel, getOverview, type FunnelRow } from '#modules/compass/contract'
import { listProducts } from '#modules/shop/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FunnelView } from '../app/funnel-view.tsx'
import { OverviewTiles } from '../app/overview-tiles.tsx'
import { Page, Read, RowsSkeleton, TilesSkeleton } from '../app/page.tsx'
import { PeriodPicker, readDays, type Days } from '../app/period.tsx'
import { useMay, useMembership, useSession } from '../app/session.tsx'
import { StockLeft } from './stock-left.tsx'
import { Todos } from './todos.tsx'

export function HomePage() {
  const { t } = useTranslation()
  const text = useText()
  const shopId = useShopId()
  const membership = useMembership()
  const may = useMay()
  const { now } = useSession()
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  const seesNumbers = may('analytics.read')
  return (
    <Page
      scope="order.read"
      title={t(`home.greeting.${partOfDay(now)}`, { name: membership ? text(membership.name) : '' })}
      actions={
        <>
          {seesNumbers ? <PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} /> : null}
          {may('product.write') ? (
            <Link
              to="/shop/$shopId/products/new"
              params={{ shopId }}
              className={buttonClass({ variant: 'primary' })}
            >
              <PackagePlus size={18} aria-hidden /> {t('products.new')}
            </Link>
          ) : null}
        </>
      }
    >
      {seesNumbers ? <Numbers shopId={shopId} days={days} /> : null}
      <div className="columns">
        {seesNumbers ? <FunnelPanel shopId={shopId} days={days} /> : null}
        <Todos shopId={shopId} />
      </div>
      {seesNumbers ? <BestSellers shopId={shopId} days={days} /> : null}
    </Page>
  )
}

function partOfDay(now: string): 'morning' | 'afternoon' | 'evening' {
  const hour = new Date(now).getHours()
  return hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}

function Numbers({ shopId, days }: { shopId: string; days: Days }) {
  const query = useQuery(queryOf(getOverview, { shopId, days }))
  const week = useQuery({ ...queryOf(getOverview, { shopId, days: '7' }), enabled: days === '1' })
  const lines = (search: Record<string, string>): LinkProps => ({
    to: '/shop/$shopId/lines',
    params: { shopId },
    search: { days, ...search },
  })
  const linkOf = (metric: string): LinkProps => {
    if (metric === 'gpm')
      return { to: '/shop/$shopId/funnel', params: { shopId }, search: { days, by: 'content' } }
    if (metric === 'netAmount') return lines({ stage: 'kept' })
    return lines({ stage: metric === 'refundRate' ? 'refunded' : 'paid' })
  }
  return (
    <Read query={query} skeleton={<TilesSkeleton />}>
      {(overview) => (
        <OverviewTiles
          overview={overview}
          days={Number(days)}
          linkOf={linkOf}
          trend={days === '1' ? week.data : undefined}
        />
      )}
    </Read>
  )
}

function FunnelPanel({ shopId, days }: { shopId: string; days: Days }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getFunnel, { shopId, days, by: 'product' }))
  return (
    <Panel
      title={t(`home.funnel${days}`)}
      action={
        <Link to="/shop/$shopId/funnel" params={{ shopId }} search={{ days, by: 'content' }} className="link">
          {t('home.takeApart')}
        </Link>
      }
    >
      <Read query={query} skeleton={<RowsSkeleton rows={4} />}>
        {(funnel) => (
          <FunnelView funnel={funnel} label={t(`home.funnel${days}`)} shopId={shopId} days={days} />
        )}
      </Read>
    </Panel>
  )
}

function BestSellers({ shopId, days }: { shopId: string; days: Days }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getFunnel, { shopId, days, by: 'product' }))
  return (
    <Panel
      flush
      title={t('home.best')}
      action={
        <Link to="/shop/$shopId/products" params={{ shopId }} className="link">
          {t('home.allProducts')}
        </Link>
      }
    >
      <Read query={query}>
        {({ rows, period }) => (
          <BestTable
            rows={rows.filter((r) => r.paid > 0).slice(0, 6)}
            shopId={shopId}
            days={days}
            currency={period.currency}
          />
        )}
      </Read>
    </Panel>
  )
}

function BestTable({
  rows,
  shopId,
  days,
  currency,
}: {
  rows: FunnelRow[]
  shopId: string
  days: Days
  currency: 'CNY' | 'USD'
}) {
  const { t } = useTranslation()
  const text = useText()
  const products = useQuery(queryOf(listProducts, { shopId, limit: '100' }))
  const productOf = (id: string | null) => products.data?.items.find((p) => p.productId === id)
  if (rows.length === 0) return <EmptyState title={t('home.noSales')} detail={t('home.noSalesDetail')} />
  const columns: Column<FunnelRow>[] = [
    {
      key: 'product',
      head: t('products.product'),
      rowHeader: true,
      cell: (r) => (
        <Link
          to="/shop/$shopId/products/$productId"
          params={{ shopId, productId: r.id ?? '' }}
          className="goods-cell"
        >
          {productOf(r.id)?.imageUrl ? (
            <img src={productOf(r.id)!.imageUrl!} alt="" width={32} height={32} loading="lazy" />
          ) : null}
          <span>{r.name ? text(r.name) : r.id}</span>
        </Link>
      ),
    },
    { key: 'click', head: t('funnel.click'), numeric: true, cell: (r) => r.click.toLocaleString() },
    {
      key: 'paid',
      head: t('home.paid'),
      numeric: true,
      cell: (r) => (
        <Link
          to="/shop/$shopId/lines"
          params={{ shopId }}
          search={{ days, stage: 'paid', productId: r.id ?? '' }}
          className="link-figure"
        >
          <Money minor={r.paidMinor} currency={currency} />
        </Link>
      ),
    },
    {
      key: 'kept',
      head: t('home.kept'),
      numeric: true,
      cell: (r) => (
        <Money className="good" minor={BigInt(r.paidMinor) - BigInt(r.refundedMinor)} currency={currency} />
      ),
    },
    {
      key: 'stock',
      head: t('products.stock'),
      numeric: true,
      cell: (r) => {
        const p = productOf(r.id)
        return p ? <StockLeft available={p.available} lowSkus={p.lowSkus} /> : '—'
      },
    },
  ]
  return <DataTable label={t('home.best')} columns={columns} rows={rows} rowKey={(r) => r.id ?? 'none'} />
}
