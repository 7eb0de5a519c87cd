// Abuse list, section D: two at once, twice the same, and a price that moved.
import assert from 'node:assert/strict'
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
const shopToken = () => a.shopStaff.owner!.token
const setPrice = (priceMinor: string) =>
  house.must('shop.setPrice', { shopId: a.shopId, skuId: a.sku.skuId, priceMinor }, shopToken())
const setStock = (skuId: string, onHand: number) =>
  house.must('shop.setStock', { shopId: a.shopId, skuId, onHand }, shopToken())
const available = async (skuId: string) => {
  const product = await house.must(
    'shop.getMerchantProduct',
    { shopId: a.shopId, productId: a.product.productId },
    shopToken(),
  )
  const sku = product.skus.find((s: { skuId: string }) => s.skuId === skuId)
  return { onHand: sku.onHand, reserved: sku.reserved }
}

/** A placing of an order for one of `skuId`, with a quote of now. */
async function wanted(buyer: Tenant, skuId: string, qty = 1) {
  const lines = [{ skuId, qty }]
  const quote = await house.must('trade.quote', { lines, addressId: buyer.address.id }, buyer.buyer.token)
  return { lines, addressId: buyer.address.id, expectedTotalMinor: quote.totalMinor as string }
}
const place = (buyer: Tenant, input: object, key?: string) =>
  house.call('trade.placeOrder', { ...input }, { token: buyer.buyer.token, ...(key ? { key } : {}) })
const ordersOf = async (buyer: Tenant) =>
  (await house.must('trade.listOrders', { limit: 100 }, buyer.buyer.token)).items.length as number

test('D41 the price changed between looking and ordering: both prices, and no order', async () => {
  const input = await wanted(a, a.sku.skuId)
  const before = await ordersOf(a)
  await setPrice('13000')
  const reply = await place(a, input)
  refusedWith(reply, 409, 'PRICE_CHANGED')
  assert.equal(BigInt(reply.body.newMinor) - BigInt(reply.body.oldMinor), 100n, reply.text)
  assert.equal(await ordersOf(a), before)
  await setPrice('12900')
})

test('D42 two buyers, one unit: one order, one clear answer, nothing lost', async () => {
  await setStock(a.otherSku.skuId, 1)
  const inputs = [await wanted(a, a.otherSku.skuId), await wanted(b, a.otherSku.skuId)]
  const replies = await Promise.all([place(a, inputs[0]!), place(b, inputs[1]!)])
  assert.deepEqual(replies.map((r) => r.status).sort(), [201, 409])
  const loser = replies.find((r) => r.status === 409)!
  refusedWith(loser, 409, 'SOLD_OUT')
  assert.equal(loser.body.skuId, a.otherSku.skuId)
  assert.deepEqual(await available(a.otherSku.skuId), { onHand: 1, reserved: 1 })
  const { sums } = await house.must('ledger.getHealth', {}, platform.finance.token)
  for (const sum of sums) assert.deepEqual([sum.pendingMinor, sum.postedMinor], ['0', '0'])
  await setStock(a.otherSku.skuId, 500)
})

test('D43 the same key for another request', async () => {
  const input = await wanted(a, a.sku.skuId)
  assert.equal((await place(a, input, 'd43')).status, 201)
  refusedWith(await place(a, { ...input, note: 'something else' }, 'd43'), 409, 'IDEMPOTENCY_KEY_REUSED')
  assert.equal(
    (await place(b, await wanted(b, a.sku.skuId), 'd43')).status,
    201,
    'another buyer’s key is another key',
  )
})

test('D43 the same request again: the same answer, byte for byte, and one order', async () => {
  const input = await wanted(a, a.sku.skuId)
  const before = await ordersOf(a)
  const [first, second] = [await place(a, input, 'd43-again'), await place(a, input, 'd43-again')]
  assert.equal(first.status, 201)
  assert.equal(second.text, first.text)
  assert.equal(await ordersOf(a), before + 1)
})

test('D44 D45 every endpoint that moves stock or money wants a key, of 1 to 255 printable characters', async () => {
  const endpoints = house.endpoints.filter((e) => e.idempotent)
  assert.ok(endpoints.length >= 5)
  for (const { id, method, path, access } of endpoints) {
    const token =
      access.kind === 'platform'
        ? platform.admin.token
        : access.kind === 'org' && access.org === 'creator'
          ? a.creatorOwner.token
          : access.kind === 'org'
            ? shopToken()
            : a.buyer.token
    const url = path
      .replace('{shopId}', a.shopId)
      .replace('{creatorId}', a.creatorId)
      .replace(/\{(\w+)\}/g, 'x_1')
    const body = VALID_BODIES[id]
    assert.ok(body, `${id} has no valid body here`)
    const ask = (headers: Record<string, string>) =>
      house.send({
        method,
        url,
        payload: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      })
    refusedWith(await ask({}), 400, 'IDEMPOTENCY_KEY_REQUIRED', id)
    for (const key of ['k'.repeat(256), 'a b', 'ключ', '\u0001'])
      refusedWith(
        await ask({ 'idempotency-key': key }),
        400,
        'IDEMPOTENCY_KEY_INVALID',
        `${id} ${key.slice(0, 9)}`,
      )
  }
})

