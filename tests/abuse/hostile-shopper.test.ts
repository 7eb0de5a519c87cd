// A shopper with a script: everything twice at once, other people's ids, requests bent out of shape.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'
import { aPerson } from '../../modules/identity/fixtures.ts'

let house: House
let platform: Staff
let a: Tenant
let b: Tenant
let port: number
before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  port = (house.app.server.address() as AddressInfo).port
})
after(() => house.close())

const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
const times = <T>(n: number, ask: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)))
const token = () => a.buyer.token
const someone = async () =>
  (await aPerson(house.db, house.doors.identity, `p${(people += 1)}@example.com`)).token
let people = 0
const ledgerIsFlat = async () => {
  const { sums } = await house.must('ledger.getHealth', {}, platform.finance.token)
  for (const s of sums as { postedMinor: string; pendingMinor: string }[])
    assert.deepEqual([s.postedMinor, s.pendingMinor], ['0', '0'])
}

test('D46 liking and unliking fifty times at once: the count is the number of people', async () => {
  const { contentId } = a.content
  const likes = async () =>
    (await house.must('content.getContent', { contentId }, token())).content.counters.likes as number
  const before = await likes()
  await times(25, () => house.call('content.like', { contentId }, { token: token() }))
  assert.equal(await likes(), before + 1)
  const mixed = await times(50, (i) =>
    house.call(i % 2 ? 'content.like' : 'content.unlike', { contentId }, { token: token() }),
  )
  for (const r of mixed) assert.equal(r.status, 200, r.text)
  await house.must('content.unlike', { contentId }, token())
  assert.equal(await likes(), before)
  await house.must('content.unlike', { contentId }, token())
  assert.equal(await likes(), before, 'never below nobody')
})

test('D46 following, sharing and reviewing at once count once', async () => {
  const followers = async () =>
    (await house.must('content.getAuthor', { authorId: b.creatorId }, token())).author.followers as number
  const before = await followers()
  const mixed = await times(30, (i) =>
    house.call(i % 3 ? 'content.follow' : 'content.unfollow', { authorId: b.creatorId }, { token: token() }),
  )
  for (const r of mixed) assert.equal(r.status, 200, r.text)
  await house.must('content.follow', { authorId: b.creatorId }, token())
  assert.equal(await followers(), before + 1)
  const { contentId } = b.content
  const shares = await times(20, () => house.call('content.share', { contentId }, { token: token() }))
  assert.deepEqual([...new Set(shares.map((r) => r.body.shares))], [shares[0]!.body.shares])

  const { orderId } = await a.receivedOrder()
  const reviews = await times(8, () =>
    house.call(
      'trade.reviewOrder',
      { orderId, productId: a.product.productId, rating: 1, text: '差' },
      { token: token() },
    ),
  )
  assert.equal(reviews.filter((r) => r.status === 201).length, 1)
  for (const r of reviews) if (r.status !== 201) refusedWith(r, 409, 'DUPLICATE')
})

test('D46 the cart: forty tabs put the same thing in, one line is there, with one of the numbers', async () => {
  const me = await someone()
  const replies = await times(40, (i) =>
    house.call('trade.setCartLine', { skuId: a.sku.skuId, qty: (i % 5) + 1 }, { token: me }),
  )
  for (const r of replies) assert.equal(r.status, 200, r.text)
  const { lines } = await house.must('trade.getCart', {}, me)
  assert.equal(lines.length, 1)
  assert.ok(lines[0].qty >= 1 && lines[0].qty <= 5)
})

test('D46 addresses: twenty-five at once are twenty, and one of them is the default', async () => {
  const me = await someone()
  const { id: _id, isDefault: _d, ...fields } = a.address
  const replies = await times(25, () =>
    house.call('identity.addAddress', { ...fields, isDefault: true }, { token: me }),
  )
  assert.equal(replies.filter((r) => r.status === 201).length, 20)
  for (const r of replies) if (r.status !== 201) refusedWith(r, 409, 'ADDRESS_LIMIT')
  const { items } = await house.must('identity.listAddresses', {}, me)
  assert.equal(items.filter((i: { isDefault: boolean }) => i.isDefault).length, 1)
})

test('D46 one key at once from two tabs with two carts: one order, the other tab is told', async () => {
  const bodies = [1, 2].map((qty) => ({ lines: [{ skuId: a.sku.skuId, qty }], addressId: a.address.id }))
  const inputs = await Promise.all(
    bodies.map(async (body) => ({
      ...body,
      expectedTotalMinor: (await house.must('trade.quote', body, token())).totalMinor,
    })),
  )
  const replies = await times(8, (i) =>
    house.call('trade.placeOrder', inputs[i % 2]!, { token: token(), key: 'two-carts' }),
  )
  const made = replies.filter((r) => r.status === 201)
  assert.ok(made.length >= 1)
  assert.equal(new Set(made.map((r) => r.text)).size, 1)
  for (const r of replies)
    if (r.status !== 201)
      assert.ok(['IDEMPOTENCY_KEY_REUSED', 'REQUEST_IN_PROGRESS'].includes(r.body.code), r.text)
})

