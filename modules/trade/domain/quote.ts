// What an order would cost, line by line and shop by shop: a pure function of today's prices and the shops' freight, used
// by the quote that the buyer reads and by the order that is placed, so the two cannot differ.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor, type Currency, type Minor } from '#kernel/money'
import type { Localized } from '#kernel/text'
import { applyCoupons, offBy, type Coupon, type Cut } from './coupon.ts'
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

/** `roomId`, `saleId`: the live room, and its flash sale, that the line was bought in. */
export type Wanted = {
  skuId: Id<'sku'>
  qty: number
  roomId?: Id<'rom'> | null | undefined
  saleId?: Id<'sal'> | null | undefined
}

/** What a room says of a line that cites it: never the client. */
export type LineOffer = {
  roomId: Id<'rom'>
  saleId: Id<'sal'> | null
  kind: 'room' | 'sale'
  /** Null: the shop's own. A price above the shop's is never taken. */
  priceMinor: Minor | null
  poolId: Id<'stp'> | null
  limitPerPerson: number | null
}

/** What else decides the price. */
export type PriceTerms = {
  /** What a line's room asks for it; null when it cites none. */
  offerOf(line: Wanted): LineOffer | null
  /** Who is credited with a line's sale: a creator's coupon is good for those alone. */
  creatorOf(line: Wanted): Id<'crt'> | null
  /** Those the buyer may use now. */
  coupons: readonly Coupon[]
  /** Where to, as the buyer wrote it; null while that is not known. */
  province?: string | null
}
const NO_TERMS: PriceTerms = { offerOf: () => null, creatorOf: () => null, coupons: [] }

export type QuoteLine<W extends Wanted = Wanted> = {
  sku: SkuFacts
  wanted: W
  qty: number
  /** What one costs in the shop; `sku.priceMinor` is what one costs here. */
  shopPriceMinor: Minor
  offer: LineOffer | null
  /** This line's parts of coupons. */
  cuts: Cut[]
  offMinor: Minor
  /** Price times quantity, less `offMinor`. */
  subtotalMinor: Minor
}
export type ShopQuote<W extends Wanted = Wanted> = {
  shopId: Id<'shp'>
  shopName: Localized
  lines: QuoteLine<W>[]
  /** After coupons. */
  goodsMinor: Minor
  freightMinor: Minor
  freightRule: FreightRule
  totalMinor: Minor
}
export type Quote<W extends Wanted = Wanted> = {
  shops: ShopQuote<W>[]
  /** Those that were taken. */
  coupons: Coupon[]
  goodsMinor: Minor
  freightMinor: Minor
  totalMinor: Minor
  currency: Currency
}

export const MAX_QTY = 200

/** The same SKU of the same room and sale twice is one line of the sum, so that stock and limits see the whole. */
export function mergeLines<W extends Wanted>(lines: readonly W[]): W[] {
  const bySku = new Map<string, W>()
  for (const line of lines) {
    const key = lineKey(line)
    const before = bySku.get(key)
    bySku.set(key, before ? { ...before, qty: before.qty + line.qty } : line)
  }
  const merged = [...bySku.values()]
  if (merged.some((l) => l.qty > MAX_QTY)) throw new AppError('QTY_RANGE', { maxQty: MAX_QTY })
  return merged
}

const lineKey = (l: Wanted) => `${l.skuId} ${l.roomId ?? ''} ${l.saleId ?? ''}`

/**
 * Shops in the order of their ids, lines in the order of their SKUs: everybody locks stock in the same order.
 * @throws AppError CART_EMPTY | NOT_FOUND | NOT_ON_SHELF | PURCHASE_LIMIT | CURRENCY_MISMATCH | QTY_RANGE | NOT_DELIVERABLE
 */
