// Stock and price of a product's SKUs, changed where they stand. What is on hand moves while one looks: a stale edit shows
// the number now and asks again.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, MoneyInput, Sheet, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getMerchantProduct, listProducts, setPrice, setStock } from '#modules/shop/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

type Sku = OutputOf<typeof getMerchantProduct>['skus'][number]

export function StockSheet({
  shopId,
  productId,
  onClose,
}: {
  shopId: string
  productId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const query = useQuery(queryOf(getMerchantProduct, { shopId, productId }))
  return (
    <Sheet open onClose={onClose} side="right" title={t('stock.title')}>
      <Read query={query}>
        {(product) => (
          <div className="stack">
            <p className="muted">{text(product.title)}</p>
            {product.skus.map((sku) => (
              <SkuForm key={sku.skuId} shopId={shopId} sku={sku} />
            ))}
          </div>
        )}
      </Read>
    </Sheet>
  )
}

const AFTER = [getMerchantProduct, listProducts] as const

function SkuForm({ shopId, sku }: { shopId: string; sku: Sku }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const [onHand, setOnHand] = useState(String(sku.onHand))
  const [price, setThePrice] = useState<string | null>(sku.priceMinor)
  const stock = useAct(setStock, { says: t('stock.saved'), refreshes: AFTER, inline: true })
  const pricing = useAct(setPrice, { says: t('stock.priceSaved'), refreshes: AFTER, inline: true })
  const count = /^\d{1,7}$/.test(onHand) ? Number(onHand) : null
  const stale = stock.problem?.code === 'STALE'
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{text(sku.name)}</b>{' '}
        <span className="muted num">
          {t('stock.state', { available: sku.available, reserved: sku.reserved })}
        </span>
      </legend>
      {may('stock.write') ? (
        <div className="row-form">
          <Field
            label={t('stock.onHand')}
            error={
              stale ? t('stock.stale', { n: sku.onHand }) : (stock.problem?.fieldError('onHand') ?? null)
            }
          >
            <Input inputMode="numeric" value={onHand} onChange={(e) => setOnHand(e.target.value)} />
          </Field>
          <Button
            loading={stock.busy}
            disabled={count === null || count === sku.onHand}
            onClick={() =>
              void stock.run({ shopId, skuId: sku.skuId, onHand: count!, expectedVersion: sku.version })
            }
          >
            {t(stale ? 'stock.saveAnyway' : 'app.save')}
          </Button>
        </div>
      ) : null}
      {stale ? null : <InlineError problem={stock.problem} />}
      {may('product.write') ? (
        <div className="row-form">
          <Field label={t('products.price')}>
            <MoneyInput minor={price} onChange={setThePrice} />
          </Field>
          <Button
            loading={pricing.busy}
            disabled={price === null || price === '0' || price === sku.priceMinor}
            onClick={() => void pricing.run({ shopId, skuId: sku.skuId, priceMinor: price! })}
          >
            {t('app.save')}
          </Button>
        </div>
      ) : null}
      <InlineError problem={pricing.problem} />
    </fieldset>
  )
}
