// From cart to paid. placeOrder, payAgain, quote, the cart and the callback are served by flows (they ask the shop for prices
// and stock, the ledger for money): flows/cart.ts, flows/checkout.ts, flows/pay.ts. The rest is trade's own service.
import { z } from 'zod'
import { currency, done, endpoint, idOf, localized, minorIn, minorOut, qty, says } from '#kernel/contract'
import { cleanText, LOCALES } from '#kernel/text'
import { PROVINCE_CODES } from '#kernel/provinces'
export { PROVINCES } from '#kernel/provinces'
import { MOST_PARTS } from '../domain/parts.ts'
import { attributionToken, cart, checkoutOut, quote } from './shapes.ts'

/** `roomId`, `saleId`: the live room, and its flash sale, it is bought in; price and units are theirs, whatever was shown. */
const wantedLine = z.strictObject({
  skuId: idOf('sku'),
  qty,
  attribution: attributionToken.nullish(),
  roomId: idOf('rom').nullish(),
  saleId: idOf('sal').nullish(),
  /** The buyer agrees to wait for it: the quote said that it is sold in advance. */
  presale: z.boolean().optional(),
})
const ROOM_ERRORS = ['ROOM_ENDED', 'NOT_IN_BAG', 'NOT_STARTED', 'SALE_ENDED', 'STATE_CONFLICT'] as const
/** A repeated SKU is added up; 50 lines at most. */
const wantedLines = z.array(wantedLine).max(50)

/** Which of the buyer's coupons may be taken off; absent: all of them. Those of live rooms come on top. */
const claimIds = z.array(idOf('clm')).max(20).nullish()

/** The name of a payment provider. */
const payMethod = z.string().min(1).max(40)

/** flows/cart.ts */
export const getCart = endpoint({
  id: 'trade.getCart',
  method: 'GET',
  path: '/api/v1/cart',
  summary: { zh: '查看购物车', en: 'The cart, with what can no longer be bought shown as such' },
  access: { kind: 'person' },
  input: z.object({}),
  output: cart,
  errors: [],
})

/** flows/cart.ts */
export const setCartLine = endpoint({
  id: 'trade.setCartLine',
  method: 'PUT',
  path: '/api/v1/cart/lines/{skuId}',
  summary: { zh: '放入购物车或改数量', en: 'Put a variant into the cart, or change how many' },
  access: { kind: 'person' },
  input: z.object({ skuId: idOf('sku'), qty, attribution: attributionToken.nullish() }),
  output: cart,
  errors: ['NOT_FOUND', 'NOT_ON_SHELF', 'PURCHASE_LIMIT', 'STATE_CONFLICT'],
})

/** flows/cart.ts */
export const removeCartLine = endpoint({
  id: 'trade.removeCartLine',
  method: 'DELETE',
  path: '/api/v1/cart/lines/{skuId}',
  summary: { zh: '移出购物车', en: 'Take a variant out of the cart' },
  access: { kind: 'person' },
  input: z.object({ skuId: idOf('sku') }),
  output: cart,
  errors: [],
})

/** flows/checkout.ts */
export const getQuote = endpoint({
  id: 'trade.quote',
  method: 'POST',
  path: '/api/v1/quotes',
  summary: { zh: '算价，逐行说明', en: 'What it would cost, every line explained' },
  access: { kind: 'person' },
  input: z.object({ lines: wantedLines, addressId: idOf('adr').nullish(), claimIds }),
  output: quote,
  errors: [
    'COUPON_USED',
    'NOT_DELIVERABLE',
    'CART_EMPTY',
    'NOT_FOUND',
    'NOT_ON_SHELF',
    'PURCHASE_LIMIT',
    'CURRENCY_MISMATCH',
    'QTY_RANGE',
    ...ROOM_ERRORS,
  ],
})

/** flows/checkout.ts. Answers the same for the same Idempotency-Key; also found by `trade.findCheckout`. */
export const placeOrder = endpoint({
  id: 'trade.placeOrder',
  method: 'POST',
  path: '/api/v1/orders',
  summary: { zh: '下单', en: 'Place the order: stock is held for 15 minutes, one order per shop' },
  access: { kind: 'account' },
  input: z.object({
    lines: wantedLines,
    addressId: idOf('adr').nullish(),
    claimIds,
    /** The total the buyer saw; a different one is refused with both numbers. */
    expectedTotalMinor: minorIn,
    note: cleanText(200, { multiline: true }).nullish(),
    locale: z.enum(LOCALES).default('zh'),
    /** One of `listPayMethods`; the first of them when absent. */
    method: payMethod.nullish(),
    /** Instead of `method`: paid by several, one after another, within the same 15 minutes; together the total. */
    methods: z
      .array(z.strictObject({ method: payMethod, amountMinor: minorIn }))
      .min(2)
      .max(MOST_PARTS)
      .nullish(),
  }),
  output: checkoutOut,
  errors: [
    'PAY_METHOD_GONE',
    'AMOUNT_INVALID',
    'CART_EMPTY',
    'ADDRESS_REQUIRED',
    'NOT_FOUND',
    'NOT_ON_SHELF',
    'PRICE_CHANGED',
    'SOLD_OUT',
    'PURCHASE_LIMIT',
    'HOLD_LIMIT',
    'CURRENCY_MISMATCH',
    'IDEMPOTENCY_KEY_REQUIRED',
    'IDEMPOTENCY_KEY_INVALID',
    'IDEMPOTENCY_KEY_REUSED',
    'REQUEST_IN_PROGRESS',
    'COUPON_GONE',
    'COUPON_USED',
    'NOT_DELIVERABLE',
    ...ROOM_ERRORS,
  ],
  idempotent: true,
  status: 201,
})

