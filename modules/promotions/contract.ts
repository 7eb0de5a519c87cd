// 营销活动: coupons that a shop, the platform or a creator gives, and the buyer's wallet of them. Served by flows/coupons.ts, where
// the shop is asked about goods: createShopCoupon, createPlatformCoupon, listOffered.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, minorIn, minorOut, pageIn, pageOf, says } from '#kernel/contract'
import { FUNDERS } from '#kernel/funder'

export const COUPON_STATES = ['scheduled', 'open', 'gone', 'closed', 'ended'] as const
export const CLAIM_STATES = ['usable', 'used', 'expired'] as const

/** The longest a coupon may be good for. */
export const MAX_DAYS = 90
export const MAX_UNITS = 1_000_000

const terms = {
  funder: z.enum(FUNDERS),
  /** The shop or creator who bears it; null: the platform. */
  funderId: z.string().nullable(),
  offMinor: minorOut,
  overMinor: minorOut,
  currency,
  /** Null: whatever its funder covers. */
  categoryId: z.string().nullable(),
  productIds: z.array(idOf('prd')).nullable(),
  startsAt: instant,
  endsAt: instant,
}

/** As its funder sees it. */
export const coupon = z.object({
  couponId: idOf('cpn'),
  ...terms,
  units: z.number().int(),
  claimed: z.number().int(),
  /** Held by an order or paid with. */
  used: z.number().int(),
  perPerson: z.number().int(),
  state: z.enum(COUPON_STATES),
  createdAt: instant,
})

/** As a buyer sees it beside the goods. */
export const offered = z.object({
  couponId: idOf('cpn'),
  ...terms,
  /** How many more this person may take now; 0 with `mine` > 0: has them all. */
  claimable: z.number().int(),
  mine: z.number().int(),
})

export const claim = z.object({
  claimId: idOf('clm'),
  couponId: idOf('cpn'),
  ...terms,
  state: z.enum(CLAIM_STATES),
  claimedAt: instant,
})

const window = {
  startsAt: instant,
  endsAt: instant,
  units: z.number().int().min(1).max(MAX_UNITS),
  perPerson: z.number().int().min(1).max(10).default(1),
}
const amounts = { offMinor: minorIn, overMinor: minorIn, currency }

const CREATE_ERRORS = ['AMOUNT_INVALID', 'DATE_INVALID', 'INPUT_INVALID', 'NOT_FOUND'] as const

const atShop = { kind: 'org', org: 'shop', scope: 'coupon.write', param: 'shopId' } as const
const ofCreator = { kind: 'org', org: 'creator', scope: 'coupon.write', param: 'creatorId' } as const
const byPlatform = { kind: 'platform', scope: 'coupon.write' } as const
const shop = { shopId: idOf('shp') }
const creator = { creatorId: idOf('crt') }
const couponId = idOf('cpn')

/** flows/coupons.ts */
export const createShopCoupon = endpoint({
  id: 'promotions.createShopCoupon',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/coupons',
  summary: { zh: '发店铺券', en: 'Give a coupon of the shop, for all it sells or for some products' },
  access: atShop,
  input: z.object({
    ...shop,
    ...amounts,
    ...window,
    productIds: z
      .array(idOf('prd'))
      .min(1)
      .max(100)
      .refine((ids) => new Set(ids).size === ids.length, says('每件商品只写一次', 'each product once'))
      .nullish(),
  }),
  output: coupon,
  errors: [...CREATE_ERRORS, 'SHOP_SUSPENDED'],
  idempotent: true,
  status: 201,
})

export const createCreatorCoupon = endpoint({
  id: 'promotions.createCreatorCoupon',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/coupons',
  summary: { zh: '发达人券', en: 'Give a coupon of the creator, for what is bought through them' },
  access: ofCreator,
  input: z.object({ ...creator, ...amounts, ...window }),
  output: coupon,
  errors: CREATE_ERRORS,
  idempotent: true,
  status: 201,
})

/** flows/coupons.ts */
export const createPlatformCoupon = endpoint({
  id: 'promotions.createPlatformCoupon',
  method: 'POST',
  path: '/api/v1/platform/coupons',
  summary: { zh: '发平台券', en: 'Give a coupon of the platform, for everything or for one category' },
  access: byPlatform,
  input: z.object({ ...amounts, ...window, categoryId: z.string().max(40).nullish() }),
  output: coupon,
  errors: [...CREATE_ERRORS, 'ENUM'],
  idempotent: true,
  status: 201,
})

