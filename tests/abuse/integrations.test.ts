// Programs at a shop: addresses that lead inside (H 88–93), keys that reach too far (B), receivers that are looked at too often (J 109–111),
// and webhooks that must not be lost however the other side behaves.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { tables } from '#platform/database'
import { isGenuine } from '#modules/integrations'
import { openHouse, type House } from '../support/house.ts'
import { createReceiver, type Received } from '../support/receiver.ts'
import { aTenant, thePlatform, type Tenant } from '../support/tenant.ts'

let house: House
let a: Tenant
let b: Tenant
let answers: (r: Received) => number = () => 200
const receiver = createReceiver((r) => answers(r))
const owner = () => a.shopStaff.owner!.token
const HOOK = 'https://erp.example.com/hooks'

before(async () => {
  house = await openHouse({}, undefined, { webhooks: { post: receiver.post } })
  const platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
})
after(() => house.close())

const { sendDue } = { sendDue: () => house.doors.integrations.sendDue('first') }
const again = () => house.doors.integrations.sendDue('again')
const call = (id: string, input: object = {}, token = owner()) =>
  house.call(id, { shopId: a.shopId, ...input }, { token })
const must = async (id: string, input: object = {}) => house.must(id, { shopId: a.shopId, ...input }, owner())

test('an address that is not public is refused, however it is written', async () => {
  for (const url of [
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'https://10.1.2.3/',
    'file:///etc/passwd',
    'gopher://erp.example.com/',
    'https://user:pass@erp.example.com/',
    'https://erp.example.com:22/',
    'https://erp.example.com:25/',
  ]) {
    const { status, body } = await call('integrations.createWebhook', { url, types: ['order.paid'] })
    assert.deepEqual([status, body.code], [422, 'URL_NOT_PUBLIC'], url)
  }
})

test('an order reaches the shop’s program signed, without the buyer, once for each attempt under one id', async () => {
  const made = await must('integrations.createWebhook', { url: HOOK, types: ['order.paid', 'order.settled'] })
  assert.match(made.secret, /^whsec_/)
  assert.ok(!JSON.stringify(await must('integrations.listWebhooks')).includes(made.secret))
  const { orderId } = await a.paidOrder() // settles: the first attempt is made on the way
  const [first] = receiver.received.splice(0)
  const body = JSON.parse(first!.body)
  assert.deepEqual([body.type, body.data.orderId], ['order.paid', orderId])
  assert.ok(
    isGenuine(made.secret, first!.headers, first!.body, Math.floor(house.clock.now().getTime() / 1000)),
  )
  for (const hidden of [a.buyer.accountId, '138', 'slateId', '文三路'])
    assert.ok(!first!.body.includes(hidden), hidden)

  // Both secrets sign for a day; then the new one alone.
  const { webhook } = made
  const rotated = await must('integrations.rotateWebhookSecret', { endpointId: webhook.endpointId })
  const tried = async () => {
    await must('integrations.testWebhook', { endpointId: webhook.endpointId })
    await sendDue()
    const [r] = receiver.received.splice(0)
    return [made.secret, rotated.secret].map((s) =>
      isGenuine(s, r!.headers, r!.body, Math.floor(house.clock.now().getTime() / 1000)),
    )
  }
  assert.deepEqual(await tried(), [true, true])
  house.clock.advance(DAY_MS + 1)
  assert.deepEqual(await tried(), [false, true])
  await must('integrations.removeWebhook', { endpointId: webhook.endpointId })
  assert.equal((await call('integrations.testWebhook', { endpointId: webhook.endpointId })).status, 404)
})

