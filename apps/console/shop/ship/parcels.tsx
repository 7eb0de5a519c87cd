// An order's parcels at work: where each is, its labels, and asking one back; above them, an address the buyer wants changed.
import { Printer, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, Dialog, InlineError, KeyValue, Panel, Tag, Timeline, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { decideAddressChange, getShopOrder, interceptParcel, listShopOrders } from '#modules/trade/contract'
import { useAct } from '../../app/act.ts'
import { useMay } from '../../app/session.tsx'
import { usePrint } from './print.ts'

type Detail = OutputOf<typeof getShopOrder>
type Parcel = Detail['packages'][number]

const TONE: Record<Parcel['state'], Tone> = {
  booked: 'neutral',
  collected: 'plum',
  'in-transit': 'plum',
  'out-for-delivery': 'plum',
  signed: 'jade',
  abnormal: 'rose',
  returning: 'amber',
  returned: 'amber',
  cancelled: 'neutral',
}
const MAY_TURN = new Set<Parcel['state']>([
  'booked',
  'collected',
  'in-transit',
  'out-for-delivery',
  'abnormal',
])

export function Parcels({ order, shopId }: { order: Detail; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const print = usePrint()
  const packageIds = order.packages.map((p) => p.packageId)
  return (
    <Panel
      title={t('order.packages')}
      action={
        packageIds.length > 0 && may('order.ship') ? (
          <Button
            size="s"
            icon={Printer}
            loading={print.busy}
            onClick={() => void print.run({ shopId, packageIds })}
          >
            {t('shipping.print')}
          </Button>
        ) : null
      }
    >
      {order.packages.length === 0 ? <p className="muted">{t('order.noPackages')}</p> : null}
      <div className="stack">
        {order.packages.map((p) => (
          <ParcelCard key={p.packageId} parcel={p} order={order} shopId={shopId} />
        ))}
      </div>
    </Panel>
  )
}

function ParcelCard({ parcel: p, order, shopId }: { parcel: Parcel; order: Detail; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const onItsWay = (order.state === 'shipped' || order.state === 'partly-shipped') && MAY_TURN.has(p.state)
  return (
    <section className="parcel" aria-label={p.trackingNo}>
      <p className="tags">
        <b>{p.carrier}</b> <span className="num">{p.trackingNo}</span>
        <Tag tone={TONE[p.state]}>{t(`shipping.state.${p.state}`)}</Tag>
        {p.interceptBy ? <Tag tone="amber">{t(`shipping.interceptedBy.${p.interceptBy}`)}</Tag> : null}
      </p>
      <KeyValue
        facts={[
          { label: t('order.pieces'), value: p.lines.reduce((sum, l) => sum + l.qty, 0) },
          { label: t('order.shippedAt'), value: <DateTime at={p.shippedAt} /> },
          { label: t('shipping.printed'), value: t('shipping.times', { n: p.prints }) },
        ]}
      />
      {p.events.length > 0 ? (
        <Timeline
          label={t('shipping.track', { no: p.trackingNo })}
          steps={p.events.map((e, i) => ({
            key: `${e.at}-${i}`,
            title: t(`shipping.state.${e.state}`),
            at: (
              <>
                {e.place ? `${e.place} · ` : ''}
                <DateTime at={e.at} />
              </>
            ),
            note: e.note,
          }))}
        />
      ) : (
        <p className="muted">{t('shipping.noNews')}</p>
      )}
      {onItsWay && p.interceptBy === null && may('order.ship') ? (
        <p>
          <Button size="s" icon={Undo2} onClick={() => setAsking(true)}>
            {t('shipping.intercept')}
          </Button>
        </p>
      ) : null}
      {asking ? (
        <AskBack parcel={p} orderId={order.orderId} shopId={shopId} onClose={() => setAsking(false)} />
      ) : null}
    </section>
  )
}

type AskBackProps = { parcel: Parcel; orderId: string; shopId: string; onClose: () => void }

function AskBack({ parcel, orderId, shopId, onClose }: AskBackProps) {
  const { t } = useTranslation()
  const act = useAct(interceptParcel, {
    inline: true,
    says: t('shipping.intercepted'),
    refreshes: [getShopOrder, listShopOrders],
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('shipping.interceptAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="danger"
            loading={act.busy}
            onClick={() => void act.run({ shopId, orderId, packageId: parcel.packageId })}
          >
            {t('shipping.intercept')}
          </Button>
        </>
      }
    >
      <p>{t('shipping.interceptDetail')}</p>
      <InlineError problem={act.problem} />
    </Dialog>
  )
}

/** The buyer asked, and it is the shop's to say. */
export function AddressChange({ order, shopId }: { order: Detail; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const act = useAct(decideAddressChange, { refreshes: [getShopOrder, listShopOrders] })
  const change = order.addressChange
  if (change?.state !== 'asked') return null
  const decide = (approve: boolean) => void act.run({ shopId, changeId: change.changeId, approve })
  return (
    <section className="notice notice-amber" aria-label={t('shipping.addressChange')}>
      <div className="stack">
        <b>{t('shipping.addressChange')}</b>
        <p>
          {change.address.name} {change.address.phone} · {change.address.region}
        </p>
        <p className="muted">{t('shipping.addressChangeDetail')}</p>
        {may('order.ship') ? (
          <p className="tags">
            <Button size="s" variant="primary" loading={act.busy} onClick={() => decide(true)}>
              {t('shipping.approveChange')}
            </Button>
            <Button size="s" disabled={act.busy} onClick={() => decide(false)}>
              {t('shipping.refuseChange')}
            </Button>
          </p>
        ) : null}
      </div>
    </section>
  )
}
