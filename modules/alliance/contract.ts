// 精选联盟: a shop offers a commission, a creator picks the product. Served by flows, because the card belongs to the shop:
//   alliance.setPlan, alliance.listPlans → flows/set-plan.ts
//   alliance.browseSquare, alliance.pickProduct, alliance.listShowcase → flows/browse-square.ts
//   contract/accounts.ts → flows/shop-accounts.ts
import { z } from 'zod'
import { accountEndpoints } from './contract/accounts.ts'
import { done, endpoint, idOf, instant, minorOut, pageIn, pageOf } from '#kernel/contract'
import { productCard } from '#kernel/product-card'
import { cleanText } from '#kernel/text'

export * from './contract/accounts.ts'

/** Commission plus recruiter's fee: 90 % at most (domain.md §5). */
export const MAX_RATE_SUM_BPS = 9000
const rate = z
  .number()
  .int()
  .min(0)
  .refine((bps) => bps <= MAX_RATE_SUM_BPS, { params: { code: 'RATE_SUM' } })
  .meta({ description: 'Basis points, 0 to 9000: 2000 is 20 %' })

export const plan = z.object({
  planId: idOf('pln'),
  productId: idOf('prd'),
  shopId: idOf('shp'),
  rateBps: z.number().int(),
  recruiterOrgId: idOf('org').nullable(),
  recruiterRateBps: z.number().int(),
  version: z.number().int(),
  from: instant,
})

/** What a creator would earn on one unit at the card's lowest price, before the agency's share. */
const estimate = { rateBps: z.number().int(), estimatedCommissionMinor: minorOut }

export const squareItem = z.object({ card: productCard, ...estimate, picked: z.boolean() })

export const showcaseItem = z.object({
  card: productCard,
  /** Null when the shop ended its plan and no older promise is left. */
  rateBps: z.number().int().nullable(),
  estimatedCommissionMinor: minorOut,
  /** Set while a rate higher than the present plan's is still kept for this creator. */
  lockedUntil: instant.nullable(),
  /** What the plan pays to those who pick it today. */
  planRateBps: z.number().int().nullable(),
  pickedAt: instant,
})

const shopId = idOf('shp')
const productId = idOf('prd')
const creatorId = idOf('crt')
const creator = { kind: 'org', org: 'creator', scope: 'showcase.write', param: 'creatorId' } as const

export const setPlan = endpoint({
  id: 'alliance.setPlan',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/plans/{productId}',
  summary: { zh: '设置佣金计划（空表示结束）', en: 'Set a product’s commission plan; null ends it' },
  access: { kind: 'org', org: 'shop', scope: 'plan.write', param: 'shopId' },
  input: z.object({
    shopId,
    productId,
    rateBps: rate.nullable(),
    recruiterOrgId: idOf('org').nullable().default(null),
    recruiterRateBps: rate.default(0),
  }),
  output: z.object({ plan: plan.nullable() }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'RATE_SUM', 'INPUT_INVALID'],
})

export const listPlans = endpoint({
  id: 'alliance.listPlans',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/plans',
  summary: { zh: '佣金计划列表', en: 'The shop’s commission plans' },
  access: { kind: 'org', org: 'shop', scope: 'product.read', param: 'shopId' },
  input: z.object({ shopId, ...pageIn }),
  output: pageOf(plan.extend({ card: productCard, creatorCount: z.number().int() })),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'CURSOR_INVALID'],
})

export const browseSquare = endpoint({
  id: 'alliance.browseSquare',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/square',
  summary: { zh: '选品广场', en: 'The selection square' },
  access: creator,
  input: z.object({
    creatorId,
    categoryId: z.string().max(32).optional(),
    q: cleanText(60).optional(),
    sort: z.enum(['rate', 'new']).default('rate'),
    ...pageIn,
  }),
  output: pageOf(squareItem),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'CURSOR_INVALID', 'ENUM', 'TEXT_INVALID'],
})

export const pickProduct = endpoint({
  id: 'alliance.pickProduct',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/showcase/{productId}',
  summary: { zh: '加入橱窗', en: 'Add to the showcase' },
  access: creator,
  input: z.object({ creatorId, productId }),
  output: showcaseItem,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'NOT_ON_SHELF'],
})

export const unpickProduct = endpoint({
  id: 'alliance.unpickProduct',
  method: 'DELETE',
  path: '/api/v1/creators/{creatorId}/showcase/{productId}',
  summary: {
    zh: '移出橱窗（保留的旧佣金随之失去）',
    en: 'Remove from the showcase; a kept rate is lost with it',
  },
  access: creator,
  input: z.object({ creatorId, productId }),
  output: done,
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const listShowcase = endpoint({
  id: 'alliance.listShowcase',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/showcase',
  summary: { zh: '我的橱窗', en: 'The creator’s showcase' },
  access: creator,
  input: z.object({ creatorId, ...pageIn }),
  output: pageOf(showcaseItem),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'CURSOR_INVALID'],
})

export const allianceEndpoints = [
  setPlan,
  listPlans,
  browseSquare,
  pickProduct,
  unpickProduct,
  listShowcase,
  ...accountEndpoints,
] as const
