// All goods of the room in the host's order, the explained one marked: in a sheet over the picture, or beside it on a wide screen.
import { ShoppingBag } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, Sheet, Skeleton, Tag, useText } from '#app/ui'
import { useOpenRoom, useRoom } from './room-hold.ts'
import { OfferPrice, SaleBar } from './offer-card.tsx'
import { RoomProvider, useOpenGoods, useRoomNow, useRoomStore } from './room-context.tsx'
import type { BagItem, Room } from './room-events.ts'
import { bestOffer, leftOf, phaseOf, saleToShow } from './room-offer.ts'
import { useServerNow } from './use-server-now.ts'

const FEW = 20

export function BagSheet({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const store = useOpenRoom(roomId)
  const count = useRoom(store, (s) => s.logged?.room.bag.length ?? null)
  return (
    <Sheet open onClose={onClose} title={t('live.bagTitle', { n: count ?? 0 })} tall className="bag-sheet">
      {store && count !== null ? (
        <RoomProvider value={store}>
          <BagList />
        </RoomProvider>
      ) : (
        <Skeleton />
      )}
    </Sheet>
  )
}

export function BagList() {
  const { t } = useTranslation()
  const store = useRoomStore()
  const room = useRoomNow()
  const nowMs = useServerNow(store, room.sales.length > 0)
  const explained = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to end an effect.
    void explained.current?.scrollIntoView({ block: 'center' })
  }, [])
  if (room.bag.length === 0)
    return <EmptyState icon={ShoppingBag} title={t('live.bagEmpty')} detail={t('live.bagEmptyDetail')} />
  return (
    <ol className="bag">
      {room.bag.map((item, i) => (
        <li key={item.productId} ref={item.productId === room.explainingProductId ? explained : undefined}>
          <BagRow room={room} item={item} number={i + 1} nowMs={nowMs} />
        </li>
      ))}
    </ol>
  )
}

function BagRow({ room, item, number, nowMs }: { room: Room; item: BagItem; number: number; nowMs: number }) {
  const { t } = useTranslation()
  const text = useText()
  const openGoods = useOpenGoods()
  const onAir = room.state === 'live' || room.state === 'interrupted'
  const offer = bestOffer(room, item, nowMs)
  const sale = saleToShow(room.sales, nowMs, item.productId)
  const left = leftOf(item)
  const gone = onAir ? offer === null : item.card.availability !== 'onSale'
  const isNow = onAir && item.explainState === 'explaining'
  const isSale = sale !== null && phaseOf(sale, nowMs) === 'running'
  return (
    <button
      type="button"
      className={`bag-row ${isNow ? 'is-now' : ''}`}
      onClick={() => openGoods(item.productId, isSale ? sale.skuId : undefined)}
    >
      <span className="bag-picture">
        <img src={item.card.imageUrl} alt="" width={96} height={96} loading="lazy" decoding="async" />
        <span className="bag-number num">{number}</span>
      </span>
      <span className="bag-text">
        <b className="bag-title">{text(item.card.title)}</b>
        <span className="bag-tags">
          {isNow ? <Tag tone="rose">{t('live.explaining')}</Tag> : null}
          {item.explainState === 'explained' ? <Tag>{t('live.explained')}</Tag> : null}
          {offer?.kind === 'room' ? <Tag tone="rose">{t('live.roomPrice')}</Tag> : null}
          {onAir && !isSale && left > 0 && left < FEW ? (
            <Tag tone="amber">{t('live.left', { n: left })}</Tag>
          ) : null}
        </span>
        <span className="bag-foot">
          <OfferPrice item={item} offer={offer} />
          <span className={`offer-buy ${gone ? 'is-gone' : ''}`}>
            {t(gone ? 'live.soldOut' : isSale ? 'live.grab' : onAir ? 'live.buy' : 'live.view')}
          </span>
        </span>
      </span>
      {sale ? <SaleBar sale={sale} nowMs={nowMs} /> : null}
    </button>
  )
}
