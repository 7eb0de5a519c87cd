// 'Buy now' over the video: where it goes and what it costs, and one button to the pay page.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Sheet } from '#app/ui'
import { attributionOf } from '../feed/origin.ts'
import { CheckoutBody, PayBar } from './checkout-body.tsx'
import { useCheckout, type WantedLines } from './use-checkout.ts'

export function ConfirmSheet({
  productId,
  skuId,
  qty,
  onClose,
}: {
  productId: string
  skuId: string
  qty: number
  onClose: () => void
}) {
  const { t } = useTranslation()
  const lines = useMemo<WantedLines>(
    () => [{ skuId, qty, attribution: attributionOf(productId) }] as WantedLines,
    [productId, skuId, qty],
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
