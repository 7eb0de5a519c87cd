// What the shop's shelf adds to a variant: a campaign's price while it runs, a presale once present stock is out, what a bundle consists of,
// and its limits; said before the buyer decides.
import { useTranslation } from 'react-i18next'
import { DateTime, Money, Tag, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getProduct } from '#modules/shop/contract'

type Product = OutputOf<typeof getProduct>
type Sku = Product['skus'][number]

const runs = ({ campaign }: Sku, nowMs: number) =>
  campaign !== null && Date.parse(campaign.startsAt) <= nowMs && nowMs < Date.parse(campaign.endsAt)

/** A variant as it is sold now: at its campaign's price, or in advance. */
export function onShelf(sku: Sku, nowMs: number): Sku {
  if (runs(sku, nowMs)) {
    const { priceMinor, left } = sku.campaign!
    const price = priceMinor ?? sku.priceMinor
    const list = price === sku.priceMinor ? sku.listPriceMinor : (sku.listPriceMinor ?? sku.priceMinor)
    return {
      ...sku,
      priceMinor: price,
      listPriceMinor: list,
      stock: left < 10 ? 'low' : 'plenty',
      left: left < 10 ? left : null,
    }
  }
  if (sku.stock !== 'soldOut' || !sku.presale) return sku
  return { ...sku, stock: sku.presale.left === null ? 'plenty' : 'low', left: sku.presale.left }
}

/** Only sold in advance now: `sku` as the shop answered it. */
export const waits = (sku: Sku, nowMs: number): boolean =>
  sku.stock === 'soldOut' && sku.presale !== null && !runs(sku, nowMs)

export const mostOf = (sku: Sku): number =>
  Math.min(sku.purchaseLimit ?? 200, sku.orderLimit ?? 200, sku.left ?? 200)

export function ShelfWords({ sku, product, nowMs }: { sku: Sku; product: Product; nowMs: number }) {
  const { t } = useTranslation()
  const text = useText()
  const { campaign, presale, parts } = sku
  return (
    <>
      {campaign && runs(sku, nowMs) ? (
        <p className="shelf-step">
          <Tag tone="rose">{campaign.name}</Tag> {t('product.campaignUntil')}{' '}
          <DateTime at={campaign.endsAt} />
        </p>
      ) : campaign && Date.parse(campaign.startsAt) > nowMs ? (
        <p className="shelf-step">
          <Tag>{campaign.name}</Tag> {t('product.campaignFrom')} <DateTime at={campaign.startsAt} />
          {campaign.priceMinor ? (
            <>
              {' · '}
              <Money minor={campaign.priceMinor} currency={product.currency} />
            </>
          ) : null}
        </p>
      ) : null}
      {presale && waits(sku, nowMs) ? (
        <p className="shelf-step">
          <Tag tone="amber">{t('product.presale')}</Tag> {t('product.shipsBy')}{' '}
          <DateTime at={presale.shipsAt} as="date" />
          {presale.deposit && Date.parse(presale.deposit.balanceFrom) > nowMs ? (
            <>
              {' · '}
              {t('product.deposit')} <Money minor={presale.deposit.minor} currency={product.currency} />
            </>
          ) : null}
        </p>
      ) : null}
      {parts ? (
        <div className="shelf-step">
          <p className="muted">{t('product.bundle')}</p>
          <ul className="bundle-parts">
            {parts.map((p) => (
              <li key={p.skuId}>
                {text(p.name)} <span className="muted num">× {p.qty}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}

/** 'At most 2 a person in 30 days · 1 an order'. */
export function LimitWords({ sku }: { sku: Sku }) {
  const { t } = useTranslation()
  const said = [
    sku.purchaseLimit === null
      ? null
      : sku.limitDays === null
        ? t('product.limit', { n: sku.purchaseLimit })
        : t('product.limitInDays', { n: sku.purchaseLimit, days: sku.limitDays }),
    sku.orderLimit === null ? null : t('product.limitOfOrder', { n: sku.orderLimit }),
  ].filter((s) => s !== null)
  return said.length === 0 ? null : <span className="muted"> · {said.join(' · ')}</span>
}
