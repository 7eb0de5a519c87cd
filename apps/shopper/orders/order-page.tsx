// One order: where it stands and since when, where its packages are, what was paid, and what can be done now.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight, MapPin, TicketPercent, Truck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DateTime, formatDateTime, Money, Tag, useLocale, useNow, useText } from '#app/ui'
import { byFunder } from '#kernel/funder'
import { getOrder } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read, Section } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'
import { FreightRule } from '../checkout/checkout-body.tsx'
import { ChangeAddress } from './change-address.tsx'
import { OrderActions } from './order-actions.tsx'
import { StateTag, type OrderDetail } from './order-state.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'

/** What the platform itself notes, as against what a person wrote. */
const NOTE_CODES = [
  'payment-expired',
  'part-paid',
  'deposit-paid',
  'balance-unpaid',
  'refund-requested',
  'refund-refused',
  'refund-sent',
  'late-coupon',
  'intercepted',
  'address-changed',
  'address-change-asked',
  'address-change-refused',
] as const
const isNoteCode = (note: string): note is (typeof NOTE_CODES)[number] =>
  (NOTE_CODES as readonly string[]).includes(note)

/** Somebody else ships: what they did shows within seconds while the page is open. */
const WATCH_EVERY_MS = 5_000

export function OrderPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('order.title')} back>
      <NeedsAccount title={t('order.title')}>
        <Order />
      </NeedsAccount>
    </Page>
  )
}

function Order() {
  const { orderId } = useParams({ from: '/orders/$orderId' })
  const query = useQuery({ ...queryOf(getOrder, { orderId }), staleTime: 0, refetchInterval: WATCH_EVERY_MS })
  return (
    <Read query={query}>
      {(order) => (
        <>
          <Headline order={order} />
          {order.lateCoupon ? <LateCoupon coupon={order.lateCoupon} /> : null}
          <OrderActions order={order} />
          {order.refund ? <RefundStatus order={order} /> : null}
          {order.packages.length > 0 ? <Packages order={order} /> : null}
          <Lines order={order} />
          <Address order={order} />
          <Costs order={order} />
          <Timeline order={order} />
        </>
      )}
    </Read>
  )
}

