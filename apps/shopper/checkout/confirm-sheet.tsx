// 'Buy now' over the video: where it goes and what it costs, and one button to the pay page.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Sheet } from '#app/ui'
import { attributionOf } from '../feed/origin.ts'
import { useRoomGoods } from '../live/room-goods.ts'
import { CheckoutBody, PayBar } from './checkout-body.tsx'
import { useCheckout, type WantedLines } from './use-checkout.ts'

export function ConfirmSheet({
  productId,
  skuId,
  qty,
  roomId,
  saleId,
  onClose,
}: {
  productId: string
  skuId: string
  qty: number
  /** Bought in a live room, and there in a flash sale: price and units are theirs. */
  roomId?: string | undefined
  saleId?: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const goods = useRoomGoods(roomId, productId)
  const lines = useMemo<WantedLines>(
    () =>
      [
        {
          skuId,
          qty,
          attribution: attributionOf(productId) ?? goods.attribution,
          ...(roomId ? { roomId } : {}),
          ...(saleId ? { saleId } : {}),
        },
      ] as WantedLines,
    [productId, skuId, qty, roomId, saleId, goods.attribution],
  )
  const checkout = useCheckout(lines)
  return (
    <Sheet
      open
      onClose={onClose}
      onBack={onClose}
      title={t('checkout.title')}
      tall
      footer={<PayBar checkout={checkout} />}
    >
      <CheckoutBody checkout={checkout} />
    </Sheet>
  )
}
