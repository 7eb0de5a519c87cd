// What is explained now, at thumb height with one strong button, and the flash sale with its clock. The whole card is the button.
import { Zap } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlashSale } from '#kernel/room-event'
import { formatCountdown, Price, Tag, useText } from '#app/ui'
import { useOpenGoods, useRoomNow, useRoomStore } from './room-context.tsx'
import type { BagItem, Room } from './room-events.ts'
import { bestOffer, leftOf, phaseOf, saleToShow, type RoomOffer } from './room-offer.ts'
import { useServerNow } from './use-server-now.ts'

/** Below this the number is told. */
const FEW = 20

export function Offers() {
  const store = useRoomStore()
  const room = useRoomNow()
  const nowMs = useServerNow(store, room.sales.length > 0)
  const explained = room.bag.find((i) => i.productId === room.explainingProductId) ?? null
  const own = explained && saleToShow(room.sales, nowMs, explained.productId)
  const sale = own ?? saleToShow(room.sales, nowMs)
  const saleItem = sale ? (room.bag.find((i) => i.productId === sale.productId) ?? null) : null
  const elsewhere = sale && saleItem && sale.productId !== explained?.productId
  const seen = explained?.productId
  useEffect(() => {
    if (seen) store.saw(seen, 'card')
  }, [seen, store])
  return (
    <div className="offers">
      {elsewhere ? (
        <OfferCard room={room} item={saleItem} sale={sale} nowMs={nowMs} slim={explained !== null} />
      ) : null}
      {explained ? <OfferCard room={room} item={explained} sale={own} nowMs={nowMs} explained /> : null}
    </div>
  )
}

type CardProps = {
  room: Room
  item: BagItem
  sale: FlashSale | null
  nowMs: number
  explained?: boolean
  /** A second card above the first: one line. */
  slim?: boolean
}

function OfferCard({ room, item, sale, nowMs, explained = false, slim = false }: CardProps) {
  const { t } = useTranslation()
  const text = useText()
  const openGoods = useOpenGoods()
  const offer = bestOffer(room, item, nowMs)
  const phase = sale ? phaseOf(sale, nowMs) : null
  const gone = offer === null
  return (
    <button
      type="button"
      className={`offer ${sale ? 'has-sale' : ''} ${slim ? 'is-slim' : ''}`}
      onClick={() => openGoods(item.productId, sale && phase === 'running' ? sale.skuId : undefined)}
    >
      {sale ? <SaleBar sale={sale} nowMs={nowMs} /> : null}
      <span className="offer-body">
        <span className="offer-picture">
          <img src={item.card.imageUrl} alt="" width={72} height={72} decoding="async" />
          {explained ? <span className="offer-now">{t('live.explaining')}</span> : null}
        </span>
        <span className="offer-text">
          <b className="offer-title">{text(item.card.title)}</b>
          {slim ? null : <OfferFacts item={item} offer={offer} />}
          <OfferPrice item={item} offer={offer} sale={sale} />
        </span>
        <span className={`offer-buy ${gone ? 'is-gone' : ''}`}>
          {t(
            gone
              ? phase === 'soon'
                ? 'live.notStarted'
                : 'live.soldOut'
              : phase === 'running'
                ? 'live.grab'
                : 'live.buy',
          )}
        </span>
      </span>
    </button>
  )
}

function OfferFacts({ item, offer }: { item: BagItem; offer: RoomOffer | null }) {
  const { t } = useTranslation()
  // A sale's bar counts its own units.
  const left = offer?.kind === 'sale' ? 0 : leftOf(item)
  return (
    <span className="offer-facts">
      {offer?.kind === 'room' ? <Tag tone="rose">{t('live.roomPrice')}</Tag> : null}
      {offer?.kind === 'sale' ? <Tag tone="rose">{t('live.salePrice')}</Tag> : null}
      {left > 0 && left < FEW ? <Tag tone="amber">{t('live.left', { n: left })}</Tag> : null}
      {offer?.limit ? <small>{t('live.limit', { n: offer.limit })}</small> : null}
    </span>
  )
}

/** What it costs; before a sale starts, what it costs today, with the sale's price in its bar. */
export function OfferPrice({
  item,
  offer,
  sale,
}: {
  item: BagItem
  offer: RoomOffer | null
  sale?: FlashSale | null
}) {
  const prices = new Set(item.skus.map((k) => k.roomPriceMinor ?? k.priceMinor))
  return (
    <Price
      minor={offer?.priceMinor ?? sale?.priceMinor ?? item.card.minPriceMinor}
      listMinor={offer?.shopPriceMinor ?? item.card.listPriceMinor}
      currency={item.card.currency}
      from={offer?.kind !== 'sale' && prices.size > 1}
    />
  )
}

export function SaleBar({ sale, nowMs }: { sale: FlashSale; nowMs: number }) {
  const { t } = useTranslation()
  const phase = phaseOf(sale, nowMs)
  const clock =
    phase === 'soon'
      ? t('live.saleSoon', { time: formatCountdown(Date.parse(sale.startsAt) - nowMs) })
      : t('live.saleEnds', { time: formatCountdown(Date.parse(sale.endsAt) - nowMs) })
  return (
    <span
      className={`sale-bar is-${phase}`}
      style={{ '--sold': 1 - sale.left / sale.units } as React.CSSProperties}
    >
      <b>
        <Zap size={14} fill="currentColor" aria-hidden /> {t('live.sale')}
      </b>
      <span className="sale-units num">
        {phase === 'soldOut'
          ? t('live.saleSoldOut')
          : phase === 'soon'
            ? null
            : t('live.saleLeft', { left: sale.left, units: sale.units })}
        {phase === 'soon' ? <Price size="s" minor={sale.priceMinor} currency={sale.currency} /> : null}
      </span>
      <span className="sale-clock num">{clock}</span>
    </span>
  )
}
