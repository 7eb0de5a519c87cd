// What claims to come from the payment provider: forged, replayed, altered, senseless; and a provider that is itself wrong.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { signCallback } from '#platform/providers/sandbox-wire'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

const SECRET = 'sandbox-secret-0123456789'
let house: House
let platform: Staff
let a: Tenant
before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
})
after(() => house.close())

const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
let events = 0
type Callback = { headers: Record<string, string>; payload: string }
function signed(fields: Record<string, unknown>, at = house.clock.now().getTime()): Callback {
  const eventId = (fields.eventId as string) ?? `evt_hostile_${(events += 1)}`
  const payload = JSON.stringify({
    eventId,
    kind: 'payment.succeeded',
    refundId: null,
    currency: 'CNY',
    occurredAt: new Date(at).toISOString(),
    ...fields,
  })
  return { headers: signCallback(SECRET, payload, eventId, at), payload }
}
const deliver = (c: Callback, headers: Record<string, string> = {}) =>
  house.send({
    method: 'POST',
    url: '/api/v1/payments/callbacks/sandbox',
    headers: { ...c.headers, ...headers },
    payload: c.payload,
  })
const orderOf = (orderId: string) => house.must('trade.getOrder', { orderId }, a.buyer.token)
async function waiting() {
  const placed = await a.order()
  const { totalMinor } = await orderOf(placed.orderId)
  return { ...placed, amountMinor: totalMinor as string }
}
const financeToken = async () =>
  (await house.db.transaction((tx) => house.doors.identity.openSession(tx, platform.finance.accountId))).token
async function ledgerIsFlat() {
  const { sums } = await house.must('ledger.getHealth', {}, await financeToken())
  for (const s of sums as { currency: string; postedMinor: string; pendingMinor: string }[])
    assert.deepEqual([s.postedMinor, s.pendingMinor], ['0', '0'], s.currency)
}

test('E53 no signature, a forged one, one of other bytes, one of another moment: nothing happens', async () => {
  const o = await waiting()
  const good = signed({ paymentId: o.paymentId, amountMinor: o.amountMinor })
  const other = signed({ paymentId: o.paymentId, amountMinor: '1' })
  const { 'x-sandbox-signature': signature, ...unsigned } = good.headers
  for (const [what, c] of [
    ['none', { ...good, headers: unsigned }],
    ['empty', { ...good, headers: { ...good.headers, 'x-sandbox-signature': '' } }],
    ['zeros', { ...good, headers: { ...good.headers, 'x-sandbox-signature': '0'.repeat(64) } }],
    ['short', { ...good, headers: { ...good.headers, 'x-sandbox-signature': signature!.slice(0, 63) } }],
    [
      'upper case',
      { ...good, headers: { ...good.headers, 'x-sandbox-signature': signature!.toUpperCase() } },
    ],
    ['of another body', { ...good, headers: other.headers }],
    ['of another moment', { ...good, headers: { ...good.headers, 'x-sandbox-timestamp': '1' } }],
    ['one space more', { ...good, payload: `${good.payload} ` }],
    ['written again', { ...good, payload: JSON.stringify(JSON.parse(good.payload), null, 1) }],
    ['amount altered', { ...good, payload: good.payload.replace(o.amountMinor, '1') }],
    [
      'no secret at all',
      {
        ...good,
        headers: signCallback('', good.payload, 'evt', house.clock.now().getTime()),
      },
    ],
  ] as [string, Callback][])
    refusedWith(await deliver(c), 401, 'SIGNATURE_INVALID', what)
  assert.equal((await orderOf(o.orderId)).state, 'awaiting-payment')
  await ledgerIsFlat()
})

test('E54 a genuine callback older or younger than five minutes', async () => {
  const o = await waiting()
  const now = house.clock.now().getTime()
  for (const at of [now - 301_000, now + 301_000, 0])
    refusedWith(
      await deliver(signed({ paymentId: o.paymentId, amountMinor: o.amountMinor }, at)),
      401,
      'TIMESTAMP_OLD',
    )
  const headers = { 'x-sandbox-timestamp': 'NaN' }
  refusedWith(
    await deliver(signed({ paymentId: o.paymentId, amountMinor: o.amountMinor }), headers),
    401,
    'SIGNATURE_INVALID',
  )
  assert.equal((await orderOf(o.orderId)).state, 'awaiting-payment')
})

