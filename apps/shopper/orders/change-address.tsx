// Send it elsewhere: one of one's own addresses, while nothing has left.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, InlineError, Sheet } from '#app/ui'
import { listAddresses } from '#modules/identity/contract'
import { changeAddress } from '#modules/trade/contract'
import { api, queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useOrderCall } from './order-call.ts'
import type { OrderDetail } from './order-state.tsx'

export function ChangeAddress({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const waits = order.addressChange?.state === 'asked'
  const may = (order.state === 'paid' || order.state === 'partly-shipped') && !order.refund
  if (!may) return null
  if (waits) return <p className="muted">{t('order.changeAsked')}</p>
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>
        {t('order.changeAddress')}
      </Button>
      {open ? <Choose order={order} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function Choose({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(listAddresses, {}))
  const { busy, problem, run } = useOrderCall(onClose)
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Sheet open onClose={onClose} title={t('order.changeAddress')}>
      <Read query={query}>
        {({ items }) => (
          <div className="stack">
            <p className="muted">{t('order.changeDetail')}</p>
            <div role="radiogroup" aria-label={t('order.changeAddress')} className="address-choices">
              {items.map((a) => (
                <label key={a.id} className="card address-choice">
                  <input
                    type="radio"
                    name="address"
                    checked={chosen === a.id}
                    onChange={() => setChosen(a.id)}
                  />
                  <span>
                    <b>{a.name}</b> <span className="num">{a.phone}</span>
                    <br />
                    {a.province} {a.city} {a.district} {a.detail}
                  </span>
                </label>
              ))}
            </div>
            <InlineError problem={problem} />
            <Button
              variant="primary"
              size="l"
              block
              disabled={chosen === null}
              loading={busy}
              onClick={() =>
                void run(() => api.call(changeAddress, { orderId: order.orderId, addressId: chosen! }))
              }
            >
              {t('order.changeSend')}
            </Button>
            <Link to="/me/addresses" className={buttonClass()}>
              {t('order.changeOther')}
            </Link>
          </div>
        )}
      </Read>
    </Sheet>
  )
}
