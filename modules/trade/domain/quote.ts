// What an order would cost, line by line and shop by shop: a pure function of today's prices and the shops' freight, used
// by the quote that the buyer reads and by the order that is placed, so the two cannot differ.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { splitByWeights, sumMinor, type Currency, type Minor } from '#kernel/money'
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

/** Spend `overMinor` on goods of this shop in this room, pay `offMinor` less. */
export type LineCoupon = {
  couponId: Id<'rcp'>
  roomId: Id<'rom'>
  shopId: Id<'shp'>
  offMinor: Minor
  overMinor: Minor
  currency: Currency
}

/** What rooms add to a quote. */
export type RoomTerms = {
  offerOf(line: Wanted): LineOffer | null
  /** Those the buyer may use, the one to prefer first. */
  coupons: readonly LineCoupon[]
}
const NO_ROOMS: RoomTerms = { offerOf: () => null, coupons: [] }

export type QuoteLine<W extends Wanted = Wanted> = {
  sku: SkuFacts
  wanted: W
  qty: number
  /** What one costs in the shop; `sku.priceMinor` is what one costs here. */
  shopPriceMinor: Minor
  offer: LineOffer | null
  /** This line's part of the coupon. */
  offMinor: Minor
  couponId: Id<'rcp'> | null
  /** Price times quantity, less the coupon. */
  subtotalMinor: Minor
}
export type ShopQuote<W extends Wanted = Wanted> = {
  shopId: Id<'shp'>
  shopName: Localized
  lines: QuoteLine<W>[]
  coupon: LineCoupon | null
  /** After the coupon. */
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
 * @throws AppError CART_EMPTY | NOT_FOUND | NOT_ON_SHELF | PURCHASE_LIMIT | CURRENCY_MISMATCH | QTY_RANGE
 */
export function quoteOrder<W extends Wanted>(
  wanted: readonly W[],
  skus: ReadonlyMap<string, SkuFacts>,
  freight: ReadonlyMap<string, FreightTemplate>,
  rooms: RoomTerms = NO_ROOMS,
): Quote<W> {
  if (wanted.length === 0) throw new AppError('CART_EMPTY')
  const byShop = new Map<Id<'shp'>, QuoteLine<W>[]>()
  for (const line of mergeLines(wanted).toSorted((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1))) {
    const sku = skus.get(line.skuId)
    if (!sku) throw new AppError('NOT_FOUND', { skuId: line.skuId })
    if (!sku.sellable) throw new AppError('NOT_ON_SHELF', { skuId: sku.skuId })
    const quoted = quoteLine(line, sku, rooms.offerOf(line))
    byShop.set(sku.shopId, [...(byShop.get(sku.shopId) ?? []), quoted])
  }
  for (const [skuId, qty] of unitsBySku([...byShop.values()].flat())) {
    const { purchaseLimit: limit } = skus.get(skuId)!
    if (limit !== null && qty > limit) throw new AppError('PURCHASE_LIMIT', { skuId, limit })
  }
  const currency = oneCurrency([...byShop.values()].flat())
  const shops = [...byShop]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([shopId, lines]) => quoteShop(shopId, lines, freight.get(shopId), rooms.coupons))
  return {
    shops,
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
    offMinor: 0n,
    couponId: null,
    subtotalMinor: priceMinor * BigInt(line.qty),
  }
}

/** All lines of one variant together, whichever room they are from. */
export function unitsBySku(lines: readonly QuoteLine[]): Map<Id<'sku'>, number> {
  const units = new Map<Id<'sku'>, number>()
  for (const { sku, qty } of lines) units.set(sku.skuId, (units.get(sku.skuId) ?? 0) + qty)
  return units
}

/** The first coupon that the lines of its room reach, split over them by the largest remainder. */
function withCoupon<W extends Wanted>(
  lines: QuoteLine<W>[],
  shopId: string,
  coupons: readonly LineCoupon[],
): { lines: QuoteLine<W>[]; coupon: LineCoupon | null } {
  for (const coupon of coupons) {
    if (coupon.shopId !== shopId) continue
    const here = lines.filter((l) => l.offer?.roomId === coupon.roomId && l.sku.currency === coupon.currency)
    const reached = sumMinor(here.map((l) => l.subtotalMinor))
    if (here.length === 0 || reached < coupon.overMinor) continue
    const parts = splitByWeights(
      coupon.offMinor,
      here.map((l) => l.subtotalMinor),
    )
    const offOf = new Map(here.map((l, i) => [l, parts[i]!]))
    return {
      coupon,
      lines: lines.map((l) => {
        const offMinor = offOf.get(l)
        return offMinor === undefined
          ? l
          : { ...l, offMinor, couponId: coupon.couponId, subtotalMinor: l.subtotalMinor - offMinor }
      }),
    }
  }
  return { lines, coupon: null }
}

function quoteShop<W extends Wanted>(
  shopId: Id<'shp'>,
  full: QuoteLine<W>[],
  template: FreightTemplate | undefined,
  coupons: readonly LineCoupon[],
): ShopQuote<W> {
  const { lines, coupon } = withCoupon(full, shopId, coupons)
  const goodsMinor = sumMinor(lines.map((l) => l.subtotalMinor))
  const rule = freightRule(template)
  const freightMinor = freightOf(rule, goodsMinor)
  return {
    shopId,
    shopName: lines[0]!.sku.shopName,
    lines,
    coupon,
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