test('E62 one event eight times at once and once more next day: one payment', async () => {
  const o = await waiting()
  const c = signed({ paymentId: o.paymentId, amountMinor: o.amountMinor })
  const replies = await Promise.all(Array.from({ length: 8 }, () => deliver(c)))
  for (const r of replies) assert.equal(r.status, 200, r.text)
  assert.equal((await orderOf(o.orderId)).state, 'paid')
  const again = signed({ eventId: JSON.parse(c.payload).eventId, paymentId: o.paymentId, amountMinor: '1' })
  assert.equal((await deliver(again)).status, 200, 'an event id that was used says nothing new')
  assert.equal((await orderOf(o.orderId)).state, 'paid')
  await house.settle()
  await ledgerIsFlat()
})

test('E55 E56 properly signed, but another amount or currency: held, never shipped, and sent back', async () => {
  const wrong: { amountMinor?: string; currency?: string }[] = [
    { amountMinor: '1' },
    { amountMinor: '0' },
    { amountMinor: '999999999999999' },
    { currency: 'USD' },
    { currency: 'XYZ' },
  ]
  const stock = async () => {
    const { skus } = await house.must(
      'shop.getMerchantProduct',
      { shopId: a.shopId, productId: a.product.productId },
      a.shopStaff.owner!.token,
    )
    return [skus[0].onHand, skus[0].reserved] as number[]
  }
  const [onHand] = await stock()
  const held: { orderId: string; amountMinor: string; currency: string }[] = []
  for (const w of wrong) {
    const o = await waiting()
    const reply = await deliver(signed({ paymentId: o.paymentId, amountMinor: o.amountMinor, ...w }))
    assert.equal(reply.status, 200, `${JSON.stringify(w)} ${reply.text}`)
    assert.equal((await orderOf(o.orderId)).state, 'held', JSON.stringify(w))
    held.push({ orderId: o.orderId, amountMinor: o.amountMinor, currency: 'CNY', ...w })
    refusedWith(
      await house.call(
        'trade.shipOrder',
        { shopId: a.shopId, orderId: o.orderId, carrier: 'SF', trackingNo: `HELD-${(events += 1)}-0000` },
        { token: a.shopStaff.owner!.token },
      ),
      409,
      'STATE_CONFLICT',
    )
    assert.equal((await deliver(signed({ paymentId: o.paymentId, amountMinor: o.amountMinor }))).status, 200)
    assert.equal((await orderOf(o.orderId)).state, 'held', 'a second word does not undo the first')
  }
  await ledgerIsFlat()
  house.clock.advance(DAY_MS + 1)
  await house.settle()
  for (const { orderId, amountMinor, currency } of held) {
    const order = await orderOf(orderId)
    assert.deepEqual(
      [order.state, order.refund?.amountMinor ?? '0', order.refund?.currency ?? 'CNY'],
      ['cancelled', amountMinor, currency],
      'what was charged goes back, in what it was charged in',
    )
  }
  assert.deepEqual(await stock(), [onHand, 0], 'and what was kept for them can be bought again')
  const { items } = await house.must('ledger.listAccounts', {}, await financeToken())
  assert.ok(
    items.some((i: { currency: string }) => i.currency === 'XYZ'),
    'and finance can see it',
  )
  await ledgerIsFlat()
})

test('E55 the wrong amount for an order that was cancelled, or was paid already, changes no order and loses no money', async () => {
  const cancelled = await waiting()
  await house.must('trade.cancelOrder', { orderId: cancelled.orderId }, a.buyer.token)
  assert.equal((await deliver(signed({ paymentId: cancelled.paymentId, amountMinor: '7' }))).status, 200)
  assert.equal((await orderOf(cancelled.orderId)).state, 'cancelled')
  const paid = await waiting()
  assert.equal(
    (await deliver(signed({ paymentId: paid.paymentId, amountMinor: paid.amountMinor }))).status,
    200,
  )
  assert.equal((await deliver(signed({ paymentId: paid.paymentId, amountMinor: '7' }))).status, 200)
  assert.equal((await orderOf(paid.orderId)).state, 'paid')
  house.clock.advance(DAY_MS + 1)
  await house.settle()
  assert.equal((await orderOf(cancelled.orderId)).state, 'cancelled')
  await ledgerIsFlat()
})

