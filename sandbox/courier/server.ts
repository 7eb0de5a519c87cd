// The courier over HTTP: an API for the merchant (bearer secret). Whatever is answered is in the journal first.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { NOW_HEADER } from '#platform/providers/sandbox-courier'
import { NotTaken, type CourierCore, type Entry } from './core.ts'

const party = z.object({ name: z.string(), phone: z.string(), region: z.string(), detail: z.string() })
const newWaybill = z.object({
  packageId: z.string().min(1).max(64),
  carrier: z.string().min(1).max(60),
  sender: party,
  receiver: party,
  callbackUrl: z.url(),
})
const followed = z.object({
  carrier: z.string().min(1).max(60),
  trackingNo: z.string().min(1).max(60),
  shippedMs: z.number(),
  callbackUrl: z.url(),
})

export type CourierWiring = {
  core: CourierCore
  secret: string
  /** The platform's time, told by its calls. */
  learnTime(nowMs: number): void
  now(): number
  record: (entries: Entry[]) => Promise<void>
}

export function createCourierServer(wiring: CourierWiring): Server {
  const server = createServer((request, response) => {
    handle(wiring, request, response).catch((error: unknown) => {
      const known = error instanceof NotTaken || error instanceof z.ZodError || error instanceof SyntaxError
      json(response, known ? 422 : 500, { error: (error as Error).message })
    })
  })
  server.keepAliveTimeout = 60_000
  return server
}

async function handle(w: CourierWiring, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/health') return json(response, 200, { ok: true })
  if (!isMerchant(request, w.secret)) return json(response, 401, { error: 'not the merchant' })
  const told = Number(request.headers[NOW_HEADER])
  if (told > 0) w.learnTime(told)
  const parts = new URL(request.url ?? '/', 'http://courier').pathname.split('/').filter(Boolean)
  const [, what, carrier = '', trackingNo = '', action] = parts.map(decodeURIComponent)
  const call = `${request.method} ${what}${action ? `/${action}` : ''}`
  if (call === 'POST waybills') {
    const n = newWaybill.parse(await readBody(request))
    await w.record(w.core.book(n, w.now()))
    const made = w.core.byKey(n.packageId)!
    return json(response, 200, { trackingNo: made.trackingNo, sortCode: made.sortCode })
  }
  if (call === 'POST follow') {
    await w.record(w.core.follow(followed.parse(await readBody(request))))
    return json(response, 200, { ok: true })
  }
  const waybill = w.core.find(carrier, trackingNo)
  if (!waybill) return json(response, 404, { error: 'no such parcel' })
  if (call === 'GET parcels') return json(response, 200, w.core.events(waybill, w.now()))
  if (call === 'POST parcels/cancel') {
    await w.record(w.core.cancel(waybill, w.now()))
    return json(response, 200, { done: waybill.cancelledMs !== null })
  }
  if (call === 'POST parcels/intercept') {
    await w.record(w.core.intercept(waybill, w.now()))
    return json(response, 200, { done: waybill.turnedMs !== null })
  }
  return json(response, 404, { error: 'no such call' })
}

function isMerchant(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${secret}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 64 * 1024) throw new NotTaken('the body is too large')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function json(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
