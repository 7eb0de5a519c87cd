// Abuse list, section B: what is not one's own. The whole of it, role by role and endpoint by endpoint, is tests/authz.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

let house: House
let platform: Staff
let a: Tenant
let b: Tenant
before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
})
after(() => house.close())

const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
const shopToken = (t: Tenant, role = 'owner') => t.shopStaff[role]!.token

test('B11 another buyer’s order is not there', async () => {
  const { orderId } = await a.paidOrder()
  assert.equal((await house.call('trade.getOrder', { orderId }, { token: a.buyer.token })).status, 200)
  for (const id of ['trade.getOrder', 'trade.cancelOrder', 'trade.confirmReceipt'])
    refusedWith(await house.call(id, { orderId }, { token: b.buyer.token }), 404, 'NOT_FOUND', id)
  refusedWith(
    await house.call('trade.refundOrder', { orderId, reason: 'changed-mind' }, { token: b.buyer.token }),
    404,
    'NOT_FOUND',
  )
})

test('B12 another shop’s order is not there, and one’s own hides who the buyer is', async () => {
  const { orderId } = await a.paidOrder()
  for (const [id, shopId] of [
    ['trade.getShopOrder', b.shopId],
    ['trade.getShopOrder', a.shopId],
    ['ledger.explainOrder', b.shopId],
  ] as const) {
    refusedWith(await house.call(id, { shopId, orderId }, { token: shopToken(b) }), 404, 'NOT_FOUND', id)
  }
  const own = await house.call('trade.getShopOrder', { shopId: a.shopId, orderId }, { token: shopToken(a) })
  assert.deepEqual([own.body.address.name, own.body.address.phone], ['张*', '138****8000'])
  const list = await house.call('trade.listShopOrders', { shopId: a.shopId }, { token: shopToken(a) })
  for (const reply of [own, list])
    for (const secret of ['张三', '13800138000', a.address.detail])
      assert.ok(!reply.text.includes(secret), secret)
})

test('B13 a member without the scope is told which one', async () => {
  const reply = await house.call(
    'ledger.getShopFinance',
    { shopId: a.shopId },
    { token: shopToken(a, 'warehouse') },
  )
  refusedWith(reply, 403, 'SCOPE_MISSING')
  assert.equal(reply.body.scope, 'finance.read')
})

test('B14 a role in one’s own profile', async () => {
  for (const extra of [
    { role: 'admin' },
    { guest: false },
    { memberships: [] },
    { suspended: false },
    { email: 'x@example.com' },
    { id: 'usr_x' },
  ]) {
    refusedWith(
      await house.call('identity.updateMe', extra, { token: a.buyer.token }),
      422,
      'UNKNOWN_FIELD',
      JSON.stringify(extra),
    )
  }
})

test('B15 a price, a commission or a seller in what a buyer sends', async () => {
  for (const extra of [
    { priceMinor: '1' },
    { commissionBps: 9000 },
    { seller_id: b.shopId },
    { shopId: b.shopId },
    { paid: true },
  ]) {
    const what = JSON.stringify(extra)
    refusedWith(
      await house.call(
        'trade.setCartLine',
        { skuId: a.sku.skuId, qty: 1, ...extra },
        { token: a.buyer.token },
      ),
      422,
      'UNKNOWN_FIELD',
      what,
    )
    const line = { skuId: a.sku.skuId, qty: 1 }
    refusedWith(
      await house.call('trade.quote', { lines: [{ ...line, ...extra }] }, { token: a.buyer.token }),
      422,
      'UNKNOWN_FIELD',
      what,
    )
    refusedWith(
      await house.call(
        'trade.placeOrder',
        { lines: [line], expectedTotalMinor: '1', ...extra },
        { token: a.buyer.token },
      ),
      422,
      'UNKNOWN_FIELD',
      what,
    )
  }
  const twice = await house.send({
    method: 'PUT',
    url: `/api/v1/cart/lines/${a.sku.skuId}`,
    payload: `{"qty":1,"skuId":"${b.sku.skuId}"}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${a.buyer.token}` },
  })
  refusedWith(twice, 422, 'UNKNOWN_FIELD', 'the path says which')
})