export const listShopCoupons = endpoint({
  id: 'promotions.listShopCoupons',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/coupons',
  summary: { zh: '店铺券列表', en: 'The shop’s coupons, newest first' },
  access: atShop,
  input: z.object({ ...shop, ...pageIn }),
  output: pageOf(coupon),
  errors: ['CURSOR_INVALID'],
})

export const listCreatorCoupons = endpoint({
  id: 'promotions.listCreatorCoupons',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/coupons',
  summary: { zh: '达人券列表', en: 'The creator’s coupons, newest first' },
  access: ofCreator,
  input: z.object({ ...creator, ...pageIn }),
  output: pageOf(coupon),
  errors: ['CURSOR_INVALID'],
})

export const listPlatformCoupons = endpoint({
  id: 'promotions.listPlatformCoupons',
  method: 'GET',
  path: '/api/v1/platform/coupons',
  summary: { zh: '平台券列表', en: 'The platform’s coupons, newest first' },
  access: byPlatform,
  input: z.object(pageIn),
  output: pageOf(coupon),
  errors: ['CURSOR_INVALID'],
})

const CLOSE_ERRORS = ['NOT_FOUND', 'STATE_CONFLICT'] as const

export const closeShopCoupon = endpoint({
  id: 'promotions.closeShopCoupon',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/coupons/{couponId}/close',
  summary: { zh: '停发店铺券', en: 'Hand out no more; claimed ones stay good' },
  access: atShop,
  input: z.object({ ...shop, couponId }),
  output: coupon,
  errors: [...CLOSE_ERRORS, 'SHOP_SUSPENDED'],
})

export const closeCreatorCoupon = endpoint({
  id: 'promotions.closeCreatorCoupon',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/coupons/{couponId}/close',
  summary: { zh: '停发达人券', en: 'Hand out no more; claimed ones stay good' },
  access: ofCreator,
  input: z.object({ ...creator, couponId }),
  output: coupon,
  errors: CLOSE_ERRORS,
})

export const closePlatformCoupon = endpoint({
  id: 'promotions.closePlatformCoupon',
  method: 'POST',
  path: '/api/v1/platform/coupons/{couponId}/close',
  summary: { zh: '停发平台券', en: 'Hand out no more; claimed ones stay good' },
  access: byPlatform,
  input: z.object({ couponId }),
  output: coupon,
  errors: CLOSE_ERRORS,
})

/** flows/coupons.ts */
export const listOffered = endpoint({
  id: 'promotions.listOffered',
  method: 'GET',
  path: '/api/v1/products/{productId}/coupons',
  summary: {
    zh: '商品可领的券',
    en: 'Coupons to be had for a product: the shop’s, the platform’s, the creator’s',
  },
  access: { kind: 'person' },
  input: z.object({
    productId: idOf('prd'),
    /** Through whom it would be bought. */
    creatorId: idOf('crt').optional(),
  }),
  output: z.object({ items: z.array(offered) }),
  errors: ['NOT_FOUND'],
})

export const claimCoupon = endpoint({
  id: 'promotions.claimCoupon',
  method: 'POST',
  path: '/api/v1/coupons/{couponId}/claims',
  summary: { zh: '领券', en: 'Take a coupon' },
  access: { kind: 'account' },
  input: z.object({ couponId }),
  output: claim,
  errors: ['NOT_FOUND', 'COUPON_GONE', 'COUPON_MINE'],
  idempotent: true,
  status: 201,
})

export const listMyCoupons = endpoint({
  id: 'promotions.listMyCoupons',
  method: 'GET',
  path: '/api/v1/me/coupons',
  summary: { zh: '我的优惠券', en: 'My coupons, newest first' },
  access: { kind: 'account' },
  input: z.object({ state: z.enum(CLAIM_STATES).default('usable'), ...pageIn }),
  output: pageOf(claim),
  errors: ['CURSOR_INVALID'],
})

export const promotionsEndpoints = [
  createShopCoupon,
  listShopCoupons,
  closeShopCoupon,
  createCreatorCoupon,
  listCreatorCoupons,
  closeCreatorCoupon,
  createPlatformCoupon,
  listPlatformCoupons,
  closePlatformCoupon,
  listOffered,
  claimCoupon,
  listMyCoupons,
] as const
