// Orders for other programs: what changed, who receives them (masked until asked, counted and written down), files of them.
import { z } from 'zod'
import { endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'

const shopId = { shopId: idOf('shp') }

export const BATCH_MAX = 50

export const listOrderChanges = endpoint({
  id: 'integrations.listOrderChanges',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/order-changes',
  summary: {
    zh: '订单变更（从上次的游标继续，不会遗漏）',
    en: 'Orders that changed since a cursor, each once with its latest change; nothing is missed',
  },
  access: { kind: 'org', org: 'shop', scope: 'order.read', param: 'shopId' },
  input: z.object({ ...shopId, ...pageIn }),
  output: z.object({
    items: z.array(z.object({ orderId: idOf('ord'), change: z.string(), at: instant })),
    /** Keep it and come back with it: it goes on behind what was read, also when the list was empty. */
    nextCursor: z.string(),
    more: z.boolean(),
  }),
  errors: ['CURSOR_INVALID'],
})

/** flows/reveal-receivers.ts */
export const revealReceivers = endpoint({
  id: 'integrations.revealReceivers',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/receivers',
  summary: {
    zh: '查看收件信息（每次最多 50 单，按订单量限额，每次留痕）',
    en: 'Full receivers of up to 50 orders; a daily quota by orders; every one is written down',
  },
  access: { kind: 'org', org: 'shop', scope: 'order.decrypt', param: 'shopId' },
  input: z.object({
    ...shopId,
    orderIds: z
      .array(idOf('ord'))
      .min(1)
      .refine((ids) => ids.length <= BATCH_MAX, { params: { code: 'BATCH_MAX' } })
      .transform((ids) => [...new Set(ids)]),
  }),
  output: z.object({
    items: z.array(
      z.object({
        orderId: idOf('ord'),
        name: z.string(),
        phone: z.string(),
        region: z.string(),
        detail: z.string(),
      }),
    ),
    quota: z.object({ limit: z.number().int(), used: z.number().int(), freshAt: instant }),
  }),
  errors: ['NOT_FOUND', 'BATCH_MAX', 'DECRYPT_QUOTA', 'ORDER_STATE', 'SHOP_SUSPENDED'],
})

export const listReveals = endpoint({
  id: 'integrations.listReveals',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/reveals',
  summary: { zh: '收件信息查看记录', en: 'Who looked at which receiver, newest first' },
  access: { kind: 'org', org: 'shop', scope: 'integration.write', param: 'shopId' },
  input: z.object({ ...shopId, ...pageIn }),
  output: pageOf(
    z.object({ orderId: idOf('ord'), actor: z.string(), at: instant, ip: z.string(), requestId: z.string() }),
  ),
  errors: ['CURSOR_INVALID'],
})

export const orderDataEndpoints = [listOrderChanges, revealReceivers, listReveals] as const
