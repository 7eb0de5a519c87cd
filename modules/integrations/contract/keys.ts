// Keys with which a shop's programs call the same endpoints that its people do, within the key's scopes.
import { z } from 'zod'
import { endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'
import { KEY_SCOPES } from '#kernel/scopes'
import { cleanText } from '#kernel/text'

const shopId = { shopId: idOf('shp') }
const atShop = { kind: 'org', org: 'shop', scope: 'integration.write', param: 'shopId' } as const

export const apiKey = z.object({
  keyId: idOf('key'),
  name: z.string(),
  /** How it begins, to tell it from the others. */
  prefix: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  state: z.enum(['on', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})

export const listKeys = endpoint({
  id: 'integrations.listKeys',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/keys',
  summary: { zh: '接口密钥列表', en: 'The shop’s API keys' },
  access: atShop,
  input: z.object(shopId),
  output: z.object({ items: z.array(apiKey) }),
  errors: [],
})

/** The owner's alone, so no key is given more than its giver may do. */
export const createKey = endpoint({
  id: 'integrations.createKey',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/keys',
  summary: { zh: '新建接口密钥（只显示一次）', en: 'Make an API key; it is shown once' },
  access: atShop,
  input: z.object({
    ...shopId,
    name: cleanText(40),
    scopes: z
      .array(z.enum(KEY_SCOPES))
      .min(1)
      .transform((scopes) => [...new Set(scopes)]),
    /** Null: until it is revoked. */
    days: z.number().int().min(1).max(365).nullable().default(90),
  }),
  output: z.object({
    key: apiKey,
    /** `sk_live_…`; only its hash is kept, so that no repeat of the request can show it again. */
    token: z.string(),
  }),
  errors: ['KEY_LIMIT', 'ENUM', 'TEXT_INVALID', 'SHOP_SUSPENDED'],
  status: 201,
})

export const revokeKey = endpoint({
  id: 'integrations.revokeKey',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/keys/{keyId}',
  summary: { zh: '停用接口密钥', en: 'Revoke an API key, at once' },
  access: atShop,
  input: z.object({ ...shopId, keyId: idOf('key') }),
  output: apiKey,
  errors: ['NOT_FOUND', 'SHOP_SUSPENDED'],
})

export const listKeyCalls = endpoint({
  id: 'integrations.listKeyCalls',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/keys/{keyId}/calls',
  summary: { zh: '密钥调用记录', en: 'What was called with a key, newest first' },
  access: atShop,
  input: z.object({ ...shopId, keyId: idOf('key'), ...pageIn }),
  output: pageOf(
    z.object({
      at: instant,
      endpoint: z.string(),
      subject: z.string().nullable(),
      status: z.number().int(),
      code: z.string().nullable(),
      requestId: z.string(),
      ip: z.string(),
    }),
  ),
  errors: ['NOT_FOUND', 'CURSOR_INVALID'],
})

export const keyEndpoints = [listKeys, createKey, revokeKey, listKeyCalls] as const
