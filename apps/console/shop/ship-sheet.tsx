// Shipping: everything at once, or some of it now and the rest in another package. The full address appears once, for the
// waybill of this package.
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, KeyValue, Select, Sheet, Stepper, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getShopOrder, getTodos, listShopOrders, shipOrder } from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'

type OrderDetail = OutputOf<typeof getShopOrder>
type Shipped = OutputOf<typeof shipOrder>

/** The carriers most shops use; any other is typed. */
const CARRIERS = [
  { zh: '顺丰速运', en: 'SF Express' },
  { zh: '中通快递', en: 'ZTO Express' },
  { zh: '圆通速递', en: 'YTO Express' },
  { zh: '韵达快递', en: 'Yunda Express' },
  { zh: '极兔速递', en: 'J&T Express' },
  { zh: '京东快递', en: 'JD Logistics' },
  { zh: '邮政 EMS', en: 'China Post EMS' },
] as const
const OTHER = 'other'

export function ShipSheet({
  shopId,
  orderId,
  onClose,
}: {
  shopId: string
  orderId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getShopOrder, { shopId, orderId }))
  const [shipped, setShipped] = useState<Shipped | null>(null)
  return (
    <Sheet open onClose={onClose} side="right" title={t('ship.title')}>
      <Read query={query}>
        {(order) => {
          const left = order.lines.filter((l) => l.shippedQty < l.qty)
          return (
            <div className="stack">
              {shipped ? <Label shipped={shipped} /> : null}
              {left.length > 0 ? (
                <ShipForm key={order.packages.length} order={order} shopId={shopId} onShipped={setShipped} />
              ) : (
                <>
                  <p className="muted">{t('ship.allGone')}</p>
                  <Button onClick={onClose}>{t('app.close')}</Button>
                </>
              )}
            </div>
          )
        }}
      </Read>
    </Sheet>
  )
}

function ShipForm({
  order,
  shopId,
  onShipped,
}: {
  order: OrderDetail
  shopId: string
  onShipped: (shipped: Shipped) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const left = order.lines.filter((l) => l.shippedQty < l.qty)
  const [pieces, setPieces] = useState<Record<string, number>>(() =>
    Object.fromEntries(left.map((l) => [l.lineId, l.qty - l.shippedQty])),
  )
  const [carrier, setCarrier] = useState<string>(CARRIERS[0].zh)
  const [otherCarrier, setOtherCarrier] = useState('')
  const [trackingNo, setTrackingNo] = useState('')
  const act = useAct(shipOrder, {
    inline: true,
    says: t('ship.done'),
    refreshes: [getShopOrder, listShopOrders, getTodos],
  })
  const count = left.reduce((sum, l) => sum + (pieces[l.lineId] ?? 0), 0)
  const isWell = /^[A-Za-z0-9-]{6,40}$/.test(trackingNo)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const lines = left.map((l) => ({ lineId: l.lineId, qty: pieces[l.lineId] ?? 0 })).filter((l) => l.qty > 0)
    const shipped = await act.run({
      shopId,
      orderId: order.orderId,
      carrier: carrier === OTHER ? otherCarrier : carrier,
      trackingNo,
      lines,
    })
    if (shipped) onShipped(shipped)
  }
  return (
    <form className="form" onSubmit={(e) => void submit(e)}>
      <p>
        {order.address.name} · {order.address.region}
      </p>
      <ul className="ship-lines">
        {left.map((l) => (
          <li key={l.lineId}>
            <img src={l.imageUrl} alt="" width={44} height={44} loading="lazy" />
            <span>
              <b>{text(l.title)}</b>
              <small className="muted">
                {text(l.skuName)} · {t('ship.left', { n: l.qty - l.shippedQty })}
              </small>
            </span>
            <Stepper
              label={t('ship.pieces', { name: text(l.title) })}
              min={0}
              max={l.qty - l.shippedQty}
              value={pieces[l.lineId] ?? 0}
              onChange={(n) => setPieces((all) => ({ ...all, [l.lineId]: n }))}
            />
          </li>
        ))}
      </ul>
      <Field label={t('ship.carrier')} required>
        <Select value={carrier} onChange={(e) => setCarrier(e.target.value)}>
          {CARRIERS.map((c) => (
            <option key={c.zh} value={c.zh}>
              {text(c)}
            </option>
          ))}
          <option value={OTHER}>{t('ship.otherCarrier')}</option>
        </Select>
      </Field>
      {carrier === OTHER ? (
        <Field label={t('ship.carrierName')} error={act.problem?.fieldError('carrier') ?? null} required>
          <Input maxLength={40} value={otherCarrier} onChange={(e) => setOtherCarrier(e.target.value)} />
        </Field>
      ) : null}
      <Field
        label={t('ship.trackingNo')}
        hint={t('ship.trackingHint')}
        error={
          trackingNo !== '' && !isWell
            ? t('ship.trackingBad')
            : (act.problem?.fieldError('trackingNo') ?? null)
        }
        required
      >
        <Input
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={trackingNo}
          onChange={(e) => setTrackingNo(e.target.value.trim())}
        />
      </Field>
      <InlineError problem={act.problem} />
      <Button
        type="submit"
        variant="primary"
        size="l"
        block
        loading={act.busy}
        disabled={!isWell || count === 0 || (carrier === OTHER && otherCarrier.trim() === '')}
      >
        {t('ship.send', { n: count })}
      </Button>
      <p className="muted">{t('ship.partHint')}</p>
    </form>
  )
}

function Label({ shipped: { label, package: box } }: { shipped: Shipped }) {
  const { t } = useTranslation()
  return (
    <section className="notice notice-jade" aria-label={t('ship.label')}>
      <div className="stack">
        <b>{t('ship.label')}</b>
        <KeyValue
          facts={[
            { label: t('ship.carrier'), value: box.carrier },
            { label: t('ship.trackingNo'), value: box.trackingNo },
            { label: t('orders.buyer'), value: `${label.name} ${label.phone}` },
            { label: t('orders.address'), value: `${label.region} ${label.detail}` },
          ]}
        />
        <p className="muted">{t('ship.labelOnce')}</p>
      </div>
    </section>
  )
}
