// HTTP at the edge: fastify carries bytes, the dispatcher decides. Security headers, strict JSON, problem+json, sessions
// by cookie (with same-origin check) or bearer token.
import cookie from '@fastify/cookie'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Access } from '#kernel/contract'
import { AppError, toProblem, type ErrorCode } from '#kernel/errors'
import type { FileAnswer } from '#kernel/file'
import type { Ids } from '#kernel/ids'
import { pickLocale } from '#kernel/text'
import type { Actor, Ctx } from '../context.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import { sqlState } from '../database.ts'
import type { Dispatcher, Route } from './dispatch.ts'
import { createLines, type Lines } from './lines.ts'
import { authorize } from './gate.ts'
import { parseStrictJson } from './strict-json.ts'

export type HttpOptions = {
  config: Config
  log: Logger
  ids: Ids
  dispatcher: Dispatcher
  authenticate: (token: string | null) => Promise<Actor>
  streams?: readonly StreamRoute[]
}

/**
 * A protocol whose bodies are too long for memory and whose answers are not JSON (resumable uploads). It passes the same door
 * as every endpoint: session, same origin, `access`; refusals are problem+json.
 */
export type StreamRoute = {
  urls: readonly string[]
  methods: readonly ('HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS')[]
  access: Access
  handle(request: Request, ctx: Ctx): Promise<Response>
}

const BODY_LIMIT = 1_048_576

export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    trustProxy: options.config.trustProxy.length > 0 ? [...options.config.trustProxy] : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, caseSensitive: true },
    genReqId: () => requestId(options.ids),
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, options),
  })
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      assertPlainUtf8(request.headers)
      done(null, body.length === 0 ? {} : parseStrictJson(decodeUtf8(body as Buffer)))
    } catch (error) {
      done(error as Error)
    }
  })
  const policy = contentPolicy(options.config)
  const secure = Object.entries(securityHeaders(options.config, policy))
  app.addHook('onSend', async (_request, reply, payload) => {
    for (const [name, value] of secure) if (!reply.hasHeader(name)) reply.header(name, value)
    return payload
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, options))
  app.setNotFoundHandler((request, reply) => answerError(new AppError('NOT_FOUND'), request, reply, options))
  const flat = secure.flat()
  const lines = createLines(options.dispatcher.routes.values(), (request, error) => ({
    headers: [...flat, ...Object.entries(problemHeaders(error)).flat()],
    body: JSON.stringify(
      toProblem(error, pickLocale(request.headers['accept-language']), requestId(options.ids)),
    ),
  }))
  for (const r of options.dispatcher.routes.values()) await mount(app, r, options, lines)
  lines.turnAwayEarly(app.server)
  for (const r of options.streams ?? []) await mountStream(app, r, options)
  return app
}

/** Bodies go through unread: the parser hands on nothing, the route reads the connection. */
async function mountStream(app: FastifyInstance, r: StreamRoute, options: HttpOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    for (const url of r.urls)
      scope.route({
        method: [...r.methods],
        url,
        handler: async (request, reply) => {
          const ctx = await contextOf(request, reply, options, false)
          authorize(
            r.access,
            request.method,
            ctx.actor,
            request.params as Record<string, unknown>,
            options.config.demo,
          )
          const answer = await r.handle(asRequest(request), ctx).finally(() => leaveUnread(request))
          for (const [name, value] of answer.headers) reply.header(name, value)
          reply.header('cache-control', 'no-store')
          return reply.code(answer.status).send(answer.body ? Buffer.from(await answer.arrayBuffer()) : '')
        },
      })
  })
}

/** What a refused request goes on sending is thrown away, so that its connection ends or is used again, and holds up no stop of ours. */
function leaveUnread({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return
  raw.removeAllListeners('data')
  raw.resume()
}

function asRequest(request: FastifyRequest): Request {
  const bodied = request.method === 'POST' || request.method === 'PATCH'
  return new Request(new URL(request.url, 'http://upload.invalid'), {
    method: request.method,
    headers: flatHeaders(request),
    ...(bodied ? { body: Readable.toWeb(request.raw) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit)
}

/** Raw endpoints live in an encapsulated scope whose parser keeps the bytes. */
async function mount(app: FastifyInstance, r: Route, options: HttpOptions, lines: Lines): Promise<void> {
  const { endpoint } = r
  const register = (scope: FastifyInstance) =>
    scope.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      bodyLimit: endpoint.bodyLimit ?? BODY_LIMIT,
      config: { endpoint },
      handler: lines.behind(endpoint, (request, reply) => answer(r, request, reply, options)),
    })
  if (!endpoint.raw) return void register(app)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: endpoint.bodyLimit ?? BODY_LIMIT },
      (_r, body, done) => done(null, body),
    )
    register(scope)
  })
}