test('E63 kinds, payments and refunds nobody knows are taken note of and change nothing', async () => {
  const o = await waiting()
  const amountMinor = o.amountMinor
  for (const fields of [
    { kind: 'payment.mystery', paymentId: o.paymentId, amountMinor },
    { kind: 'payment.succeeded', paymentId: 'pay_01J0000000000000000000MISS', amountMinor },
    { kind: 'payment.succeeded', paymentId: o.orderId, amountMinor },
    { kind: 'payment.succeeded', paymentId: '', amountMinor },
    { kind: 'payment.succeeded', paymentId: 'pay_\u0000', amountMinor },
    {
      kind: 'refund.succeeded',
      paymentId: o.paymentId,
      refundId: 'rfd_01J0000000000000000000MISS',
      amountMinor,
    },
    { kind: 'refund.succeeded', paymentId: o.paymentId, refundId: null, amountMinor },
  ]) {
    const { status, text } = await deliver(signed(fields))
    assert.ok(status === 200 || status === 422, `${JSON.stringify(fields)} ${text}`)
  }
  assert.equal((await orderOf(o.orderId)).state, 'awaiting-payment')
})

test('a refund the shop has not agreed to is not given by the provider’s word', async () => {
  const { orderId } = await a.shippedOrder()
  const { refund } = await house.must('trade.refundOrder', { orderId, reason: 'damaged' }, a.buyer.token)
  assert.equal(refund.state, 'requested')
  const { paymentId } = await a.order()
  const reply = await deliver(
    signed({
      kind: 'refund.succeeded',
      paymentId,
      refundId: refund.refundId,
      amountMinor: refund.amountMinor,
    }),
  )
  assert.equal(reply.status, 200, reply.text)
  assert.equal((await orderOf(orderId)).refund.state, 'requested')
  await ledgerIsFlat()
})

test('E60 a signed body that is not what was agreed: refused, and nothing of it kept', async () => {
  const o = await waiting()
  const now = house.clock.now().getTime()
  const bodies = [
    '',
    'null',
    '[]',
    '{}',
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    JSON.stringify({ eventId: 'x' }),
    ...['cny', '人民币', '', 'CNYY'].map(
      (currency) => signed({ paymentId: o.paymentId, amountMinor: o.amountMinor, currency }).payload,
    ),
    JSON.stringify({
      ...JSON.parse(signed({ paymentId: o.paymentId, amountMinor: '1' }).payload),
      amountMinor: 1,
    }),
    JSON.stringify({
      ...JSON.parse(signed({ paymentId: o.paymentId, amountMinor: '1' }).payload),
      amountMinor: '-1',
    }),
    JSON.stringify({
      ...JSON.parse(signed({ paymentId: o.paymentId, amountMinor: '1' }).payload),
      amountMinor: '1.99',
    }),
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  ]
  for (const payload of bodies)
    refusedWith(
      await deliver({ headers: signCallback(SECRET, payload, 'evt', now), payload }),
      422,
      'INPUT_INVALID',
      payload.slice(0, 60),
    )
  assert.equal((await orderOf(o.orderId)).state, 'awaiting-payment')
})

test('E64 E65 a buyer’s own word about paying is worth nothing', async () => {
  const o = await waiting()
  refusedWith(
    await house.call('trade.payAgain', { checkoutId: o.checkoutId, paid: true }, { token: a.buyer.token }),
    422,
    'UNKNOWN_FIELD',
  )
  const look = await house.must('trade.getCheckout', { checkoutId: o.checkoutId }, a.buyer.token)
  assert.ok(!JSON.stringify(look).includes('"paid"'), JSON.stringify(look))
  const reply = await house.send({
    method: 'POST',
    url: '/api/v1/payments/callbacks/sandbox?paid=true',
    headers: { authorization: `Bearer ${a.buyer.token}` },
    payload: '{}',
  })
  assert.ok([401, 422].includes(reply.status), reply.text)
  assert.equal((await orderOf(o.orderId)).state, 'awaiting-payment')
})
