// The merchant's stock: where units lie, what changed them and why, what stands apart for a campaign or is sold in advance.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, localized, minorOut, pageIn, pageOf } from '#kernel/contract'
import { PROVINCE_CODES } from '#kernel/provinces'
import { cleanText } from '#kernel/text'
import { ADJUST_REASONS, MOVEMENT_REASONS } from '../domain/movement.ts'
export { ADJUST_REASONS } from '../domain/movement.ts'
import { each, presaleDeposit, priceIn, purchaseLimit, stockIn, wholeNumber } from './fields.ts'
export { PROVINCES } from '#kernel/provinces'

const shopId = idOf('shp')
const skuId = idOf('sku')
const desk = (scope: 'product.read' | 'stock.write' | 'order.read') =>
  ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

export const warehouse = z.object({
  warehouseId: idOf('whs'),
  name: z.string(),
  /** It holds what no other has. */
  main: z.boolean(),
  /** Those it sends to first; empty: all alike. */
  provinces: z.array(z.string()),
  /** The smaller the sooner. */
  priority: z.number().int(),
  open: z.boolean(),
})

export const listWarehouses = endpoint({
  id: 'shop.listWarehouses',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/warehouses',
  summary: { zh: '仓库列表', en: 'The shop’s warehouses; none: everything lies in one' },
  access: desk('product.read'),
  input: z.object({ shopId }),
  output: z.object({ items: z.array(warehouse) }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

const warehouseFields = {
  name: cleanText(30),
  provinces: each(z.enum(PROVINCE_CODES), 34).default([]),
  priority: wholeNumber(1, 999).default(100),
}

export const createWarehouse = endpoint({
  id: 'shop.createWarehouse',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/warehouses',
  summary: {
    zh: '新建仓库（第一个新建的同时建主仓）',
    en: 'Add a warehouse; with the first comes the main one, which holds what lies nowhere else',
  },
  access: desk('stock.write'),
  input: z.object({ shopId, ...warehouseFields }),
  output: warehouse,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'TEXT_INVALID',
    'ENUM',
    'QTY_RANGE',
    'STATE_CONFLICT',
  ],
  idempotent: true,
  status: 201,
})

export const updateWarehouse = endpoint({
  id: 'shop.updateWarehouse',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/warehouses/{warehouseId}',
  summary: { zh: '修改或关闭仓库', en: 'Change a warehouse, or close an empty one' },
  access: desk('stock.write'),
  input: z.object({ shopId, warehouseId: idOf('whs'), ...warehouseFields, open: z.boolean().default(true) }),
  output: warehouse,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'TEXT_INVALID',
    'ENUM',
    'QTY_RANGE',
    'STATE_CONFLICT',
  ],
})

const count = z.number().int()
export const stockRow = z.object({
  skuId,
  productId: idOf('prd'),
  title: localized,
  skuName: localized,
  imageUrl: z.string().nullable(),
  priceMinor: minorOut,
  currency,
  /** On the shelf: without what stands apart. */
  onHand: count,
  reserved: count,
  available: count,
  /** Moved out for rooms, sales and campaigns, and still there. */
  apart: count,
  /** By warehouse, what lies there: on the shelf and apart. Empty: all in one. */
  places: z.array(z.object({ warehouseId: idOf('whs'), onHand: count, reserved: count })),
  /** Of a bundle: what one consists of. Its units are its parts'. */
  parts: z.array(z.object({ skuId, qty: count, name: localized })).nullable(),
  presale: z.object({ left: count, shipsAt: instant, deposit: presaleDeposit.nullable() }).nullable(),
  campaign: z
    .object({
      poolId: idOf('stp'),
      name: z.string(),
      left: count,
      priceMinor: minorOut.nullable(),
      limitPerPerson: count.nullable(),
      startsAt: instant,
      endsAt: instant,
    })
    .nullable(),
  version: count,
})

export const listStock = endpoint({
  id: 'shop.listStock',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/stock',
  summary: { zh: '库存总览', en: 'Stock of every variant, by warehouse' },
  access: desk('product.read'),
  input: z.object({
    shopId,
    q: cleanText(60).optional(),
    only: z.enum(['low', 'presale', 'campaign', 'bundle']).optional(),
    ...pageIn,
  }),
  output: pageOf(stockRow),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM', 'SCOPE_MISSING'],
})

export const listMovements = endpoint({
  id: 'shop.listMovements',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/stock/{skuId}/movements',
  summary: { zh: '库存流水：谁、为什么、多少', en: 'What changed a variant’s stock: who, why, by how many' },
  access: desk('product.read'),
  input: z.object({ shopId, skuId, ...pageIn }),
  output: pageOf(
    z.object({
      movementId: z.string(),
      at: instant,
      delta: count,
      reason: z.enum(MOVEMENT_REASONS),
      note: z.string().nullable(),
      /** Null: the platform itself. */
      by: z.string().nullable(),
      warehouse: z.string().nullable(),
    }),
  ).extend({
    /** Sum of all movements, less what was sold and paid, is what is there: on the shelf and apart. */
    totals: z.object({ movements: count, sold: count, there: count }),
  }),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'SCOPE_MISSING'],
})

