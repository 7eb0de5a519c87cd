import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import { issueAttribution } from '#flows/attribution'
import { signCallback } from '#platform/providers/sandbox-wire'
import { tables } from '#platform/database'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let t: Tenant
let admin: string

before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  admin = platform.admin.token
  t = await aTenant(house, platform, 'A')
})
after(() => house.close())

const shop = () => ({ token: t.shopStaff.owner!.token })
const buyer = () => ({ token: t.buyer.token })
const line = (qty = 1) => ({ skuId: t.sku.skuId, qty })
const placeInput = (qty = 1, total = 12_900 * qty) => ({
  lines: [line(qty)],
  addressId: t.address.id,
  expectedTotalMinor: String(total),
})
const order = (orderId: string) => house.must('trade.getOrder', { orderId }, buyer())
const stock = async (): Promise<{ onHand: number; reserved: number }> => {
  const p = await house.must(
    'shop.getMerchantProduct',
    { shopId: t.shopId, productId: t.product.productId },
    shop(),
  )
  const { onHand, reserved } = p.skus.find((s: { skuId: string }) => s.skuId === t.sku.skuId)
  return { onHand, reserved }
}
const assertBalanced = async () => {
  const { sums, unexplainedPayoutMinor } = await house.must('ledger.getHealth', {}, admin)
  for (const s of sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
  assert.equal(unexplainedPayoutMinor, '0')
}
/** A callback of our own making, properly signed. */
async function callback(
  fields: {
    eventId?: string
    kind?: string
    paymentId: string
    refundId?: string | null
    amountMinor: string
    currency?: string
  },
  tamper: (h: Record<string, string>, b: string) => [Record<string, string>, string] = (h, b) => [h, b],
) {
  const full = {
    eventId: `evt-${Math.abs(Math.round(performance.now() * 1e6))}`,
    kind: 'payment.succeeded',
    refundId: null,
    currency: 'CNY',
    occurredAt: house.clock.now().toISOString(),
    ...fields,
  }
  const body = JSON.stringify(full)
  const [headers, payload] = tamper(
    signCallback('sandbox-secret-0123456789', body, full.eventId, house.clock.now().getTime()),
    body,
  )
  return house.send({ method: 'POST', url: '/api/v1/payments/callbacks/sandbox', headers, payload })
}

describe('from cart to settled', () => {
  it('cart → quote → order → paid → shipped in two parcels → received → settled → paid out, to the cent', async () => {
    const before = await stock()
    await house.must('trade.setCartLine', { skuId: t.sku.skuId, qty: 2 }, buyer())
    const cart = await house.must('trade.setCartLine', { skuId: t.otherSku.skuId, qty: 1 }, buyer())
    assert.deepEqual(
      [cart.count, cart.totalMinor, cart.lines.map((l: { state: string }) => l.state)],
      [3, '39700', ['ok', 'ok']],
    )
    const lines = cart.lines.map((l: { skuId: string; qty: number }) => ({ skuId: l.skuId, qty: l.qty }))
    const quote = await house.must('trade.quote', { lines }, buyer())
    assert.deepEqual(
      [quote.totalMinor, quote.freightMinor, quote.shops[0].freightRule.kind],
      ['39700', '0', 'free'],
    )
    const placed = await house.must(
      'trade.placeOrder',
      { lines, addressId: t.address.id, expectedTotalMinor: quote.totalMinor },
      buyer(),
    )
    assert.equal(placed.state, 'awaiting-payment')
    assert.match(placed.payUrl, /^\/sandbox\/pay\/[0-9a-f]+$/)
    assert.equal((await house.must('trade.getCart', {}, buyer())).count, 0)
    assert.deepEqual(await stock(), { onHand: before.onHand, reserved: before.reserved + 2 })

    await house.pay(placed.paymentId)
    const [orderId] = placed.orderIds
    const paid = await order(orderId)
    assert.deepEqual([paid.state, paid.actions], ['paid', ['refund', 'after-sale']])
    assert.deepEqual(await stock(), { onHand: before.onHand - 2, reserved: before.reserved })
    const seen = await house.must('trade.getShopOrder', { shopId: t.shopId, orderId }, shop())
    assert.deepEqual(seen.address, {
      name: '张*',
      phone: '138****8000',
      region: '浙江省 杭州市 西湖区',
      detail: '***',
    })

    const [a, b] = paid.lines
    const part = await house.must(
      'trade.shipOrder',
      {
        shopId: t.shopId,
        orderId,
        carrier: 'SF',
        trackingNo: 'SF00000001',
        lines: [{ lineId: a.lineId, qty: 1 }],
      },
      shop(),
    )
    assert.equal(part.order.state, 'partly-shipped')
    assert.match(part.label.phone, /13800138000/)
    const rest = await house.must(
      'trade.shipOrder',
      { shopId: t.shopId, orderId, carrier: 'SF', trackingNo: 'SF00000002' },
      shop(),
    )
    assert.equal(rest.order.state, 'shipped')
    assert.equal(
      rest.package.lines.reduce((n: number, l: { qty: number }) => n + l.qty, 0),
      a.qty + b.qty - 1,
    )
    const received = await house.must('trade.confirmReceipt', { orderId }, buyer())
    assert.deepEqual(
      received.timeline.map((s: { state: string }) => s.state),
      ['awaiting-payment', 'paid', 'partly-shipped', 'shipped', 'received'],
    )
    assert.deepEqual(received.actions, ['refund', 'after-sale', 'review'])

    const moved = await house.must('demo.advanceClock', { days: 7 })
    assert.equal(moved.settled, 1)
    assert.equal((await order(orderId)).state, 'completed')
    const explained = await house.must('ledger.explainOrder', { shopId: t.shopId, orderId }, shop())
    assert.equal(
      explained.parties.reduce((sum: number, p: { netMinor: string }) => sum + Number(p.netMinor), 0),
      39_700,
    )
    const payout = await house.must('ledger.withdraw', { shopId: t.shopId }, shop())
    assert.deepEqual([payout.amountMinor, payout.unexplainedMinor], [String(39_700 - 1_985), '0'])
    await assertBalanced()
  })

  it('the credited creator earns what the plan promised when the order was placed', async () => {
    const { attribution } = t.feed.items.find(
      (i: { attribution: Record<string, string> }) => i.attribution[t.product.productId],
    )
    const wanted = { ...placeInput(), lines: [{ ...line(), attribution: attribution[t.product.productId] }] }
    const placed = await house.must('trade.placeOrder', wanted, buyer())
    await house.must(
      'alliance.setPlan',
      { shopId: t.shopId, productId: t.product.productId, rateBps: 5000 },
      shop(),
    )
    await house.pay(placed.paymentId)
    const [bought] = (await order(placed.orderIds[0])).lines
    assert.equal(bought.credit.creatorId, t.creatorId)
    const explained = await house.must(
      'ledger.explainOrder',
      { shopId: t.shopId, orderId: placed.orderIds[0] },
      shop(),
    )
    assert.equal(explained.lines[0].commission.rateBps, 2000)
    assert.equal(explained.lines[0].commission.amountMinor, '2580')
    const earnings = await house.must(
      'ledger.getCreatorEarnings',
      { creatorId: t.creatorId },
      t.creatorOwner.token,
    )
    assert.equal(earnings.estimatedMinor, '2322')
  })

  it('a token of another buyer, another product, or of nobody credits nobody; buying from oneself pays nobody', async () => {
    const { attribution } = t.feed.items[0]
    const token = attribution[t.product.productId]
    const creditFor = async (attributionToken: string, who: { token: string }, addressId: string) => {
      const placed = await house.must(
        'trade.placeOrder',
        { ...placeInput(), lines: [{ ...line(), attribution: attributionToken }], addressId },
        who,
      )
      await house.pay(placed.paymentId)
      const { lines } = await house.must(
        'ledger.explainOrder',
        { shopId: t.shopId, orderId: placed.orderIds[0] },
        shop(),
      )
      return lines[0].commission
    }
    assert.equal(await creditFor(`${token}x`, buyer(), t.address.id), null)
    const address = {
      name: '李四',
      phone: '13900139000',
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文二路 1 号',
    }
    const other = { token: t.creatorOwner.token }
    const theirs = await house.must('identity.addAddress', address, other)
    assert.equal(await creditFor(token, other, theirs.id), null)
    const { slateId, items } = t.feed
    const own = issueAttribution(house.deps.config.secret, {
      v: 1,
      slateId,
      position: 0,
      contentId: items[0].content.contentId,
      creatorId: t.creatorId,
      productId: t.product.productId,
      accountId: t.creatorOwner.accountId,
      at: house.clock.now().toISOString(),
    })
    assert.equal(await creditFor(own, other, theirs.id), null)
  })
})

describe('checkout refuses', () => {
  const refused = async (
    input: object,
    code: string,
    options: { token: string | null; key?: string } = buyer(),
  ) => {
    const reply = await house.call('trade.placeOrder', input as Record<string, unknown>, options)
    assert.equal(reply.body.code, code, reply.text)
    return reply.body
  }
  it('a changed price, with both numbers', async () => {
    const body = await refused(placeInput(1, 12_800), 'PRICE_CHANGED')
    assert.deepEqual([body.oldMinor, body.newMinor], ['12800', '12900'])
  })
  it('an empty cart, no address, another’s address, an unknown SKU', async () => {
    await refused({ ...placeInput(), lines: [] }, 'CART_EMPTY')
    await refused({ ...placeInput(), addressId: null }, 'ADDRESS_REQUIRED')
    await refused({ ...placeInput(), addressId: 'adr_01J00000000000000000000000' }, 'NOT_FOUND')
    await refused(
      { ...placeInput(), lines: [{ skuId: 'sku_01J00000000000000000000000', qty: 1 }] },
      'NOT_FOUND',
    )
  })
  it('bad quantities, unknown fields, and a price of one’s own', async () => {
    for (const qty of [0, -1, 1.5, 1e9, '٣'])
      await refused({ ...placeInput(), lines: [{ ...line(), qty }] }, 'QTY_RANGE')
    await refused({ ...placeInput(), lines: [{ ...line(), priceMinor: '1' }] }, 'UNKNOWN_FIELD')
    await refused({ ...placeInput(), paid: true }, 'UNKNOWN_FIELD')
  })
  it('the same SKU twice counts together', async () => {
    await refused({ ...placeInput(), lines: [line(150), line(51)] }, 'QTY_RANGE')
    const { shops } = await house.must('trade.quote', { lines: [line(1), line(2)] }, buyer())
    assert.deepEqual(
      shops[0].lines.map((l: { qty: number }) => l.qty),
      [3],
    )
  })
  it('more than there is, without a trace', async () => {
    const setStock = async (onHand: number) => {
      const { skus } = await house.must(
        'shop.getMerchantProduct',
        { shopId: t.shopId, productId: t.product.productId },
        shop(),
      )
      const { version } = skus.find((s: { skuId: string }) => s.skuId === t.sku.skuId)
      await house.must(
        'shop.setStock',
        { shopId: t.shopId, skuId: t.sku.skuId, onHand, expectedVersion: version },
        shop(),
      )
    }
    await setStock((await stock()).reserved + 2)
    const before = await stock()
    assert.equal((await refused(placeInput(3), 'SOLD_OUT')).available, 2)
    await refused({ ...placeInput(3), lines: [line(1), line(2)] }, 'SOLD_OUT')
    assert.deepEqual(await stock(), before)
    await setStock(500)
  })
})

describe('idempotency', () => {
  it('the same key is the same order, also in parallel; another body is refused; the order is found by its key', async () => {
    const key = 'once-and-only-once'
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => house.call('trade.placeOrder', placeInput(), { ...buyer(), key })),
    )
    assert.deepEqual(new Set(replies.map((r) => r.text)).size, 1)
    assert.equal(replies[0]!.status, 201)
    assert.equal(
      (await house.call('trade.placeOrder', placeInput(2), { ...buyer(), key })).body.code,
      'IDEMPOTENCY_KEY_REUSED',
    )
    const found = await house.must('trade.findCheckout', { idempotencyKey: key }, buyer())
    assert.equal(found.checkoutId, replies[0]!.body.checkoutId)
    await house.must('trade.cancelOrder', { orderId: found.orderIds[0] }, buyer())
  })

  it('a retry whose first answer was lost with the key store still finds the order', async () => {
    const key = 'lost-answer'
    const first = await house.must('trade.placeOrder', placeInput(), { ...buyer(), key })
    await house.db.transaction(async (tx) => {
      await sql`delete from platform.idempotency_key where key = ${key}`.execute(tables<unknown>(tx))
    })
    const second = await house.must('trade.placeOrder', placeInput(), { ...buyer(), key })
    assert.equal(second.checkoutId, first.checkoutId)
    assert.equal(
      (await house.call('trade.placeOrder', placeInput(2), { ...buyer(), key })).body.code,
      'IDEMPOTENCY_KEY_REUSED',
    )
    await house.must('trade.cancelOrder', { orderId: first.orderIds[0] }, buyer())
  })
})

