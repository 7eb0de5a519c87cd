// Abuse list, section C: values no honest client sends.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeCursor } from '#kernel/contract'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

let house: House
let platform: Staff
let a: Tenant
before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
})
after(() => house.close())

const JSON_TYPE = { 'content-type': 'application/json' }
const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
/** A field whose JSON text is given, so that what JSON.stringify cannot write can be sent. */
const patchMe = (json: string, token = a.buyer.token) =>
  house.send({
    method: 'PATCH',
    url: '/api/v1/me',
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    payload: json,
  })
const shopToken = () => a.shopStaff.owner!.token
const aSku = { name: { zh: '白', en: 'White' }, onHand: 1 }
const newProduct = (sku: object) =>
  house.call(
    'shop.createProduct',
    { shopId: a.shopId, title: { zh: '壶', en: 'Kettle' }, categoryId: 'kitchen', skus: [sku] },
    { token: shopToken() },
  )

test('C24 quantities of nothing, of less, of parts, of too many, of other scripts', async () => {
  for (const qty of ['0', '-1', '1.5', '1e9', '"1"', '"٣"', 'null', 'true', '[1]', '1e999']) {
    const cart = await house.send({
      method: 'PUT',
      url: `/api/v1/cart/lines/${a.sku.skuId}`,
      headers: { ...JSON_TYPE, authorization: `Bearer ${a.buyer.token}` },
      payload: `{"qty":${qty}}`,
    })
    refusedWith(cart, 422, 'QTY_RANGE', qty)
    const quote = await house.send({
      method: 'POST',
      url: '/api/v1/quotes',
      headers: { ...JSON_TYPE, authorization: `Bearer ${a.buyer.token}` },
      payload: `{"lines":[{"skuId":"${a.sku.skuId}","qty":${qty}}]}`,
    })
    refusedWith(quote, 422, 'QTY_RANGE', qty)
  }
  const nan = await house.send({
    method: 'PUT',
    url: `/api/v1/cart/lines/${a.sku.skuId}`,
    headers: { ...JSON_TYPE, authorization: `Bearer ${a.buyer.token}` },
    payload: '{"qty":NaN}',
  })
  refusedWith(nan, 400, 'JSON_SYNTAX')
})

test('C25 amounts below nothing, between cents, beyond counting', async () => {
  for (const priceMinor of [
    '-1',
    '0.001',
    '9223372036854775808',
    '0',
    '1e3',
    '12900 ',
    '０',
    12900,
    0.5,
    null,
  ]) {
    refusedWith(await newProduct({ ...aSku, priceMinor }), 422, 'AMOUNT_INVALID', String(priceMinor))
  }
  refusedWith(
    await house.call(
      'trade.placeOrder',
      { lines: [{ skuId: a.sku.skuId, qty: 1 }], addressId: a.address.id, expectedTotalMinor: '-1' },
      { token: a.buyer.token },
    ),
    422,
    'AMOUNT_INVALID',
  )
})

test('C26 a commission above everything, and rates that add up to more than allowed', async () => {
  const plan = (rates: object) =>
    house.call(
      'alliance.setPlan',
      { shopId: a.shopId, productId: a.product.productId, ...rates },
      { token: shopToken() },
    )
  refusedWith(await plan({ rateBps: 10_100 }), 422, 'RATE_SUM')
  refusedWith(
    await plan({ rateBps: 8000, recruiterOrgId: a.agencyId, recruiterRateBps: 1001 }),
    422,
    'RATE_SUM',
  )
  assert.equal((await plan({ rateBps: -1 })).status, 422)
})

test('C27 two currencies in one cart', async () => {
  const product = await a.aProductOnSale('Dollar kettle', {
    currency: 'USD',
    skus: [{ ...aSku, priceMinor: '1900' }],
  })
  const lines = [
    { skuId: a.sku.skuId, qty: 1 },
    { skuId: product.skus[0].skuId, qty: 1 },
  ]
  refusedWith(await house.call('trade.quote', { lines }, { token: a.buyer.token }), 422, 'CURRENCY_MISMATCH')
})

test('C29 a body of ten megabytes', async () => {
  const reply = await house.send({
    method: 'POST',
    url: '/api/v1/session',
    headers: JSON_TYPE,
    payload: `"${'x'.repeat(10 * 1024 * 1024)}"`,
  })
  refusedWith(reply, 413, 'BODY_TOO_LARGE')
})

