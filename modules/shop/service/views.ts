// From rows to what the contract answers. Pure: the one place where a column becomes a word of the API.
import type { z } from 'zod'
import type { ProductCard } from '#kernel/product-card'
import { toWire } from '#kernel/money'
import type {
  merchantProduct,
  merchantProductRow,
  merchantSku,
  named,
  productSheet,
  shopCard,
  shopProfile,
  skuOffer,
} from '../contract.ts'
import { CATEGORIES, type CategoryId } from '../domain/categories.ts'
import { gapsOf } from '../domain/completeness.ts'
import { GUARANTEES, type GuaranteeId } from '../domain/guarantees.ts'
import { LOW_STOCK, stockLevel } from '../domain/stock.ts'
import { TAGS, type TagId } from '../domain/tags.ts'
import type { ProductRow, ShopRow, SkuRow } from '../repository/products.ts'
import { depositView, toApart } from './apart-views.ts'
import type { CardRow } from '../repository/shelf.ts'

type Named = z.output<typeof named>

export const categoryNamed = (id: string): Named => ({ id, name: CATEGORIES[id as CategoryId] })
export const tagNamed = (id: string): Named => ({ id, name: TAGS[id as TagId] })
export const guaranteeNamed = (id: string) => ({ id, ...GUARANTEES[id as GuaranteeId] })

const wireOrNull = (minor: bigint | null) => (minor === null ? null : toWire(minor))
const availableOf = (sku: SkuRow) => sku.available

export const isSellable = (p: ProductRow): boolean =>
  p.on_shelf && p.review_state === 'passed' && p.shop_state === 'trading'

export const toCard = (r: CardRow): ProductCard => ({
  productId: r.product_id,
  shopId: r.shop_id,
  shopName: r.shop_name,
  categoryId: r.category_id,
  title: r.title,
  imageUrl: r.image_url,
  minPriceMinor: toWire(r.min_price_minor),
  maxPriceMinor: toWire(r.max_price_minor),
  listPriceMinor: wireOrNull(r.list_price_minor),
  currency: r.currency,
  soldCount: Number(r.sold),
  tags: r.tags,
  guarantees: r.guarantees,
  emerging: r.emerging,
  availability: !r.sellable ? 'offShelf' : r.in_stock ? 'onSale' : 'soldOut',
})

export const toShopCard = (s: ShopRow): z.output<typeof shopCard> => ({
  shopId: s.shop_id,
  name: s.name,
  kind: s.kind,
  logoUrl: s.logo_url,
  city: s.city,
})

export const toShopProfile = (
  s: ShopRow,
  totals: { products: number; sold: bigint },
): z.output<typeof shopProfile> => ({
  ...toShopCard(s),
  story: s.story,
  state: s.state,
  createdAt: s.created_at.toISOString(),
  productCount: totals.products,
  soldCount: Number(totals.sold),
})

const toOffer = (sku: SkuRow): z.output<typeof skuOffer> => {
  const stock = stockLevel(availableOf(sku))
  return {
    skuId: sku.sku_id,
    name: sku.name,
    priceMinor: toWire(sku.price_minor),
    listPriceMinor: wireOrNull(sku.list_price_minor),
    stock,
    left: stock === 'low' ? availableOf(sku) : null,
    purchaseLimit: sku.purchase_limit,
    limitDays: sku.limit_days,
    orderLimit: sku.order_limit,
    parts: sku.parts,
    ...apartViews(sku.apart),
  }
}

function apartViews(apart: SkuRow['apart']): Pick<z.output<typeof skuOffer>, 'presale' | 'campaign'> {
  const { presale, campaign } = toApart(apart)
  return {
    presale:
      presale && presale.left > 0
        ? {
            left: presale.left <= LOW_STOCK ? presale.left : null,
            shipsAt: presale.shipsAt.toISOString(),
            deposit: depositView(presale.deposit),
          }
        : null,
    campaign:
      campaign && campaign.left > 0
        ? {
            name: campaign.name,
            priceMinor: wireOrNull(campaign.priceMinor),
            left: campaign.left,
            limitPerPerson: campaign.limitPerPerson,
            startsAt: campaign.startsAt.toISOString(),
            endsAt: campaign.endsAt.toISOString(),
          }
        : null,
  }
}