test('what fails is tried again and again, shown with both sides, and sent anew by hand under the same id', async () => {
  const { webhook } = await must('integrations.createWebhook', { url: HOOK, types: ['order.paid'] })
  const at = { endpointId: webhook.endpointId }
  answers = () => 500
  await must('integrations.testWebhook', at)
  await sendDue()
  for (let i = 0; i < 20; i++) {
    house.clock.advance(Math.min(15 * HOUR_MS, 5_000 * 4 ** i))
    if ((await again()) === 0) break
  }
  answers = () => 200
  assert.equal(receiver.received.length, 12)
  assert.equal(new Set(receiver.received.splice(0).map((r) => r.headers['webhook-id'])).size, 1)
  // Five days without a good answer: off, with a to-do.
  const listed = async () =>
    (await must('integrations.listWebhooks')).items.find(
      (w: { endpointId: string }) => w.endpointId === webhook.endpointId,
    )
  assert.deepEqual([(await listed()).state, (await listed()).failed], ['on', 0])
  answers = () => 503
  house.clock.advance(3 * DAY_MS)
  await must('integrations.testWebhook', at)
  await sendDue()
  assert.equal((await listed()).state, 'failing')
  const { todos } = await must('trade.getTodos')
  assert.equal(todos.find((t: { kind: string }) => t.kind === 'webhooks-off').count, 1)
  answers = () => 200
  receiver.received.length = 0

  const failed = (await must('integrations.listDeliveries', { state: 'failed', ...at })).items
  assert.equal(failed.length, 2)
  const { deliveryId, messageId } = failed[1]
  const detail = await must('integrations.getDelivery', { deliveryId })
  assert.equal(detail.tries.length, 12)
  assert.equal(detail.tries[0].requestHeaders['webhook-id'], messageId)
  assert.equal((await call('integrations.resendDelivery', { deliveryId })).body.code, 'WEBHOOK_DISABLED')
  await must('integrations.updateWebhook', { ...at, on: true })
  await must('integrations.resendDelivery', { deliveryId })
  assert.equal((await call('integrations.resendDelivery', { deliveryId })).body.code, 'STATE_CONFLICT')
  await sendDue()
  assert.equal(receiver.received.splice(0)[0]!.headers['webhook-id'], messageId)
  const { count } = await must('integrations.replayWebhook', { ...at, since: '2020-01-01T00:00:00Z' })
  assert.equal(count, 1)
  await sendDue()
  assert.equal((await must('integrations.listDeliveries', { state: 'failed', ...at })).items.length, 0)

  // 410: off at once; what happens meanwhile is kept and can be sent when it is on again.
  answers = () => 410
  await must('integrations.testWebhook', at)
  await sendDue()
  assert.equal((await listed()).state, 'gone')
  answers = () => 200
  receiver.received.length = 0
  await a.paidOrder()
  assert.equal(receiver.received.length, 0)
  await must('integrations.updateWebhook', { ...at, on: true })
  assert.equal((await must('integrations.replayWebhook', { ...at, since: '2020-01-01T00:00:00Z' })).count, 2)
  await must('integrations.removeWebhook', at)
})

test('a key does what its scopes say in its own shop, nothing else, and every call is written down', async () => {
  const { key, token } = await must('integrations.createKey', {
    name: 'ERP',
    scopes: ['order.read', 'order.ship', 'stock.write'],
    days: 1,
  })
  assert.match(token, /^sk_live_[\w-]{43}$/)
  const { orderId } = await a.paidOrder()
  assert.equal((await call('trade.getShopOrder', { orderId }, token)).body.orderId, orderId)
  const changes = await call('integrations.listOrderChanges', {}, token)
  assert.ok(changes.body.items.some((c: { orderId: string }) => c.orderId === orderId))
  const later = await call('integrations.listOrderChanges', { cursor: changes.body.nextCursor }, token)
  assert.deepEqual(later.body, { items: [], nextCursor: changes.body.nextCursor, more: false })
  const ship = { orderId, carrier: 'SF', trackingNo: 'SF-KEY-00000001' }
  const sent = await house.call('trade.shipOrder', { shopId: a.shopId, ...ship }, { token, key: 'ship-1' })
  assert.equal(sent.status, 201)
  const repeat = await house.call('trade.shipOrder', { shopId: a.shopId, ...ship }, { token, key: 'ship-1' })
  assert.equal(repeat.text, sent.text)
  const stock = [{ skuId: a.sku.skuId, onHand: 321 }]
  assert.equal((await call('shop.setStocks', { items: stock }, token)).body.items[0].onHand, 321)
  const missing = [...stock, { skuId: 'sku_x', onHand: 1 }]
  assert.equal((await call('shop.setStocks', { items: missing }, token)).status, 404)

  const refusals: [string, object, number, string][] = [
    ['trade.getShopOrder', { shopId: b.shopId, orderId }, 404, 'NOT_FOUND'],
    ['shop.setPrice', { skuId: a.sku.skuId, priceMinor: '1' }, 403, 'SCOPE_MISSING'],
    ['integrations.listKeys', {}, 403, 'SCOPE_MISSING'],
    ['ledger.withdraw', {}, 403, 'SCOPE_MISSING'],
    ['identity.listMembers', {}, 403, 'SCOPE_MISSING'],
  ]
  for (const [id, input, status, code] of refusals) {
    const r = await call(id, input, token)
    assert.deepEqual([r.status, r.body.code], [status, code], id)
  }
  assert.equal((await house.call('trade.listOrders', {}, { token })).body.code, 'ACCOUNT_REQUIRED')
  assert.equal((await house.call('governance.listReviews', {}, { token })).status, 404)

  const { items } = await must('integrations.listKeyCalls', { keyId: key.keyId, limit: 100 })
  const noted = items.map((c: { endpoint: string; status: number }) => `${c.endpoint} ${c.status}`)
  for (const one of ['trade.shipOrder 201', 'shop.setPrice 403', 'shop.setStocks 404', 'ledger.withdraw 403'])
    assert.ok(noted.includes(one), one)
  assert.equal(items.find((c: { endpoint: string }) => c.endpoint === 'trade.shipOrder').subject, orderId)

  // The hash alone is kept; expired and revoked ones end at once.
  const { rows } = await house.db.read((tx) =>
    sql<{ row: string }>`select to_jsonb(k)::text as row from integrations.api_key k`.execute(
      tables<unknown>(tx),
    ),
  )
  assert.ok(rows.every((r) => !r.row.includes(token.slice(16))))
  await must('integrations.revokeKey', { keyId: key.keyId })
  assert.deepEqual([(await call('trade.listShopOrders', {}, token)).status, key.state], [401, 'on'])
  const short = await must('integrations.createKey', { name: 'one day', scopes: ['order.read'], days: 1 })
  house.clock.advance(DAY_MS)
  assert.equal((await call('trade.listShopOrders', {}, short.token)).body.code, 'TOKEN_EXPIRED')
  for (const wrong of ['sk_live_', `sk_live_${'a'.repeat(43)}`, `${token}x`])
    assert.equal((await call('trade.listShopOrders', {}, wrong)).body.code, 'TOKEN_INVALID')
})

