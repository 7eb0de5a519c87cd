// OpenAPI 3.1 from the contracts: the document cannot drift from the routes, because it is the routes.
import { z } from 'zod'
import { KEY_SCOPES } from '#kernel/scopes'
import type { Endpoint } from '#kernel/contract'
import { ERRORS, type ErrorCode } from '#kernel/errors'

type Json = Record<string, unknown>

const ALWAYS: readonly ErrorCode[] = ['INPUT_INVALID', 'UNKNOWN_FIELD', 'RATE_LIMITED', 'INTERNAL']

export function buildOpenApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const e of endpoints) {
    paths[e.path] ??= {}
    paths[e.path]![e.method.toLowerCase()] = operation(e)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Serendip 偶得',
      version,
      description:
        'The open interest-commerce platform. Money is integer minor units as strings; errors are RFC 9457 problem+json.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of POST /api/v1/session; browsers use its cookie.',
        },
        shopKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'sk_live_…',
          description: `A key of the shop in the path, made on its desk. Scopes: ${KEY_SCOPES.join(', ')}. 60 calls in any second a key, 600 an endpoint; beyond, 429 with Retry-After.`,
        },
      },
    },
  }
}

function operation(e: Endpoint): Json {
  const schema = toSchema(e.input, 'input')
  const properties = (schema.properties ?? {}) as Record<string, Json>
  const required = new Set((schema.required as string[] | undefined) ?? [])
  const inPath = new Set([...e.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!))
  const asQuery = e.method === 'GET' || e.method === 'DELETE' || e.raw === true
  const parameters: Json[] = []
  const body: Record<string, Json> = {}
  for (const [name, s] of Object.entries(properties)) {
    if (inPath.has(name)) parameters.push({ name, in: 'path', required: true, schema: s })
    else if (asQuery) parameters.push({ name, in: 'query', required: required.has(name), schema: s })
    else body[name] = s
  }
  if (e.idempotent) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    })
  }
  return {
    operationId: e.id,
    tags: [e.id.split('.')[0]],
    summary: e.summary.en,
    description: `${e.summary.zh}\n\nAccess: \`${accessText(e)}\``,
    security: securityOf(e),
    parameters,
    ...(Object.keys(body).length > 0 || e.raw ? { requestBody: requestBody(e, body, required) } : {}),
    responses: responses(e),
  }
}

const requestBody = (e: Endpoint, body: Record<string, Json>, required: Set<string>): Json => ({
  required: true,
  content: e.raw
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : {
        'application/json': {
          schema: {
            type: 'object',
            properties: body,
            required: Object.keys(body).filter((k) => required.has(k)),
            additionalProperties: false,
          },
        },
      },
})

function responses(e: Endpoint): Json {
  const out: Json = {
    [String(e.status ?? 200)]: {
      description: e.summary.en,
      content: { 'application/json': { schema: toSchema(e.output, 'output') } },
    },
  }
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of [...e.errors, ...ALWAYS]) {
    const list = byStatus.get(ERRORS[code].status) ?? []
    if (!list.includes(code)) byStatus.set(ERRORS[code].status, [...list, code])
  }
  for (const [status, codes] of byStatus) {
    out[String(status)] = {
      description: codes.map((c) => `\`${c}\` ${ERRORS[c].title.en}`).join(' · '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return out
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return rest
}

/** A key may do what its scopes name in its own shop; the scope stands beside the scheme. */
function securityOf({ access }: Endpoint): Json[] {
  if (['public', 'signed', 'demo'].includes(access.kind)) return []
  const session = { session: [] }
  const forKeys =
    access.kind === 'org' && access.org === 'shop' && (KEY_SCOPES as readonly string[]).includes(access.scope)
  return forKeys && access.kind === 'org' ? [session, { shopKey: [access.scope] }] : [session]
}

function accessText(e: Endpoint): string {
  const a = e.access
  if (a.kind === 'org') return `${a.org} member with ${a.scope}`
  if (a.kind === 'platform') return `platform member with ${a.scope}`
  return a.kind
}

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}