test('B16 other spellings of a guarded path reach nothing without the guard', async () => {
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.app.server.address() as AddressInfo
  /** As typed: node:http sends the path as it is. */
  const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const r = request(
        {
          port,
          host: '127.0.0.1',
          path,
          method,
          headers: { authorization: `Bearer ${a.buyer.token}`, ...headers },
        },
        (answer) => {
          let text = ''
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
          answer.on('end', () => resolve({ status: answer.statusCode!, text }))
        },
      )
      r.on('error', reject)
      r.end()
    })
  const guarded = '/api/v1/platform/ledger/health'
  const spellings = [
    guarded,
    `/${guarded}`,
    `//evil.example${guarded}`,
    guarded.toUpperCase(),
    '/API/v1/platform/ledger/health',
    `${guarded}/`,
    `${guarded}.`,
    `${guarded}%2f`,
    `${guarded}%20`,
    `${guarded}%00`,
    `${guarded};a=b`,
    `${guarded}#`,
    `${guarded}.json`,
    '/api/v1//platform/ledger/health',
    '/api/%2e%2e/api/v1/platform/ledger/health',
    '/api/v1/session/../platform/ledger/health',
    '/api/v1/./platform/ledger/health',
    '/api/v1/%70latform/ledger/health',
    '/api/v1/platform%2fledger%2fhealth',
    '/api/v1/platform\\ledger\\health',
    '/api/v1/platform/ledger/h%65alth',
  ]
  for (const path of spellings) {
    const { status, text } = await ask(path)
    assert.ok([400, 404].includes(status), `${path} answered ${status}`)
    assert.ok(!text.includes('pendingMinor'), path)
  }
  for (const headers of [
    { 'x-http-method-override': 'GET' },
    { 'x-method-override': 'GET' },
    { 'x-original-url': guarded },
    { 'x-rewrite-url': guarded },
  ] as Record<string, string>[]) {
    assert.equal((await ask(guarded, 'POST', headers)).status, 404, JSON.stringify(headers))
  }
  const overridden = await ask('/api/v1/me/addresses', 'GET', { 'x-http-method-override': 'DELETE' })
  assert.equal(overridden.status, 200, 'the method is the one of the request')
})

test('B17 a removed member is out on the next request', async () => {
  const clerk = shopToken(b, 'support')
  assert.equal((await house.call('trade.listShopOrders', { shopId: b.shopId }, { token: clerk })).status, 200)
  await house.must(
    'identity.removeMember',
    { shopId: b.shopId, accountId: b.shopStaff.support!.accountId },
    shopToken(b),
  )
  refusedWith(
    await house.call('trade.listShopOrders', { shopId: b.shopId }, { token: clerk }),
    404,
    'NOT_FOUND',
  )
})

test('B18 what a brand agreed with another creator is not there', async () => {
  for (const id of [
    'alliance.listShowcase',
    'alliance.browseSquare',
    'ledger.getCreatorEarnings',
    'compass.getCreatorOverview',
  ]) {
    refusedWith(
      await house.call(id, { creatorId: b.creatorId }, { token: a.creatorOwner.token }),
      404,
      'NOT_FOUND',
      id,
    )
  }
  refusedWith(
    await house.call('alliance.listPlans', { shopId: a.shopId }, { token: a.creatorOwner.token }),
    404,
    'NOT_FOUND',
  )
})

test('B21 a suspended shop can be read and not written', async () => {
  await house.db.transaction((tx) => house.doors.identity.suspendOrganisation(tx, b.shopId, true))
  const token = shopToken(b)
  assert.equal((await house.call('shop.listProducts', { shopId: b.shopId }, { token })).status, 200)
  refusedWith(
    await house.call('shop.setStock', { shopId: b.shopId, skuId: b.sku.skuId, onHand: 1 }, { token }),
    403,
    'SHOP_SUSPENDED',
  )
  await house.db.transaction((tx) => house.doors.identity.suspendOrganisation(tx, b.shopId, false))
  assert.equal(
    (await house.call('shop.setStock', { shopId: b.shopId, skuId: b.sku.skuId, onHand: 500 }, { token }))
      .status,
    200,
  )
})

test('B22 a reviewer decides nothing of a shop or creator of her own', async () => {
  const reviewId = await a.reviewOf(a.pendingProduct.productId)
  await house.db.transaction((tx) =>
    house.doors.identity.setRole(tx, {
      orgId: a.shopId,
      accountId: platform.reviewer.accountId,
      role: 'support',
    }),
  )
  refusedWith(
    await house.call(
      'governance.decideReview',
      { reviewId, verdict: 'passed' },
      { token: platform.reviewer.token },
    ),
    403,
    'CONFLICT_OF_INTEREST',
  )
  const still = await house.must('governance.getReview', { reviewId }, platform.admin.token)
  assert.equal(still.state, 'queued')
})
