// Everything needed to decide, over the clip that goes on playing: pictures, variants, price, stock, delivery, guarantees,
// reviews, the shop. The first variant that can be bought is already chosen.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Clock, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import {
  Button,
  formatCount,
  formatDate,
  formatPlace,
  Price,
  Sheet,
  Stepper,
  Tag,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getProduct } from '#modules/shop/contract'
import { getCart, setCartLine } from '#modules/trade/contract'
import { api, queries, queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'
import { ProductCoupons } from '../coupons/product-coupons.tsx'
import { Carousel } from '../feed/carousel.tsx'
import { attributionOf, tellAboutProduct } from '../feed/origin.ts'
import { SaleBar } from '../live/offer-card.tsx'
import { offerOf, phaseOf, type RoomOffer } from '../live/room-offer.ts'
import { useRoomGoods } from '../live/room-goods.ts'
import { useServerNow } from '../live/use-server-now.ts'
import { Reviews } from './reviews.tsx'
import { LimitWords, mostOf, onShelf, ShelfWords, waits } from './shelf-steps.tsx'
import { ProductSkeleton } from './product-skeleton.tsx'

type Product = OutputOf<typeof getProduct>
type Sku = Product['skus'][number]

export function ProductSheet({
  productId,
  skuId,
  roomId,
  onClose,
}: {
  productId: string
  skuId?: string | undefined
  /** Looked at in a live room: prices and units are the room's. */
  roomId?: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getProduct, { productId }))
  const goods = useRoomGoods(roomId, productId)
  const nowMs = useServerNow(goods.store, (goods.room?.sales.length ?? 0) > 0)
  const offerFor = (k: Sku): RoomOffer | null =>
    goods.room && goods.item ? offerOf(goods.room, goods.item, k.skuId, nowMs) : null
  const [chosen, setChosen] = useState<string | undefined>(skuId)
  const [qty, setQty] = useState(1)
  const product = query.data && {
    ...query.data,
    skus: query.data.skus.map((k) => inRoom(onShelf(k, nowMs), offerFor(k))),
  }
  const sku = product
    ? (product.skus.find((s) => s.skuId === chosen) ??
      product.skus.find((s) => s.stock !== 'soldOut') ??
      product.skus[0])
    : undefined
  const offer = sku ? offerFor(sku) : null
  const asListed = query.data?.skus.find((s) => s.skuId === sku?.skuId)
  const sale = goods.room?.sales.find((s) => s.skuId === sku?.skuId && phaseOf(s, nowMs) !== 'over') ?? null
  const most = sku ? Math.min(mostOf(sku), offer?.limit ?? 200) : 1
  const shown = product !== undefined
  useEffect(() => {
    if (shown) tellAboutProduct(productId, 'sheet')
  }, [shown, productId])

  return (
    <Sheet
      open
      onClose={onClose}
      title={t('product.title')}
      tall
      className="product-sheet"
      footer={
        product && sku ? (
          <BuyBar
            product={product}
            sku={sku}
            qty={Math.min(qty, Math.max(1, most))}
            offer={offer}
            roomId={roomId}
            waiting={asListed !== undefined && waits(asListed, nowMs)}
          />
        ) : (
          <div className="buy-bar" aria-hidden />
        )
      }
    >
      <Read query={query} skeleton={<ProductSkeleton />}>
        {() => {
          const p = product!
          return (
            <>
              <ProductFacts product={p} sku={sku} offer={offer} />
              {sale ? (
                <p className="product-sale">
                  <SaleBar sale={sale} nowMs={nowMs} />
                  {phaseOf(sale, nowMs) === 'soldOut' ? (
                    <small className="muted">{t('live.saleMaybe')}</small>
                  ) : null}
                </p>
              ) : null}
              {sku ? (
                <SkuChoice product={p} chosen={sku} onChoose={(s) => (setChosen(s.skuId), setQty(1))} />
              ) : null}
              {asListed && !offer ? <ShelfWords sku={asListed} product={p} nowMs={nowMs} /> : null}
              {sku ? (
                <div className="qty-row">
                  <span>{t('product.quantity')}</span>
                  <Stepper
                    value={Math.min(qty, Math.max(1, most))}
                    onChange={setQty}
                    max={most}
                    disabled={sku.stock === 'soldOut'}
                  />
                </div>
              ) : null}
              {roomId ? null : <ProductCoupons productId={p.productId} />}
              <Promises product={p} />
              <ShopCard product={p} />
              <Reviews productId={p.productId} />
              <Details product={p} />
            </>
          )
        }}
      </Read>
    </Sheet>
  )
}

const FEW_IN_ROOM = 20

/** A variant as the room sells it; the shop's own where it does not. */
function inRoom(sku: Sku, offer: RoomOffer | null): Sku {
  if (!offer) return sku
  const few = offer.left > 0 && offer.left < FEW_IN_ROOM
  return {
    ...sku,
    priceMinor: offer.priceMinor,
    listPriceMinor: offer.shopPriceMinor ?? sku.listPriceMinor,
    stock: offer.left === 0 ? 'soldOut' : few ? 'low' : 'plenty',
    left: few ? offer.left : null,
  }
}