/** Bodies are neither compressed (a small one unfolds into a large one) nor in another character set. */
function assertPlainUtf8(headers: FastifyRequest['headers']): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1]
  const isUtf8 = charset === undefined || /^utf-?8$/i.test(charset)
  if (!isUtf8 || (headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new AppError('CONTENT_TYPE')
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes that are not UTF-8 are refused rather than replaced: what is stored is what was sent. */
function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new AppError('JSON_SYNTAX', { line: 1, column: 1 }, [
      { pointer: '/', code: 'JSON_SYNTAX', detail: { zh: '请使用 UTF-8 编码', en: 'UTF-8 is expected' } },
    ])
  }
}

async function answer(
  r: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
): Promise<FastifyReply> {
  const { endpoint } = r
  const fields =
    endpoint.method === 'GET' || endpoint.method === 'DELETE' || endpoint.raw ? request.query : request.body
  if (fields !== undefined && fields !== null && (typeof fields !== 'object' || Array.isArray(fields))) {
    throw new AppError('INPUT_INVALID', {}, [
      { pointer: '/', code: 'INPUT_INVALID', detail: { zh: '应为一个对象', en: 'an object is expected' } },
    ])
  }
  const params = request.params as object
  const twice = Object.keys(params).find((name) => fields && Object.hasOwn(fields as object, name))
  if (twice)
    throw new AppError('UNKNOWN_FIELD', {}, [
      {
        pointer: `/${twice}`,
        code: 'UNKNOWN_FIELD',
        detail: { zh: '已由路径给出', en: 'given by the path' },
      },
    ])
  const ctx = await contextOf(request, reply, options, endpoint.raw === true)
  let plain: string | null = null
  ctx.answerPlainly = (text) => void (plain = text)
  const result = await options.dispatcher.call(r, { ...(fields as object | null), ...params }, ctx)
  reply.header('cache-control', 'no-store').code(result.status)
  if (result.file) return sendFile(reply, result.file)
  return plain === null
    ? reply.type('application/json; charset=utf-8').send(result.body)
    : reply.type('text/plain; charset=utf-8').send(plain)
}

