// Where the parcels of an order are, the newest first, as the carriers report it; and asking one back while it is on its way.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DateTime,
  Dialog,
  EmptyState,
  IconButton,
  InlineError,
  Tag,
  useText,
  useToast,
  type Tone,
} from '#app/ui'
import { getOrder, interceptMine } from '#modules/trade/contract'
import { api, queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'
import { useOrderCall } from './order-call.ts'
import type { OrderDetail } from './order-state.tsx'

export type Parcel = OrderDetail['packages'][number]

const TONE: Record<Parcel['state'], Tone> = {
  booked: 'neutral',
  collected: 'plum',
  'in-transit': 'plum',
  'out-for-delivery': 'plum',
  signed: 'jade',
  abnormal: 'amber',
  returning: 'amber',
  returned: 'neutral',
  cancelled: 'neutral',
}
const MAY_TURN = new Set<Parcel['state']>([
  'booked',
  'collected',
  'in-transit',
  'out-for-delivery',
  'abnormal',
])
const WATCH_EVERY_MS = 5_000

export function PackagesPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('parcel.title')} back>
      <NeedsAccount title={t('parcel.title')}>
        <Packages />
      </NeedsAccount>
    </Page>
  )
}

function Packages() {
  const { t } = useTranslation()
  const { orderId } = useParams({ from: '/orders/$orderId/packages' })
  const query = useQuery({ ...queryOf(getOrder, { orderId }), refetchInterval: WATCH_EVERY_MS })
  return (
    <Read query={query}>
      {(order) =>
        order.packages.length === 0 ? (
          <EmptyState title={t('parcel.none')} detail={t('parcel.noneDetail')} />
        ) : (
          order.packages.map((p) => <ParcelCard key={p.packageId} parcel={p} order={order} />)
        )
      }
    </Read>
  )
}

function ParcelCard({ parcel: p, order }: { parcel: Parcel; order: OrderDetail }) {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const goods = p.lines.flatMap(({ lineId, qty }) => {
    const line = order.lines.find((l) => l.lineId === lineId)
    return line ? [{ ...line, packed: qty }] : []
  })
  const copy = () =>
    void navigator.clipboard
      .writeText(p.trackingNo)
      .then(() => toast({ text: t('order.trackingCopied'), tone: 'good' }))
  const onItsWay = (order.state === 'shipped' || order.state === 'partly-shipped') && MAY_TURN.has(p.state)
  return (
    <section className="card parcel-card">
      <div className="parcel-head">
        <div>
          <Tag tone={TONE[p.state]}>{t(p.events.length > 0 ? `parcel.state.${p.state}` : 'parcel.left')}</Tag>
          <h2>
            {p.carrier} <span className="num">{p.trackingNo}</span>
          </h2>
        </div>
        <IconButton icon={Copy} size={18} label={t('order.copyTracking')} onClick={copy} />
      </div>
      <p className="muted">{goods.map((g) => `${text(g.title)} × ${g.packed}`).join(' · ')}</p>
      <ol className="timeline">
        {p.events.map((e, i) => (
          <li key={`${e.at}-${i}`}>
            <b>{t(`parcel.state.${e.state}`)}</b>
            {e.note ? <span>{e.note}</span> : null}
            <small className="muted">
              <DateTime at={e.at} />
              {e.place ? ` · ${e.place}` : ''}
            </small>
          </li>
        ))}
        <li>
          <b>{t('parcel.left')}</b>
          <small className="muted">
            <DateTime at={p.shippedAt} /> · {text(order.shopName)}
          </small>
        </li>
      </ol>
      {p.events.length === 0 ? <p className="muted">{t('parcel.noNews')}</p> : null}
      {p.interceptBy ? <p className="muted">{t('parcel.askedBack')}</p> : null}
      {onItsWay && p.interceptBy === null ? (
        <Button onClick={() => setAsking(true)}>{t('parcel.askBack')}</Button>
      ) : null}
      {asking ? <AskBack parcel={p} orderId={order.orderId} onClose={() => setAsking(false)} /> : null}
    </section>
  )
}

function AskBack({ parcel, orderId, onClose }: { parcel: Parcel; orderId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { busy, problem, run } = useOrderCall(onClose)
  const { packageId } = parcel
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('parcel.askBackAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('parcel.keepIt')}</Button>
          <Button
            variant="danger"
            loading={busy}
            onClick={() => void run(() => api.call(interceptMine, { orderId, packageId }))}
          >
            {t('parcel.askBack')}
          </Button>
        </>
      }
    >
      <p>{t('parcel.askBackDetail')}</p>
      <InlineError problem={problem} />
    </Dialog>
  )
}