export function quoteOrder<W extends Wanted>(
  wanted: readonly W[],
  skus: ReadonlyMap<string, SkuFacts>,
  freight: ReadonlyMap<string, FreightTemplate>,
  terms: PriceTerms = NO_TERMS,
): Quote<W> {
  if (wanted.length === 0) throw new AppError('CART_EMPTY')
  const byShop = new Map<Id<'shp'>, QuoteLine<W>[]>()
  for (const line of mergeLines(wanted).toSorted((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1))) {
    const sku = skus.get(line.skuId)
    if (!sku) throw new AppError('NOT_FOUND', { skuId: line.skuId })
    if (!sku.sellable) throw new AppError('NOT_ON_SHELF', { skuId: sku.skuId })
    const quoted = quoteLine(line, sku, terms.offerOf(line))
    byShop.set(sku.shopId, [...(byShop.get(sku.shopId) ?? []), quoted])
  }
  for (const [skuId, qty] of unitsBySku([...byShop.values()].flat())) {
    const { purchaseLimit: limit } = skus.get(skuId)!
    if (limit !== null && qty > limit) throw new AppError('PURCHASE_LIMIT', { skuId, limit })
  }
  const currency = oneCurrency([...byShop.values()].flat())
  const inOrder = [...byShop].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const full = inOrder.flatMap(([, lines]) => lines)
  const { cuts, applied } = applyCoupons(
    full.map((l) => cuttable(l, terms)),
    terms.coupons,
  )
  const cutOf = new Map(full.map((l, i) => [l, cuts[i]!]))
  const shops = inOrder.map(([shopId, lines]) =>
    quoteShop(
      shopId,
      lines.map((l) => withCuts(l, cutOf.get(l)!)),
      freightRule(freight.get(shopId), terms.province ?? null),
    ),
  )
  return {
    shops,
    coupons: applied,
    goodsMinor: sumMinor(shops.map((s) => s.goodsMinor)),
    freightMinor: sumMinor(shops.map((s) => s.freightMinor)),
    totalMinor: sumMinor(shops.map((s) => s.totalMinor)),
    currency,
  }
}

function quoteLine<W extends Wanted>(line: W, sku: SkuFacts, offer: LineOffer | null): QuoteLine<W> {
  if (offer?.limitPerPerson != null && line.qty > offer.limitPerPerson) {
    throw new AppError('PURCHASE_LIMIT', {
      skuId: sku.skuId,
      saleId: offer.saleId,
      limit: offer.limitPerPerson,
    })
  }
  const offered = offer?.priceMinor ?? sku.priceMinor
  const priceMinor = offered < sku.priceMinor ? offered : sku.priceMinor
  return {
    sku: { ...sku, priceMinor, listPriceMinor: sku.listPriceMinor ?? sku.priceMinor },
    wanted: line,
    qty: line.qty,
    shopPriceMinor: sku.priceMinor,
    offer,
    cuts: [],
    offMinor: 0n,
    subtotalMinor: priceMinor * BigInt(line.qty),
  }
}

/** All lines of one variant together, whichever room they are from. */
export function unitsBySku(lines: readonly QuoteLine[]): Map<Id<'sku'>, number> {
  const units = new Map<Id<'sku'>, number>()
  for (const { sku, qty } of lines) units.set(sku.skuId, (units.get(sku.skuId) ?? 0) + qty)
  return units
}

const cuttable = (l: QuoteLine, { creatorOf }: PriceTerms) => ({
  shopId: l.sku.shopId,
  productId: l.sku.productId,
  categoryId: l.sku.categoryId,
  roomId: l.offer?.roomId ?? null,
  creatorId: creatorOf(l.wanted),
  currency: l.sku.currency,
  subtotalMinor: l.subtotalMinor,
})

function withCuts<W extends Wanted>(line: QuoteLine<W>, cuts: Cut[]): QuoteLine<W> {
  const offMinor = sumMinor(cuts.map((c) => c.offMinor))
  return { ...line, cuts, offMinor, subtotalMinor: line.subtotalMinor - offMinor }
}

function quoteShop<W extends Wanted>(
  shopId: Id<'shp'>,
  lines: QuoteLine<W>[],
  rule: FreightRule,
): ShopQuote<W> {
  const goodsMinor = sumMinor(lines.map((l) => l.subtotalMinor))
  // Another's coupon does not cost the buyer the shop's free delivery: it gets that money all the same.
  const forShop = goodsMinor + sumMinor(lines.map((l) => l.offMinor - offBy(l.cuts, 'shop')))
  const freightMinor = freightOf(rule, forShop)
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