export const adjustStock = endpoint({
  id: 'shop.adjustStock',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/stock/adjustments',
  summary: {
    zh: '调整库存（全部成功或全部不变）',
    en: 'Add or take away units, with a reason; all lines or none',
  },
  access: desk('stock.write'),
  input: z.object({
    shopId,
    lines: z
      .array(
        z.strictObject({
          skuId,
          /** Absent or null: the main one. */
          warehouseId: idOf('whs').nullish(),
          delta: wholeNumber(-1_000_000, 1_000_000),
        }),
      )
      .min(1)
      .max(100),
    reason: z.enum(ADJUST_REASONS),
    note: cleanText(100).nullish(),
  }),
  output: z.object({ items: z.array(stockRow) }),
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'QTY_RANGE',
    'STATE_CONFLICT',
    'ENUM',
    'TEXT_INVALID',
  ],
  idempotent: true,
})

export const transferStock = endpoint({
  id: 'shop.transferStock',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/stock/transfers',
  summary: { zh: '仓间调拨', en: 'Move free units from one warehouse to another' },
  access: desk('stock.write'),
  input: z.object({
    shopId,
    skuId,
    fromWarehouseId: idOf('whs').nullish(),
    toWarehouseId: idOf('whs').nullish(),
    units: wholeNumber(1, 1_000_000),
    note: cleanText(100).nullish(),
  }),
  output: stockRow,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'QTY_RANGE',
    'STATE_CONFLICT',
    'SOLD_OUT',
    'TEXT_INVALID',
  ],
  idempotent: true,
})

export const setPresale = endpoint({
  id: 'shop.setPresale',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/presale',
  summary: {
    zh: '设置预售：现货售完后按承诺的发货日期继续卖，可收定金',
    en: 'Sell in advance once present stock is out: how many more, when they are shipped by, for which deposit',
  },
  access: desk('stock.write'),
  input: z.object({
    shopId,
    skuId,
    left: stockIn,
    shipsAt: instant,
    /** What one costs to reserve, until `balanceFrom`; the balance is paid from then to `balanceUntil`. Absent: paid whole. */
    deposit: z.strictObject({ minor: priceIn, balanceFrom: instant, balanceUntil: instant }).nullish(),
  }),
  output: stockRow,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'QTY_RANGE',
    'DATE_INVALID',
    'AMOUNT_INVALID',
    'STATE_CONFLICT',
  ],
})

export const endPresale = endpoint({
  id: 'shop.endPresale',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/presale',
  summary: { zh: '结束预售', en: 'Sell no more in advance; what was sold stays sold' },
  access: desk('stock.write'),
  input: z.object({ shopId, skuId }),
  output: stockRow,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED'],
})

export const lockForCampaign = endpoint({
  id: 'shop.lockForCampaign',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/campaign',
  summary: {
    zh: '锁定活动库存：活动期间按活动价卖，结束后退回',
    en: 'Lock units for a campaign: sold at its price while it runs, back on the shelf when it ends',
  },
  access: desk('stock.write'),
  input: z.object({
    shopId,
    skuId,
    name: cleanText(30),
    units: wholeNumber(1, 1_000_000),
    priceMinor: priceIn.nullable().default(null),
    limitPerPerson: purchaseLimit.default(null),
    startsAt: instant,
    endsAt: instant,
  }),
  output: stockRow,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'QTY_RANGE',
    'DATE_INVALID',
    'AMOUNT_INVALID',
    'SOLD_OUT',
    'STATE_CONFLICT',
    'TEXT_INVALID',
  ],
  idempotent: true,
})

export const endCampaign = endpoint({
  id: 'shop.endCampaign',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/campaign',
  summary: { zh: '结束活动，库存退回', en: 'End the campaign now; its free units go back to the shelf' },
  access: desk('stock.write'),
  input: z.object({ shopId, skuId }),
  output: stockRow,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED'],
})

export const getOrderPlaces = endpoint({
  id: 'shop.getOrderPlaces',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/orders/{orderId}/places',
  summary: { zh: '订单从哪个仓发', en: 'From which warehouse an order’s units are sent' },
  access: desk('order.read'),
  input: z.object({ shopId, orderId: idOf('ord') }),
  output: z.object({
    items: z.array(
      z.object({ skuId, skuName: localized, title: localized, warehouse: z.string().nullable(), qty: count }),
    ),
  }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const stockEndpoints = [
  listWarehouses,
  createWarehouse,
  updateWarehouse,
  listStock,
  listMovements,
  adjustStock,
  transferStock,
  setPresale,
  endPresale,
  lockForCampaign,
  endCampaign,
  getOrderPlaces,
] as const
