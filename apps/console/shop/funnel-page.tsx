// From being seen to being kept, taken apart by content, creator or product; every figure leads to its order lines.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartNoAxesCombined } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  DataTable,
  DateTime,
  EmptyState,
  formatBps,
  Money,
  Panel,
  Segmented,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import { getFunnel, type FunnelRow } from '#modules/compass/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FunnelView } from '../app/funnel-view.tsx'
import { ContentName, CreatorName } from '../app/names.tsx'
import { Page, Read } from '../app/page.tsx'
import { PeriodPicker, readDays, type Days } from '../app/period.tsx'
import { oneOf } from '../app/search.ts'

const BY = ['content', 'creator', 'product', 'none'] as const
type By = (typeof BY)[number]

export function FunnelPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  const by = oneOf(BY, filters.by) ?? 'content'
  const query = useQuery(queryOf(getFunnel, { shopId, days, by }))
  return (
    <Page
      title={t('nav.funnel')}
      scope="analytics.read"
      actions={<PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} />}
    >
      <Read query={query}>
        {(data) => (
          <>
            <Panel
              title={t('funnel.title')}
              action={
                <span className="muted">
                  {t('funnel.asOf')} <DateTime at={data.period.asOf} />
                </span>
              }
            >
              <FunnelView funnel={data} label={t('funnel.title')} shopId={shopId} days={days} />
              <p className="muted">{t('funnel.scale')}</p>
            </Panel>
            <Panel
              flush
              title={t('funnel.apart')}
              action={
                <Segmented
                  label={t('funnel.by')}
                  value={by}
                  onChange={(next) => setFilters({ by: next })}
                  options={BY.map((b) => ({ value: b, label: t(`funnel.bys.${b}`) }))}
                />
              }
            >
              {by === 'none' ? (
                <p className="muted panel-text">{t('funnel.together')}</p>
              ) : data.rows.length === 0 ? (
                <EmptyState
                  icon={ChartNoAxesCombined}
                  title={t('funnel.none')}
                  detail={t('funnel.noneDetail')}
                />
              ) : (
                <Rows rows={data.rows} by={by} shopId={shopId} days={days} currency={data.period.currency} />
              )}
              {data.hiddenRows > 0 ? (
                <p className="muted panel-text">{t('funnel.hidden', { n: data.hiddenRows })}</p>
              ) : null}
            </Panel>
          </>
        )}
      </Read>
    </Page>
  )
}

type RowsProps = {
  rows: FunnelRow[]
  by: Exclude<By, 'none'>
  shopId: string
  days: Days
  currency: 'CNY' | 'USD'
}

function Rows({ rows, by, shopId, days, currency }: RowsProps) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const rate = (bps: number | null) => (bps === null ? '—' : formatBps(bps, locale))
  const lines = (r: FunnelRow, stage: string) => ({ days, stage, [`${by}Id`]: r.id ?? 'none' })
  const column = (key: 'order' | 'paid' | 'kept'): Column<FunnelRow> => ({
    key,
    head: t(`funnel.${key}`),
    numeric: true,
    cell: (r) =>
      by === 'product' && r.id === null ? (
        r[key]
      ) : (
        <Link to="/shop/$shopId/lines" params={{ shopId }} search={lines(r, key)} className="link-figure">
          {r[key].toLocaleString()}
        </Link>
      ),
  })
  const columns: Column<FunnelRow>[] = [
    {
      key: 'name',
      head: t(`funnel.bys.${by}`),
      rowHeader: true,
      cell: (r) => (
        <span className="clip">
          {r.id === null ? (
            t('funnel.nobody')
          ) : r.name ? (
            text(r.name)
          ) : by === 'content' ? (
            <ContentName id={r.id} />
          ) : by === 'creator' ? (
            <CreatorName id={r.id} />
          ) : (
            r.id
          )}
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
    { key: 'clickRate', head: t('funnel.clickRate'), numeric: true, cell: (r) => rate(r.rates.click) },
    column('order'),
    column('paid'),
    column('kept'),
    { key: 'keptRate', head: t('funnel.keptRate'), numeric: true, cell: (r) => rate(r.rates.kept) },
    {
      key: 'amount',
      head: t('home.paid'),
      numeric: true,
      cell: (r) => <Money minor={r.paidMinor} currency={currency} />,
    },
    {
      key: 'net',
      head: t('home.kept'),
      numeric: true,
      cell: (r) => (
        <Money className="good" minor={BigInt(r.paidMinor) - BigInt(r.refundedMinor)} currency={currency} />
      ),
    },
  ]
  return <DataTable label={t('funnel.apart')} columns={columns} rows={rows} rowKey={(r) => r.id ?? 'none'} />
}
