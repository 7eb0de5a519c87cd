// What an order would cost, line by line and shop by shop: a pure function of today's prices and the shops' freight, used
// by the quote that the buyer reads and by the order that is placed, so the two cannot differ.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor, type Currency, type Minor } from '#kernel/money'
import type { ShipPromise } from '#kernel/ship-promise'
import type { Localized } from '#kernel/text'
import { applyCoupons, offBy, type Coupon, type Cut } from './coupon.ts'
import type { Part } from './parts.ts'
import { freightOf, freightRule, type FreightRule, type FreightTemplate } from './freight.ts'
import { taxWithin, vatRateBps } from './tax.ts'

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
  /** For one person: within `limitDays`, or for ever. */
  purchaseLimit: number | null
  limitDays?: number | null
  orderLimit?: number | null
  /** What one consists of, when it is a bundle. */
  parts?: readonly { skuId: Id<'sku'>; qty: number; name: Localized }[] | null
  /** When it is promised to leave; absent: within the usual time. */
  shipWithin?: ShipPromise
}

/** `roomId`, `saleId`: the live room, and its flash sale, that the line was bought in. */
export type Wanted = {
  skuId: Id<'sku'>
  qty: number
  roomId?: Id<'rom'> | null | undefined
  saleId?: Id<'sal'> | null | undefined
  /** The card it was taken from: two cards are two lines, each its own creator's. */
  attribution?: string | null | undefined
}

/** What a room says of a line that cites it, or the shop of one that cites none: never the client. */
export type LineOffer = {
  roomId: Id<'rom'> | null
  saleId: Id<'sal'> | null
  kind: 'room' | 'sale' | 'campaign' | 'presale'
  /** Null: the shop's own. A price above the shop's is never taken. */
  priceMinor: Minor | null
  poolId: Id<'stp'> | null
  limitPerPerson: number | null
  /** Of a presale: by when it is shipped, and what one costs to reserve. */
  shipsAt?: Date
  deposit?: Deposit | null
}

/** What one unit costs to reserve, and when the balance is paid. */
export type Deposit = { minor: Minor; balanceFrom: Date; balanceUntil: Date }

/** What else decides the price. */
export type PriceTerms = {
  /** What a line's room asks for it, or the shop's campaign or presale; null when it is neither. */
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
  /** The VAT within the subtotal; rate null: not known for this currency. */
  vatRateBps: number | null
  taxMinor: Minor
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
  /** The VAT within the goods' prices. */
  taxMinor: Minor
  currency: Currency
}

/**
 * A presale with a deposit, bought by itself, is paid in two parts; with other goods, or when coupons leave no balance, at once.
 * Null then, and for everything else.
 */
export function depositParts({
  shops,
  totalMinor,
}: Pick<Quote, 'shops' | 'totalMinor'>): [Part, Part] | null {
  const lines = shops.flatMap((s) => s.lines)
  const deposit = lines.length === 1 ? lines[0]!.offer?.deposit : null
  if (!deposit) return null
  const amountMinor = deposit.minor * BigInt(lines[0]!.qty)
  if (amountMinor >= totalMinor) return null
  const { balanceFrom: opensAt, balanceUntil: closesAt } = deposit
  return [
    { kind: 'deposit', amountMinor, provider: null, opensAt: null, closesAt: null },
    { kind: 'balance', amountMinor: totalMinor - amountMinor, provider: null, opensAt, closesAt },
  ]
}

export const MAX_QTY = 200

/** The same SKU of the same room, sale and card twice is one line; stock and limits look at all lines of it together. */
export function mergeLines<W extends Wanted>(lines: readonly W[]): W[] {
  const bySku = new Map<string, W>()
  for (const line of lines) {
    const key = lineKey(line)
    const before = bySku.get(key)
    bySku.set(key, before ? { ...before, qty: before.qty + line.qty } : line)
  }
  const units = Map.groupBy(lines, (l) => l.skuId)
  if ([...units.values()].some((of) => sumOf(of) > MAX_QTY))
    throw new AppError('QTY_RANGE', { maxQty: MAX_QTY })
  return [...bySku.values()]
}

const lineKey = (l: Wanted) => `${l.skuId} ${l.roomId ?? ''} ${l.saleId ?? ''} ${l.attribution ?? ''}`
const sumOf = (lines: readonly { qty: number }[]) => lines.reduce((n, l) => n + l.qty, 0)

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
    const { purchaseLimit, orderLimit } = skus.get(skuId)!
    for (const limit of [orderLimit, purchaseLimit])
      if (limit != null && qty > limit) throw new AppError('PURCHASE_LIMIT', { skuId, limit })
  }
  refuseOverOffer([...byShop.values()].flat())
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
    taxMinor: sumMinor(shops.flatMap((s) => s.lines.map((l) => l.taxMinor))),
    currency,
  }
}

function quoteLine<W extends Wanted>(line: W, sku: SkuFacts, offer: LineOffer | null): QuoteLine<W> {
  const offered = offer?.priceMinor ?? sku.priceMinor
  const priceMinor = offered < sku.priceMinor ? offered : sku.priceMinor
  return {
    sku: {
      ...sku,
      priceMinor,
      listPriceMinor: sku.listPriceMinor ?? sku.priceMinor,
      ...(offer?.shipsAt ? { shipWithin: shippedBy(offer.shipsAt) } : {}),
    },
    wanted: line,
    qty: line.qty,
    shopPriceMinor: sku.priceMinor,
    offer,
    cuts: [],
    offMinor: 0n,
    subtotalMinor: priceMinor * BigInt(line.qty),
    vatRateBps: vatRateBps(sku.categoryId, sku.currency),
    taxMinor: 0n,
  }
}

const shippedBy = (at: Date): ShipPromise => ({ kind: 'presale', hours: 0, from: at.toISOString() })

/** What a sale or a campaign gives one person: all lines of it together. */
function refuseOverOffer(lines: readonly QuoteLine[]): void {
  for (const of of offersLimited(lines)) {
    const { sku, offer } = of[0]!
    const limit = offer!.limitPerPerson!
    if (sumOf(of) > limit)
      throw new AppError('PURCHASE_LIMIT', { skuId: sku.skuId, saleId: offer!.saleId, limit })
  }
}

/** Lines whose offer has a limit for one person, by the offer: a sale, or the pool of a campaign. */
export const offersLimited = (lines: readonly QuoteLine[]): QuoteLine[][] => [
  ...Map.groupBy(
    lines.filter((l) => l.offer?.limitPerPerson != null),
    (l) => l.offer!.saleId ?? l.offer!.poolId,
  ).values(),
]

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
  const subtotalMinor = line.subtotalMinor - offMinor
  return { ...line, cuts, offMinor, subtotalMinor, taxMinor: taxWithin(subtotalMinor, line.vatRateBps) }
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
