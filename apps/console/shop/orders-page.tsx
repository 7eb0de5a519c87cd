// The shop's orders by state, with what must leave first; a package is shipped without leaving the list.
import { Link } from '@tanstack/react-router'
import { Download, Package } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, DataTable, DateTime, EmptyState, Money, Panel, type Column } from '#app/ui'
import { listShopOrders, ORDER_STATES } from '#modules/trade/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { ShortId } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { SearchBox } from '../app/search-box.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'
import { OrderGoods } from './order-goods.tsx'
import { StateTags, type ShopOrder } from './order-state.tsx'
import { ShipSheet } from './ship-sheet.tsx'

export function OrdersPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const state = oneOf(ORDER_STATES, filters.state)
  const query = useList(listShopOrders, {
    shopId,
    limit: '50',
    ...(state ? { state } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  })
  const counts = query.data?.first.counts
  return (
    <Page
      title={t('nav.orders')}
      scope="order.read"
      actions={
        <a
          className={buttonClass({})}
          href={`/api/v1/shops/${shopId}/orders/file${state ? `?state=${state}` : ''}`}
          download
        >
          <Download size={16} aria-hidden /> {t('orders.export')}
        </a>
      }
    >
      <div className="toolbar">
        <FilterChips
          label={t('orders.filter')}
          value={state ?? ''}
          onChange={(next) => setFilters({ state: next || undefined })}
          options={[
            { value: '' as const, label: t('app.all') },
            ...ORDER_STATES.map((s) => ({
              value: s,
              label: t(`orders.state.${s}`),
              count: counts?.[s] ?? 0,
              urgent: s === 'held',
            })),
          ]}
        />
        <SearchBox
          value={filters.q ?? ''}
          label={t('orders.search')}
          onSearch={(q) => setFilters({ q: q || undefined })}
        />
      </div>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={Package}
              title={t(state || filters.q ? 'orders.noneHere' : 'orders.none')}
              detail={t(state || filters.q ? 'orders.noneHereDetail' : 'orders.noneDetail')}
            />
          }
        >
          {(items) => <OrderTable orders={items} shopId={shopId} />}
        </List>
      </Panel>
    </Page>
  )
}

function OrderTable({ orders, shopId }: { orders: ShopOrder[]; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [shipping, setShipping] = useState<string | null>(null)
  const columns: Column<ShopOrder>[] = [
    {
      key: 'goods',
      head: t('orders.goods'),
      rowHeader: true,
      cell: (o) => <OrderGoods shopId={shopId} orderId={o.orderId} lines={o.lines} />,
    },
    { key: 'state', head: t('orders.stateHead'), cell: (o) => <StateTags order={o} /> },
    {
      key: 'total',
      head: t('orders.total'),
      numeric: true,
      cell: (o) => <Money minor={o.totalMinor} currency={o.currency} />,
    },
    {
      key: 'buyer',
      head: t('orders.buyer'),
      cell: (o) => <span className="clip">{`${o.address.name} · ${o.address.region}`}</span>,
    },
    { key: 'placed', head: t('orders.placed'), numeric: true, cell: (o) => <DateTime at={o.placedAt} /> },
    {
      key: 'shipBy',
      head: t('orders.shipBy'),
      numeric: true,
      cell: (o) =>
        o.shipBy && o.actions.includes('ship') ? (
          <span className={o.late ? 'bad' : undefined}>
            <DateTime at={o.shipBy} />
          </span>
        ) : (
          '—'
        ),
    },
    { key: 'no', head: t('orders.no'), wide: true, cell: (o) => <ShortId id={o.orderId} /> },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (o) =>
        o.actions.includes('ship') && may('order.ship') ? (
          <Button size="s" variant="soft" onClick={() => setShipping(o.orderId)}>
            {t('ship.title')}
          </Button>
        ) : o.actions.includes('decide-refund') && may('refund.decide') ? (
          <Link
            to="/shop/$shopId/refunds"
            params={{ shopId }}
            search={{ state: 'requested' }}
            className="link"
          >
            {t('refund.decide')}
          </Link>
        ) : null,
    },
  ]
  return (
    <>
      <DataTable label={t('nav.orders')} columns={columns} rows={orders} rowKey={(o) => o.orderId} />
      {shipping ? <ShipSheet shopId={shopId} orderId={shipping} onClose={() => setShipping(null)} /> : null}
    </>
  )
}
