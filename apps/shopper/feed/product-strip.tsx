// The one product card of an item, at thumb height, with one strong button. The whole card is that button.
import { useTranslation } from 'react-i18next'
import type { ProductCard } from '#kernel/product-card'
import { formatCount, Price, Tag, useLocale, useText } from '#app/ui'
import { useGuaranteeNames } from '../app/names.ts'
import type { RoomOffer } from '../live/room-offer.ts'
import { useSheets } from '../app/sheets.ts'
import type { FeedEntry } from './feed-store.ts'
import { tell } from './feeds.ts'
import { rememberOrigin } from './origin.ts'

/** `roomId`: met in a live room, and sold at its price. */
export function useOpenProduct(entry: FeedEntry, roomId?: string): (productId: string) => void {
  const sheets = useSheets()
  return (productId) => {
    rememberOrigin(productId, entry)
    tell(entry, 'click', { productId })
    sheets.open({ sheet: 'product', product: productId, ...(roomId ? { room: roomId } : {}) })
  }
}

export function ProductStrip({
  entry,
  product,
  roomId,
  offer = null,
}: {
  entry: FeedEntry
  product: ProductCard
  roomId?: string
  /** What it costs in the live room it is shown in. */
  offer?: RoomOffer | null
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = useText()
  const guarantee = useGuaranteeNames()
  const openProduct = useOpenProduct(entry, roomId)
  const gone = product.availability !== 'onSale'
  return (
    <button type="button" className="strip" onClick={() => openProduct(product.productId)}>
      <img src={product.imageUrl} alt="" width={76} height={76} loading="lazy" decoding="async" />
      <span className="strip-text">
        <b className="strip-title">{text(product.title)}</b>
        <span className="strip-tags">
          {offer && offer.kind !== 'shop' ? (
            <Tag tone="rose">{t(offer.kind === 'sale' ? 'live.salePrice' : 'live.roomPrice')}</Tag>
          ) : null}
          {product.emerging ? <Tag tone="plum">{t('product.emerging')}</Tag> : null}
          {product.guarantees.slice(0, 2).map((code) => {
            const name = guarantee(code)
            return name ? (
              <Tag key={code} tone="jade">
                {name}
              </Tag>
            ) : null
          })}
        </span>
        <Price
          minor={offer?.priceMinor ?? product.minPriceMinor}
          listMinor={offer?.shopPriceMinor ?? product.listPriceMinor}
          currency={product.currency}
          from={product.maxPriceMinor !== product.minPriceMinor}
        />
        <small className="num">
          {product.soldCount > 0
            ? t('product.sold', { n: formatCount(product.soldCount, locale) })
            : text(product.shopName)}
        </small>
      </span>
      <span className={`strip-buy ${gone ? 'is-gone' : ''}`}>
        {t(gone ? 'product.soldOut' : 'product.getIt')}
      </span>
    </button>
  )
}