/** flows/checkout.ts */
export const listPayMethods = endpoint({
  id: 'trade.listPayMethods',
  method: 'GET',
  path: '/api/v1/pay-methods',
  summary: { zh: '可用的支付方式', en: 'The ways to pay that are offered, the usual one first' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ method: payMethod, label: localized })) }),
  errors: [],
})

/** flows/checkout.ts. After a decline, by another method, or for the next part: a new payment; while one is open: that one. */
export const payAgain = endpoint({
  id: 'trade.payAgain',
  method: 'POST',
  path: '/api/v1/checkouts/{checkoutId}/payments',
  summary: { zh: '继续支付', en: 'Pay for orders that wait for payment' },
  access: { kind: 'account' },
  input: z.object({ checkoutId: idOf('chk'), method: payMethod.nullish() }),
  output: checkoutOut,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NOT_STARTED', 'PAY_METHOD_GONE', 'PROVIDER_UNAVAILABLE'],
  idempotent: true,
})

export const getCheckout = endpoint({
  id: 'trade.getCheckout',
  method: 'GET',
  path: '/api/v1/checkouts/{checkoutId}',
  summary: { zh: '查看结算单', en: 'A checkout: its orders and whether they are paid' },
  access: { kind: 'account' },
  input: z.object({
    checkoutId: idOf('chk'),
    /** While it waits for its payment, so does the answer: until it is decided, this long at most. */
    waitSeconds: z.coerce.number().int().min(0).max(20).default(0),
  }),
  output: checkoutOut,
  errors: ['NOT_FOUND'],
  waits: true,
})

/** For a client that never saw the answer: did the order with this key go through? */
export const findCheckout = endpoint({
  id: 'trade.findCheckout',
  method: 'GET',
  path: '/api/v1/checkouts',
  summary: { zh: '按幂等键找结算单', en: 'Find the checkout made with an idempotency key' },
  access: { kind: 'account' },
  input: z.object({ idempotencyKey: z.string().min(1).max(255) }),
  output: checkoutOut,
  errors: ['NOT_FOUND'],
})

/** flows/pay.ts. Answers 200 to everything that is genuine, also to what changes nothing. */
export const paymentCallback = endpoint({
  id: 'trade.paymentCallback',
  method: 'POST',
  path: '/api/v1/payments/callbacks/{provider}',
  summary: { zh: '支付渠道回调', en: 'A payment provider reports; signed over the raw body' },
  access: { kind: 'signed' },
  input: z.object({ provider: z.string().max(40) }),
  output: done,
  errors: ['NOT_FOUND', 'SIGNATURE_INVALID', 'TIMESTAMP_OLD', 'INPUT_INVALID'],
  raw: true,
})

const fee = {
  /** "0": always free. */
  baseMinor: minorOut,
  /** Free from this amount of goods on; null: never. */
  freeOverMinor: minorOut.nullable(),
}

export const freightTemplate = z.object({
  ...fee,
  currency,
  /** Other fees for these provinces; `delivers` false: nothing is sent there. */
  regions: z.array(z.object({ provinces: z.array(z.string()), delivers: z.boolean(), ...fee })),
})

export const getFreight = endpoint({
  id: 'trade.getFreight',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/freight',
  summary: { zh: '查看运费规则', en: 'The shop’s freight rule' },
  access: { kind: 'org', org: 'shop', scope: 'order.read', param: 'shopId' },
  input: z.object({ shopId: idOf('shp') }),
  output: freightTemplate,
  errors: ['NOT_FOUND'],
})

export const setFreight = endpoint({
  id: 'trade.setFreight',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/freight',
  summary: {
    zh: '设置运费规则',
    en: 'Set the shop’s freight: a flat fee, free from an amount on, other fees by province',
  },
  access: { kind: 'org', org: 'shop', scope: 'product.write', param: 'shopId' },
  input: z.object({
    shopId: idOf('shp'),
    baseMinor: minorIn,
    freeOverMinor: minorIn.nullable(),
    regions: z
      .array(
        z.strictObject({
          provinces: z.array(z.enum(PROVINCE_CODES)).min(1),
          delivers: z.boolean().default(true),
          baseMinor: minorIn.default('0'),
          freeOverMinor: minorIn.nullable().default(null),
        }),
      )
      .max(34)
      .refine(
        (regions) => {
          const named = regions.flatMap((r) => r.provinces)
          return new Set(named).size === named.length
        },
        says('每个省份只能出现一次', 'each province once'),
      )
      .default([]),
  }),
  output: freightTemplate,
  errors: ['NOT_FOUND', 'AMOUNT_INVALID'],
})

export const buyingEndpoints = [
  getCart,
  setCartLine,
  removeCartLine,
  getQuote,
  placeOrder,
  listPayMethods,
  payAgain,
  getCheckout,
  findCheckout,
  paymentCallback,
  getFreight,
  setFreight,
] as const