test('C30 a hundred brackets deep', async () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ]) {
    const payload = `{"a":${open!.repeat(100)}1${close!.repeat(100)}}`
    refusedWith(
      await house.send({ method: 'POST', url: '/api/v1/session', headers: JSON_TYPE, payload }),
      400,
      'TOO_DEEP',
    )
  }
})

test('C31 __proto__, spelled out or escaped, at any depth, and in the query', async () => {
  for (const key of ['__proto__', '\\u005f_proto__']) {
    refusedWith(await patchMe(`{"${key}":{"guest":false}}`), 422, 'UNKNOWN_FIELD')
    refusedWith(await patchMe(`{"nickname":"Lin","a":[{"${key}":1}]}`), 422, 'UNKNOWN_FIELD')
  }
  refusedWith(await patchMe('{"constructor":{"prototype":{"guest":false}}}'), 422, 'UNKNOWN_FIELD')
  refusedWith(await house.send({ method: 'GET', url: '/api/v1/session?__proto__=1' }), 422, 'UNKNOWN_FIELD')
  assert.equal(({} as { guest?: unknown }).guest, undefined)
})

test('C32 duplicate keys, lone surrogates, NUL, bidi override, zero width, nothing to see', async () => {
  refusedWith(await patchMe('{"nickname":"Lin","nickname":"Bob"}'), 422, 'TEXT_INVALID')
  for (const text of [
    '\\ud800',
    'a\\u0000b',
    'a\\u202eb',
    'a\\u2066b',
    'a\\u200bb',
    'a\\u200db',
    'a\\nb',
    'a\\u2028b',
    '\\u3164',
    'a\\u00adb',
    '\\udb40\\udc41a',
  ]) {
    refusedWith(await patchMe(`{"nickname":"${text}"}`), 422, 'TEXT_INVALID', text)
  }
  const bytes = Buffer.concat([
    Buffer.from('{"nickname":"'),
    Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    Buffer.from('"}'),
  ])
  const notUtf8 = await house.send({
    method: 'PATCH',
    url: '/api/v1/me',
    headers: { ...JSON_TYPE, authorization: `Bearer ${a.buyer.token}` },
    payload: bytes,
  })
  refusedWith(notUtf8, 400, 'JSON_SYNTAX')
  assert.equal((await patchMe('{"nickname":"👩‍🚀 小林 Ünï"}')).status, 200, 'what people write is welcome')
})

test('C32 NUL in a path, a query or a cursor', async () => {
  const buyer = { authorization: `Bearer ${a.buyer.token}` }
  for (const url of [
    '/api/v1/orders/%00',
    '/api/v1/orders/ord_%00',
    '/api/v1/checkouts?idempotencyKey=%00',
    '/api/v1/mall/products?q=%00',
    '/api/v1/mall/products?shopId=%00',
  ]) {
    const reply = await house.send({ method: 'GET', url, headers: buyer })
    refusedWith(reply, 422, 'TEXT_INVALID', url)
  }
})

test('C33 JSON that does not parse: the line and the column', async () => {
  const reply = await patchMe('{\n  "nickname": oops\n}')
  refusedWith(reply, 400, 'JSON_SYNTAX')
  assert.deepEqual([reply.body.line, reply.body.column], [2, 15])
  for (const payload of ['{', '{}}', "{'a':1}", '{"a":1,}', '[1,]', 'undefined', '{"a":01}'])
    refusedWith(await patchMe(payload), 400, 'JSON_SYNTAX', payload)
})

test('C34 another content type', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
  ]) {
    refusedWith(
      await house.send({
        method: 'POST',
        url: '/api/v1/session',
        headers: { 'content-type': type },
        payload: '{}',
      }),
      415,
      'CONTENT_TYPE',
      type,
    )
  }
})