function Headline({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  return (
    <section className="card order-headline">
      <p className="order-headline-state">
        <StateTag order={order} />
      </p>
      <h2>{t(`orders.headline.${order.state}`)}</h2>
      <p className="muted">
        <Deadline order={order} />
      </p>
    </section>
  )
}

function LateCoupon({ coupon }: { coupon: NonNullable<OrderDetail['lateCoupon']> }) {
  const { t } = useTranslation()
  return (
    <Link to="/me/coupons" className="card late-coupon">
      <TicketPercent size={20} aria-hidden />
      <span>
        <b>
          {t('order.lateCoupon')} <Money minor={coupon.offMinor} currency={coupon.currency} />
        </b>
        <small className="muted">{t('order.lateCouponDetail')}</small>
      </span>
      <ChevronRight size={18} aria-hidden />
    </Link>
  )
}

/** The next date that matters to the buyer. */
function Deadline({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const at = (instant: string) => ({ at: formatDateTime(instant, locale) })
  const now = useNow()
  const { state, expiresAt, payFrom, autoReceiveAt, refundableUntil, placedAt, shipBy } = order
  if (state === 'part-paid' && payFrom && Date.parse(payFrom) > now.getTime())
    return t('order.payBalance', at(payFrom))
  if ((state === 'awaiting-payment' || state === 'part-paid') && expiresAt)
    return t('order.payBefore', at(expiresAt))
  if ((state === 'paid' || state === 'partly-shipped') && shipBy) return t('order.shipBy', at(shipBy))
  if (state === 'shipped' && autoReceiveAt) return t('order.autoReceive', at(autoReceiveAt))
  if (state === 'received' && refundableUntil) return t('order.refundableUntil', at(refundableUntil))
  return t('order.placedAt', at(placedAt))
}

function RefundStatus({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const refund = order.refund!
  return (
    <Section title={t('refund.title')}>
      <dl className="card breakdown">
        <div>
          <dt>{t(`refund.state.${refund.state}`)}</dt>
          <dd>
            <b>
              <Money minor={refund.amountMinor} currency={refund.currency} />
            </b>
          </dd>
        </div>
        <div>
          <dt className="muted">{t('refund.reason')}</dt>
          <dd>{t(`refund.reasons.${refund.reason}`)}</dd>
        </div>
        <div>
          <dt className="muted">{t('refund.requestedAt')}</dt>
          <dd>
            <DateTime at={refund.requestedAt} />
          </dd>
        </div>
        {refund.state === 'requested' && refund.decideBy ? (
          <div>
            <dt className="muted">{t('refund.decideBy')}</dt>
            <dd>
              <DateTime at={refund.decideBy} />
            </dd>
          </div>
        ) : null}
        {refund.succeededAt ? (
          <div>
            <dt className="muted">{t('refund.succeededAt')}</dt>
            <dd>
              <DateTime at={refund.succeededAt} />
            </dd>
          </div>
        ) : null}
        {refund.refusal ? (
          <div>
            <dt className="muted">{t('refund.refusal')}</dt>
            <dd>{refund.refusal}</dd>
          </div>
        ) : null}
      </dl>
    </Section>
  )
}

function Packages({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  return (
    <Section title={t('order.packages', { n: order.packages.length })}>
      {order.packages.map((p) => {
        const [newest] = p.events
        return (
          <Link
            key={p.packageId}
            to="/orders/$orderId/packages"
            params={{ orderId: order.orderId }}
            className="card package"
          >
            <Truck size={20} aria-hidden />
            <span>
              <b>{t(newest ? `parcel.state.${p.state}` : 'parcel.left')}</b>{' '}
              <span className="muted num">{`${p.carrier} ${p.trackingNo}`}</span>
              <small className="muted">
                {newest?.note ? `${newest.note} · ` : ''}
                <DateTime at={newest?.at ?? p.shippedAt} />
              </small>
            </span>
            <ChevronRight size={18} aria-hidden />
          </Link>
        )
      })}
    </Section>
  )
}

function Lines({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const text = useText()
  const sheets = useSheets()
  return (
    <section className="card">
      <h2 className="card-title">
        <Link to="/shop/$shopId" params={{ shopId: order.shopId }}>
          {text(order.shopName)}
        </Link>
      </h2>
      {order.lines.map((l) => (
        <div key={l.lineId} className="goods">
          <button
            type="button"
            className="goods-picture"
            aria-label={text(l.title)}
            onClick={() => sheets.open({ sheet: 'product', product: l.productId })}
          >
            <img src={l.imageUrl} alt="" width={64} height={64} loading="lazy" />
          </button>
          <div className="goods-text">
            <p className="goods-title">{text(l.title)}</p>
            <p className="muted">{text(l.skuName)}</p>
            {l.reviewed ? <Tag tone="jade">{t('order.reviewed')}</Tag> : null}
          </div>
          <p className="goods-figures">
            <Money minor={l.priceMinor} currency={order.currency} />
            <span className="muted num">× {l.qty}</span>
          </p>
        </div>
      ))}
    </section>
  )
}

function Address({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const { address, note } = order
  return (
    <section className="card order-address">
      <MapPin size={20} aria-hidden />
      <div className="stack">
        <p>
          <b>{address.name}</b> <span className="num">{address.phone}</span>
          <br />
          {address.region} {address.detail}
          {note ? (
            <small className="muted">
              {t('checkout.note')}：{note}
            </small>
          ) : null}
        </p>
        <div>
          <ChangeAddress order={order} />
        </div>
      </div>
    </section>
  )
}

function Costs({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const coupons = byFunder(order.lines.flatMap((l) => l.cuts))
  const goodsMinor = coupons.reduce((sum, c) => sum + c.offMinor, BigInt(order.goodsMinor))
  return (
    <section className="card">
      <dl className="breakdown">
        <div>
          <dt>{t('checkout.goods')}</dt>
          <dd>
            <Money minor={goodsMinor} currency={order.currency} />
          </dd>
        </div>
        {coupons.map((c) => (
          <div key={c.funder}>
            <dt>{t(`coupons.funder.${c.funder}`)}</dt>
            <dd className="bad">
              <Money minor={-c.offMinor} currency={order.currency} />
            </dd>
          </div>
        ))}
        <div>
          <dt>
            {t('checkout.freight')} <FreightRule rule={order.freightRule} currency={order.currency} />
          </dt>
          <dd>
            <Money minor={order.freightMinor} currency={order.currency} />
          </dd>
        </div>
        <div className="breakdown-total">
          <dt>{t(order.paidAt ? 'order.paid' : 'checkout.total')}</dt>
          <dd>
            <Money minor={order.totalMinor} currency={order.currency} />
          </dd>
        </div>
      </dl>
      <p className="muted order-number">
        {t('order.number')} <span className="num">{order.orderId}</span>
      </p>
    </section>
  )
}

function Timeline({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  return (
    <Section title={t('order.timeline')}>
      <ol className="card timeline">
        {order.timeline.toReversed().map((step) => (
          <li key={`${step.state}${step.at}`}>
            <b>{t(`orders.state.${step.state}`)}</b>
            <small className="muted">
              <DateTime at={step.at} /> · {t(`order.by.${step.by}`)}
              {step.note ? ` · ${isNoteCode(step.note) ? t(`order.notes.${step.note}`) : step.note}` : ''}
            </small>
          </li>
        ))}
      </ol>
    </Section>
  )
}
