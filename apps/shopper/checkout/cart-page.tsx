// The cart: what can be bought now is ticked, what cannot says why; a line taken out can be put back.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ShoppingCart, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import {
  Button,
  buttonClass,
  EmptyState,
  formatMoney,
  IconButton,
  Money,
  Price,
  Stepper,
  Tag,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getCart, removeCartLine, setCartLine } from '#modules/trade/contract'
import { api, queries, queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'

type Cart = OutputOf<typeof getCart>
type Line = Cart['lines'][number]

const cartKey = queryOf(getCart, {}).queryKey
const isBuyable = (l: Line) => l.state === 'ok' || l.state === 'price-changed'

export function CartPage() {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(getCart, {}), staleTime: 0 })
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set())
  const ticked = (query.data?.lines ?? []).filter((l) => isBuyable(l) && !unticked.has(l.skuId))
  const toggle = (skuId: string) =>
    setUnticked((all) =>
      all.has(skuId) ? new Set([...all].filter((s) => s !== skuId)) : new Set(all).add(skuId),
    )
  return (
    <Page
      title={t('cart.title')}
      footer={
        query.data && query.data.lines.length > 0 ? (
          <CheckoutBar cart={query.data} ticked={ticked} />
        ) : undefined
      }
    >
      <Read query={query}>
        {(cart) =>
          cart.lines.length === 0 ? (
            <EmptyState
              icon={ShoppingCart}
              title={t('cart.empty')}
              detail={t('cart.emptyDetail')}
              action={
                <Link to="/" className={buttonClass({ variant: 'primary' })}>
                  {t('cart.toFeed')}
                </Link>
              }
            />
          ) : (
            <CartShops cart={cart} unticked={unticked} onToggle={toggle} />
          )
        }
      </Read>
    </Page>
  )
}

function CartShops({
  cart,
  unticked,
  onToggle,
}: {
  cart: Cart
  unticked: ReadonlySet<string>
  onToggle: (skuId: string) => void
}) {
  const text = useText()
  const shops = Object.values(Object.groupBy(cart.lines, (l) => l.shopId)) as Line[][]
  return (
    <>
      {shops.map((lines) => (
        <section key={lines[0]!.shopId} className="card cart-shop">
          <h2>
            <Link to="/shop/$shopId" params={{ shopId: lines[0]!.shopId }}>
              {text(lines[0]!.shopName)}
            </Link>
          </h2>
          {lines.map((l) => (
            <CartLine
              key={l.skuId}
              line={l}
              currency={cart.currency}
              ticked={isBuyable(l) && !unticked.has(l.skuId)}
              onToggle={() => onToggle(l.skuId)}
            />
          ))}
        </section>
      ))}
    </>
  )
}

function CartLine({
  line,
  currency,
  ticked,
  onToggle,
}: {
  line: Line
  currency: Cart['currency']
  ticked: boolean
  onToggle: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const sheets = useSheets()
  const [busy, setBusy] = useState(false)
  const title = text(line.title)

  async function change(run: () => Promise<Cart>, then?: () => void): Promise<void> {
    setBusy(true)
    try {
      queries.setQueryData(cartKey, await run())
      then?.()
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const setQty = (qty: number) =>
    change(() => api.call(setCartLine, { skuId: line.skuId, qty, attribution: line.attribution }))
  const remove = () =>
    change(
      () => api.call(removeCartLine, { skuId: line.skuId }),
      () =>
        toast({
          text: t('cart.removed', { title }),
          action: { label: t('app.undo'), run: () => void setQty(line.qty) },
        }),
    )

  return (
    <div className={`cart-line ${isBuyable(line) ? '' : 'is-off'}`}>
      <label className="cart-tick">
        <input
          type="checkbox"
          checked={ticked}
          disabled={!isBuyable(line)}
          onChange={onToggle}
          aria-label={t('cart.pick', { title })}
        />
      </label>
      <button
        type="button"
        className="goods-picture"
        aria-label={title}
        onClick={() => sheets.open({ sheet: 'product', product: line.productId, sku: line.skuId })}
      >
        <img src={line.imageUrl} alt="" width={84} height={84} loading="lazy" />
      </button>
      <div className="cart-text">
        <div className="cart-head">
          <p className="goods-title">{title}</p>
          <IconButton
            icon={Trash2}
            size={18}
            label={t('cart.remove', { title })}
            disabled={busy}
            onClick={() => void remove()}
          />
        </div>
        <p className="muted">{text(line.skuName)}</p>
        <LineState line={line} currency={currency} />
        <div className="cart-figures">
          <Price size="s" minor={line.priceMinor} currency={currency} />
          <Stepper
            value={line.qty}
            max={Math.max(line.qty, line.purchaseLimit ?? 200)}
            onChange={(n) => void setQty(n)}
            disabled={busy || line.state === 'off-shelf' || line.state === 'sold-out'}
            label={t('cart.howMany', { title })}
          />
        </div>
      </div>
    </div>
  )
}

function LineState({ line, currency }: { line: Line; currency: Cart['currency'] }) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (line.state === 'ok') return null
  if (line.state === 'price-changed') {
    const down = BigInt(line.priceMinor) < BigInt(line.addedPriceMinor)
    return (
      <Tag tone={down ? 'jade' : 'amber'}>
        {t(down ? 'cart.cheaper' : 'cart.dearer', {
          was: formatMoney(line.addedPriceMinor, currency, locale),
        })}
      </Tag>
    )
  }
  return <Tag tone="amber">{t(`cart.state.${line.state}`)}</Tag>
}

function CheckoutBar({ cart, ticked }: { cart: Cart; ticked: Line[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const total = ticked.reduce((sum, l) => sum + BigInt(l.subtotalMinor), 0n)
  return (
    <div className="pay-bar">
      <p>
        <small className="muted">{t('cart.beforeFreight')}</small>
        <Money className="pay-total" minor={total} currency={cart.currency} />
      </p>
      <Button
        size="l"
        variant="primary"
        disabled={ticked.length === 0}
        onClick={() =>
          void navigate({ to: '/checkout', search: { skus: ticked.map((l) => l.skuId).join(',') } })
        }
      >
        {t('cart.checkout', { n: ticked.length })}
      </Button>
    </div>
  )
}