/** Saved, never shown: what is in it was typed by many hands. */
const sendFile = (reply: FastifyReply, { name, type, body }: FileAnswer): FastifyReply =>
  reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`)
    .header('x-content-type-options', 'nosniff')
    .send(Readable.from(body))

async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
  raw: boolean,
): Promise<Ctx> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const fromCookie = bearer ? undefined : request.cookies[cookieName(options.config)]
  if (!bearer && request.method !== 'GET') assertSameOrigin(request, options.config, fromCookie !== undefined)
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : null
  }
  return {
    actor: await options.authenticate(bearer ?? fromCookie ?? null),
    locale: localeOf(request),
    requestId: request.id,
    ip: request.ip,
    idempotencyKey: header('idempotency-key'),
    ifMatch: header('if-match')?.replaceAll('"', '') ?? null,
    raw: raw
      ? { body: (request.body as Buffer | undefined) ?? new Uint8Array(), headers: flatHeaders(request) }
      : null,
    setSession: (token, expiresAt) => setSessionCookie(reply, options.config, token, expiresAt),
    answerPlainly: () => {},
  }
}

const isHttps = (config: Config) => config.publicUrl.startsWith('https:')
/** `__Host-` needs https; plain http on one's own machine uses the bare name. */
const cookieName = (config: Config) => (isHttps(config) ? '__Host-serendip' : 'serendip')

function setSessionCookie(reply: FastifyReply, config: Config, token: string | null, expiresAt?: Date): void {
  const base = { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(config) } as const
  if (token === null) reply.clearCookie(cookieName(config), base)
  else reply.setCookie(cookieName(config), token, { ...base, ...(expiresAt ? { expires: expiresAt } : {}) })
}

/** A browser says where a request comes from. A cookie alone is not consent; nor may another site log somebody in. */
function assertSameOrigin(request: FastifyRequest, config: Config, withCookie: boolean): void {
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (origin !== undefined) {
    const host = URL.canParse(origin) ? new URL(origin).host : ''
    if (host === request.headers.host || origin === new URL(config.publicUrl).origin) return
  } else if (
    !withCookie ||
    site === 'same-origin' ||
    site === 'none' ||
    request.headers['x-serendip-client'] !== undefined
  )
    return
  throw new AppError('CSRF_FAILED')
}

const localeOf = (request: FastifyRequest) => pickLocale(request.headers['accept-language'])

function flatHeaders(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : [])),
  )
}

function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
): FastifyReply {
  const known = named(asAppError(error), request)
  if (known.status >= 500)
    options.log.error({ requestId: request.id, url: request.url, error: stackOf(error) }, 'request failed')
  return reply
    .code(known.status)
    .headers(problemHeaders(known))
    .send(JSON.stringify(toProblem(known, localeOf(request), request.id)))
}

const COME_BACK_LATER: readonly ErrorCode[] = [
  'RATE_LIMITED',
  'DECRYPT_QUOTA',
  'BUSY',
  'LOGIN_THROTTLED',
  'REQUEST_IN_PROGRESS',
]

const problemHeaders = ({ code, data }: AppError): Record<string, string> => ({
  'content-type': 'application/problem+json; charset=utf-8',
  ...(COME_BACK_LATER.includes(code) ? { 'retry-after': String(data.retryAfterSeconds ?? 60) } : {}),
})

const requestId = (ids: Ids) => ids.next('evt').replace('evt', 'req')

/** Too large a body of an upload is too large a file: its own words, and the limit. */
function named(error: AppError, request: FastifyRequest): AppError {
  const { endpoint } = request.routeOptions.config as { endpoint?: Route['endpoint'] }
  if (error.code !== 'BODY_TOO_LARGE' || !endpoint) return error
  return new AppError(endpoint.errors.includes('FILE_TOO_LARGE') ? 'FILE_TOO_LARGE' : 'BODY_TOO_LARGE', {
    maxBytes: endpoint.bodyLimit ?? BODY_LIMIT,
  })
}

/** Everything that can reach the edge, as one of our codes. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = (error as { code?: string } | null)?.code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('BODY_TOO_LARGE')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('CONTENT_TYPE')
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') return new AppError('NOT_FOUND')
  if (code === '22021' || code === '22P05') return new AppError('TEXT_INVALID') // NUL: PostgreSQL's text cannot hold it
  if (sqlState(error) === '53100') return new AppError('STORAGE_FULL')
  if (['ECONNREFUSED', '57P01', '57P03', '53300'].includes(code ?? '')) return new AppError('UNAVAILABLE')
  return new AppError(
    CODE_OF_STATUS[(error as { statusCode?: number } | null)?.statusCode ?? 500] ?? 'INTERNAL',
  )
}

/** What the HTTP machinery refuses by itself: a path out of a folder of files, a part beyond a file, a body cut short. */
const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  400: 'INPUT_INVALID',
  403: 'NOT_FOUND',
  404: 'NOT_FOUND',
  416: 'RANGE_INVALID',
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

const CSP = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "font-src 'self' data:",
  "style-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

/** Streams and sockets of live rooms have ports, or hosts, of their own. */
function contentPolicy({ live, channelPort, channelUrl }: Config): string {
  const media = live.mediaUrl
    ? new URL(live.mediaUrl).origin
    : `http://*:${live.mediaPort} https://*:${live.mediaPort}`
  const sockets = channelUrl ? new URL(channelUrl).origin : `ws://*:${channelPort} wss://*:${channelPort}`
  return [
    ...CSP,
    `media-src 'self' blob: ${media}`,
    `connect-src 'self' ${media} ${media.replaceAll('http', 'ws')} ${sockets}`,
  ].join('; ')
}

function securityHeaders(config: Config, policy: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': policy,
    ...(isHttps(config) ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}
