// Fulfilment: a hundred parcels at once, what carriers report, addresses that change on the way, parcels that are asked back, and how well a
// shop keeps its promises. Served by flows/ship-order.ts, flows/track-parcels.ts and flows/change-address.ts where others are asked too.
import { z } from 'zod'
import { done, endpoint, idOf, says } from '#kernel/contract'
import { carrierOf } from '#kernel/carriers'
import type { Scope } from '#kernel/scopes'
import { cleanText } from '#kernel/text'
import { SHIP_QUEUES } from '../domain/ship-queues.ts'
import { deliveryAddress, orderDetail, orderPackage, shopOrderDetail } from './shapes.ts'

const shopId = { shopId: idOf('shp') }
const orderId = { orderId: idOf('ord') }
const atShop = (scope: Scope) => ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const
export const trackingNo = z.string().regex(/^[A-Za-z0-9-]{6,40}$/)

export const MAX_ROWS = 100

/** flows/ship-order.ts. A row without a number is booked with the courier; what fails says why, beside what did not. */
export const shipBatch = endpoint({
  id: 'trade.shipBatch',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/parcels',
  summary: {
    zh: '批量发货（每行单独成败）',
    en: 'Ship up to 100 orders; each row succeeds or fails by itself',
  },
  access: atShop('order.ship'),
  input: z.object({
    ...shopId,
    rows: z
      .array(z.strictObject({ ...orderId, carrier: cleanText(40), trackingNo: trackingNo.nullable() }))
      .min(1)
      .max(MAX_ROWS)
      .refine(
        (rows) => new Set(rows.map((r) => r.orderId)).size === rows.length,
        says('每个订单只写一行', 'one row an order'),
      )
      .refine(
        (rows) => rows.every((r) => r.trackingNo !== null || carrierOf(r.carrier) !== undefined),
        says('代下单请选择列表里的快递公司', 'choose a carrier of the list to book with'),
      ),
  }),
  output: z.object({
    results: z.array(
      z.object({
        ...orderId,
        package: orderPackage.nullable(),
        problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  }),
  errors: [],
  idempotent: true,
  status: 201,
})

export const printLabels = endpoint({
  id: 'trade.printLabels',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/labels',
  summary: {
    zh: '打印面单（100×150 毫米）',
    en: 'Labels of up to 100 parcels as one PDF; personal data is masked',
  },
  access: atShop('order.ship'),
  input: z.object({ ...shopId, packageIds: z.array(idOf('pkg')).min(1).max(MAX_ROWS) }),
  output: z.object({
    /** PDF, base64; a page a parcel, in the order asked for. */
    pdf: z.string(),
    printed: z.number().int(),
    missing: z.array(idOf('pkg')),
  }),
  errors: ['NOT_FOUND'],
})

/** flows/track-parcels.ts */
export const courierCallback = endpoint({
  id: 'trade.courierCallback',
  method: 'POST',
  path: '/api/v1/couriers/callbacks/{provider}',
  summary: { zh: '快递轨迹回调', en: 'A courier reports; signed over the raw body' },
  access: { kind: 'signed' },
  input: z.object({ provider: z.string().max(40) }),
  /** The fields beside `ok` are what Kuaidi100 wants to hear. */
  output: done.extend({ result: z.literal(true), returnCode: z.string(), message: z.string() }),
  errors: ['NOT_FOUND', 'SIGNATURE_INVALID', 'TIMESTAMP_OLD', 'INPUT_INVALID'],
  raw: true,
})

const INTERCEPT_ERRORS = ['NOT_FOUND', 'STATE_CONFLICT', 'COURIER_UNAVAILABLE', 'COURIER_REFUSED'] as const

/** flows/track-parcels.ts */
export const interceptParcel = endpoint({
  id: 'trade.interceptParcel',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/orders/{orderId}/packages/{packageId}/interception',
  summary: { zh: '拦截包裹退回', en: 'Ask the carrier to turn a parcel round' },
  access: atShop('order.ship'),
  input: z.object({ ...shopId, ...orderId, packageId: idOf('pkg') }),
  output: shopOrderDetail,
  errors: INTERCEPT_ERRORS,
})

/** flows/track-parcels.ts. When it is home again the order's refund is asked for. */
export const interceptMine = endpoint({
  id: 'trade.interceptMine',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/packages/{packageId}/interception',
  summary: { zh: '申请拦截退回', en: 'Ask for a parcel of mine to be turned round' },
  access: { kind: 'account' },
  input: z.object({ ...orderId, packageId: idOf('pkg') }),
  output: orderDetail,
  errors: INTERCEPT_ERRORS,
})

/** flows/change-address.ts */
export const changeAddress = endpoint({
  id: 'trade.changeAddress',
  method: 'POST',
  path: '/api/v1/orders/{orderId}/address',
  summary: {
    zh: '修改收货地址',
    en: 'Send it elsewhere: at once while the freight is the same, else the shop decides',
  },
  access: { kind: 'account' },
  input: z.object({ ...orderId, addressId: idOf('adr') }),
  output: orderDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NOT_DELIVERABLE', 'DUPLICATE'],
})

/** flows/change-address.ts */
export const decideAddressChange = endpoint({
  id: 'trade.decideAddressChange',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/address-changes/{changeId}/decision',
  summary: { zh: '处理改地址申请', en: 'Agree to another address, or keep the old one' },
  access: atShop('order.ship'),
  input: z.object({ ...shopId, changeId: idOf('adc'), approve: z.boolean() }),
  output: shopOrderDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

const sender = z.object({ sender: deliveryAddress.nullable() })

export const getSender = endpoint({
  id: 'trade.getSender',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/sender',
  summary: { zh: '发货地址', en: 'Where the shop sends from' },
  access: atShop('order.read'),
  input: z.object(shopId),
  output: sender,
  errors: [],
})

export const setSender = endpoint({
  id: 'trade.setSender',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/sender',
  summary: { zh: '设置发货地址', en: 'Set where the shop sends from' },
  access: atShop('order.ship'),
  input: z.object({
    ...shopId,
    name: cleanText(30),
    phone: z.string().regex(/^\+?[\d -]{6,20}$/),
    region: cleanText(60),
    detail: cleanText(100),
  }),
  output: sender,
  errors: [],
})

export const getShipQueues = endpoint({
  id: 'trade.getShipQueues',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/ship-queues',
  summary: { zh: '发货队列', en: 'How many orders stand in each queue of shipping' },
  access: atShop('order.read'),
  input: z.object(shopId),
  output: z.object({ counts: z.record(z.enum(SHIP_QUEUES), z.number().int()) }),
  errors: [],
})

export const getShipRecord = endpoint({
  id: 'trade.getShipRecord',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/ship-record',
  summary: { zh: '店铺发货表现', en: 'How well a shop keeps its shipping promises' },
  access: { kind: 'public' },
  input: z.object(shopId),
  output: z.object({
    days: z.number().int(),
    /** Orders whose day to ship was in these days, and how many of them left by then (时效达成率); null below ten. */
    orders: z.number().int(),
    onTimeBps: z.number().int().nullable(),
    /** Parcels collected in these days, and the mean time from payment to collection (揽收时长); null below ten. */
    parcels: z.number().int(),
    collectHours: z.number().nullable(),
  }),
  errors: [],
  shared: true,
})

export const fulfilmentEndpoints = [
  shipBatch,
  printLabels,
  courierCallback,
  interceptParcel,
  interceptMine,
  changeAddress,
  decideAddressChange,
  getSender,
  setSender,
  getShipQueues,
  getShipRecord,
] as const
