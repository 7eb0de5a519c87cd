// A creator's first page: what was seen and bought because of it, and which contents did it.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileVideo, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  buttonClass,
  DataTable,
  EmptyState,
  formatBps,
  KeyValue,
  Money,
  Panel,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import { getCreatorOverview, type FunnelRow } from '#modules/compass/contract'
import { getCreator } from '#modules/content/contract'
import { useCreatorId, useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { ContentName } from '../app/names.tsx'
import { OverviewTiles } from '../app/overview-tiles.tsx'
import { Page, Read, TilesSkeleton } from '../app/page.tsx'
import { PeriodPicker, readDays } from '../app/period.tsx'
import { useMay, useMembership } from '../app/session.tsx'
import { ShopLinks } from './shop-links.tsx'

export function OverviewPage() {
  const { t } = useTranslation()
  const text = useText()
  const creatorId = useCreatorId()
  const membership = useMembership()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  return (
    <Page
      scope="content.read"
      title={membership ? text(membership.name) : ''}
      actions={
        <>
          {may('analytics.read') ? (
            <PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} />
          ) : null}
          {may('content.write') ? (
            <Link
              to="/creator/$creatorId/publish"
              params={{ creatorId }}
              className={buttonClass({ variant: 'primary' })}
            >
              <Upload size={18} aria-hidden /> {t('nav.publish')}
            </Link>
          ) : null}
        </>
      }
    >
      {may('member.read') ? <ShopLinks creatorId={creatorId} state="invited" /> : null}
      {may('analytics.read') ? <Numbers creatorId={creatorId} days={days} /> : null}
      {may('member.read') ? <ShopLinks creatorId={creatorId} state="linked" /> : null}
      <Profile creatorId={creatorId} />
    </Page>
  )
}

function Numbers({ creatorId, days }: { creatorId: string; days: '1' | '7' | '30' }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getCreatorOverview, { creatorId, days }))
  const week = useQuery({ ...queryOf(getCreatorOverview, { creatorId, days: '7' }), enabled: days === '1' })
  return (
    <Read query={query} skeleton={<TilesSkeleton count={7} />}>
      {(overview) => (
        <>
          <OverviewTiles
            overview={overview}
            days={Number(days)}
            trend={days === '1' ? week.data : undefined}
            linkOf={(metric) =>
              metric === 'paidLines' || metric === 'paidAmount' || metric === 'refundRate'
                ? { to: '/creator/$creatorId/earnings', params: { creatorId } }
                : { to: '/creator/$creatorId/contents', params: { creatorId } }
            }
          />
          <Panel flush title={t('creator.byContent')}>
            {overview.contents.length === 0 ? (
              <EmptyState
                icon={FileVideo}
                title={t('creator.noContents')}
                detail={t('creator.noContentsDetail')}
              />
            ) : (
              <Contents rows={overview.contents} currency={overview.period.currency} />
            )}
          </Panel>
        </>
      )}
    </Read>
  )
}

function Contents({ rows, currency }: { rows: FunnelRow[]; currency: 'CNY' | 'USD' }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const columns: Column<FunnelRow>[] = [
    {
      key: 'name',
      head: t('funnel.bys.content'),
      rowHeader: true,
      cell: (r) => (
        <span className="clip">
          {r.name ? text(r.name) : r.id ? <ContentName id={r.id} /> : t('funnel.nobody')}
        </span>
      ),
    },
    {
      key: 'impression',
      head: t('funnel.impression'),
      numeric: true,
      cell: (r) => r.impression.toLocaleString(),
    },
    { key: 'click', head: t('funnel.click'), numeric: true, cell: (r) => r.click.toLocaleString() },
    {
      key: 'rate',
      head: t('funnel.clickRate'),
      numeric: true,
      cell: (r) => (r.rates.click === null ? '—' : formatBps(r.rates.click, locale)),
    },
    { key: 'paid', head: t('funnel.paid'), numeric: true, cell: (r) => r.paid.toLocaleString() },
    { key: 'kept', head: t('funnel.kept'), numeric: true, cell: (r) => r.kept.toLocaleString() },
    {
      key: 'amount',
      head: t('home.paid'),
      numeric: true,
      cell: (r) => <Money minor={r.paidMinor} currency={currency} />,
    },
  ]
  return (
    <DataTable label={t('creator.byContent')} columns={columns} rows={rows} rowKey={(r) => r.id ?? 'none'} />
  )
}

function Profile({ creatorId }: { creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const query = useQuery(queryOf(getCreator, { creatorId }))
  return (
    <Panel
      title={t('creator.profile')}
      action={
        <a className="link" href={`/author/${creatorId}`}>
          {t('creator.asViewer')}
        </a>
      }
    >
      <Read query={query}>
        {(c) => (
          <>
            <KeyValue
              facts={[
                { label: t('creator.followers'), value: c.followers.toLocaleString() },
                { label: t('creator.tier'), value: t(`creator.tiers.${c.tier}`) },
              ]}
            />
            <p className="prose muted">{text(c.bio)}</p>
          </>
        )}
      </Read>
    </Panel>
  )
}
