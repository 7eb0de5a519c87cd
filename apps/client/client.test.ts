import assert from 'node:assert/strict'
import type { Endpoint } from '#kernel/contract'
import { test } from 'node:test'
import { z } from 'zod'
import { done, endpoint, idOf, pageIn, pageOf, qty } from '#kernel/contract'
import { createClient, fetchTransport, ApiProblem, type TransportRequest } from './index.ts'

const listThings = endpoint({
  id: 'test.listThings',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/things',
  summary: { zh: '', en: '' },
  access: { kind: 'public' },
  input: z.object({ shopId: idOf('shp'), q: z.string().optional(), ...pageIn }),
  output: pageOf(z.string()),
  errors: [],
})
const buyThing = endpoint({
  id: 'test.buyThing',
  method: 'POST',
  path: '/api/v1/things/{skuId}',
  summary: { zh: '', en: '' },
  access: { kind: 'public' },
  input: z.object({ skuId: idOf('sku'), qty, note: z.string().nullish() }),
  output: done,
  errors: [],
  idempotent: true,
})

function recording(status: number, body: unknown) {
  const seen: TransportRequest[] = []
  const client = createClient(
    async (request) => {
      seen.push(request)
      return { status, text: typeof body === 'string' ? body : JSON.stringify(body) }
    },
    { newKey: () => 'key-1', locale: () => 'en' },
  )
  return { client, seen }
}

test('GET: parameters go into the path, escaped, the rest into the query', async () => {
  const { client, seen } = recording(200, { items: [], nextCursor: null })
  const page = await client.call(listThings, { shopId: 'shp_a/b', q: '碎花 裙', limit: 5 })
  assert.equal(page.nextCursor, null)
  assert.equal(seen[0]!.url, '/api/v1/shops/shp_a%2Fb/things?q=%E7%A2%8E%E8%8A%B1+%E8%A3%99&limit=5')
  assert.equal(seen[0]!.body, null)
  assert.equal(seen[0]!.headers['idempotency-key'], undefined)
})

test('POST: a body without the path fields, a key when the endpoint needs one, If-Match quoted', async () => {
  const { client, seen } = recording(200, { ok: true })
  await client.call(buyThing, { skuId: 'sku_1', qty: 2 }, { ifMatch: 7 })
  await client.call(buyThing, { skuId: 'sku_1', qty: 2 }, { idempotencyKey: 'mine' })
  assert.equal(seen[0]!.body, '{"qty":2}')
  assert.equal(seen[0]!.headers['idempotency-key'], 'key-1')
  assert.equal(seen[0]!.headers['if-match'], '"7"')
  assert.equal(seen[1]!.headers['idempotency-key'], 'mine')
})

test('a missing path parameter is a programmer error, not a request', async () => {
  const { client, seen } = recording(200, {})
  await assert.rejects(client.call(buyThing, { skuId: '' as 'sku_', qty: 1 }), TypeError)
  assert.equal(seen.length, 0)
})

test('problem+json becomes ApiProblem with its extra members', async () => {
  const { client } = recording(409, {
    type: '/docs/errors#PRICE_CHANGED',
    title: 'The price has changed',
    status: 409,
    code: 'PRICE_CHANGED',
    detail: 'Confirm',
    request_id: 'req_1',
    expectedMinor: '100',
    actualMinor: '120',
    errors: [{ pointer: '/lines/0/qty', code: 'QTY_RANGE', detail: 'one to 200' }],
  })
  await assert.rejects(client.call(buyThing, { skuId: 'sku_1', qty: 1 }), (e) => {
    assert.ok(e instanceof ApiProblem)
    assert.deepEqual(
      [e.code, e.status, e.requestId, e.title, e.detail],
      ['PRICE_CHANGED', 409, 'req_1', 'The price has changed', 'Confirm'],
    )
    assert.deepEqual(e.data, { expectedMinor: '100', actualMinor: '120' })
    assert.equal(e.fieldError('lines'), 'one to 200')
    assert.equal(e.fieldError('line'), null)
    assert.equal(e.retryable, false)
    return true
  })
})

test("a proxy's own page is no answer", async () => {
  const { client } = recording(502, '<html>Bad gateway</html>')
  await assert.rejects(client.call(buyThing, { skuId: 'sku_1', qty: 1 }), {
    code: 'NO_ANSWER',
    title: 'No answer came back',
  })
})

test('fetch: language and client are sent; a dead network is NO_ANSWER; giving up stays an abort', async () => {
  let headers: Record<string, string> = {}
  const ok = fetchTransport({
    locale: () => 'zh',
    client: 'shopper/1',
    fetch: async (_url, init) => {
      headers = init!.headers as Record<string, string>
      return new Response('{}')
    },
  })
  await ok({ method: 'GET', url: '/x', headers: {}, body: null })
  assert.equal(headers['accept-language'], 'zh-CN')
  assert.equal(headers['x-serendip-client'], 'shopper/1')

  const dead = fetchTransport({
    locale: () => 'zh',
    client: 't',
    fetch: () => Promise.reject(new TypeError('failed')),
  })
  await assert.rejects(dead({ method: 'GET', url: '/x', headers: {}, body: null }), {
    code: 'NO_ANSWER',
    retryable: true,
  })

  const controller = new AbortController()
  controller.abort()
  const aborted = fetchTransport({
    locale: () => 'zh',
    client: 't',
    fetch: (_u, init) => Promise.reject(init!.signal!.reason),
  })
  await assert.rejects(
    aborted({ method: 'GET', url: '/x', headers: {}, body: null, signal: controller.signal }),
    { name: 'AbortError' },
  )
})

test('a server with too many people: it comes back by itself with the same key, and says so after a while', async () => {
  const busy = JSON.stringify({ code: 'BUSY', title: 'Too many people at once', retryAfterSeconds: 2 })
  const keys: (string | undefined)[] = []
  const rests: number[] = []
  let busyTimes = 3
  const client = createClient(
    ({ headers }) => {
      keys.push(headers['idempotency-key'])
      return Promise.resolve(
        busyTimes-- > 0 ? { status: 429, text: busy } : { status: 200, text: '{"done":true}' },
      )
    },
    { rest: async (ms) => void rests.push(ms) },
  )
  const order = { id: 'x.y', method: 'POST', path: '/x', idempotent: true } as unknown as Endpoint
  assert.deepEqual(await client.call(order, {} as never), { done: true })
  assert.equal(new Set(keys).size, 1)
  assert.ok(rests.length === 3 && rests.every((ms) => ms >= 1000 && ms <= 3000))
  busyTimes = 100
  await assert.rejects(client.call(order, {} as never), { code: 'BUSY', retryable: true })
  assert.equal(rests.length, 8)
})
