// What an event of the room says in one short line, and in which lane of the curve it stands.
import type { TFunction } from 'i18next'
import { formatMoney, type Locale } from '#app/ui'
import type { RoomEvent } from '#kernel/room-event'
import type { RoomScreen } from '#modules/live/contract'

export const LANES = ['explain', 'offer', 'room'] as const
export type Lane = (typeof LANES)[number]

export function laneOf({ kind }: RoomEvent): Lane {
  if (kind === 'explain') return 'explain'
  return kind === 'price' || kind === 'sale' || kind === 'coupon' || kind === 'luckyBag' ? 'offer' : 'room'
}

export function eventWords(event: RoomEvent, screen: RoomScreen, locale: Locale, t: TFunction): string {
  const goods = (productId: string) => {
    const title = screen.products.find((p) => p.productId === productId)?.title
    return title ? title[locale] : t('screen.gone')
  }
  switch (event.kind) {
    case 'explain':
      return event.productId === null
        ? t('screen.event.explainEnds')
        : t('screen.event.explain', { goods: goods(event.productId) })
    case 'price':
      return t('screen.event.price', { goods: goods(event.productId) })
    case 'sale':
      return t(`screen.event.sales.${event.sale.state}`, {
        goods: goods(event.sale.productId),
        price: formatMoney(event.sale.priceMinor, event.sale.currency, locale),
      })
    case 'coupon':
      return event.coupon === null
        ? t('screen.event.couponEnds')
        : t('screen.event.coupon', {
            off: formatMoney(event.coupon.offMinor, event.coupon.currency, locale),
            over: formatMoney(event.coupon.overMinor, event.coupon.currency, locale),
          })
    case 'luckyBag':
      return event.luckyBag === null ? t('screen.event.luckyBagEnds') : t('screen.event.luckyBag')
    case 'state':
      return t(`screen.state.${event.state}`)
    case 'violation':
      return t('screen.event.violation', { rule: event.ruleId })
    default:
      return t('screen.event.announcement')
  }
}
