// What each state of an order is called, and in which colour.
import { useTranslation } from 'react-i18next'
import { Tag, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getOrder, listOrders } from '#modules/trade/contract'

type Summary = OutputOf<typeof listOrders>['items'][number]
export type OrderState = Summary['state']
export type OrderDetail = OutputOf<typeof getOrder>

const TONE: Record<OrderState, Tone> = {
  'awaiting-payment': 'rose',
  'part-paid': 'rose',
  paid: 'plum',
  'partly-shipped': 'plum',
  shipped: 'plum',
  received: 'jade',
  completed: 'jade',
  cancelled: 'neutral',
  refunded: 'neutral',
  held: 'amber',
}

/** A refund under way says more than the state it interrupts. */
export function StateTag({ order }: { order: Pick<Summary, 'state' | 'refund'> }) {
  const { t } = useTranslation()
  const { refund } = order
  if (refund && refund.state !== 'refused' && order.state !== 'refunded')
    return <Tag tone="amber">{t(`refund.state.${refund.state}`)}</Tag>
  return <Tag tone={TONE[order.state]}>{t(`orders.state.${order.state}`)}</Tag>
}
