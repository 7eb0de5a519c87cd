// One order at work: what was bought and who brought it, where it goes, what happened, what may be done now.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Breakdown,
  Button,
  buttonClass,
  DataTable,
  DateTime,
  KeyValue,
  Money,
  Panel,
  Timeline,
  useText,
  type Column,
} from '#app/ui'
import { byFunder } from '#kernel/funder'
import type { OutputOf } from '#kernel/contract'
import { getShopOrder } from '#modules/trade/contract'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { ContentName, CreatorName } from '../app/names.tsx'
import { BackLink, Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { StateTags } from './order-state.tsx'
import { OrderPlaces } from './order-places.tsx'
import { RefundCard } from './refund-card.tsx'
import { AddressChange, Parcels } from './ship/parcels.tsx'
import { ShipSheet } from './ship-sheet.tsx'

type Detail = OutputOf<typeof getShopOrder>
type Line = Detail['lines'][number]

/** What the platform itself notes, as against what a person wrote. */
const NOTE_CODES = [
  'part-paid',
  'deposit-paid',
  'balance-unpaid',
  'payment-expired',
  'late-coupon',
  'intercepted',
  'address-changed',
  'address-change-asked',
  'address-change-refused',
] as const
const isNoteCode = (note: string): note is (typeof NOTE_CODES)[number] =>
  (NOTE_CODES as readonly string[]).includes(note)

export function OrderPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const { orderId = '' } = useParams({ strict: false })
  const [shipping, setShipping] = useState(false)
  const query = useQuery(queryOf(getShopOrder, { shopId, orderId }))
  const order = query.data
  return (
    <Page
      scope="order.read"
      title={t('order.title')}
      detail={order ? <StateTags order={order} /> : null}
      back={
        <BackLink to="/shop/$shopId/orders" params={{ shopId }}>
          {t('nav.orders')}
        </BackLink>
      }
      actions={
        order ? (
          <>
            {may('finance.read') && order.paidAt ? (
              <Link
                to="/shop/$shopId/money"
                params={{ shopId }}
                search={{ order: orderId }}
                className={buttonClass()}
              >
                {t('money.explain')}
              </Link>
            ) : null}
            {order.actions.includes('ship') && may('order.ship') ? (
              <Button variant="primary" onClick={() => setShipping(true)}>
                {t('ship.title')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <Read query={query}>{(data) => <Body order={data} shopId={shopId} />}</Read>
      {shipping ? <ShipSheet shopId={shopId} orderId={orderId} onClose={() => setShipping(false)} /> : null}
    </Page>
  )
}

function Body({ order, shopId }: { order: Detail; shopId: string }) {
  const { t } = useTranslation()
  const money = (minor: string | bigint) => <Money minor={minor} currency={order.currency} />
  const coupons = byFunder(order.lines.flatMap((l) => l.cuts))
  const goodsMinor = coupons.reduce((sum, c) => sum + c.offMinor, BigInt(order.goodsMinor))
  return (
    <div className="columns">
      <div className="stack">
        {order.refund ? <RefundCard refund={order.refund} shopId={shopId} /> : null}
        <AddressChange order={order} shopId={shopId} />
        <Panel flush title={t('orders.goods')}>
          <Lines order={order} />
        </Panel>
        <Parcels order={order} shopId={shopId} />
        <OrderPlaces shopId={shopId} orderId={order.orderId} />
      </div>
      <div className="stack">
        <Panel title={t('order.amount')}>
          <Breakdown
            lines={[
              { key: 'goods', label: t('order.goodsAmount'), amount: money(goodsMinor) },
              ...coupons.map((c) => ({
                key: c.funder,
                label: t(`money.${c.funder}Coupon`),
                amount: money(-c.offMinor),
              })),
              { key: 'freight', label: t('order.freight'), amount: money(order.freightMinor) },
              { key: 'total', label: t('orders.total'), amount: money(order.totalMinor), strong: true },
            ]}
          />
        </Panel>
        <Panel title={t('order.delivery')}>
          <KeyValue
            facts={[
              { label: t('orders.buyer'), value: `${order.address.name} ${order.address.phone}` },
              { label: t('orders.address'), value: `${order.address.region} ${order.address.detail}` },
              ...(order.note ? [{ label: t('order.note'), value: order.note }] : []),
              ...(order.shipBy && order.actions.includes('ship')
                ? [{ label: t('orders.shipBy'), value: <DateTime at={order.shipBy} /> }]
                : []),
              { label: t('orders.no'), value: <code className="whole-id">{order.orderId}</code> },
            ]}
          />
          <p className="muted">{t('order.masked')}</p>
        </Panel>
        <Panel title={t('order.timeline')}>
          <Timeline
            label={t('order.timeline')}
            steps={order.timeline.toReversed().map((s, i) => ({
              key: `${s.state}-${i}`,
              title: t(`orders.state.${s.state}`),
              at: (
                <>
                  {t(`order.by.${s.by}`)} · <DateTime at={s.at} />
                </>
              ),
              note: s.note && isNoteCode(s.note) ? t(`order.notes.${s.note}`) : s.note,
            }))}
          />
        </Panel>
      </div>
    </div>
  )
}

function Lines({ order }: { order: Detail }) {
  const { t } = useTranslation()
  const text = useText()
  const columns: Column<Line>[] = [
    {
      key: 'goods',
      head: t('orders.goods'),
      rowHeader: true,
      cell: (l) => (
        <span className="goods-cell">
          <img src={l.imageUrl} alt="" width={32} height={32} loading="lazy" />
          <span className="clip">
            {text(l.title)} <small className="muted">{text(l.skuName)}</small>
          </span>
        </span>
      ),
    },
    {
      key: 'price',
      head: t('products.price'),
      numeric: true,
      cell: (l) => <Money minor={l.priceMinor} currency={order.currency} />,
    },
    {
      key: 'qty',
      head: t('order.qty'),
      numeric: true,
      cell: (l) =>
        l.shippedQty > 0 && l.shippedQty < l.qty
          ? t('order.shippedOf', { n: l.shippedQty, total: l.qty })
          : l.qty,
    },
    {
      key: 'paid',
      head: t('money.paid'),
      numeric: true,
      cell: (l) => <Money minor={l.paidMinor} currency={order.currency} />,
    },
    {
      key: 'credit',
      head: t('order.credit'),
      cell: (l) =>
        l.credit ? (
          <>
            <CreatorName id={l.credit.creatorId} /> · <ContentName id={l.credit.contentId} />
          </>
        ) : (
          <span className="muted">{t('order.noCredit')}</span>
        ),
    },
  ]
  return <DataTable label={t('orders.goods')} columns={columns} rows={order.lines} rowKey={(l) => l.lineId} />
}
