// The buyer's own orders: look, cancel, refund, confirm, review. What is not the caller's answers NOT_FOUND.
import { z } from 'zod'
import { endpoint, idOf, pageIn, pageOf } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { BUYER_REFUND_REASONS } from '../domain/refund-rule.ts'
import { orderDetail, orderState, orderSummary, review } from './shapes.ts'

const orderId = { orderId: idOf('ord') }

export const listOrders = endpoint({
  id: 'trade.listOrders',
  method: 'GET',
  path: '/api/v1/orders',
  summary: { zh: '我的订单', en: 'My orders, newest first' },
  access: { kind: 'account' },
  input: z.object({ state: orderState.optional(), ...pageIn }),
  output: pageOf(orderSummary),
  errors: ['CURSOR_INVALID'],
})

export const getOrder = endpoint({
  id: 'trade.getOrder',
  method: 'GET',
  path: '/api/v1/orders/{orderId}',
  summary: { zh: '订单详情', en: 'One order: price breakdown, timeline, packages, refund' },
  access: { kind: 'account' },
  input: z.object(orderId),
  output: orderDetail,
  errors: ['NOT_FOUND'],
})

/** flows/cancel-order.ts. All orders of the checkout that still wait for payment are cancelled together. */
export const cancelOrder = endpoint({
  id: 'trade.cancelOrder',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/cancel',
  summary: { zh: '取消未付款订单', en: 'Cancel before paying; the stock is released' },
  access: { kind: 'account' },
  input: z.object(orderId),
  output: orderDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** flows/refund.ts. Before shipping it is approved at once; later the shop has 48 hours, and silence approves. */
export const refundOrder = endpoint({
  id: 'trade.refundOrder',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/refunds',
  summary: { zh: '申请全额退款', en: 'Ask for the whole order’s money back' },
  access: { kind: 'account' },
  input: z.object({
    ...orderId,
    reason: z.enum(BUYER_REFUND_REASONS),
    note: cleanText(500, { multiline: true }).nullish(),
  }),
  output: orderDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'REFUND_EXCEEDS'],
  idempotent: true,
  status: 201,
})

/** flows/receive-order.ts */
export const confirmReceipt = endpoint({
  id: 'trade.confirmReceipt',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/receipt',
  summary: { zh: '确认收货', en: 'Confirm that everything arrived' },
  access: { kind: 'account' },
  input: z.object(orderId),
  output: orderDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const reviewOrder = endpoint({
  id: 'trade.reviewOrder',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/reviews',
  summary: { zh: '评价商品', en: 'Review a product of a received order, once' },
  access: { kind: 'account' },
  input: z.object({
    ...orderId,
    productId: idOf('prd'),
    rating: z.number().int().min(1).max(5),
    text: cleanText(1000, { multiline: true }),
  }),
  output: review,
  errors: ['NOT_FOUND', 'NOT_PURCHASED', 'STATE_CONFLICT', 'DUPLICATE'],
  status: 201,
})

export const listReviews = endpoint({
  id: 'trade.listReviews',
  method: 'GET',
  path: '/api/v1/products/{productId}/reviews',
  summary: { zh: '商品评价', en: 'What buyers say about a product, newest first' },
  access: { kind: 'public' },
  input: z.object({ productId: idOf('prd'), ...pageIn }),
  output: pageOf(review).extend({
    count: z.number().int(),
    /** Mean of 1..5 with one decimal, null without reviews. */
    averageRating: z.number().nullable(),
  }),
  errors: ['CURSOR_INVALID'],
  shared: true,
})

export const orderEndpoints = [
  listOrders,
  getOrder,
  cancelOrder,
  refundOrder,
  confirmReceipt,
  reviewOrder,
  listReviews,
] as const