describe('payment', () => {
  it('is applied once, however often and in whatever order it is reported', async () => {
    const o = await t.order()
    const [success] = house.payments.decide(o.paymentId, 'succeeded')
    const replies = await Promise.all(Array.from({ length: 8 }, () => house.deliver([success!])))
    assert.ok(replies.flat().every((r) => r.status === 200))
    await callback({ kind: 'payment.failed', paymentId: o.paymentId, amountMinor: '12900' })
    await callback({ eventId: 'another-success', paymentId: o.paymentId, amountMinor: '12900' })
    await callback({ kind: 'payment.mystery', paymentId: o.paymentId, amountMinor: '1' })
    const paid = await order(o.orderId)
    assert.deepEqual([paid.state, paid.timeline.length], ['paid', 2])
    await assertBalanced()
  })

  it('refuses what is not signed, too old or rewritten, without an effect', async () => {
    const o = await t.order()
    const fields = { paymentId: o.paymentId, amountMinor: '12900' }
    assert.equal(
      (await callback(fields, (h, b) => [{ ...h, 'x-sandbox-signature': '00' }, b])).body.code,
      'SIGNATURE_INVALID',
    )
    assert.equal((await callback(fields, (h, b) => [h, `${b} `])).body.code, 'SIGNATURE_INVALID')
    const old = signCallback('sandbox-secret-0123456789', '{}', 'e', house.clock.now().getTime() - 301_000)
    assert.equal((await callback(fields, () => [old, '{}'])).body.code, 'TIMESTAMP_OLD')
    assert.equal(
      (await house.send({ method: 'POST', url: '/api/v1/payments/callbacks/nobody', payload: '{}' })).status,
      404,
    )
    assert.equal((await order(o.orderId)).state, 'awaiting-payment')
    await house.must('trade.cancelOrder', { orderId: o.orderId }, buyer())
  })

  it('a wrong amount or currency holds the order; a day later it goes back, and the stock with it', async () => {
    const before = await stock()
    const held: { orderId: string; charged: string }[] = []
    for (const wrong of [{ amountMinor: '129' }, { amountMinor: '12900', currency: 'USD' }]) {
      const o = await t.order()
      assert.equal((await callback({ paymentId: o.paymentId, ...wrong })).status, 200)
      assert.equal((await order(o.orderId)).state, 'held')
      const again = await house.call('trade.payAgain', { checkoutId: o.checkoutId }, buyer())
      assert.equal(again.body.state, 'held')
      held.push({ orderId: o.orderId, charged: wrong.amountMinor })
    }
    await assertBalanced()
    const { refund } = house.payments.provider
    house.payments.provider.refund = (r) => Promise.resolve({ refundId: r.refundId, state: 'succeeded' })
    await house.server.flows.reconcile.reconcilePayments()
    for (const { orderId } of held) assert.equal((await order(orderId)).state, 'held')
    house.clock.advance(24 * HOUR_MS)
    for (let i = 0; i < 2; i++) await house.server.flows.reconcile.reconcilePayments()
    house.payments.provider.refund = refund
    for (const { orderId, charged } of held) {
      const end = await order(orderId)
      assert.deepEqual(
        [end.state, end.refund.state, end.refund.amountMinor],
        ['cancelled', 'succeeded', charged],
      )
    }
    assert.deepEqual(await stock(), before)
    await assertBalanced()
  })

  it('a decline can be paid again; the declined attempt no longer counts', async () => {
    const o = await t.order()
    await house.deliver(house.payments.decide(o.paymentId, 'failed'))
    assert.equal(
      (await house.must('trade.getCheckout', { checkoutId: o.checkoutId }, buyer())).paymentState,
      'failed',
    )
    const again = await house.must('trade.payAgain', { checkoutId: o.checkoutId }, buyer())
    assert.notEqual(again.paymentId, o.paymentId)
    assert.equal(
      (await house.must('trade.payAgain', { checkoutId: o.checkoutId }, buyer())).paymentId,
      again.paymentId,
    )
    await house.pay(again.paymentId)
    assert.equal((await house.must('trade.getCheckout', { checkoutId: o.checkoutId }, buyer())).state, 'paid')
  })

  it('money that comes after the order expired goes back by itself', async () => {
    const before = await stock()
    const o = await t.order()
    const late = house.payments.decide(o.paymentId, 'succeeded')
    house.clock.advance(16 * MINUTE_MS)
    await house.server.flows.cancel.expireUnpaid()
    assert.equal((await order(o.orderId)).state, 'cancelled')
    assert.deepEqual(await stock(), before)
    // The provider signs each delivery anew.
    await callback({ paymentId: o.paymentId, amountMinor: '12900' })
    assert.ok(late.length > 0)
    const refunded = await order(o.orderId)
    assert.deepEqual(
      [refunded.state, refunded.refund.state, refunded.refund.reason],
      ['cancelled', 'succeeded', 'late-payment'],
    )
    assert.deepEqual(await stock(), before)
    await assertBalanced()
  })

  it('a lost callback is found by asking', async () => {
    const o = await t.order()
    house.payments.decide(o.paymentId, 'succeeded', { lose: true })
    house.clock.advance(6_000)
    await house.server.flows.reconcile.reconcilePayments()
    assert.equal((await order(o.orderId)).state, 'paid')
  })

  it('a provider that is down costs nobody the order: opened later, closed later, under the same id', async () => {
    const { provider } = house.payments
    const { createPayment, cancelPayment } = provider
    const down = () => Promise.reject(new AppError('PROVIDER_UNAVAILABLE'))
    provider.createPayment = down
    const placed = await house.must('trade.placeOrder', placeInput(), buyer())
    assert.deepEqual([placed.state, placed.payUrl], ['awaiting-payment', null])
    const again = await house.call('trade.payAgain', { checkoutId: placed.checkoutId }, buyer())
    assert.equal(again.body.code, 'PROVIDER_UNAVAILABLE')
    provider.createPayment = createPayment
    house.clock.advance(6_000)
    await house.server.flows.reconcile.reconcilePayments()
    const open = await house.must('trade.getCheckout', { checkoutId: placed.checkoutId }, buyer())
    assert.deepEqual([open.paymentId, typeof open.payUrl], [placed.paymentId, 'string'])
    provider.cancelPayment = down
    await house.must('trade.cancelOrder', { orderId: placed.orderIds[0] }, buyer())
    provider.cancelPayment = cancelPayment
    assert.equal((await provider.queryPayment({ paymentId: placed.paymentId, ref: null }))?.state, 'open')
    await house.server.flows.reconcile.reconcilePayments()
    assert.equal(
      (await provider.queryPayment({ paymentId: placed.paymentId, ref: null }))?.state,
      'cancelled',
    )
  })

  it('pay and expire at once: one wins, and the money is where it belongs', async () => {
    for (let i = 0; i < 6; i++) {
      const o = await t.order()
      const [success] = house.payments.decide(o.paymentId, 'succeeded')
      house.clock.advance(16 * MINUTE_MS)
      const fresh = () => callback({ paymentId: o.paymentId, amountMinor: '12900' })
      assert.ok(success)
      await Promise.all([fresh(), house.server.flows.cancel.expireUnpaid()])
      await house.settle()
      const end = await order(o.orderId)
      assert.ok(
        end.state === 'paid' || (end.state === 'cancelled' && end.refund.state === 'succeeded'),
        end.state,
      )
    }
    await assertBalanced()
  })
})

