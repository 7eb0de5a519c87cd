// After-sale, as its three sides see it: the buyer asks, the shop answers, the platform rules. Every move is a row of
// domain/after-sale-moves.ts; `moves` says which of them the caller may make now. All are served by flows/after-sale.ts.
import { z } from 'zod'
import {
  currency,
  endpoint,
  idOf,
  instant,
  localized,
  mediaUrl,
  minorIn,
  minorOut,
  pageIn,
  pageOf,
  qty,
  rowVersion,
  says,
} from '#kernel/contract'
import type { Scope } from '#kernel/scopes'
import { cleanText } from '#kernel/text'
import { AFTER_SALE_REASONS, AFTER_SALE_STATES, AFTER_SALE_TYPES } from '../domain/after-sale.ts'
import { AFTER_SALE_QUEUES } from '../domain/after-sale-queues.ts'
import { ACTORS, MOVES } from '../domain/after-sale-moves.ts'
import { REFUND_SOURCES, REFUND_STATES } from '../domain/refund-rule.ts'
import { trackingNo } from './fulfilment.ts'
import { deliveryAddress } from './shapes.ts'
import { serial } from './shop-orders.ts'

const shopId = { shopId: idOf('shp') }
const afterSaleId = { afterSaleId: idOf('afs') }
const atShop = (scope: Scope) => ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const
const atPlatform = { kind: 'platform', scope: 'review.decide' } as const
const words = cleanText(500, { multiline: true }).nullish()
const media = z.array(mediaUrl).max(9)

const parcel = z.object({ carrier: z.string(), trackingNo: z.string() })
export const afterSale = z.object({
  ...afterSaleId,
  orderId: idOf('ord'),
  shopId: idOf('shp'),
  shopName: localized,
  type: z.enum(AFTER_SALE_TYPES),
  state: z.enum(AFTER_SALE_STATES),
  reason: z.enum(AFTER_SALE_REASONS),
  /** Who answers for such a reason. */
  fault: z.enum(['merchant', 'buyer']),
  lines: z.array(
    z.object({
      lineId: idOf('oln'),
      productId: idOf('prd'),
      title: localized,
      skuName: localized,
      imageUrl: z.string(),
      qty: z.number().int(),
      amountMinor: minorOut,
    }),
  ),
  /** Goods and freight; what the units are worth where goods are asked for, not money. */
  amountMinor: minorOut,
  freightMinor: minorOut,
  asksMoney: z.boolean(),
  currency,
  waitsFor: z.enum(['buyer', 'merchant', 'both', 'operator']).nullable(),
  askedAt: instant,
  /** The clock moves it then, to `lapse`. */
  dueAt: instant.nullable(),
  endedAt: instant.nullable(),
  version: z.number().int(),
  refund: z
    .object({
      refundId: idOf('rfd'),
      state: z.enum(REFUND_STATES),
      amountMinor: minorOut,
      succeededAt: instant.nullable(),
      /** After settlement: what met the shop’s part, in this order; and what the platform bore. */
      sources: z.array(z.object({ source: z.enum(REFUND_SOURCES), amountMinor: minorOut })),
    })
    .nullable(),
})

export const afterSaleDetail = afterSale.extend({
  note: z.string().nullable(),
  timeline: z.array(
    z.object({
      move: z.enum(['apply', ...MOVES]),
      state: z.enum(AFTER_SALE_STATES),
      by: z.enum(ACTORS),
      at: instant,
      note: z.string().nullable(),
      media: z.array(z.string()),
    }),
  ),
  /** What the caller may do now. */
  moves: z.array(z.enum(MOVES)),
  /** What happens when nobody does anything. */
  lapse: z.object({ to: z.enum(AFTER_SALE_STATES), pays: z.boolean() }).nullable(),
  returnTo: deliveryAddress.nullable(),
  returnParcel: parcel.nullable(),
  sentParcel: parcel.nullable(),
  /** Other numbers came back than were sent. */
  serialsDiffer: z.boolean(),
  ruling: z.enum(MOVES).nullable(),
  platformMinor: minorOut,
})

