// What buyers see: cards, the product sheet, the mall, a shop's page; and what checkout asks about a SKU.
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { ProductCard } from '#kernel/product-card'
import type { ShipPromise } from '#kernel/ship-promise'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { searchPatterns } from '#platform/search-patterns'
import type { browse, getProduct, getShop } from '../contract.ts'
import { CATEGORY_IDS } from '../domain/categories.ts'
import { GUARANTEE_IDS } from '../domain/guarantees.ts'
import { TAG_IDS } from '../domain/tags.ts'
import { findProducts, findShop, type NamedPart } from '../repository/products.ts'
import {
  findCards,
  findOnSale,
  findShopNames,
  findShopsOf,
  findSkusForOrder,
  findSkusOfProducts,
  shopTotals,
  type SkuForOrderRow,
} from '../repository/shelf.ts'
import { toApart, type Campaign, type Presale } from './apart-views.ts'
import { categoryNamed, guaranteeNamed, tagNamed, toCard, toSheet, toShopProfile } from './views.ts'

/** What checkout freezes into an order line. Prices in minor units of `currency`. */
export type SkuForOrder = {
  skuId: Id<'sku'>
  productId: Id<'prd'>
  shopId: Id<'shp'>
  shopName: Localized
  categoryId: string
  emerging: boolean
  title: Localized
  skuName: Localized
  imageUrl: string
  priceMinor: bigint
  currency: Currency
  /** On the shelf of a trading shop, and through its review. */
  sellable: boolean
  /** For one person, within `limitDays` or for ever. */
  purchaseLimit: number | null
  limitDays: number | null
  orderLimit: number | null
  /** What could be reserved at this moment; only `reserveStock` decides. */
  available: number
  shipWithin: ShipPromise
  /** What one of it consists of, when it is a bundle: `reserveStock` needs to know. */
  parts: NamedPart[] | null
  presale: Presale | null
  campaign: Campaign | null
}

const toSkuForOrder = (r: SkuForOrderRow): SkuForOrder => ({
  skuId: r.sku_id,
  productId: r.product_id,
  shopId: r.shop_id,
  shopName: r.shop_name,
  categoryId: r.category_id,
  emerging: r.emerging,
  title: r.title,
  skuName: r.sku_name,
  imageUrl: r.image_url,
  priceMinor: r.price_minor,
  currency: r.currency,
  sellable: r.sellable,
  purchaseLimit: r.purchase_limit,
  limitDays: r.limit_days,
  orderLimit: r.order_limit,
  available: r.available,
  shipWithin: {
    kind: r.ship_kind ?? 'hours',
    hours: r.ship_within_hours,
    from: r.ships_from?.toISOString() ?? null,
  },
  parts: r.parts,
  ...toApart(r.apart),
})

export function createShelf({ db }: Pick<Deps, 'db'>) {
  return {
    /** Cards in the order asked for; what is unknown, or has no picture or price yet, is left out. */
    async cards(tx: Tx, productIds: readonly Id<'prd'>[]): Promise<ProductCard[]> {
      const byId = new Map((await findCards(tx, productIds)).map((r) => [r.product_id, r]))
      return productIds.flatMap((id) => {
        const row = byId.get(id)
        return row ? [toCard(row)] : []
      })
    },

    /** Which shop each product is of; unknown ids are left out. */
    async shopsOf(tx: Tx, productIds: readonly Id<'prd'>[]): Promise<Map<Id<'prd'>, Id<'shp'>>> {
      return new Map((await findShopsOf(tx, productIds)).map((r) => [r.product_id, r.shop_id]))
    },

    /** What shops are called; unknown ids are left out. */
    async namesOf(tx: Tx, shopIds: readonly Id<'shp'>[]): Promise<Map<Id<'shp'>, Localized>> {
      return shopIds.length === 0
        ? new Map()
        : new Map((await findShopNames(tx, shopIds)).map((r) => [r.shop_id, r.name]))
    },

    /** In the order asked for; unknown ids are left out. */
    async skusForOrder(tx: Tx, skuIds: readonly Id<'sku'>[]): Promise<SkuForOrder[]> {
      const rows = (await findSkusForOrder(tx, skuIds)).map(toSkuForOrder)
      const byId = new Map(rows.map((r) => [r.skuId, r]))
      return skuIds.flatMap((id) => byId.get(id) ?? [])
    },

    /** All variants of these products that are not withdrawn, in the shop's order. */
    async skusOfProducts(tx: Tx, productIds: readonly Id<'prd'>[]): Promise<SkuForOrder[]> {
      return (await findSkusOfProducts(tx, productIds)).map(toSkuForOrder)
    },

    /** A product that never passed, or waits for another review, answers like a missing one; one off the shelf says so. */
    getProduct: ({ productId }: InputOf<typeof getProduct>): Promise<OutputOf<typeof getProduct>> =>
      db.read(async (tx) => {
        const [product] = await findProducts(tx, [productId])
        const shop = product?.review_state === 'passed' ? await findShop(tx, product.shop_id) : undefined
        if (!product || !shop) throw new AppError('NOT_FOUND')
        return toSheet(product, shop)
      }),

    browse: (input: InputOf<typeof browse>): Promise<OutputOf<typeof browse>> =>
      db.read(async (tx) => {
        const { categoryId, shopId, limit } = input
        const rows = await findOnSale(tx, {
          patterns: searchPatterns(input.q),
          categoryId,
          shopId,
          after: afterOf(input.cursor),
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        const more = rows.length > limit && last
        return {
          items: page.map(toCard),
          nextCursor: more ? encodeCursor([String(last.sold), last.product_id]) : null,
        }
      }),

    getShop: ({ shopId }: InputOf<typeof getShop>): Promise<OutputOf<typeof getShop>> =>
      db.read(async (tx) => {
        const shop = await findShop(tx, shopId)
        if (!shop) throw new AppError('NOT_FOUND')
        return toShopProfile(shop, await shopTotals(tx, shopId))
      }),

    listCategories: async () => ({ items: CATEGORY_IDS.map(categoryNamed) }),
    listTags: async () => ({ items: TAG_IDS.map(tagNamed) }),
    listGuarantees: async () => ({ items: GUARANTEE_IDS.map(guaranteeNamed) }),
  }
}

function afterOf(cursor: string | undefined): { sold: bigint; productId: string } | null {
  if (cursor === undefined) return null
  const key = decodeCursor(cursor, 2)
  if (!key || !/^\d{1,18}$/.test(key[0]!)) throw new AppError('CURSOR_INVALID')
  return { sold: BigInt(key[0]!), productId: key[1]! }
}
