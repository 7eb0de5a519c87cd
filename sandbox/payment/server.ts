// The provider over HTTP: an API for the merchant (bearer secret) and the pay page for the buyer. Whatever is answered is
// in the journal first.
import { timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { chinaDayRange } from '#kernel/china-time'
import { billText } from '#platform/providers/sandbox-bill'
import {
  paymentAnswer,
  Refused,
  type Core,
  type Entry,
  type Mischief,
  type NewPayment,
  type NewRefund,
} from './core.ts'
import { DELAYS, IN_FILE, noticePage, PAGE_HEADERS, payPage } from './page.ts'

const minor = z.string().regex(/^[1-9]\d{0,14}$/)
const words = z.object({ zh: z.string().max(300), en: z.string().max(300) })
const newPayment = z.object({
  paymentId: z.string().min(1).max(64),
  amountMinor: minor,
  currency: z.string().regex(/^[A-Z]{3}$/),
  merchant: words,
  title: words,
  orderRef: z.string().max(100),
  locale: z.enum(['zh', 'en']),
  returnUrl: z.string().max(500),
  callbackUrl: z.url(),
  expiresInSeconds: z.number().positive().max(86_400),
  aheadMs: z.number().int().optional(),
})
const newRefund = z.object({
  refundId: z.string().min(1).max(64),
  paymentId: z.string().max(64),
  amountMinor: minor,
  currency: z.string().max(8),
  callbackUrl: z.url(),
  aheadMs: z.number().int().optional(),
})
const decision = z.object({
  outcome: z.enum(['succeeded', 'failed']),
  delayMs: z.number().min(0).max(600_000).optional(),
  twice: z.boolean().optional(),
  lose: z.boolean().optional(),
  lateFailure: z.boolean().optional(),
  shortByOne: z.boolean().optional(),
  inFile: z.enum(IN_FILE).optional(),
})

const STYLE = readFileSync(join(import.meta.dirname, 'style.css'))
/** The same typefaces as the platform's own pages; a machine without a Chinese font would show boxes. */
const FONTS = {
  inter: '@fontsource-variable/inter',
  'noto-sans-sc': '@fontsource-variable/noto-sans-sc',
} as const
const FONT = /\/fonts\/(inter|noto-sans-sc)\/(index\.css|files\/[a-z0-9-]+\.woff2)$/

export type Wiring = { core: Core; secret: string; record: (entries: Entry[]) => Promise<void> }

export function createSandboxServer(wiring: Wiring): Server {
  const server = createServer((request, response) => {
    handle(wiring, request, response).catch((error: unknown) => {
      const status =
        error instanceof Refused
          ? error.status
          : error instanceof z.ZodError || error instanceof SyntaxError
            ? 422
            : 500
      json(response, status, { error: (error as Error).message })
    })
  })
  server.keepAliveTimeout = 60_000
  return server
}

/** Pages are found by their last segments, so the prefix of a proxy does not matter. */
async function handle(wiring: Wiring, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const api = /\/api\/(.+)$/.exec(url.pathname)?.[1]
  if (api !== undefined) return answerApi(wiring, request, response, api)
  const lang = langOf(url)
  const parts = url.pathname.split('/').filter(Boolean)
  const last = parts.at(-1) ?? ''
  if (request.method === 'GET' && last === 'style.css') {
    return void response
      .writeHead(200, {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'max-age=3600',
        'x-content-type-options': 'nosniff',
      })
      .end(STYLE)
  }
  const font = FONT.exec(url.pathname)
  if (request.method === 'GET' && font) return answerFont(response, font[1] as keyof typeof FONTS, font[2]!)
  if (request.method === 'GET' && last === 'health') return json(response, 200, { ok: true })
  if (request.method === 'POST' && last === 'decide')
    return decideOnPage(wiring, request, response, parts.at(-2) ?? '', lang)
  const p = request.method === 'GET' ? wiring.core.byToken(last) : undefined
  if (!p) return html(response, 404, noticePage('missing', lang ?? 'zh'))
  html(response, 200, payPage(p, lang ?? p.locale, Date.now()))
}

async function answerFont(response: ServerResponse, font: keyof typeof FONTS, file: string): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${FONTS[font]}/package.json`))
  const bytes = await readFile(join(folder, file)).catch(() => null)
  if (!bytes) return json(response, 404, { error: 'no such file' })
  const type = file.endsWith('.css') ? 'text/css; charset=utf-8' : 'font/woff2'
  response.writeHead(200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' })
  response.end(bytes)
}

async function decideOnPage(
  { core, record }: Wiring,
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  lang: 'zh' | 'en' | null,
): Promise<void> {
  const p = core.byToken(token)
  if (!p) return html(response, 404, noticePage('missing', lang ?? 'zh'))
  const form = new URLSearchParams((await readBody(request)).toString('utf8'))
  if (form.get('nonce') !== p.nonce) return html(response, 403, noticePage('stale', lang ?? p.locale))
  const outcome = form.get('outcome') === 'succeeded' ? 'succeeded' : 'failed'
  const delay = Number(form.get('delay') ?? 0)
  const mischief: Mischief = {
    delayMs: (DELAYS as readonly number[]).includes(delay) ? delay * 1000 : 0,
    twice: form.has('twice'),
    lose: form.has('lose'),
    lateFailure: form.has('lateFailure'),
    shortByOne: form.has('shortByOne'),
    ...inFileOf(form.get('inFile')),
  }
  await record(core.decide(p.paymentId, outcome, Date.now(), mischief))
  // Decided before, or too late: the page says which; otherwise back to the shop.
  if (p.state === 'cancelled') return html(response, 200, payPage(p, lang ?? p.locale, Date.now()))
  response.writeHead(303, { location: p.returnUrl, 'cache-control': 'no-store' }).end()
}

const inFileOf = (text: string | null): Pick<Mischief, 'inFile'> => {
  const found = IN_FILE.find((f) => f === text)
  return found ? { inFile: found } : {}
}

async function answerApi(
  wiring: Wiring,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (!isMerchant(request, wiring.secret)) return json(response, 401, { error: 'not the merchant' })
  const { core, record } = wiring
  const [what, id = '', action] = path.split('/')
  const body = async () => JSON.parse((await readBody(request)).toString('utf8')) as unknown
  const now = Date.now()
  switch (`${request.method} ${what}${id ? '/:id' : ''}${action ? `/${action}` : ''}`) {
    case 'POST payments': {
      const n = newPayment.parse(await body())
      await record(core.createPayment(n as NewPayment, now))
      return json(response, 200, paymentAnswer(core.payment(n.paymentId)!, now))
    }
    case 'GET payments/:id':
      return answerPayment(core, response, id, now)
    case 'POST payments/:id/cancel':
      await record(core.cancel(id, now))
      return answerPayment(core, response, id, now)
    case 'POST payments/:id/decide': {
      const { outcome, ...mischief } = decision.parse(await body())
      await record(core.decide(id, outcome, now, mischief as Mischief))
      return answerPayment(core, response, id, now)
    }
    case 'POST refunds': {
      const n = newRefund.parse(await body())
      await record(core.makeRefund(n as NewRefund, now))
      return json(response, 200, { refundId: n.refundId, state: 'succeeded' })
    }
    case 'GET bills/:id': {
      const { from, to } = chinaDayRange(id)
      if (Number.isNaN(from.getTime())) return json(response, 422, { error: 'no such day' })
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' })
      return void Readable.from(billText(core.moved(from.getTime(), to.getTime()))).pipe(response)
    }
    case 'GET refunds/:id':
      return core.refund(id)
        ? json(response, 200, { refundId: id, state: 'succeeded' })
        : json(response, 404, { error: 'no such refund' })
    default:
      return json(response, 404, { error: 'no such call' })
  }
}

const answerPayment = (core: Core, response: ServerResponse, id: string, now: number) => {
  const p = core.payment(id)
  return p ? json(response, 200, paymentAnswer(p, now)) : json(response, 404, { error: 'no such payment' })
}

function isMerchant(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${secret}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 64 * 1024) throw new Refused(422, 'the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const langOf = (url: URL): 'zh' | 'en' | null => {
  const lang = url.searchParams.get('lang')
  return lang === 'zh' || lang === 'en' ? lang : null
}

const html = (response: ServerResponse, status: number, text: string): void =>
  void response.writeHead(status, PAGE_HEADERS).end(text)

function json(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
