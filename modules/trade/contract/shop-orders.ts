// A shop's orders at work: what to ship, what to decide, what was said. Another shop's id answers NOT_FOUND.
import { z } from 'zod'
import { endpoint, idOf, instant, localized, pageIn, pageOf, qty, says } from '#kernel/contract'
import { fileOut } from '#kernel/file'
import type { Scope } from '#kernel/scopes'
import { cleanText } from '#kernel/text'
import { SHIP_QUEUES } from '../domain/ship-queues.ts'
import { REFUND_STATES } from '../domain/refund-rule.ts'
import { trackingNo } from './fulfilment.ts'
import {
  deliveryAddress,
  orderPackage,
  orderState,
  refundOut,
  review,
  shopOrder,
  shopOrderDetail,
} from './shapes.ts'

const shopId = { shopId: idOf('shp') }
const atShop = (scope: Scope) => ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

export const listShopOrders = endpoint({
  id: 'trade.listShopOrders',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/orders',
  summary: { zh: '店铺订单', en: 'The shop’s orders, newest first, with counts per state' },
  access: atShop('order.read'),
  input: z.object({
    ...shopId,
    state: orderState.optional(),
    /** Those that stand in a queue of shipping, the oldest first. */
    queue: z.enum(SHIP_QUEUES).optional(),
    /** An order number, a tracking number or part of a product title. */
    q: cleanText(60).optional(),
    ...pageIn,
  }),
  output: pageOf(shopOrder).extend({ counts: z.record(orderState, z.number().int()) }),
  errors: ['CURSOR_INVALID'],
})

export const exportShopOrders = endpoint({
  id: 'trade.exportShopOrders',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/orders/file',
  summary: { zh: '导出订单（CSV，收件人脱敏）', en: 'Orders as CSV, a row a line, receivers masked' },
  access: atShop('order.read'),
  input: z.object({ ...shopId, state: orderState.optional() }),
  output: fileOut,
  errors: [],
  file: true,
})

export const getShopOrder = endpoint({
  id: 'trade.getShopOrder',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/orders/{orderId}',
  summary: { zh: '店铺订单详情', en: 'One order of the shop' },
  access: atShop('order.read'),
  input: z.object({ ...shopId, orderId: idOf('ord') }),
  output: shopOrderDetail,
  errors: ['NOT_FOUND'],
})

/** A unit’s own number, so that what comes back can be told from another. */
export const serial = z.string().regex(/^[A-Za-z0-9-]{4,40}$/)

/** flows/ship-order.ts. Without `lines` everything that is left goes into this package. */
export const shipOrder = endpoint({
  id: 'trade.shipOrder',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/orders/{orderId}/packages',
  summary: { zh: '发货（可分多个包裹）', en: 'Ship a package; an order may have several' },
  access: atShop('order.ship'),
  input: z.object({
    ...shopId,
    orderId: idOf('ord'),
    carrier: cleanText(40),
    trackingNo,
    lines: z
      .array(z.strictObject({ lineId: idOf('oln'), qty, serials: z.array(serial).max(200).optional() }))
      .min(1)
      .max(50)
      .refine(
        (lines) => new Set(lines.map((l) => l.lineId)).size === lines.length,
        says('每一行只写一次', 'each line once'),
      )
      .optional(),
  }),
  /** `label` carries the full address, for the waybill of this package only. */
  output: z.object({ package: orderPackage, order: shopOrderDetail, label: deliveryAddress }),
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'TRACKING_USED', 'QTY_RANGE'],
  idempotent: true,
  status: 201,
})

export const listShopRefunds = endpoint({
  id: 'trade.listShopRefunds',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/refunds',
  summary: { zh: '店铺退款', en: 'Refunds asked of the shop, the most urgent first' },
  access: atShop('order.read'),
  input: z.object({ ...shopId, state: z.enum(REFUND_STATES).optional(), ...pageIn }),
  output: pageOf(refundOut.extend({ goods: z.array(z.object({ title: localized, imageUrl: z.string() })) })),
  errors: ['CURSOR_INVALID'],
})

/** flows/refund.ts */
export const decideRefund = endpoint({
  id: 'trade.decideRefund',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/refunds/{refundId}/decision',
  summary: { zh: '处理退款申请', en: 'Approve a refund, or refuse it with a reason' },
  access: atShop('refund.decide'),
  input: z.object({
    ...shopId,
    refundId: idOf('rfd'),
    approve: z.boolean(),
    /** Required when refusing. */
    refusal: cleanText(500, { multiline: true }).nullish(),
  }),
  output: refundOut,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'INPUT_INVALID'],
  idempotent: true,
})

export const listShopReviews = endpoint({
  id: 'trade.listShopReviews',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/reviews',
  summary: { zh: '店铺收到的评价', en: 'Reviews of the shop’s goods, newest first' },
  access: atShop('order.read'),
  input: z.object({ ...shopId, unanswered: z.stringbool().optional(), ...pageIn }),
  output: pageOf(review),
  errors: ['CURSOR_INVALID'],
})

export const replyReview = endpoint({
  id: 'trade.replyReview',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/reviews/{reviewId}/reply',
  summary: { zh: '回复评价', en: 'Answer a review; a new answer replaces the old one' },
  access: atShop('refund.decide'),
  input: z.object({ ...shopId, reviewId: idOf('rev'), text: cleanText(500, { multiline: true }) }),
  output: review,
  errors: ['NOT_FOUND'],
})

export const TODO_KINDS = [
  'to-ship',
  'ship-soon',
  'ship-late',
  'refunds-to-decide',
  'reviews-to-answer',
  'webhooks-off',
] as const

/** flows/shop-todos.ts */
export const getTodos = endpoint({
  id: 'trade.getTodos',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/todos',
  summary: { zh: '店铺待办', en: 'What waits for the shop: how many, and the nearest deadline' },
  access: atShop('order.read'),
  input: z.object(shopId),
  output: z.object({
    todos: z.array(
      z.object({ kind: z.enum(TODO_KINDS), count: z.number().int(), deadline: instant.nullable() }),
    ),
  }),
  errors: [],
})

export const shopOrderEndpoints = [
  listShopOrders,
  exportShopOrders,
  getShopOrder,
  shipOrder,
  listShopRefunds,
  decideRefund,
  listShopReviews,
  replyReview,
  getTodos,
] as const
