// The shop's products: saved views in the address, shelf in one click, stock and price changed where they stand.
import { Link } from '@tanstack/react-router'
import { PackageOpen, PackagePlus, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  buttonClass,
  DataTable,
  DateTime,
  EmptyState,
  IconButton,
  Money,
  Panel,
  Tag,
  useText,
  type Column,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listProducts, PRODUCT_FILTERS, setShelf } from '#modules/shop/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { RuleName, useCategoryName } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { SearchBox } from '../app/search-box.tsx'
import { useMay } from '../app/session.tsx'
import { StockLeft } from './stock-left.tsx'
import { StockSheet } from './stock-sheet.tsx'

type Row = OutputOf<typeof listProducts>['items'][number]

export const REVIEW_TONE: Record<Row['reviewState'], Tone> = {
  draft: 'neutral',
  pending: 'amber',
  passed: 'jade',
  rejected: 'rose',
}

export function ProductsPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const status = oneOf(PRODUCT_FILTERS, filters.status)
  const query = useList(listProducts, {
    shopId,
    limit: '50',
    ...(status ? { status } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  })
  const counts = query.data?.first.counts
  const everything = !status && !filters.q
  const none = everything && query.data?.items.length === 0
  const add = (
    <Link to="/shop/$shopId/products/new" params={{ shopId }} className={buttonClass({ variant: 'primary' })}>
      <PackagePlus size={18} aria-hidden /> {t('products.new')}
    </Link>
  )
  return (
    <Page title={t('nav.products')} scope="product.read" actions={may('product.write') && !none ? add : null}>
      <div className="toolbar">
        <FilterChips
          label={t('products.filter')}
          value={status ?? ''}
          onChange={(next) => setFilters({ status: next || undefined })}
          options={[
            { value: '', label: t('app.all') },
            ...PRODUCT_FILTERS.map((f) => ({
              value: f,
              label: t(`products.filters.${f}`),
              count: counts?.[f],
              urgent: f === 'rejected' || f === 'lowStock',
            })),
          ]}
        />
        <SearchBox
          value={filters.q ?? ''}
          label={t('products.search')}
          onSearch={(q) => setFilters({ q: q || undefined })}
        />
      </div>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={PackageOpen}
              title={t(everything ? 'products.none' : 'products.noneHere')}
              detail={t(everything ? 'products.noneDetail' : 'products.noneHereDetail')}
              action={everything && may('product.write') ? add : undefined}
            />
          }
        >
          {(items) => <ProductTable rows={items} shopId={shopId} />}
        </List>
      </Panel>
    </Page>
  )
}

function ProductTable({ rows, shopId }: { rows: Row[]; shopId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const categoryName = useCategoryName()
  const [stockOf, setStockOf] = useState<Row | null>(null)
  const editsStock = may('stock.write') || may('product.write')
  const columns: Column<Row>[] = [
    {
      key: 'product',
      head: t('products.product'),
      rowHeader: true,
      cell: (p) => (
        <Link
          to="/shop/$shopId/products/$productId"
          params={{ shopId, productId: p.productId }}
          className="goods-cell"
        >
          {p.imageUrl ? (
            <img src={p.imageUrl} alt="" width={32} height={32} loading="lazy" />
          ) : (
            <span className="goods-blank" aria-hidden />
          )}
          <span className="clip">{text(p.title) || t('products.untitled')}</span>
        </Link>
      ),
    },
    { key: 'category', head: t('products.category'), wide: true, cell: (p) => categoryName(p.categoryId) },
    {
      key: 'price',
      head: t('products.price'),
      numeric: true,
      cell: (p) => (
        <>
          <Money minor={p.minPriceMinor} currency={p.currency} />
          {p.maxPriceMinor === p.minPriceMinor ? null : (
            <>
              {' – '}
              <Money minor={p.maxPriceMinor} currency={p.currency} />
            </>
          )}
        </>
      ),
    },
    {
      key: 'stock',
      head: t('products.stock'),
      numeric: true,
      cell: (p) => (
        <span className="with-action">
          <StockLeft available={p.available} lowSkus={p.lowSkus} />
          {editsStock ? (
            <IconButton
              icon={Pencil}
              size={15}
              className="icon-button-s"
              label={t('stock.edit', { name: text(p.title) })}
              onClick={() => setStockOf(p)}
            />
          ) : null}
        </span>
      ),
    },
    { key: 'sold', head: t('products.sold'), numeric: true, cell: (p) => p.soldCount.toLocaleString() },
    {
      key: 'review',
      head: t('products.review'),
      cell: (p) => (
        <>
          <Tag tone={REVIEW_TONE[p.reviewState]}>{t(`products.reviewState.${p.reviewState}`)}</Tag>{' '}
          {p.reviewRuleId ? <RuleName id={p.reviewRuleId} /> : null}
        </>
      ),
    },
    {
      key: 'shelf',
      head: t('products.shelf'),
      cell: (p) => <Shelf product={p} shopId={shopId} disabled={!may('product.write')} />,
    },
    {
      key: 'updated',
      head: t('products.updated'),
      numeric: true,
      wide: true,
      cell: (p) => <DateTime at={p.updatedAt} as="ago" />,
    },
  ]
  return (
    <>
      <DataTable label={t('nav.products')} columns={columns} rows={rows} rowKey={(p) => p.productId} />
      {stockOf ? (
        <StockSheet shopId={shopId} productId={stockOf.productId} onClose={() => setStockOf(null)} />
      ) : null}
    </>
  )
}

function Shelf({ product, shopId, disabled }: { product: Row; shopId: string; disabled: boolean }) {
  const { t } = useTranslation()
  const text = useText()
  const act = useAct(setShelf, { refreshes: [listProducts] })
  return (
    <label className="check check-switch check-bare">
      <input
        type="checkbox"
        role="switch"
        checked={product.onShelf}
        aria-checked={product.onShelf}
        disabled={disabled || act.busy}
        aria-label={t('products.shelfOf', { name: text(product.title) })}
        onChange={(e) => void act.run({ shopId, productId: product.productId, onShelf: e.target.checked })}
      />
    </label>
  )
}
