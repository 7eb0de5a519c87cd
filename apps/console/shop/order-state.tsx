// What each state of an order is called at work, and in which colour; what is late says so.
import { useTranslation } from 'react-i18next'
import { Tag, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { listShopOrders } from '#modules/trade/contract'

export type ShopOrder = OutputOf<typeof listShopOrders>['items'][number]
export type OrderState = ShopOrder['state']

const TONE: Record<OrderState, Tone> = {
  'awaiting-payment': 'neutral',
  'part-paid': 'neutral',
  paid: 'plum',
  'partly-shipped': 'plum',
  shipped: 'plum',
  received: 'jade',
  completed: 'jade',
  cancelled: 'neutral',
  refunded: 'neutral',
  held: 'amber',
}

export function StateTags({ order }: { order: Pick<ShopOrder, 'state' | 'refund' | 'late'> }) {
  const { t } = useTranslation()
  const { refund } = order
  return (
    <span className="tags">
      <Tag tone={TONE[order.state]}>{t(`orders.state.${order.state}`)}</Tag>
      {order.late ? <Tag tone="rose">{t('orders.late')}</Tag> : null}
      {refund && order.state !== 'refunded' ? (
        <Tag tone="amber">{t(`refund.state.${refund.state}`)}</Tag>
      ) : null}
    </span>
  )
}
