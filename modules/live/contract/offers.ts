// What the room offers below the shop's own price: prices, units put aside, flash sales, coupons, lucky bags. The first four are
// the shop's money: who sets them runs the room and holds `product.write` in the goods' shop, or is refused with SHOP_CONSENT.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, minorIn, says } from '#kernel/contract'
import { localizedText } from '#kernel/text'
import { deskLuckyBag, deskRoomDetail, MAX_COUPON_MINUTES } from './shapes.ts'

const creatorId = idOf('crt')
const roomId = idOf('rom')
const productId = idOf('prd')
const skuId = idOf('sku')
const run = { kind: 'org', org: 'creator', scope: 'live.run', param: 'creatorId' } as const
const ROOM = '/api/v1/creators/{creatorId}/rooms/{roomId}'
const MAX_UNITS = 1_000_000
const units = z.number().int().min(1).max(MAX_UNITS)

/** Served by `flows/price-room`: setRoomPrices. Null: the shop's own price again. */
export const setRoomPrices = endpoint({
  id: 'live.setRoomPrices',
  method: 'PUT',
  path: `${ROOM}/bag/{productId}/prices`,
  summary: { zh: '直播间专享价', en: 'Prices of this room; never above the shop’s' },
  access: run,
  input: z.object({
    creatorId,
    roomId,
    productId,
    prices: z
      .array(z.strictObject({ skuId, priceMinor: minorIn.nullable() }))
      .min(1)
      .max(100)
      .refine(
        (l) => new Set(l.map((p) => p.skuId)).size === l.length,
        says('每个规格只写一次', 'each variant once'),
      ),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'SHOP_CONSENT', 'PRICE_ABOVE_SHOP'],
})

/** Served by `flows/price-room`: moveRoomStock. Positive: units put aside for the room; negative: given back. */
export const moveRoomStock = endpoint({
  id: 'live.moveRoomStock',
  method: 'POST',
  path: `${ROOM}/bag/{productId}/stock`,
  summary: { zh: '直播间专享库存（放货／收回）', en: 'Put units aside for the room, or give them back' },
  access: run,
  input: z.object({
    creatorId,
    roomId,
    productId,
    skuId,
    units: z
      .number()
      .int()
      .min(-MAX_UNITS)
      .max(MAX_UNITS)
      .refine((n) => n !== 0, says('不能为 0', 'not zero')),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'SHOP_CONSENT', 'SOLD_OUT'],
  idempotent: true,
})

/** Served by `flows/flash-sale`: createSale. Its units leave the room's or the shop's stock at once. */
export const createSale = endpoint({
  id: 'live.createSale',
  method: 'POST',
  path: `${ROOM}/sales`,
  summary: { zh: '创建限时秒杀', en: 'A flash sale: so many units, at this price, for this long' },
  access: run,
  input: z.object({
    creatorId,
    roomId,
    productId,
    skuId,
    priceMinor: minorIn,
    units,
    limitPerPerson: z.number().int().min(1).max(200),
    /** Absent: now. */
    startsAt: instant.optional(),
    seconds: z
      .number()
      .int()
      .min(10)
      .max(24 * 3600),
  }),
  output: deskRoomDetail,
  errors: [
    'NOT_FOUND',
    'STATE_CONFLICT',
    'SHOP_CONSENT',
    'PRICE_ABOVE_SHOP',
    'SOLD_OUT',
    'DUPLICATE',
    'DATE_INVALID',
  ],
  idempotent: true,
  status: 201,
})

/** Served by `flows/flash-sale`: cancelSale. */
export const cancelSale = endpoint({
  id: 'live.cancelSale',
  method: 'POST',
  path: `${ROOM}/sales/{saleId}/cancel`,
  summary: { zh: '取消秒杀', en: 'Stop a sale; what is left goes back' },
  access: run,
  input: z.object({ creatorId, roomId, saleId: idOf('sal') }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/room-coupon`: openCoupon. The shop bears it, so only its people open it. */
export const openCoupon = endpoint({
  id: 'live.openCoupon',
  method: 'POST',
  path: `${ROOM}/coupons`,
  summary: {
    zh: '发放直播间优惠券',
    en: 'Hand out coupons: spend so much of this shop’s goods here, pay so much less',
  },
  access: run,
  input: z.object({
    creatorId,
    roomId,
    shopId: idOf('shp'),
    offMinor: minorIn,
    overMinor: minorIn,
    currency: currency.default('CNY'),
    units,
    minutes: z.number().int().min(1).max(MAX_COUPON_MINUTES),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'SHOP_CONSENT', 'DUPLICATE', 'COUPON_LIMIT', 'AMOUNT_INVALID'],
  idempotent: true,
  status: 201,
})

/** Served by `flows/room-coupon`: closeCoupon. What was claimed stays good until its end. */
export const closeCoupon = endpoint({
  id: 'live.closeCoupon',
  method: 'POST',
  path: `${ROOM}/coupons/{couponId}/close`,
  summary: { zh: '停止发券', en: 'Stop handing out; claimed ones stay good' },
  access: run,
  input: z.object({ creatorId, roomId, couponId: idOf('rcp') }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/join-lucky-bag`: openLuckyBag. */
export const openLuckyBag = endpoint({
  id: 'live.openLuckyBag',
  method: 'POST',
  path: `${ROOM}/lucky-bags`,
  summary: { zh: '发福袋', en: 'A lucky bag: winners are drawn among those who joined' },
  access: run,
  input: z.object({
    creatorId,
    roomId,
    title: localizedText(40),
    winners: z.number().int().min(1).max(100),
    task: z.enum(['watch', 'comment', 'follow']),
    seconds: z.number().int().min(30).max(3600),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'DUPLICATE', 'TEXT_INVALID', 'POLICY_WORD'],
  status: 201,
})

export const listLuckyBags = endpoint({
  id: 'live.listLuckyBags',
  method: 'GET',
  path: `${ROOM}/lucky-bags`,
  summary: { zh: '福袋与中奖名单', en: 'The room’s lucky bags and who won them, newest first' },
  access: { kind: 'org', org: 'creator', scope: 'live.read', param: 'creatorId' },
  input: z.object({ creatorId, roomId }),
  output: z.object({ items: z.array(deskLuckyBag) }),
  errors: ['NOT_FOUND'],
})

export const offerEndpoints = [
  listLuckyBags,
  setRoomPrices,
  moveRoomStock,
  createSale,
  cancelSale,
  openCoupon,
  closeCoupon,
  openLuckyBag,
] as const