/** What can be asked for now, line by line. */
export const getAfterSaleOptions = endpoint({
  id: 'trade.getAfterSaleOptions',
  method: 'GET',
  path: '/api/v1/orders/{orderId}/after-sale-options',
  summary: {
    zh: '可申请的售后',
    en: 'What can be asked for after the sale, and how much of each line is left',
  },
  access: { kind: 'account' },
  input: z.object({ orderId: idOf('ord') }),
  output: z.object({
    orderId: idOf('ord'),
    currency,
    types: z.array(
      z.object({
        type: z.enum(AFTER_SALE_TYPES),
        asks: z.enum(['units', 'amount', 'goods']),
        returns: z.boolean(),
        reasons: z.array(z.object({ reason: z.enum(AFTER_SALE_REASONS), evidence: z.boolean() })),
      }),
    ),
    lines: z.array(
      z.object({
        lineId: idOf('oln'),
        title: localized,
        skuName: localized,
        imageUrl: z.string(),
        unitsLeft: z.number().int(),
        leftMinor: minorOut,
        /** What price protection would bring back now. */
        priceDifferenceMinor: minorOut,
      }),
    ),
  }),
  errors: ['NOT_FOUND'],
})

export const applyAfterSale = endpoint({
  id: 'trade.applyAfterSale',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/after-sales',
  summary: {
    zh: '申请售后',
    en: 'Ask for a refund, a return, an exchange, a repair, missing goods or a price difference',
  },
  access: { kind: 'account' },
  input: z.object({
    orderId: idOf('ord'),
    type: z.enum(AFTER_SALE_TYPES),
    reason: z.enum(AFTER_SALE_REASONS),
    note: words,
    media: media.default([]),
    /** `amountMinor` only where an amount can be asked; left out, it is all that the units may bring back. */
    lines: z
      .array(z.strictObject({ lineId: idOf('oln'), qty, amountMinor: minorIn.nullish() }))
      .min(1)
      .max(50)
      .refine(
        (lines) => new Set(lines.map((l) => l.lineId)).size === lines.length,
        says('每一行只写一次', 'each line once'),
      ),
  }),
  output: afterSaleDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'REFUND_EXCEEDS', 'EVIDENCE_REQUIRED'],
  idempotent: true,
  status: 201,
})

export const listAfterSales = endpoint({
  id: 'trade.listAfterSales',
  method: 'GET',
  path: '/api/v1/after-sales',
  summary: { zh: '我的售后', en: 'My after-sale cases, newest first' },
  access: { kind: 'account' },
  input: z.object(pageIn),
  output: pageOf(afterSale),
  errors: ['CURSOR_INVALID'],
})

export const getAfterSale = endpoint({
  id: 'trade.getAfterSale',
  method: 'GET',
  path: '/api/v1/after-sales/{afterSaleId}',
  summary: { zh: '售后详情', en: 'One case: where it stands, what comes next, all that was said' },
  access: { kind: 'account' },
  input: z.object(afterSaleId),
  output: afterSaleDetail,
  errors: ['NOT_FOUND'],
})

const moveIn = {
  /** Of the case as it was looked at. */
  expectedVersion: rowVersion.optional(),
  note: words,
  media: media.optional(),
  carrier: cleanText(40).nullish(),
  trackingNo: trackingNo.nullish(),
  serials: z.array(serial).max(200).optional(),
}
export const BUYER_MOVES = ['withdraw', 'send-back', 'confirm', 'escalate', 'give-evidence'] as const
export const MERCHANT_MOVES = [
  'approve',
  'refuse',
  'concede',
  'extend',
  'accept-return',
  'refuse-return',
  'send',
  'give-evidence',
] as const

export const moveAfterSale = endpoint({
  id: 'trade.moveAfterSale',
  method: 'POST',
  path: '/api/v1/after-sales/{afterSaleId}/moves',
  summary: { zh: '推进我的售后', en: 'Withdraw, send back, confirm, escalate, give evidence' },
  access: { kind: 'account' },
  input: z.object({ ...afterSaleId, move: z.enum(BUYER_MOVES), ...moveIn }),
  output: afterSaleDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'STALE', 'INPUT_INVALID', 'REFUND_EXCEEDS'],
  idempotent: true,
})

export const listShopAfterSales = endpoint({
  id: 'trade.listShopAfterSales',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/after-sales',
  summary: {
    zh: '店铺售后',
    en: 'A queue of the shop’s cases, the nearest deadline first, and what stands in each',
  },
  access: atShop('order.read'),
  input: z.object({ ...shopId, queue: z.enum(AFTER_SALE_QUEUES).optional(), ...pageIn }),
  output: pageOf(afterSale).extend({ counts: z.record(z.enum(AFTER_SALE_QUEUES), z.number().int()) }),
  errors: ['CURSOR_INVALID'],
})

