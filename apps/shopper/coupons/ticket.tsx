// A coupon as a ticket: what it takes off, from what amount on, whose it is, until when; and what can be done with it.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatMoney, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { listMyCoupons, listOffered } from '#modules/promotions/contract'

export type OfferedCoupon = OutputOf<typeof listOffered>['items'][number]
type Terms = OfferedCoupon | OutputOf<typeof listMyCoupons>['items'][number]

export function Ticket({ coupon, dim, children }: { coupon: Terms; dim?: boolean; children?: ReactNode }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const money = (minor: string) => formatMoney(minor, coupon.currency, locale).replace(/\.00$/, '')
  return (
    <div className={`ticket is-${coupon.funder} ${dim ? 'is-dim' : ''}`}>
      <b className="ticket-off num">{money(coupon.offMinor)}</b>
      <span className="ticket-text">
        <span>{t('coupons.over', { over: money(coupon.overMinor) })}</span>
        <small>
          {t(`coupons.funder.${coupon.funder}`)} ·{' '}
          {t('coupons.until', { at: formatDate(coupon.endsAt, locale) })}
        </small>
      </span>
      {children ? <span className="ticket-act">{children}</span> : null}
    </div>
  )
}