const words = { zh: '甲', en: 'A' }
const couponTerms = {
  offMinor: '100',
  overMinor: '1000',
  currency: 'CNY',
  units: 1,
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: '2026-11-02T00:00:00Z',
}
const VALID_BODIES: Record<string, object> = {
  'promotions.createShopCoupon': couponTerms,
  'promotions.createCreatorCoupon': couponTerms,
  'promotions.createPlatformCoupon': couponTerms,
  'promotions.claimCoupon': {},
  'integrations.createWebhook': { url: 'https://erp.example.com/hooks', types: ['order.paid'] },
  'shop.openShop': { name: words, kind: 'craft', story: words, city: '杭州' },
  'shop.createProduct': { title: words, categoryId: 'kitchen' },
  'shop.createWarehouse': { name: '二号仓' },
  'shop.importStock': { fileBase64: 'U0tVIElELE9uIHNoZWxmCg==', stamp: 'x' },
  'shop.adjustStock': { lines: [{ skuId: 'sku_x', delta: 1 }], reason: 'received' },
  'shop.transferStock': { skuId: 'sku_x', toWarehouseId: 'whs_x', units: 1 },
  'shop.lockForCampaign': {
    name: '年货节',
    units: 1,
    startsAt: '2026-11-11T00:00:00Z',
    endsAt: '2026-11-12T00:00:00Z',
  },
  'live.moveRoomStock': { skuId: 'sku_x', units: 1 },
  'live.createSale': {
    productId: 'prd_x',
    skuId: 'sku_x',
    priceMinor: '990',
    units: 1,
    limitPerPerson: 1,
    seconds: 60,
  },
  'live.acceptCoHost': { code: 'x' },
  'live.cutClip': { fromMs: 0, toMs: 5_000, title: words, productIds: [] },
  'live.openCoupon': { shopId: 'shp_x', offMinor: '100', overMinor: '1000', units: 1, minutes: 5 },
  'trade.placeOrder': { lines: [{ skuId: 'sku_x', qty: 1 }], expectedTotalMinor: '1' },
  'trade.payAgain': {},
  'trade.refundOrder': { reason: 'changed-mind' },
  'trade.shipOrder': { carrier: 'SF', trackingNo: 'SF00000001' },
  'trade.decideRefund': { approve: true },
  'trade.applyAfterSale': {
    type: 'before-shipping',
    reason: 'changed-mind',
    lines: [{ lineId: 'oln_x', qty: 1 }],
  },
  'trade.moveAfterSale': { move: 'withdraw' },
  'trade.moveShopAfterSale': { move: 'approve' },
  'trade.approveAfterSales': { afterSaleIds: ['afs_x'] },
  'trade.decideArbitration': { move: 'rule-for-shop', note: 'x' },
  'trade.shipBatch': { rows: [{ orderId: 'ord_x', carrier: 'SF', trackingNo: 'SF00000001' }] },
  'ledger.withdraw': {},
  'ledger.withdrawCreator': {},
  'ledger.setRate': { scope: 'default', rateBps: 500 },
  'ledger.decideShopPayout': { approve: true },
  'ledger.decidePayout': { approve: true },
  'ledger.topUpDeposit': { amountMinor: '100' },
  'ledger.replenishFund': { amountMinor: '100' },
  'ledger.draftAgreement': {
    role: 'merchant',
    partyId: 'shp_x',
    year: 2099,
    mode: 'rebate',
    basis: 'whole',
    tiers: [{ thresholdMinor: '100000', rateBps: 400 }],
  },
}

test('D46 eight of the same at once: one order, and everybody is told the same', async () => {
  const input = await wanted(a, a.sku.skuId)
  const before = await ordersOf(a)
  const replies = await Promise.all(Array.from({ length: 8 }, () => place(a, input, 'd46')))
  const done = replies.filter((r) => r.status === 201)
  assert.ok(done.length >= 1)
  assert.equal(new Set(done.map((r) => r.text)).size, 1)
  for (const r of replies)
    if (r.status !== 201) {
      refusedWith(r, 409, 'REQUEST_IN_PROGRESS')
      assert.ok(r.headers['retry-after'])
    }
  assert.equal(await ordersOf(a), before + 1)
})

