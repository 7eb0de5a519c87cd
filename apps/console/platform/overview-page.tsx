// The platform at a glance; for a role that sees no numbers, what it has to do.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LayoutList } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, EmptyState, Money, Panel } from '#app/ui'
import { getPlatformOverview } from '#modules/compass/contract'
import { getHealth } from '#modules/ledger/contract'
import { listReviews } from '#modules/governance/contract'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useCategoryName } from '../app/names.tsx'
import { OverviewTiles } from '../app/overview-tiles.tsx'
import { Page, Read, TilesSkeleton } from '../app/page.tsx'
import { PeriodPicker, readDays, type Days } from '../app/period.tsx'
import { useMay, useMembership } from '../app/session.tsx'
import { HealthTiles } from './health-tiles.tsx'

export function PlatformPage() {
  const { t } = useTranslation()
  const may = useMay()
  const isMember = useMembership() !== null
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  const seesNumbers = may('analytics.read')
  return (
    <Page
      title={t('platform.title')}
      {...(isMember ? {} : { scope: 'analytics.read' as const })}
      actions={
        seesNumbers ? <PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} /> : null
      }
    >
      {may('review.decide') ? <Waiting /> : null}
      {seesNumbers ? <Numbers days={days} /> : null}
      {may('ledger.read') ? <Books /> : null}
    </Page>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(listReviews, { limit: '1' }))
  return (
    <Read query={query} skeleton={null}>
      {({ queued, overdue }) => (
        <Link
          to="/platform/reviews"
          className={`todo todo-${overdue > 0 ? 'rose' : queued > 0 ? 'amber' : 'plain'}`}
        >
          <span>
            {t('platform.reviewsWait')}
            {overdue > 0 ? <small>{t('platform.overdue', { n: overdue })}</small> : null}
          </span>
          <b className="num">{queued}</b>
        </Link>
      )}
    </Read>
  )
}

function Numbers({ days }: { days: Days }) {
  const { t } = useTranslation()
  const categoryName = useCategoryName()
  const query = useQuery(queryOf(getPlatformOverview, { days }))
  const week = useQuery({ ...queryOf(getPlatformOverview, { days: '7' }), enabled: days === '1' })
  return (
    <Read query={query} skeleton={<TilesSkeleton count={7} />}>
      {(overview) => (
        <>
          <OverviewTiles
            overview={overview}
            days={Number(days)}
            trend={days === '1' ? week.data : undefined}
            linkOf={(metric) =>
              metric === 'impressions' || metric === 'clickRate' || metric === 'activeShoppers'
                ? { to: '/platform/signals' }
                : { to: '/platform/transfers' }
            }
          />
          <Panel flush title={t('platform.categories')}>
            {overview.categories.length === 0 ? (
              <EmptyState icon={LayoutList} title={t('home.noSales')} detail={t('platform.noSalesDetail')} />
            ) : (
              <DataTable
                label={t('platform.categories')}
                rows={overview.categories}
                rowKey={(c) => c.categoryId}
                columns={[
                  {
                    key: 'name',
                    head: t('products.category'),
                    rowHeader: true,
                    cell: (c) => categoryName(c.categoryId),
                  },
                  {
                    key: 'lines',
                    head: t('payout.lines'),
                    numeric: true,
                    cell: (c) => c.paidLines.toLocaleString(),
                  },
                  {
                    key: 'paid',
                    head: t('home.paid'),
                    numeric: true,
                    cell: (c) => <Money minor={c.paidMinor} currency={overview.period.currency} />,
                  },
                ]}
              />
            )}
          </Panel>
        </>
      )}
    </Read>
  )
}

function Books() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getHealth, {}))
  return (
    <section className="stack" aria-label={t('ledger.health')}>
      <h2>{t('ledger.health')}</h2>
      <Read query={query} skeleton={<TilesSkeleton count={4} />}>
        {(health) => <HealthTiles health={health} />}
      </Read>
    </section>
  )
}