test('D43 a key is of one person and one endpoint: another’s answer never comes back with it', async () => {
  const first = await a.paidOrder()
  const second = await b.paidOrder()
  const mine = await house.call(
    'trade.refundOrder',
    { orderId: first.orderId, reason: 'changed-mind' },
    { token: token(), key: 'shared' },
  )
  assert.equal(mine.status, 201, mine.text)
  const theirs = await house.call(
    'trade.refundOrder',
    { orderId: second.orderId, reason: 'changed-mind' },
    { token: b.buyer.token, key: 'shared' },
  )
  assert.deepEqual([theirs.status, theirs.body.orderId], [201, second.orderId])
  refusedWith(
    await house.call(
      'trade.refundOrder',
      { orderId: second.orderId, reason: 'changed-mind' },
      { token: token(), key: 'shared' },
    ),
    409,
    'IDEMPOTENCY_KEY_REUSED',
  )
  assert.ok(
    !(await house.call('trade.findCheckout', { idempotencyKey: 'shared' }, { token: token() })).body.orders,
  )
})

test('C25 a total beyond what the ledger counts in is refused before anything is held', async () => {
  const product = await a.aProductOnSale('Palace', {
    skus: [{ name: { zh: '金', en: 'Gold' }, priceMinor: '999999999999', onHand: 1000 }],
  })
  const lines = [{ skuId: product.skus[0].skuId, qty: 200 }]
  const quote = await house.must('trade.quote', { lines }, token())
  assert.equal(quote.goodsMinor, '199999999999800')
  const order = await house.call(
    'trade.placeOrder',
    { lines, addressId: a.address.id, expectedTotalMinor: quote.totalMinor },
    { token: token() },
  )
  refusedWith(order, 422, 'AMOUNT_INVALID')
  refusedWith(
    await house.call('trade.quote', { lines: [...lines, ...lines] }, { token: token() }),
    422,
    'QTY_RANGE',
    'the same thing twice is added up',
  )
})

test('D41 every total but the right one is refused, with the right one', async () => {
  const body = { lines: [{ skuId: a.sku.skuId, qty: 1 }], addressId: a.address.id }
  const { totalMinor } = await house.must('trade.quote', body, token())
  for (const expectedTotalMinor of ['0', '1', String(BigInt(totalMinor) - 1n), '999999999999']) {
    const reply = await house.call('trade.placeOrder', { ...body, expectedTotalMinor }, { token: token() })
    refusedWith(reply, 409, 'PRICE_CHANGED', expectedTotalMinor)
    assert.equal(reply.body.newMinor, totalMinor)
  }
})

test('B11 another’s address, comment, refund and attribution are nobody’s', async () => {
  const body = { lines: [{ skuId: a.sku.skuId, qty: 1 }], addressId: b.address.id }
  const { totalMinor } = await house.must('trade.quote', { lines: body.lines }, token())
  refusedWith(
    await house.call('trade.placeOrder', { ...body, expectedTotalMinor: totalMinor }, { token: token() }),
    404,
    'NOT_FOUND',
  )
  refusedWith(
    await house.call(
      'content.deleteComment',
      { contentId: b.content.contentId, commentId: b.comment.commentId },
      { token: token() },
    ),
    404,
    'NOT_FOUND',
  )
  refusedWith(
    await house.call(
      'content.deleteComment',
      { contentId: a.content.contentId, commentId: b.comment.commentId },
      { token: token() },
    ),
    404,
    'NOT_FOUND',
    'under a content of one’s own it is not either',
  )
})

test('A5 A7 a session that ended is no session on any kind of endpoint, and its cookie is taken away', async () => {
  const opened = await house.must('identity.startGuest')
  await house.must('identity.logOut', {}, opened.token)
  for (const id of ['trade.getCart', 'interest.getFeed', 'identity.updateMe', 'trade.listOrders'])
    refusedWith(await house.call(id, {}, { token: opened.token }), 401, 'SESSION_REVOKED', id)
  const look = await house.send({
    method: 'GET',
    url: '/api/v1/session',
    headers: { cookie: `serendip=${opened.token}` },
  })
  assert.deepEqual([look.body.account, look.body.ended], [null, 'SESSION_REVOKED'])
  assert.match(String(look.headers['set-cookie']), /serendip=;/)
  const old = await house.must('identity.startGuest')
  house.clock.advance(31 * DAY_MS)
  refusedWith(
    await house.call('trade.setCartLine', { skuId: a.sku.skuId, qty: 1 }, { token: old.token }),
    401,
    'TOKEN_EXPIRED',
  )
  const tenants: Tenant[] = [a, b]
  for (const t of tenants)
    t.buyer.token = (
      await house.db.transaction((tx) => house.doors.identity.openSession(tx, t.buyer.accountId))
    ).token
  platform.finance.token = (
    await house.db.transaction((tx) => house.doors.identity.openSession(tx, platform.finance.accountId))
  ).token
})