test('a key has sixty calls in any second, then 429 with Retry-After', async () => {
  const { token } = await must('integrations.createKey', { name: 'fast', scopes: ['order.read'] })
  const replies = await Promise.all(
    Array.from({ length: 90 }, () => call('integrations.listOrderChanges', {}, token)),
  )
  const refused = replies.filter((r) => r.status === 429)
  assert.ok(replies.every((r) => r.status === 200 || r.status === 429))
  assert.ok(refused.length >= 1)
  assert.deepEqual([refused[0]!.body.code, refused[0]!.headers['retry-after']], ['RATE_LIMITED', '1'])
})

test('receivers: masked until asked, fifty at once, by quota, never of closed orders, each written down', async () => {
  const { orderId } = await a.paidOrder()
  const canaries = ['13800138000', '文三路 A 号']
  for (const text of [
    (await call('trade.getShopOrder', { orderId })).text,
    (await call('trade.listShopOrders')).text,
  ])
    for (const canary of canaries) assert.ok(!text.includes(canary), canary)
  const reveal = (orderIds: readonly string[], token = owner()) =>
    call('integrations.revealReceivers', { orderIds }, token)
  const seen = await reveal([orderId])
  assert.equal(seen.body.items[0].orderId, orderId)
  assert.ok(seen.text.includes('文三路 A 号'))
  assert.equal((await reveal(Array.from({ length: 51 }, () => orderId))).body.code, 'BATCH_MAX')
  assert.equal((await reveal([orderId], b.shopStaff.owner!.token)).status, 404)
  assert.equal((await reveal([orderId, 'ord_missing'])).status, 404)
  const unpaid = await a.order()
  const refusal = await reveal([orderId, unpaid.orderId])
  assert.deepEqual([refusal.status, refusal.body.code], [409, 'ORDER_STATE'])

  const { items } = await must('integrations.listReveals')
  assert.deepEqual(
    [items.length, items[0].orderId, items[0].actor],
    [1, orderId, a.shopStaff.owner!.accountId],
  )
  await assert.rejects(
    house.db.transaction((tx) => sql`delete from integrations.reveal`.execute(tables<unknown>(tx))),
    /only added/,
  )
  // A day's quota: by the orders of the last days, at least twenty.
  const { limit, used } = seen.body.quota
  await house.db.transaction((tx) =>
    sql`insert into integrations.reveal (shop_id, order_id, actor, at, request_id, ip)
      select ${a.shopId}, 'ord_' || n, 'usr_x', ${house.clock.now()}, '', '' from generate_series(1, ${limit - used}::int) n`.execute(
      tables<unknown>(tx),
    ),
  )
  assert.equal((await reveal([orderId])).status, 200) // the same again costs nothing
  house.clock.advance(1)
  const other = await a.paidOrder()
  await house.db.transaction((tx) =>
    sql`insert into integrations.reveal (shop_id, order_id, actor, at, request_id, ip)
      select ${a.shopId}, 'more_' || n, 'usr_x', ${house.clock.now()}, '', '' from generate_series(1, 4) n`.execute(
      tables<unknown>(tx),
    ),
  )
  const over = await reveal([other.orderId])
  assert.deepEqual([over.status, over.body.code], [429, 'DECRYPT_QUOTA'])
  assert.ok(Number(over.headers['retry-after']) > 0)
  house.clock.advance(DAY_MS)
  assert.equal((await reveal([other.orderId])).status, 200)
})

test('what is old is gone: deliveries and idempotency keys after thirty days', async () => {
  house.clock.advance(31 * DAY_MS)
  const old = sql`select (select count(*)::int from integrations.delivery) as deliveries,
    (select count(*)::int from platform.made_by_key) as made`
  const count = async () =>
    (await house.db.read((tx) => old.execute(tables<unknown>(tx)))).rows[0] as Record<string, number>
  assert.ok((await count()).deliveries! > 0)
  await house.db.transaction((tx) =>
    sql`update platform.made_by_key set created_at = ${new Date(house.clock.now().getTime() - 31 * DAY_MS)}`.execute(
      tables<unknown>(tx),
    ),
  )
  for (const name of ['purge-integrations', 'purge-keys'])
    await house.server.jobs.find((j) => j.name === name)!.run()
  assert.deepEqual(await count(), { deliveries: 0, made: 0 })
})
