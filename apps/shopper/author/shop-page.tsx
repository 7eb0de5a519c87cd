// A shop's page: its story and what it sells.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Store } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import {
  Button,
  EmptyState,
  ErrorState,
  formatCount,
  formatPlace,
  Price,
  Tag,
  useLocale,
  useText,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { ProductCard } from '#kernel/product-card'
import { listShopAccounts } from '#modules/alliance/contract'
import { browse, getShop } from '#modules/shop/contract'
import { api, queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { ShipRecord } from './ship-record.tsx'
import { ShopAccounts } from './shop-accounts.tsx'

type Shelf = OutputOf<typeof browse>

export function ShopPage() {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const { shopId } = useParams({ from: '/shop/$shopId' })
  const query = useQuery(queryOf(getShop, { shopId }))
  const accounts = useQuery(queryOf(listShopAccounts, { shopId }))
  return (
    <Page title={query.data ? text(query.data.name) : t('shop.title')} back>
      <Read query={query} waits={accounts.isPending}>
        {(shop) => (
          <>
            <section className="card shop-head">
              <p className="tag-row">
                <Tag tone="jade">{t(`shop.kind.${shop.kind}`)}</Tag>
                <Tag>{formatPlace(shop.city, locale)}</Tag>
                <Tag>{t('shop.products', { n: shop.productCount })}</Tag>
              </p>
              <p>{text(shop.story)}</p>
              <ShipRecord shopId={shopId} />
            </section>
            <ShopAccounts items={accounts.data?.items ?? []} />
            <Goods shopId={shopId} />
          </>
        )}
      </Read>
    </Page>
  )
}

function Goods({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery<Shelf, ApiProblem, ProductCard[], readonly unknown[], string | undefined>({
    queryKey: [browse.id, { shopId }],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(browse, { shopId, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  if (query.error) return <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <RowsSkeleton />
  return (
    <>
      {query.data.length === 0 ? (
        <EmptyState icon={Store} title={t('shop.none')} detail={t('shop.noneDetail')} />
      ) : null}
      <ul className="product-grid">
        {query.data.map((p) => (
          <ProductTile key={p.productId} product={p} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </>
  )
}

function ProductTile({ product }: { product: ProductCard }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const sheets = useSheets()
  return (
    <li>
      <button
        type="button"
        className="card product-tile"
        onClick={() => sheets.open({ sheet: 'product', product: product.productId })}
      >
        <img src={product.imageUrl} alt="" width={240} height={240} loading="lazy" decoding="async" />
        <span className="product-tile-title">{text(product.title)}</span>
        <Price
          size="s"
          minor={product.minPriceMinor}
          listMinor={product.listPriceMinor}
          currency={product.currency}
        />
        <small className="muted num">
          {product.availability === 'onSale'
            ? t('product.sold', { n: formatCount(product.soldCount, locale) })
            : t('product.soldOut')}
        </small>
      </button>
    </li>
  )
}
