// From which warehouse each of an order's units is sent; nothing for a shop with one.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Panel, useText } from '#app/ui'
import { getOrderPlaces } from '#modules/shop/contract'
import { queryOf } from '../app/api.ts'

export function OrderPlaces({ shopId, orderId }: { shopId: string; orderId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const items = useQuery(queryOf(getOrderPlaces, { shopId, orderId })).data?.items ?? []
  if (!items.some((i) => i.warehouse !== null)) return null
  return (
    <Panel title={t('inventory.sentFrom')}>
      <ul className="movements">
        {items.map((i) => (
          <li key={`${i.skuId} ${i.warehouse}`}>
            <b>{i.warehouse}</b>
            <span>
              {text(i.title)} {text(i.skuName)}
            </span>
            <small className="muted num">× {i.qty}</small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