function ProductFacts({
  product,
  sku,
  offer,
}: {
  product: Product
  sku: Sku | undefined
  offer: RoomOffer | null
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  return (
    <>
      <Carousel
        className="product-pictures"
        pictures={product.images.map((url) => ({ url }))}
        alt={text(product.title)}
        eager
      />
      <div className="product-price">
        <Price
          size="l"
          minor={sku?.priceMinor ?? product.minPriceMinor}
          listMinor={sku?.listPriceMinor ?? null}
          currency={product.currency}
        />
        <span className="muted num">{t('product.sold', { n: formatCount(product.soldCount, locale) })}</span>
      </div>
      <h3 className="product-name">
        {offer && offer.kind !== 'shop' ? (
          <Tag tone="rose">{t(offer.kind === 'sale' ? 'live.salePrice' : 'live.roomPrice')}</Tag>
        ) : null}{' '}
        {product.emerging ? <Tag tone="plum">{t('product.emerging')}</Tag> : null} {text(product.title)}
      </h3>
      {product.tags.length > 0 ? (
        <p className="tag-row">
          {product.tags.map((tag) => (
            <Tag key={tag.id}>{text(tag.name)}</Tag>
          ))}
        </p>
      ) : null}
    </>
  )
}

function SkuChoice({
  product,
  chosen,
  onChoose,
}: {
  product: Product
  chosen: Sku
  onChoose: (sku: Sku) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <fieldset className="sku-choice">
      <legend>{t('product.variant')}</legend>
      <div>
        {product.skus.map((s) => (
          <label key={s.skuId} className="sku">
            <input
              type="radio"
              name="sku"
              checked={s.skuId === chosen.skuId}
              disabled={s.stock === 'soldOut'}
              onChange={() => onChoose(s)}
            />
            <span>
              {text(s.name)}
              {s.stock === 'soldOut' ? <small> {t('product.soldOut')}</small> : null}
            </span>
          </label>
        ))}
      </div>
      <p className="sku-stock" aria-live="polite">
        <StockWords sku={chosen} />
        <LimitWords sku={chosen} />
      </p>
    </fieldset>
  )
}

function StockWords({ sku }: { sku: Sku }) {
  const { t } = useTranslation()
  if (sku.stock === 'plenty') return <span className="good">{t('product.inStock')}</span>
  if (sku.stock === 'soldOut') return <span className="muted">{t('product.soldOut')}</span>
  return (
    <span className="warn">{sku.left === null ? t('product.few') : t('product.left', { n: sku.left })}</span>
  )
}

function Promises({ product }: { product: Product }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = useText()
  return (
    <ul className="promises">
      <li>
        <Clock size={18} aria-hidden />
        <span>
          <b>
            {product.shipKind === 'hours'
              ? t('product.shipsWithin', { hours: product.shipWithinHours })
              : product.shipKind === 'today'
                ? t('product.shipsToday')
                : t('product.shipsFrom', { day: formatDate(product.shipsFrom!, locale) })}
          </b>
        </span>
      </li>
      {product.guarantees.map((g) => (
        <li key={g.id}>
          <ShieldCheck size={18} aria-hidden />
          <span>
            <b>{text(g.name)}</b> <small className="muted">{text(g.note)}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}

function ShopCard({ product: { shop } }: { product: Product }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  return (
    <Link to="/shop/$shopId" params={{ shopId: shop.shopId }} className="shop-card">
      {shop.logoUrl ? (
        <img src={shop.logoUrl} alt="" width={44} height={44} />
      ) : (
        <span className="shop-letter" aria-hidden>
          {[...text(shop.name)][0]}
        </span>
      )}
      <span>
        <b>{text(shop.name)}</b>
        <small className="muted">
          {t(`shop.kind.${shop.kind}`)} · {formatPlace(shop.city, locale)}
        </small>
      </span>
      <span className="link">{t('shop.visit')}</span>
    </Link>
  )
}

function Details({ product }: { product: Product }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <section className="product-details">
      <h3>{t('product.details')}</h3>
      <p className="prose">{text(product.description)}</p>
      <dl>
        {product.attributes.map((a) => (
          <div key={a.name.en}>
            <dt>{text(a.name)}</dt>
            <dd>{text(a.value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function BuyBar({
  product,
  sku,
  qty,
  offer,
  roomId,
  waiting,
}: {
  product: Product
  sku: Sku
  qty: number
  offer: RoomOffer | null
  roomId: string | undefined
  /** Sold in advance now. */
  waiting: boolean
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const sheets = useSheets()
  const [busy, setBusy] = useState(false)
  const { attribution } = useRoomGoods(roomId, product.productId)
  const gone = sku.stock === 'soldOut' || (offer === null && product.availability !== 'onSale')

  async function addToCart(): Promise<void> {
    setBusy(true)
    try {
      const already = (await api.call(getCart, {})).lines.find((l) => l.skuId === sku.skuId)?.qty ?? 0
      const cart = await api.call(setCartLine, {
        skuId: sku.skuId,
        qty: already + qty,
        attribution: attributionOf(product.productId) ?? attribution,
      })
      queries.setQueryData(queryOf(getCart, {}).queryKey, cart)
      tellAboutProduct(product.productId, 'cart')
      toast({ text: t('product.addedToCart'), tone: 'good' })
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }

  // The cart sells at the shop's price: what has another one here is bought here.
  const onlyHere = offer !== null && offer.kind !== 'shop'
  return (
    <div className={`buy-bar ${onlyHere ? 'is-single' : ''}`}>
      {onlyHere ? null : (
        <Button size="l" loading={busy} disabled={gone} onClick={() => void addToCart()}>
          {t('product.addToCart')}
        </Button>
      )}
      <Button
        size="l"
        variant="primary"
        disabled={gone}
        onClick={() =>
          sheets.open({
            sheet: 'confirm',
            product: product.productId,
            sku: sku.skuId,
            qty,
            ...(offer && roomId ? { room: roomId } : {}),
            ...(offer?.saleId ? { sale: offer.saleId } : {}),
          })
        }
      >
        {t(gone ? 'product.soldOut' : waiting && !offer ? 'product.buyAhead' : 'product.buyNow')}
      </Button>
    </div>
  )
}
