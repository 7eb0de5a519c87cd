// Refunds asked of the shop, the most urgent first; silence for 48 hours approves.
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, Money, Panel, Tag, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listShopRefunds } from '#modules/trade/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { ShortId } from '../app/names.tsx'
import { BackLink, List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'
import { OrderGoods } from './order-goods.tsx'
import { Decide, REFUND_TONE, type Refund } from './refund-card.tsx'

type Row = OutputOf<typeof listShopRefunds>['items'][number]

const STATES = ['requested', 'approved', 'refused', 'succeeded'] as const satisfies readonly Refund['state'][]

export function RefundsPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const state = oneOf(STATES, filters.state)
  const query = useList(listShopRefunds, { shopId, limit: '50', ...(state ? { state } : {}) })
  const columns: Column<Row>[] = [
    {
      key: 'goods',
      head: t('orders.goods'),
      rowHeader: true,
      cell: (r) => <OrderGoods shopId={shopId} orderId={r.orderId} lines={r.goods} />,
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (r) => <Tag tone={REFUND_TONE[r.state]}>{t(`refund.state.${r.state}`)}</Tag>,
    },
    {
      key: 'amount',
      head: t('refund.amount'),
      numeric: true,
      cell: (r) => <Money minor={r.amountMinor} currency={r.currency} />,
    },
    {
      key: 'reason',
      head: t('refund.reason'),
      cell: (r) => (
        <span className="clip">{[t(`refund.reasons.${r.reason}`), r.note].filter(Boolean).join(' · ')}</span>
      ),
    },
    {
      key: 'asked',
      head: t('refund.requested'),
      numeric: true,
      wide: true,
      cell: (r) => <DateTime at={r.requestedAt} />,
    },
    { key: 'no', head: t('orders.no'), wide: true, cell: (r) => <ShortId id={r.orderId} /> },
    {
      key: 'by',
      head: t('refund.decideBy'),
      numeric: true,
      cell: (r) => (r.decideBy && r.state === 'requested' ? <DateTime at={r.decideBy} /> : '—'),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (r) =>
        r.state === 'requested' && may('refund.decide') ? <Decide refund={r} shopId={shopId} /> : null,
    },
  ]
  return (
    <Page
      title={t('afterSale.allRefunds')}
      scope="order.read"
      back={
        <BackLink to="/shop/$shopId/after-sales" params={{ shopId }}>
          {t('nav.refunds')}
        </BackLink>
      }
    >
      <p className="muted">{t('refund.silence')}</p>
      <div className="toolbar">
        <FilterChips
          label={t('orders.filter')}
          value={state ?? ''}
          onChange={(next) => setFilters({ state: next || undefined })}
          options={[
            { value: '' as const, label: t('app.all') },
            ...STATES.map((s) => ({ value: s, label: t(`refund.state.${s}`) })),
          ]}
        />
      </div>
      <Panel flush>
        <List
          query={query}
          empty={<EmptyState icon={RotateCcw} title={t('refund.none')} detail={t('refund.noneDetail')} />}
        >
          {(items) => (
            <DataTable
              label={t('afterSale.allRefunds')}
              columns={columns}
              rows={items}
              rowKey={(r) => r.refundId}
            />
          )}
        </List>
      </Panel>
    </Page>
  )
}
