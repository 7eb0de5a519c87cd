// What an order is about, at a glance: its first goods, how many more there are, and the way to the order.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useText } from '#app/ui'
import type { Localized } from '#kernel/text'

type OrderGoodsProps = {
  shopId: string
  orderId: string
  lines: readonly { title: Localized; imageUrl: string }[]
}

export function OrderGoods({ shopId, orderId, lines }: OrderGoodsProps) {
  const { t } = useTranslation()
  const text = useText()
  const [first] = lines
  return (
    <Link to="/shop/$shopId/orders/$orderId" params={{ shopId, orderId }} className="goods-cell">
      {first ? <img src={first.imageUrl} alt="" width={32} height={32} loading="lazy" /> : null}
      <span className="clip">
        {first ? text(first.title) : orderId}
        {lines.length > 1 ? ` ${t('orders.andOthers', { n: lines.length - 1 })}` : ''}
      </span>
    </Link>
  )
}
