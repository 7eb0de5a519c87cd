// What can be taken off this product: the shop's, the platform's, the creator's. Nothing on screen when there is nothing.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import { Button, useLocale, useToast } from '#app/ui'
import { claimCoupon, listMyCoupons, listOffered } from '#modules/promotions/contract'
import { getQuote } from '#modules/trade/contract'
import { api, queryOf, refresh } from '../app/api.ts'
import { useAccount } from '../app/session.tsx'
import { useSheets } from '../app/sheets.ts'
import { creatorOf } from '../feed/origin.ts'
import { Ticket, type OfferedCoupon } from './ticket.tsx'

export function ProductCoupons({ productId }: { productId: string }) {
  const { t } = useTranslation()
  const creatorId = creatorOf(productId)
  const query = useQuery(queryOf(listOffered, { productId, ...(creatorId ? { creatorId } : {}) }))
  const items = query.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="tickets" aria-label={t('coupons.toTake')}>
      {items.map((c) => (
        <Ticket key={c.couponId} coupon={c}>
          <TakeButton coupon={c} />
        </Ticket>
      ))}
    </section>
  )
}

function TakeButton({ coupon }: { coupon: OfferedCoupon }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const account = useAccount()
  const { open } = useSheets()
  const [busy, setBusy] = useState(false)
  const has = coupon.claimable === 0

  async function take(): Promise<void> {
    if (account.guest) return open({ sheet: 'enter' })
    setBusy(true)
    try {
      const { couponId } = coupon
      await api.call(claimCoupon, { couponId }, { idempotencyKey: `${couponId}-${coupon.mine}` })
      toast({ text: t('coupons.taken'), tone: 'good' })
    } catch (error) {
      const mine = error instanceof ApiProblem && error.code === 'COUPON_MINE'
      toast({ text: problemOf(error, locale).title, tone: mine ? 'plain' : 'bad' })
    } finally {
      setBusy(false)
      void refresh(listOffered, listMyCoupons, getQuote)
    }
  }

  return (
    <Button
      size="s"
      variant={has ? 'ghost' : 'primary'}
      loading={busy}
      disabled={has}
      onClick={() => void take()}
    >
      {t(has ? 'coupons.has' : 'coupons.take')}
    </Button>
  )
}