describe('what is not yours', () => {
  it('another’s order looks like a missing one, byte for byte but for the request id', async () => {
    const o = await t.order()
    const strip = (text: string) => text.replace(/"request_id":"[^"]*"/, '')
    for (const [id, input] of [
      ['trade.getOrder', {}],
      ['trade.cancelOrder', {}],
      ['trade.confirmReceipt', {}],
      ['trade.refundOrder', { reason: 'other' }],
    ] as const) {
      const other = await house.call(id, { ...input, orderId: o.orderId }, { token: t.creatorOwner.token })
      const missing = await house.call(
        id,
        { ...input, orderId: 'ord_01J00000000000000000000000' },
        { token: t.creatorOwner.token },
      )
      assert.equal(other.status, 404)
      assert.equal(strip(other.text), strip(missing.text))
    }
    await house.must('trade.cancelOrder', { orderId: o.orderId }, buyer())
  })

  it('ten unpaid checkouts are enough', async () => {
    const held: string[] = []
    for (let i = 0; i < 10; i++) held.push((await t.order()).orderId)
    assert.equal((await house.call('trade.placeOrder', placeInput(), buyer())).body.code, 'HOLD_LIMIT')
    for (const orderId of held) await house.must('trade.cancelOrder', { orderId }, buyer())
  })
})