export const getShopAfterSale = endpoint({
  id: 'trade.getShopAfterSale',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/after-sales/{afterSaleId}',
  summary: { zh: '店铺售后详情', en: 'One case of the shop' },
  access: atShop('order.read'),
  input: z.object({ ...shopId, ...afterSaleId }),
  output: afterSaleDetail,
  errors: ['NOT_FOUND'],
})

export const moveShopAfterSale = endpoint({
  id: 'trade.moveShopAfterSale',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/after-sales/{afterSaleId}/moves',
  summary: { zh: '处理售后', en: 'Approve, refuse, look at what came back, send instead, give evidence' },
  access: atShop('refund.decide'),
  input: z.object({
    ...shopId,
    ...afterSaleId,
    move: z.enum(MERCHANT_MOVES),
    ...moveIn,
    /** What came back can be sold again. */
    restock: z.boolean().optional(),
  }),
  output: afterSaleDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'STALE', 'INPUT_INVALID', 'REFUND_EXCEEDS', 'SOLD_OUT'],
  idempotent: true,
})

export const approveAfterSales = endpoint({
  id: 'trade.approveAfterSales',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/after-sale-approvals',
  summary: { zh: '批量同意售后', en: 'Approve several at once; each answers for itself' },
  access: atShop('refund.decide'),
  input: z.object({ ...shopId, afterSaleIds: z.array(idOf('afs')).min(1).max(50) }),
  output: z.object({
    results: z.array(z.object({ ...afterSaleId, code: z.string().nullable() })),
  }),
  errors: [],
  idempotent: true,
})

export const listArbitrations = endpoint({
  id: 'trade.listArbitrations',
  method: 'GET',
  path: '/api/v1/platform/arbitrations',
  summary: { zh: '仲裁台', en: 'Disputes before the platform, the nearest deadline first' },
  access: atPlatform,
  input: z.object({ state: z.enum(['evidence', 'judging', 'ruled']).optional(), ...pageIn }),
  output: pageOf(afterSale.extend({ ruling: z.enum(MOVES).nullable() })).extend({
    counts: z.object({ evidence: z.number().int(), judging: z.number().int(), ruled: z.number().int() }),
  }),
  errors: ['CURSOR_INVALID'],
})

export const getArbitration = endpoint({
  id: 'trade.getArbitration',
  method: 'GET',
  path: '/api/v1/platform/arbitrations/{afterSaleId}',
  summary: { zh: '仲裁详情', en: 'One dispute with the evidence of both sides' },
  access: atPlatform,
  input: z.object(afterSaleId),
  output: afterSaleDetail,
  errors: ['NOT_FOUND'],
})

export const RULINGS = [
  'rule-for-buyer',
  'rule-for-buyer-with-return',
  'rule-shared',
  'rule-for-shop',
] as const

export const decideArbitration = endpoint({
  id: 'trade.decideArbitration',
  method: 'POST',
  path: '/api/v1/platform/arbitrations/{afterSaleId}/decision',
  summary: {
    zh: '仲裁裁决',
    en: 'Rule on a dispute: for the buyer, for the shop, or shared with the platform',
  },
  access: atPlatform,
  input: z.object({
    ...afterSaleId,
    move: z.enum(RULINGS),
    /** What the buyer gets; left out, all that was asked. */
    amountMinor: minorIn.nullish(),
    /** Of it, what the platform bears; only when shared. */
    platformMinor: minorIn.nullish(),
    /** Both sides read it. */
    note: cleanText(500, { multiline: true }),
    expectedVersion: rowVersion.optional(),
  }),
  output: afterSaleDetail,
  errors: [
    'NOT_FOUND',
    'CONFLICT_OF_INTEREST',
    'STATE_CONFLICT',
    'STALE',
    'REFUND_EXCEEDS',
    'AMOUNT_INVALID',
  ],
  idempotent: true,
})

export const afterSaleEndpoints = [
  getAfterSaleOptions,
  applyAfterSale,
  listAfterSales,
  getAfterSale,
  moveAfterSale,
  listShopAfterSales,
  getShopAfterSale,
  moveShopAfterSale,
  approveAfterSales,
  listArbitrations,
  getArbitration,
  decideArbitration,
] as const
