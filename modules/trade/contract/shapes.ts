// The shapes that several trade endpoints share. Money is minor units as strings, beside its currency.
import { z } from 'zod'
import { currency, idOf, instant, localized, minorOut, movedCurrency } from '#kernel/contract'
import { FUNDERS } from '#kernel/funder'
import { LINE_STATES } from '../domain/cart.ts'
import { BUYER_ACTIONS, MERCHANT_ACTIONS, ORDER_STATES } from '../domain/order-state.ts'
import { PART_KINDS } from '../domain/parts.ts'
import { PACKAGE_STATES } from '../domain/package-state.ts'
import { PAYMENT_STATES } from '../domain/payment-state.ts'
import { REFUND_REASONS, REFUND_STATES } from '../domain/refund-rule.ts'

export const orderState = z.enum(ORDER_STATES)
export const packageState = z.enum(PACKAGE_STATES)

/** What a line came from; the token of the card it was added from is checked by the server, never trusted. */
export const attributionToken = z
  .string()
  .max(2000)
  .meta({ description: 'The signed attribution token of the product card' })
export const credit = z
  .object({ contentId: idOf('cnt'), creatorId: idOf('crt') })
  .meta({ description: 'Who is credited with the sale' })

const goods = {
  skuId: idOf('sku'),
  productId: idOf('prd'),
  shopId: idOf('shp'),
  title: localized,
  skuName: localized,
  imageUrl: z.string(),
  qty: z.number().int(),
}

export const cartLine = z.object({
  ...goods,
  shopName: localized,
  state: z.enum(LINE_STATES),
  /** What one costs now, and what it cost when it was put in. */
  priceMinor: minorOut,
  addedPriceMinor: minorOut,
  subtotalMinor: minorOut,
  purchaseLimit: z.number().int().nullable(),
  attribution: attributionToken.nullable(),
  addedAt: instant,
})

export const cart = z.object({
  lines: z.array(cartLine),
  /** Of the lines that can be bought. */
  totalMinor: minorOut,
  currency,
  count: z.number().int(),
})

/** A coupon's part of a line, and who bears it. */
export const cut = z.object({ couponId: z.string(), funder: z.enum(FUNDERS), offMinor: minorOut })

export const quoteLine = z.object({
  ...goods,
  /** Crossed-out reference price; equal to `priceMinor` when there is none. */
  listPriceMinor: minorOut,
  /** What one costs in the shop; `priceMinor`, what one costs here: of the room, or of its sale, when `offer` says so. */
  shopPriceMinor: minorOut,
  priceMinor: minorOut,
  offer: z
    .object({
      kind: z.enum(['room', 'sale', 'campaign', 'presale']),
      roomId: idOf('rom').nullable(),
      saleId: idOf('sal').nullable(),
      /** Of a presale: present stock is out, it is shipped by then. Say so in the order: `presale`. */
      shipsAt: instant.nullable(),
    })
    .nullable(),
  /** What one consists of, when it is a bundle. */
  parts: z.array(z.object({ skuId: idOf('sku'), qty: z.number().int(), name: localized })).nullable(),
  /** This line's parts of coupons, and their sum. */
  cuts: z.array(cut),
  offMinor: minorOut,
  /** Price times quantity, less `offMinor`. */
  subtotalMinor: minorOut,
  /** The VAT within the subtotal; rate null: not known for this currency. */
  vatRateBps: z.number().int().nullable(),
  taxMinor: minorOut,
  credit: credit.nullable(),
})

export const freightRule = z.object({
  kind: z.enum(['free', 'flat', 'free-over']),
  baseMinor: minorOut,
  freeOverMinor: minorOut.nullable(),
})

export const quote = z.object({
  shops: z.array(
    z.object({
      shopId: idOf('shp'),
      shopName: localized,
      lines: z.array(quoteLine),
      goodsMinor: minorOut,
      freightMinor: minorOut,
      freightRule,
      totalMinor: minorOut,
    }),
  ),
  /** Applied by themselves: of each funder the largest that is reached. `claimId` null: a live room's. */
  coupons: z.array(
    z.object({
      couponId: z.string(),
      claimId: idOf('clm').nullable(),
      funder: z.enum(FUNDERS),
      offMinor: minorOut,
      overMinor: minorOut,
    }),
  ),
  goodsMinor: minorOut,
  freightMinor: minorOut,
  totalMinor: minorOut,
  /** The VAT within the goods' prices. */
  taxMinor: minorOut,
  currency,
  /** Sold in advance for a deposit: that is paid now, the rest in its time. Null: all of it now. */
  deposit: z
    .object({
      depositMinor: minorOut,
      balanceMinor: minorOut,
      balanceFrom: instant,
      balanceUntil: instant,
    })
    .nullable(),
})

export const deliveryAddress = z.object({
  name: z.string(),
  phone: z.string(),
  /** Province, city, district in one line. */
  region: z.string(),
  detail: z.string(),
})

export const timelineStep = z.object({
  state: orderState,
  at: instant,
  by: z.enum(['buyer', 'merchant', 'provider', 'system', 'platform']),
  note: z.string().nullable(),
})

