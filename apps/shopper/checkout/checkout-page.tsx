// The cart's checkout: the lines that were ticked there.
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ShoppingCart } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass, EmptyState } from '#app/ui'
import { getCart } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { CheckoutBody, PayBar } from './checkout-body.tsx'
import { useCheckout, type WantedLines } from './use-checkout.ts'

export function CheckoutPage() {
  const { t } = useTranslation()
  const { skus } = useSearch({ from: '/checkout' })
  const query = useQuery(queryOf(getCart, {}))
  const wanted = useMemo(() => new Set(skus?.split(',')), [skus])
  const lines = useMemo<WantedLines>(
    () =>
      (query.data?.lines ?? [])
        .filter(
          (l) =>
            (wanted.size === 0 || wanted.has(l.skuId)) && (l.state === 'ok' || l.state === 'price-changed'),
        )
        .map((l) => ({ skuId: l.skuId, qty: l.qty, attribution: l.attribution })) as WantedLines,
    [query.data, wanted],
  )
  const checkout = useCheckout(lines)
  return (
    <Page
      title={t('checkout.title')}
      back
      footer={lines.length > 0 ? <PayBar checkout={checkout} /> : undefined}
    >
      <Read query={query}>
        {() =>
          lines.length > 0 ? (
            <CheckoutBody checkout={checkout} />
          ) : (
            <EmptyState
              icon={ShoppingCart}
              title={t('checkout.nothing')}
              detail={t('checkout.nothingDetail')}
              action={
                <Link to="/cart" className={buttonClass({ variant: 'primary' })}>
                  {t('checkout.toCart')}
                </Link>
              }
            />
          )
        }
      </Read>
    </Page>
  )
}