test('D48 refund before shipping ∥ ship: one wins, the other is told the state', async () => {
  for (let round = 0; round < 4; round++) {
    const { orderId } = await a.paidOrder()
    const replies = await Promise.all([
      house.call('trade.refundOrder', { orderId, reason: 'changed-mind' }, { token: a.buyer.token }),
      house.call(
        'trade.shipOrder',
        { shopId: a.shopId, orderId, carrier: 'SF', trackingNo: `SF-D48-${round}-0000` },
        { token: shopToken() },
      ),
    ])
    const order = await house.must('trade.getOrder', { orderId }, a.buyer.token)
    const [refund, ship] = replies as [Reply, Reply]
    if (ship.status === 201) {
      assert.equal(order.packages.length, 1)
      // The refund came after the parcel left: then it is the shop's to decide, never an automatic one.
      if (refund.status === 201) assert.notEqual(order.refund.state, 'succeeded')
      else refusedWith(refund, 409, 'STATE_CONFLICT')
    } else {
      refusedWith(ship, 409, 'STATE_CONFLICT')
      assert.ok(ship.body.state, ship.text)
      assert.equal(refund.status, 201)
      assert.equal(order.packages.length, 0)
    }
  }
})

test('D48 cancel ∥ pay: an order is paid or cancelled, never both', async () => {
  for (let round = 0; round < 4; round++) {
    const placed = await a.order()
    const [cancel] = await Promise.all([
      house.call('trade.cancelOrder', { orderId: placed.orderId }, { token: a.buyer.token }),
      house.pay(placed.paymentId),
    ])
    await house.settle()
    const order = await house.must('trade.getOrder', { orderId: placed.orderId }, a.buyer.token)
    if (cancel.status !== 200) refusedWith(cancel, 409, 'STATE_CONFLICT')
    assert.ok(['paid', 'cancelled', 'refunded'].includes(order.state), order.state)
    assert.equal(
      (await house.must('ledger.getHealth', {}, platform.finance.token)).sums.every(
        (s: { postedMinor: string }) => s.postedMinor === '0',
      ),
      true,
    )
  }
})

test('D49 a hundred refunds at once give the money back once', async () => {
  const { orderId } = await a.paidOrder()
  const replies = await Promise.all(
    Array.from({ length: 100 }, () =>
      house.call('trade.refundOrder', { orderId, reason: 'changed-mind' }, { token: a.buyer.token }),
    ),
  )
  assert.equal(replies.filter((r) => r.status === 201).length, 1)
  for (const r of replies)
    if (r.status !== 201)
      assert.ok(r.status === 409 && ['REFUND_EXCEEDS', 'STATE_CONFLICT'].includes(r.body.code), r.text)
  await house.settle()
  const order = await house.must('trade.getOrder', { orderId }, a.buyer.token)
  assert.equal(order.refund.amountMinor, order.totalMinor)
  const explained = await house.must('ledger.explainOrder', { shopId: a.shopId, orderId }, shopToken())
  assert.equal(explained.refundedMinor, explained.paidMinor)
})

test('D51 a purchase limit holds against twenty tabs', async () => {
  const product = await a.aProductOnSale('Limited kettle', {
    skus: [{ name: words, priceMinor: '9900', onHand: 100, purchaseLimit: 2 }],
  })
  const { skuId } = product.skus[0]
  const buyer = await aTenant(house, platform, 'C')
  refusedWith(
    await place(buyer, {
      lines: [{ skuId, qty: 3 }],
      addressId: buyer.address.id,
      expectedTotalMinor: '29700',
    }),
    409,
    'PURCHASE_LIMIT',
  )
  const input = await wanted(buyer, skuId)
  const replies = await Promise.all(Array.from({ length: 20 }, () => place(buyer, input)))
  assert.equal(replies.filter((r) => r.status === 201).length, 2)
  for (const r of replies)
    if (r.status !== 201)
      assert.ok(r.status === 409 && ['PURCHASE_LIMIT', 'HOLD_LIMIT'].includes(r.body.code), r.text)
})

test('D52 two tabs edit one product: the second is shown what is there now', async () => {
  const url = { shopId: a.shopId, productId: a.draftProduct.productId }
  const { version } = await house.must('shop.getMerchantProduct', url, shopToken())
  const edit = (en: string) =>
    house.call(
      'shop.updateProduct',
      { ...url, title: { zh: '杯', en } },
      { token: shopToken(), ifMatch: version },
    )
  assert.equal((await edit('First tab')).status, 200)
  const stale = await edit('Second tab')
  refusedWith(stale, 412, 'STALE')
  assert.equal(stale.body.current.title.en, 'First tab', stale.text)
  assert.ok(stale.body.version > version)
  const unconditional = await house.call(
    'shop.updateProduct',
    { ...url, title: { zh: '杯', en: 'No If-Match' } },
    { token: shopToken() },
  )
  assert.equal(unconditional.status, 412)
})
