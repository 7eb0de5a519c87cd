// The order lines behind a number, with the sum they make, so that anybody can add it up again.
import { Link } from '@tanstack/react-router'
import { ListOrdered } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, Money, Panel, Segmented, Tag, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getFunnelRows } from '#modules/compass/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { useList } from '../app/list.ts'
import { ContentName, CreatorName } from '../app/names.tsx'
import { BackLink, List, Page } from '../app/page.tsx'
import { PeriodPicker, readDays } from '../app/period.tsx'
import { oneOf } from '../app/search.ts'
import { useProductName } from './product-name.tsx'

type Line = OutputOf<typeof getFunnelRows>['items'][number]
const STAGES = ['order', 'paid', 'kept', 'refunded'] as const

export function LinesPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  const stage = oneOf(STAGES, filters.stage) ?? 'paid'
  const { contentId, creatorId, productId } = filters
  const query = useList(getFunnelRows, {
    shopId,
    days,
    stage,
    limit: '50',
    ...(contentId ? { contentId } : {}),
    ...(creatorId ? { creatorId } : {}),
    ...(productId ? { productId } : {}),
  })
  const nameOf = useProductName(shopId)
  const columns: Column<Line>[] = [
    {
      key: 'product',
      head: t('products.product'),
      rowHeader: true,
      cell: (l) => (
        <Link
          to="/shop/$shopId/orders/$orderId"
          params={{ shopId, orderId: l.orderId }}
          className="link-plain clip"
        >
          {nameOf(l.productId)}
        </Link>
      ),
    },
    { key: 'qty', head: t('order.qty'), numeric: true, cell: (l) => l.qty },
    {
      key: 'paid',
      head: t('home.paid'),
      numeric: true,
      cell: (l) => <Money minor={l.paidMinor} currency={l.currency} />,
    },
    {
      key: 'refunded',
      head: t('money.refunded'),
      numeric: true,
      cell: (l) =>
        l.refundedMinor === '0' ? '—' : <Money minor={-BigInt(l.refundedMinor)} currency={l.currency} />,
    },
    { key: 'at', head: t(`lines.at.${stage}`), numeric: true, cell: (l) => <DateTime at={l.at} /> },
    {
      key: 'creator',
      head: t('funnel.bys.creator'),
      cell: (l) =>
        l.creatorId ? <CreatorName id={l.creatorId} /> : <span className="muted">{t('funnel.nobody')}</span>,
    },
    {
      key: 'content',
      head: t('funnel.bys.content'),
      cell: (l) => (l.contentId ? <ContentName id={l.contentId} /> : '—'),
    },
  ]
  return (
    <Page
      title={t('lines.title')}
      scope="analytics.read"
      back={
        <BackLink to="/shop/$shopId/funnel" params={{ shopId }} search={{ days }}>
          {t('nav.funnel')}
        </BackLink>
      }
      actions={<PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} />}
    >
      <div className="toolbar">
        <Segmented
          label={t('lines.stage')}
          value={stage}
          onChange={(next) => setFilters({ stage: next })}
          options={STAGES.map((s) => ({ value: s, label: t(`lines.stages.${s}`) }))}
        />
        {contentId || creatorId || productId ? (
          <>
            <Tag tone="plum">
              {contentId === 'any' || contentId === 'none' ? (
                t(`lines.only.${contentId}`)
              ) : contentId ? (
                <ContentName id={contentId} />
              ) : creatorId === 'none' ? (
                t('lines.only.none')
              ) : creatorId ? (
                <CreatorName id={creatorId} />
              ) : (
                nameOf(productId!)
              )}
            </Tag>
            <button
              type="button"
              className="link"
              onClick={() => setFilters({ contentId: undefined, creatorId: undefined, productId: undefined })}
            >
              {t('lines.all')}
            </button>
          </>
        ) : null}
      </div>
      <Panel flush>
        <List
          query={query}
          empty={<EmptyState icon={ListOrdered} title={t('lines.none')} detail={t('lines.noneDetail')} />}
        >
          {(items, first) => (
            <>
              <p className="panel-text">
                {t('lines.sum', { n: first.lines })}{' '}
                <b>
                  <Money minor={first.paidMinor} currency={items[0]!.currency} />
                </b>{' '}
                · {t('money.refunded')}{' '}
                <b>
                  <Money minor={first.refundedMinor} currency={items[0]!.currency} />
                </b>
              </p>
              <DataTable label={t('lines.title')} columns={columns} rows={items} rowKey={(l) => l.lineId} />
            </>
          )}
        </List>
      </Panel>
    </Page>
  )
}
