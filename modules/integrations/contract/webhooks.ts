// Webhooks of a shop, and the delivery debugger. Every endpoint is the owner's: whoever sets an address decides who hears of the orders.
import { z } from 'zod'
import { done, endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { WEBHOOK_TYPES } from '../domain/webhook-types.ts'

const shopId = { shopId: idOf('shp') }
const endpointId = idOf('hok')
const atShop = { kind: 'org', org: 'shop', scope: 'integration.write', param: 'shopId' } as const

export const ENDPOINT_STATES = ['on', 'off', 'gone', 'failing'] as const
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const
export const FAULTS = [
  'timeout',
  'refused',
  'not-public',
  'tls',
  'unknown-host',
  'reset',
  'endpoint-off',
] as const

export const webhook = z.object({
  endpointId,
  url: z.string(),
  note: z.string(),
  types: z.array(z.string()),
  /** `gone`: it answered 410; `failing`: five days without a good answer. Both are switched on again by hand. */
  state: z.enum(ENDPOINT_STATES),
  failingSince: instant.nullable(),
  disabledAt: instant.nullable(),
  /** While it lasts, the former secret signs too. */
  oldSecretUntil: instant.nullable(),
  createdAt: instant,
  /** Of the last 24 hours; `waiting` of all time. */
  waiting: z.number().int(),
  failed: z.number().int(),
  delivered: z.number().int(),
})

export const delivery = z.object({
  deliveryId: idOf('dlv'),
  endpointId,
  /** The header `webhook-id`: the same at every attempt. */
  messageId: z.string(),
  type: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  nextAt: instant.nullable(),
  lastStatus: z.number().int().nullable(),
  lastFault: z.enum(FAULTS).nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
})

const headers = z.record(z.string(), z.string())
export const attempt = z.object({
  n: z.number().int(),
  at: instant,
  status: z.number().int().nullable(),
  fault: z.enum(FAULTS).nullable(),
  tookMs: z.number().int(),
  requestHeaders: headers,
  responseHeaders: headers,
  responseBody: z.string(),
})

const fields = {
  url: z
    .string()
    .max(500)
    .meta({ description: 'https, on the public internet', example: 'https://erp.example/hooks' }),
  types: z
    .array(z.enum(WEBHOOK_TYPES))
    .min(1)
    .transform((types) => [...new Set(types)]),
  note: cleanText(60, { min: 0 }),
}

export const listWebhooks = endpoint({
  id: 'integrations.listWebhooks',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/webhooks',
  summary: { zh: '推送地址列表', en: 'The shop’s webhook endpoints' },
  access: atShop,
  input: z.object(shopId),
  output: z.object({ items: z.array(webhook) }),
  errors: [],
})

const withSecret = z.object({
  webhook,
  /** Shown this once: `whsec_…`. */
  secret: z.string(),
})

export const createWebhook = endpoint({
  id: 'integrations.createWebhook',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/webhooks',
  summary: { zh: '新建推送地址（密钥只显示一次）', en: 'Add a webhook endpoint; its secret is shown once' },
  access: atShop,
  input: z.object({ ...shopId, url: fields.url, types: fields.types, note: fields.note.default('') }),
  output: withSecret,
  errors: ['URL_NOT_PUBLIC', 'WEBHOOK_LIMIT', 'ENUM', 'TEXT_INVALID', 'SHOP_SUSPENDED'],
  idempotent: true,
  status: 201,
})

export const updateWebhook = endpoint({
  id: 'integrations.updateWebhook',
  method: 'PATCH',
  path: '/api/v1/shops/{shopId}/webhooks/{endpointId}',
  summary: { zh: '修改、停用或启用推送地址', en: 'Change a webhook endpoint, switch it off or on' },
  access: atShop,
  input: z.object({
    ...shopId,
    endpointId,
    url: fields.url.optional(),
    types: fields.types.optional(),
    note: fields.note.optional(),
    on: z.boolean().optional(),
  }),
  output: webhook,
  errors: ['NOT_FOUND', 'URL_NOT_PUBLIC', 'ENUM', 'TEXT_INVALID', 'SHOP_SUSPENDED'],
})

export const removeWebhook = endpoint({
  id: 'integrations.removeWebhook',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/webhooks/{endpointId}',
  summary: { zh: '删除推送地址', en: 'Remove a webhook endpoint' },
  access: atShop,
  input: z.object({ ...shopId, endpointId }),
  output: done,
  errors: ['NOT_FOUND', 'SHOP_SUSPENDED'],
})

export const rotateWebhookSecret = endpoint({
  id: 'integrations.rotateWebhookSecret',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/webhooks/{endpointId}/secret',
  summary: {
    zh: '更换签名密钥（24 小时内新旧同时签名）',
    en: 'A new signing secret; for 24 hours the old one signs too',
  },
  access: atShop,
  input: z.object({ ...shopId, endpointId }),
  output: withSecret,
  errors: ['NOT_FOUND', 'SHOP_SUSPENDED'],
})

export const testWebhook = endpoint({
  id: 'integrations.testWebhook',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/webhooks/{endpointId}/test',
  summary: { zh: '发送测试事件', en: 'Send a test event' },
  access: atShop,
  input: z.object({ ...shopId, endpointId }),
  output: delivery,
  errors: ['NOT_FOUND', 'WEBHOOK_DISABLED', 'SHOP_SUSPENDED'],
  status: 202,
})

export const replayWebhook = endpoint({
  id: 'integrations.replayWebhook',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/webhooks/{endpointId}/replay',
  summary: { zh: '重发某时之后全部失败的推送', en: 'Send everything again that failed since a time' },
  access: atShop,
  input: z.object({ ...shopId, endpointId, since: instant }),
  output: z.object({ count: z.number().int() }),
  errors: ['NOT_FOUND', 'WEBHOOK_DISABLED', 'DATE_INVALID', 'SHOP_SUSPENDED'],
  status: 202,
})

export const listDeliveries = endpoint({
  id: 'integrations.listDeliveries',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/webhook-deliveries',
  summary: { zh: '推送记录', en: 'What was sent, newest first' },
  access: atShop,
  input: z.object({
    ...shopId,
    endpointId: endpointId.optional(),
    state: z.enum(DELIVERY_STATES).optional(),
    type: z.enum([...WEBHOOK_TYPES, 'webhook.test']).optional(),
    ...pageIn,
  }),
  output: pageOf(delivery),
  errors: ['CURSOR_INVALID', 'ENUM'],
})

export const getDelivery = endpoint({
  id: 'integrations.getDelivery',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/webhook-deliveries/{deliveryId}',
  summary: {
    zh: '推送详情（每次尝试的请求与响应）',
    en: 'One delivery with every attempt: request and response',
  },
  access: atShop,
  input: z.object({ ...shopId, deliveryId: idOf('dlv') }),
  output: delivery.extend({ body: z.string(), tries: z.array(attempt) }),
  errors: ['NOT_FOUND'],
})

export const resendDelivery = endpoint({
  id: 'integrations.resendDelivery',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/webhook-deliveries/{deliveryId}/resend',
  summary: { zh: '重发一条推送', en: 'Send one delivery again, under the same id' },
  access: atShop,
  input: z.object({ ...shopId, deliveryId: idOf('dlv') }),
  output: delivery,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'WEBHOOK_DISABLED', 'SHOP_SUSPENDED'],
  status: 202,
})

export const webhookEndpoints = [
  listWebhooks,
  createWebhook,
  updateWebhook,
  removeWebhook,
  rotateWebhookSecret,
  testWebhook,
  replayWebhook,
  listDeliveries,
  getDelivery,
  resendDelivery,
] as const