test('C35 a page cursor somebody made up, and a page of a million', async () => {
  const lists: [string, Record<string, unknown>, string][] = [
    ['shop.browse', {}, a.buyer.token],
    ['trade.listOrders', {}, a.buyer.token],
    ['content.listComments', { contentId: a.content.contentId }, a.buyer.token],
    ['trade.listShopOrders', { shopId: a.shopId }, shopToken()],
    ['shop.listProducts', { shopId: a.shopId }, shopToken()],
    ['content.listMine', { creatorId: a.creatorId }, a.creatorOwner.token],
    ['ledger.listTransfers', {}, platform.finance.token],
    ['governance.listReviews', {}, platform.reviewer.token],
    ['signals.list', {}, platform.risk.token],
  ]
  for (const [id, input, token] of lists) {
    for (const cursor of [
      'garbage',
      'eyJhIjoxfQ',
      "'; drop table--",
      '[]',
      encodeCursor(['1', '2', '3', '4', '5']),
      encodeCursor([]),
    ]) {
      refusedWith(
        await house.call(id, { ...input, cursor }, { token }),
        400,
        'CURSOR_INVALID',
        `${id} ${cursor}`,
      )
    }
    for (const key of [['x'], ['x', 'y'], ["' or 1=1--", '\u0000']]) {
      const reply = await house.call(id, { ...input, cursor: encodeCursor(key) }, { token })
      assert.ok(
        reply.status === 200 || reply.body.code === 'CURSOR_INVALID',
        `${id} ${String(key)} ${reply.text}`,
      )
    }
    for (const limit of ['1000000', '0', '-1', '1.5', 'x'])
      assert.equal((await house.call(id, { ...input, limit }, { token })).status, 422, `${id} limit ${limit}`)
  }
})

test('C36 SQL where an option is expected', async () => {
  const cases: [string, Record<string, unknown>, string][] = [
    [
      'alliance.browseSquare',
      { creatorId: a.creatorId, sort: 'id;drop table shop.product' },
      a.creatorOwner.token,
    ],
    ['interest.getFeed', { surface: "recommend' or '1'='1" }, a.buyer.token],
    ['shop.browse', { categoryId: "kitchen'--" }, a.buyer.token],
    ['trade.listOrders', { state: 'paid;select 1' }, a.buyer.token],
  ]
  for (const [id, input, token] of cases) refusedWith(await house.call(id, input, { token }), 400, 'ENUM', id)
  refusedWith(await patchMe(`{"locale":"en'; drop table identity.account; --"}`), 400, 'ENUM')
})

test('C37 search text made to be slow is answered within 100 ms', async () => {
  for (const q of [
    '(a+)+$'.repeat(10),
    `${'a'.repeat(59)}!`,
    '%_'.repeat(30),
    '\\'.repeat(60),
    '['.repeat(60),
    '😀'.repeat(30),
    "'".repeat(60),
  ]) {
    let ms = Infinity // the best of three: what the search costs, not what else this machine is doing
    for (let i = 0; i < 3; i++) {
      const started = performance.now()
      await house.must('shop.browse', { q })
      ms = Math.min(ms, performance.now() - started)
    }
    assert.ok(ms < 100, `${q}: ${ms.toFixed(0)} ms`)
  }
})

test('C38 a day that does not exist, and a moment without a time zone', async () => {
  for (const effectiveFrom of [
    '2026-02-30T00:00:00Z',
    '2026-12-01T00:00:00',
    '2026-12-01',
    '1764547200',
    'tomorrow',
  ]) {
    const reply = await house.call(
      'ledger.setRate',
      { scope: 'default', rateBps: 400, effectiveFrom },
      { token: platform.finance.token },
    )
    refusedWith(reply, 422, 'DATE_INVALID', effectiveFrom)
  }
})

test('C39 a phone number that cannot be called: which rule it breaks, in the caller’s language alone', async () => {
  const { isDefault: _, id: _id, ...fields } = a.address
  for (const [phone, zh, en] of [
    ['1380013800', '手机号应为 11 位，现为 10 位', '11 digits expected, 10 given'],
    ['12800138000', '手机号应以 13 至 19 开头', 'must begin with 13 to 19'],
    ['1380013800x', '只能是数字', 'digits only'],
    ['+0123456789', '国家代码不能以 0 开头', 'a country code never begins with 0'],
  ] as const) {
    for (const [language, sentence] of [
      ['zh-CN,zh;q=0.9', zh],
      ['en-GB,en;q=0.9', en],
    ] as const) {
      const reply = await house.call(
        'identity.addAddress',
        { ...fields, phone },
        { token: a.buyer.token, headers: { 'accept-language': language } },
      )
      refusedWith(reply, 422, 'PHONE_INVALID', phone)
      assert.deepEqual(reply.body.errors, [{ pointer: '/phone', code: 'PHONE_INVALID', detail: sentence }])
    }
  }
})

test('C40 a forbidden word: the term and its rule', async () => {
  const product = await a.aProduct('全网最低价')
  const reply = await house.call(
    'shop.submitProduct',
    { shopId: a.shopId, productId: product.productId },
    { token: shopToken() },
  )
  refusedWith(reply, 422, 'POLICY_WORD')
  assert.match(JSON.stringify(reply.body), /R-101/)
  assert.match(JSON.stringify(reply.body), /最低价/)
})