export const promiseOf = (p: Pick<ProductRow, 'ship_kind' | 'ships_from'>) => ({
  shipKind: p.ship_kind ?? ('hours' as const),
  shipsFrom: p.ships_from?.toISOString() ?? null,
})

export const toSheet = (p: ProductRow, shop: ShopRow): z.output<typeof productSheet> => ({
  productId: p.product_id,
  shop: toShopCard(shop),
  title: p.title,
  description: p.description,
  images: p.images,
  category: categoryNamed(p.category_id),
  tags: p.tags.map(tagNamed),
  attributes: p.attributes,
  guarantees: p.guarantees.map(guaranteeNamed),
  shipWithinHours: p.ship_within_hours,
  ...promiseOf(p),
  emerging: p.emerging,
  currency: p.currency,
  minPriceMinor: toWire(p.min_price_minor ?? 0n),
  maxPriceMinor: toWire(p.max_price_minor ?? 0n),
  soldCount: Number(p.sold),
  availability: !isSellable(p) ? 'offShelf' : p.in_stock ? 'onSale' : 'soldOut',
  skus: p.skus.map(toOffer),
})

export const toMerchantSku = (sku: SkuRow): z.output<typeof merchantSku> => ({
  skuId: sku.sku_id,
  name: sku.name,
  priceMinor: toWire(sku.price_minor),
  listPriceMinor: wireOrNull(sku.list_price_minor),
  onHand: sku.on_hand,
  reserved: sku.reserved,
  available: availableOf(sku),
  purchaseLimit: sku.purchase_limit,
  limitDays: sku.limit_days,
  orderLimit: sku.order_limit,
  parts: sku.parts?.map(({ skuId, qty }) => ({ skuId, qty })) ?? null,
  version: sku.version,
})

export type MerchantProduct = z.output<typeof merchantProduct>

export const toMerchantProduct = (p: ProductRow): MerchantProduct => ({
  productId: p.product_id,
  shopId: p.shop_id,
  title: p.title,
  description: p.description,
  images: p.images,
  categoryId: p.category_id,
  tags: p.tags,
  attributes: p.attributes,
  guarantees: p.guarantees,
  shipWithinHours: p.ship_within_hours,
  ...promiseOf(p),
  emerging: p.emerging,
  currency: p.currency,
  onShelf: p.on_shelf,
  reviewState: p.review_state,
  reviewRuleId: p.review_rule_id,
  reviewNote: p.review_note,
  soldCount: Number(p.sold),
  skus: p.skus.map(toMerchantSku),
  missing: gapsOf({ ...p, ...promiseOf(p) }),
  version: p.version,
  createdAt: p.created_at.toISOString(),
  updatedAt: p.updated_at.toISOString(),
})

export const toMerchantRow = (p: ProductRow): z.output<typeof merchantProductRow> => ({
  productId: p.product_id,
  title: p.title,
  imageUrl: p.images[0] ?? null,
  categoryId: p.category_id,
  minPriceMinor: toWire(p.min_price_minor ?? 0n),
  maxPriceMinor: toWire(p.max_price_minor ?? 0n),
  currency: p.currency,
  skuCount: p.skus.length,
  available: p.skus.reduce((sum, sku) => sum + availableOf(sku), 0),
  lowSkus: p.skus
    .filter((sku) => availableOf(sku) <= LOW_STOCK)
    .map((sku) => ({ name: sku.name, available: availableOf(sku) })),
  onShelf: p.on_shelf,
  reviewState: p.review_state,
  reviewRuleId: p.review_rule_id,
  soldCount: Number(p.sold),
  version: p.version,
  updatedAt: p.updated_at.toISOString(),
})
