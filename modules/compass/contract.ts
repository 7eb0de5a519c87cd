// 罗盘 from outside: numbers whose definition and whose order lines can be asked for. Every value is an integer in a string
// with its unit; null means there is nothing to divide by, never zero.
import { z } from 'zod'
import { bps, currency, endpoint, idOf, instant, localized, minorOut, pageIn, pageOf } from '#kernel/contract'
import { METRIC_IDS } from './domain/metrics.ts'

const metricId = z.enum(METRIC_IDS)
const unit = z.enum(['minor', 'count', 'bps'])
const day = z.iso.date().meta({ description: 'A calendar day in Asia/Shanghai' })
const value = z
  .string()
  .regex(/^-?\d+$/)
  .nullable()
  .meta({ description: 'An integer in `unit`; null: nothing to divide by' })

/** The last `days` days, today included; money in one currency, since sums across two mean nothing. */
const periodIn = {
  days: z.enum(['1', '7', '30']).default('7').transform(Number),
  currency: currency.default('CNY'),
}
/** `partialDay` is today: its numbers still grow (实时数据，次日为准). */
const period = z.object({ from: day, to: day, partialDay: day, asOf: instant, currency })

const tile = z.object({
  metric: metricId,
  name: localized,
  unit,
  value,
  /** The same number of as many days just before. */
  previous: value,
  /**
   * What `previous` covers, since the period ends in a day that still grows. Orders stop at the same hour; behaviour is kept
   * by the day, so a count of it stands against whole days and must not be read as a fall.
   */
  previousIs: z.enum(['sameHours', 'wholeDays']),
  series: z.array(z.object({ day, value })),
})
export type Tile = z.output<typeof tile>
const overview = z.object({ period, tiles: z.array(tile) })

export const STAGES = ['impression', 'click', 'order', 'paid', 'kept'] as const

/**
 * One funnel. Impressions and clicks are behaviour; order, paid and kept count order lines, so that rows add up to the total.
 * Rates are basis points of the stage before; that of orders counts only lines a content brought, since no other came by a click.
 */
const funnel = z.object({
  impression: z.number().int(),
  click: z.number().int(),
  order: z.number().int(),
  paid: z.number().int(),
  kept: z.number().int(),
  paidMinor: minorOut,
  refundedMinor: minorOut,
  rates: z.object({
    click: z.number().int().nullable(),
    order: z.number().int().nullable(),
    paid: z.number().int().nullable(),
    kept: bps.nullable(),
  }),
})
export type Funnel = z.output<typeof funnel>
/** `id` null gathers what no content (or creator) brought; `name` null when it is not known here. */
const funnelRow = funnel.extend({ id: z.string().nullable(), name: localized.nullable() })
export type FunnelRow = z.output<typeof funnelRow>

export const listMetrics = endpoint({
  id: 'compass.listMetrics',
  method: 'GET',
  path: '/api/v1/metrics',
  summary: { zh: '指标定义', en: 'How every number is defined' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        id: metricId,
        name: localized,
        formula: localized,
        unit,
        timeBasis: z.enum(['event', 'order', 'pay']),
        excludes: localized,
      }),
    ),
  }),
  errors: [],
})

const shopAnalytics = { kind: 'org', org: 'shop', scope: 'analytics.read', param: 'shopId' } as const
const shopId = idOf('shp')

export const getOverview = endpoint({
  id: 'compass.getOverview',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/overview',
  summary: { zh: '店铺经营概览', en: 'Overview of a shop' },
  access: shopAnalytics,
  input: z.object({ shopId, ...periodIn }),
  output: overview,
  errors: ['NOT_FOUND', 'ENUM'],
})

export const getFunnel = endpoint({
  id: 'compass.getFunnel',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/funnel',
  summary: { zh: '成交漏斗', en: 'From impression to kept' },
  access: shopAnalytics,
  input: z.object({
    shopId,
    ...periodIn,
    by: z.enum(['none', 'content', 'creator', 'product']).default('none'),
  }),
  output: z.object({
    period,
    total: funnel,
    /** Of the total, what contents brought; the rest was bought without a click on one. */
    brought: funnel,
    /** The best 100 by paid amount; `hiddenRows` says how many more there are. The total counts all of them. */
    rows: z.array(funnelRow),
    hiddenRows: z.number().int(),
  }),
  errors: ['NOT_FOUND', 'ENUM'],
})

export const orderLine = z.object({
  orderId: idOf('ord'),
  lineId: idOf('oln'),
  productId: idOf('prd'),
  contentId: idOf('cnt').nullable(),
  creatorId: idOf('crt').nullable(),
  qty: z.number().int(),
  paidMinor: minorOut,
  refundedMinor: minorOut,
  currency,
  /** When it reached the stage asked for. */
  at: instant,
})

export const getFunnelRows = endpoint({
  id: 'compass.getFunnelRows',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/funnel/orders',
  summary: { zh: '数字背后的订单行', en: 'The order lines behind a number' },
  access: shopAnalytics,
  input: z.object({
    shopId,
    ...periodIn,
    ...pageIn,
    stage: z.enum(['order', 'paid', 'kept', 'refunded']).default('paid'),
    /** An id, `none` for the lines that no content (or creator) brought, or `any` for those that some content did. */
    contentId: z.string().max(64).optional(),
    creatorId: z.string().max(64).optional(),
    productId: idOf('prd').optional(),
  }),
  output: pageOf(orderLine).extend({ lines: z.number().int(), paidMinor: minorOut, refundedMinor: minorOut }),
  errors: ['NOT_FOUND', 'ENUM', 'CURSOR_INVALID'],
})

export const getCreatorOverview = endpoint({
  id: 'compass.getCreatorOverview',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/overview',
  summary: { zh: '达人数据概览', en: 'Overview of a creator' },
  access: { kind: 'org', org: 'creator', scope: 'analytics.read', param: 'creatorId' },
  input: z.object({ creatorId: idOf('crt'), ...periodIn }),
  output: overview.extend({ contents: z.array(funnelRow) }),
  errors: ['NOT_FOUND', 'ENUM'],
})

export const getPlatformOverview = endpoint({
  id: 'compass.getPlatformOverview',
  method: 'GET',
  path: '/api/v1/platform/overview',
  summary: { zh: '平台概览', en: 'Overview of the platform' },
  access: { kind: 'platform', scope: 'analytics.read' },
  input: z.object({ ...periodIn }),
  output: overview.extend({
    categories: z.array(
      z.object({ categoryId: z.string(), paidLines: z.number().int(), paidMinor: minorOut }),
    ),
  }),
  errors: ['NOT_FOUND', 'ENUM'],
})

export const compassEndpoints = [
  listMetrics,
  getOverview,
  getFunnel,
  getFunnelRows,
  getCreatorOverview,
  getPlatformOverview,
] as const