export const orderPackage = z.object({
  packageId: idOf('pkg'),
  carrier: z.string(),
  trackingNo: z.string(),
  lines: z.array(z.object({ lineId: idOf('oln'), qty: z.number().int() })),
  shippedAt: instant,
  /** `booked` until the carrier reports that it has it. */
  state: packageState,
  collectedAt: instant.nullable(),
  signedAt: instant.nullable(),
  /** Booked by the platform: the carrier has the address, the label masks it. */
  eWaybill: z.boolean(),
  prints: z.number().int(),
  /** Who asked the carrier to turn it round. */
  interceptBy: z.enum(['buyer', 'merchant']).nullable(),
  /** What the carrier reported, the newest first; empty when it reports nothing, or for an earlier answer. */
  events: z.array(
    z.object({ state: packageState, at: instant, place: z.string().nullable(), note: z.string().nullable() }),
  ),
})

export const lateCoupon = z.object({ offMinor: minorOut, currency, givenAt: instant })

/** As whoever reads it may see it: the shop gets it masked. */
export const addressChange = z.object({
  changeId: idOf('adc'),
  address: deliveryAddress,
  state: z.enum(['asked', 'applied', 'refused']),
  askedAt: instant,
})

export const orderLine = z.object({
  lineId: idOf('oln'),
  ...goods,
  categoryId: z.string(),
  listPriceMinor: minorOut,
  priceMinor: minorOut,
  /** Price times quantity, less `offMinor`, the coupons' parts. */
  paidMinor: minorOut,
  offMinor: minorOut,
  cuts: z.array(cut),
  roomId: idOf('rom').nullable(),
  shippedQty: z.number().int(),
  credit: credit.nullable(),
  reviewed: z.boolean(),
})

export const refundOut = z.object({
  refundId: idOf('rfd'),
  orderId: idOf('ord'),
  shopId: idOf('shp'),
  state: z.enum(REFUND_STATES),
  reason: z.enum(REFUND_REASONS),
  note: z.string().nullable(),
  amountMinor: minorOut,
  currency: movedCurrency,
  requestedAt: instant,
  /** The merchant's silence until then means approval. */
  decideBy: instant.nullable(),
  decidedAt: instant.nullable(),
  decidedBy: z.enum(['merchant', 'system']).nullable(),
  refusal: z.string().nullable(),
  succeededAt: instant.nullable(),
})

const orderHead = {
  orderId: idOf('ord'),
  checkoutId: idOf('chk'),
  shopId: idOf('shp'),
  shopName: localized,
  state: orderState,
  goodsMinor: minorOut,
  freightMinor: minorOut,
  totalMinor: minorOut,
  currency,
  placedAt: instant,
  paidAt: instant.nullable(),
  shippedAt: instant.nullable(),
  receivedAt: instant.nullable(),
  completedAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  /** Pay until then, while awaiting payment. */
  expiresAt: instant.nullable(),
  /** Of a deposit: when the balance can be paid. */
  payFrom: instant.nullable(),
  lines: z.array(orderLine),
  refund: refundOut.nullable(),
}

export const orderSummary = z.object({
  ...orderHead,
  /** What the buyer may do now. */
  actions: z.array(z.enum(BUYER_ACTIONS)),
})

export const orderDetail = orderSummary.extend({
  address: deliveryAddress,
  note: z.string().nullable(),
  freightRule,
  timeline: z.array(timelineStep),
  packages: z.array(orderPackage),
  /** Received without a word on this day. */
  autoReceiveAt: instant.nullable(),
  /** A return may be asked for until then. */
  refundableUntil: instant.nullable(),
  /** Promised to leave by then, and the coupon given when it did not. */
  shipBy: instant.nullable(),
  lateCoupon: lateCoupon.nullable(),
  /** The newest change of address that was asked for. */
  addressChange: addressChange.nullable(),
})

/** An order at work: the buyer's name, phone and street are masked (张*, 138****8000). */
export const shopOrder = z.object({
  ...orderHead,
  address: deliveryAddress,
  note: z.string().nullable(),
  /** Ship before then; after it the order counts as late. */
  shipBy: instant.nullable(),
  late: z.boolean(),
  actions: z.array(z.enum(MERCHANT_ACTIONS)),
})

export const shopOrderDetail = shopOrder.extend({
  timeline: z.array(timelineStep),
  packages: z.array(orderPackage),
  lateCoupon: lateCoupon.nullable(),
  addressChange: addressChange.nullable(),
})

export const review = z.object({
  reviewId: idOf('rev'),
  orderId: idOf('ord'),
  productId: idOf('prd'),
  /** Masked: 张*. */
  author: z.string(),
  skuName: localized,
  rating: z.number().int().min(1).max(5),
  text: z.string(),
  createdAt: instant,
  reply: z.string().nullable(),
  repliedAt: instant.nullable(),
})

export const checkoutOut = z.object({
  checkoutId: idOf('chk'),
  orderIds: z.array(idOf('ord')),
  totalMinor: minorOut,
  currency,
  paymentId: idOf('pay'),
  /** Where the buyer pays: a URL, or a path of this site. Null while the provider cannot be reached: ask again. */
  payUrl: z.string().nullable(),
  expiresAt: instant,
  state: z.enum(['awaiting-payment', 'part-paid', 'paid', 'cancelled', 'held']),
  paymentState: z.enum(PAYMENT_STATES),
  /** When the next part can be paid; null: now, or nothing is left to pay. */
  payFrom: instant.nullable(),
  /** Paid one after another, each a payment of its own; null: at once. */
  parts: z.array(z.object({ kind: z.enum(PART_KINDS), amountMinor: minorOut, paid: z.boolean() })).nullable(),
})
