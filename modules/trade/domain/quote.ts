// What an order would cost, line by line and shop by shop: a pure function of today's prices and the shops' freight, used
// by the quote that the buyer reads and by the order that is placed, so the two cannot differ.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor, type Currency, type Minor } from '#kernel/money'
import type { Localized } from '#kernel/text'
import { freightOf, freightRule, type FreightRule, type FreightTemplate } from './freight.ts'

/** What trade needs to know of a variant to sell it; the shop answers it. */
export type SkuFacts = {
  skuId: Id<'sku'>
  productId: Id<'prd'>
  shopId: Id<'shp'>
  shopName: Localized
  categoryId: string
  emerging: boolean
  title: Localized
  skuName: Localized
  imageUrl: string
  priceMinor: Minor
  /** Absent or null: there is no crossed-out price. */
  listPriceMinor?: Minor | null
  currency: Currency
  /** On the shelf, passed review, shop trading. */
  sellable: boolean
  purchaseLimit: number | null
}

export type Wanted = { skuId: Id<'sku'>; qty: number }

export type QuoteLine<W extends Wanted = Wanted> = {
  sku: SkuFacts
  wanted: W
  qty: number
  subtotalMinor: Minor
}
export type ShopQuote<W extends Wanted = Wanted> = {
  shopId: Id<'shp'>
  shopName: Localized
  lines: QuoteLine<W>[]
  goodsMinor: Minor
  freightMinor: Minor
  freightRule: FreightRule
  totalMinor: Minor
}
export type Quote<W extends Wanted = Wanted> = {
  shops: ShopQuote<W>[]
  goodsMinor: Minor
  freightMinor: Minor
  totalMinor: Minor
  currency: Currency
}

export const MAX_QTY = 200

/** The same SKU twice in one cart is one line of the sum, so that stock and limits see the whole. */
export function mergeLines<W extends Wanted>(lines: readonly W[]): W[] {
  const bySku = new Map<string, W>()
  for (const line of lines) {
    const before = bySku.get(line.skuId)
    bySku.set(line.skuId, before ? { ...before, qty: before.qty + line.qty } : line)
  }
  const merged = [...bySku.values()]
  if (merged.some((l) => l.qty > MAX_QTY)) throw new AppError('QTY_RANGE', { maxQty: MAX_QTY })
  return merged
}

/**
 * Shops in the order of their ids, lines in the order of their SKUs: everybody locks stock in the same order.
 * @throws AppError CART_EMPTY | NOT_FOUND | NOT_ON_SHELF | PURCHASE_LIMIT | CURRENCY_MISMATCH | QTY_RANGE
 */
export function quoteOrder<W extends Wanted>(
  wanted: readonly W[],
  skus: ReadonlyMap<string, SkuFacts>,
  freight: ReadonlyMap<string, FreightTemplate>,
): Quote<W> {
  if (wanted.length === 0) throw new AppError('CART_EMPTY')
  const byShop = new Map<Id<'shp'>, QuoteLine<W>[]>()
  for (const line of mergeLines(wanted).toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1))) {
    const sku = skus.get(line.skuId)
    if (!sku) throw new AppError('NOT_FOUND', { skuId: line.skuId })
    if (!sku.sellable) throw new AppError('NOT_ON_SHELF', { skuId: sku.skuId })
    if (sku.purchaseLimit !== null && line.qty > sku.purchaseLimit) {
      throw new AppError('PURCHASE_LIMIT', { skuId: sku.skuId, limit: sku.purchaseLimit })
    }
    const quoted = { sku, wanted: line, qty: line.qty, subtotalMinor: sku.priceMinor * BigInt(line.qty) }
    byShop.set(sku.shopId, [...(byShop.get(sku.shopId) ?? []), quoted])
  }
  const currency = oneCurrency([...byShop.values()].flat())
  const shops = [...byShop]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([shopId, lines]) => quoteShop(shopId, lines, freight.get(shopId)))
  return {
    shops,
    goodsMinor: sumMinor(shops.map((s) => s.goodsMinor)),
    freightMinor: sumMinor(shops.map((s) => s.freightMinor)),
    totalMinor: sumMinor(shops.map((s) => s.totalMinor)),
    currency,
  }
}

function quoteShop<W extends Wanted>(
  shopId: Id<'shp'>,
  lines: QuoteLine<W>[],
  template: FreightTemplate | undefined,
): ShopQuote<W> {
  const goodsMinor = sumMinor(lines.map((l) => l.subtotalMinor))
  const rule = freightRule(template)
  const freightMinor = freightOf(rule, goodsMinor)
  return {
    shopId,
    shopName: lines[0]!.sku.shopName,
    lines,
    goodsMinor,
    freightMinor,
    freightRule: rule,
    totalMinor: goodsMinor + freightMinor,
  }
}

function oneCurrency(lines: readonly QuoteLine[]): Currency {
  const currency = lines[0]!.sku.currency
  if (lines.some((l) => l.sku.currency !== currency)) throw new AppError('CURRENCY_MISMATCH')
  return currency
}