describe('freight', () => {
  it('is flat until the shop’s limit, and all the shop’s', async () => {
    await house.must(
      'trade.setFreight',
      { shopId: t.shopId, baseMinor: '800', freeOverMinor: '20000' },
      shop(),
    )
    const one = await house.must('trade.quote', { lines: [line(1)] }, buyer())
    const two = await house.must('trade.quote', { lines: [line(2)] }, buyer())
    assert.deepEqual([one.freightMinor, one.totalMinor, two.freightMinor], ['800', '13700', '0'])
    const placed = await house.must('trade.placeOrder', placeInput(1, 13_700), buyer())
    await house.pay(placed.paymentId)
    const { lines } = await house.must(
      'ledger.explainOrder',
      { shopId: t.shopId, orderId: placed.orderIds[0] },
      shop(),
    )
    const freight = lines.find((l: { kind: string }) => l.kind === 'freight')
    assert.deepEqual([freight.merchantNetMinor, freight.platformFee.amountMinor], ['800', '0'])
    await house.must('trade.setFreight', { shopId: t.shopId, baseMinor: '0', freeOverMinor: null }, shop())
    await assertBalanced()
  })

  it('has other fees for provinces, and none where the shop does not deliver', async () => {
    const set = (over: object) =>
      house.call(
        'trade.setFreight',
        { shopId: t.shopId, baseMinor: '0', freeOverMinor: null, ...over },
        { token: shop().token },
      )
    const twice = await set({ regions: [{ provinces: ['taiwan'] }, { provinces: ['taiwan', 'xinjiang'] }] })
    assert.deepEqual([twice.status, twice.body.code], [422, 'INPUT_INVALID'])
    assert.equal((await set({ regions: [{ provinces: ['atlantis'] }] })).body.code, 'ENUM')
    const kept = await set({
      regions: [
        { provinces: ['zhejiang'], baseMinor: '500' },
        { provinces: ['taiwan'], delivers: false },
      ],
    })
    assert.equal(kept.body.regions.length, 2)
    const { id: _id, isDefault: _d, ...fields } = t.address
    const far = await house.must('identity.addAddress', { ...fields, province: '台湾省' }, buyer())
    const quoteTo = (addressId: string | null) =>
      house.call('trade.quote', { lines: [line(1)], addressId }, buyer())
    assert.deepEqual(
      [(await quoteTo(null)).body.freightMinor, (await quoteTo(t.address.id)).body.freightMinor],
      ['0', '500'],
    )
    const nowhere = await quoteTo(far.id)
    assert.deepEqual([nowhere.status, nowhere.body.code], [422, 'NOT_DELIVERABLE'])
    const place = (addressId: string, total: number) =>
      house.call('trade.placeOrder', { ...placeInput(1, total), addressId }, buyer())
    assert.equal((await place(far.id, 12_900)).body.code, 'NOT_DELIVERABLE')
    assert.equal((await place(t.address.id, 12_900)).body.code, 'PRICE_CHANGED')
    const placed = await place(t.address.id, 13_400)
    assert.equal(placed.status, 201)
    await house.must('trade.cancelOrder', { orderId: placed.body.orderIds[0] }, buyer())
    await set({})
  })
})