/** Bytes as given, over a socket; the status line and the body of what comes back. */
const raw = (text: string | Buffer) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let got = ''
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString()
      socket.end()
    })
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
    socket.setTimeout(5_000, () => socket.destroy())
  })
const post = (
  path: string,
  headers: Record<string, string | string[]>,
  body: string | Buffer,
  method = 'POST',
) =>
  new Promise<Reply>((resolve, reject) => {
    const r = request({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode!,
          text,
          body: text.startsWith('{') ? JSON.parse(text) : null,
          headers: answer.headers,
        }),
      )
    })
    r.on('error', reject)
    r.end(body)
  })

test('C29 ten megabytes in pieces of unsaid length are cut off all the same', async () => {
  const body = Buffer.alloc(10 * 1024 * 1024, 'x')
  const reply = await post(
    '/api/v1/session',
    { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    body,
  ).catch((error: NodeJS.ErrnoException) => error.code)
  if (typeof reply === 'object') refusedWith(reply, 413, 'BODY_TOO_LARGE')
  else assert.ok(['EPIPE', 'ECONNRESET'].includes(reply ?? ''), String(reply))
})

test('C34 a body that is compressed, of no type, or of two', async () => {
  const { gzipSync } = await import('node:zlib')
  const json = { 'content-type': 'application/json' }
  const login = JSON.stringify({ email: 'a@example.com', password: 'wrong password' })
  refusedWith(
    await post('/api/v1/session', { ...json, 'content-encoding': 'gzip' }, gzipSync(login)),
    415,
    'CONTENT_TYPE',
  )
  refusedWith(
    await post('/api/v1/session', { 'content-length': String(login.length) }, login),
    415,
    'CONTENT_TYPE',
  )
  refusedWith(
    await post('/api/v1/session', { 'content-type': 'application/json, text/plain' }, login),
    415,
    'CONTENT_TYPE',
  )
  assert.equal(
    (await post('/api/v1/session', { 'content-type': 'application/json; charset=utf-8' }, login)).status,
    401,
  )
  assert.equal((await post('/api/v1/session', { 'content-type': 'Application/JSON' }, login)).status, 401)
  refusedWith(
    await post('/api/v1/session', { 'content-type': 'application/json; charset=utf-7' }, login),
    415,
    'CONTENT_TYPE',
  )
})

test('C33 bodies that are no object', async () => {
  for (const body of ['[]', '"x"', '5', 'true', '[{"email":"a@example.com"}]'])
    refusedWith(
      await post('/api/v1/session', { 'content-type': 'application/json' }, body),
      422,
      'INPUT_INVALID',
      body,
    )
})

test('requests bent out of shape are refused by the server, which goes on', async () => {
  const cases: [string, RegExp][] = [
    [
      'GET /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    ['POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', /^HTTP\/1\.1 400/],
    ['GET /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Y: a\0b\r\n\r\n', /^HTTP\/1\.1 400/],
    [`GET /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(40_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    ['GARBAGE\r\n\r\n', /^HTTP\/1\.1 400/],
  ]
  for (const [text, expected] of cases) assert.match(await raw(text), expected, text.slice(0, 60))
  assert.equal((await house.call('identity.getSession')).status, 200)
})

test('one field twice in the query, a header twice, a cookie that is none', async () => {
  for (const url of ['/api/v1/mall/products?limit=1&limit=2', '/api/v1/mall/products?q=a&q=b'])
    refusedWith(await house.send({ method: 'GET', url }), 422, 'INPUT_INVALID', url)
  const twice = await post(
    '/api/v1/orders',
    {
      'content-type': 'application/json',
      authorization: `Bearer ${token()}`,
      'idempotency-key': ['a', 'b'],
    },
    JSON.stringify({ lines: [{ skuId: a.sku.skuId, qty: 1 }], expectedTotalMinor: '1' }),
  )
  refusedWith(twice, 400, 'IDEMPOTENCY_KEY_INVALID')
  for (const cookie of [
    'serendip=%',
    'serendip=;;;',
    `serendip=${'x'.repeat(4000)}`,
    'serendip="a',
    '=',
    '\u00ff=1',
  ]) {
    const reply = await house.send({ method: 'GET', url: '/api/v1/session', headers: { cookie } })
    assert.deepEqual([reply.status, reply.body.account], [200, null], cookie)
  }
  for (const authorization of [
    'Bearer',
    'Bearer  ',
    'Basic YTpi',
    `Bearer ${'x'.repeat(5000)}`,
    'bearer a b',
  ]) {
    const reply = await house.send({ method: 'GET', url: '/api/v1/cart', headers: { authorization } })
    assert.equal(reply.status, 401, authorization.slice(0, 20))
  }
  await ledgerIsFlat()
})
