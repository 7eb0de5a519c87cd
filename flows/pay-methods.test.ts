// Several ways to pay one order, and peers' bugs around the moment of paying, by the name of the issue they were reported in.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { tables } from '#platform/database'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'
import { openAlipay } from '#tests/contracts/payments/alipay-server'

let house: House
let t: Tenant
let finance: string
let alipay: Awaited<ReturnType<typeof openAlipay>>

before(async () => {
  let clock: House['clock'] | null = null
  alipay = await openAlipay({ now: () => clock!.now() } as House['clock'])
  house = await openHouse({}, (c) => {
    clock = c
    return [alipay.provider]
  })
  const platform = await thePlatform(house)
  finance = platform.finance.token
  t = await aTenant(house, platform, 'A')
})
after(async () => {
  await house.close()
  await alipay.stop()
})

const buyer = () => ({ token: t.buyer.token })
const place = async (more: object = {}) => {
  const input = {
    lines: [{ skuId: t.sku.skuId, qty: 1 }],
    addressId: t.address.id,
    expectedTotalMinor: '12900',
    ...more,
  }
  return house.must('trade.placeOrder', input, buyer())
}
const stateOf = async (placed: { orderIds: string[] }): Promise<string> =>
  (await house.must('trade.getOrder', { orderId: placed.orderIds[0] }, buyer())).state
const notify = (c: { headers: Record<string, string>; body: Uint8Array }) =>
  house.send({
    method: 'POST',
    url: '/api/v1/payments/callbacks/alipay',
    headers: c.headers,
    payload: Buffer.from(c.body),
  })
const paidAt = (paymentId: string) => alipay.tell({ paymentId, amountMinor: 12_900n })
const atProviders = async () => {
  const { items } = await house.must('ledger.listAccounts', { partyType: 'provider', limit: 50 }, finance)
  return Object.fromEntries(
    items.map((a: { partyId: string; postedMinor: string; pendingMinor: string }) => [
      a.partyId,
      [a.postedMinor, a.pendingMinor],
    ]),
  )
}
const refunds = async (checkoutId: string) => {
  const { rows } = await house.db.read((tx) =>
    sql<{
      reason: string
      state: string
    }>`select r.reason, r.state from trade.refund r join trade.payment p using (payment_id)
      where p.checkout_id = ${checkoutId} order by r.refund_id`.execute(tables<unknown>(tx)),
  )
  return rows
}

describe('ways to pay', () => {
  it('the buyer chooses; what is not offered is refused; each answers in its own words', async () => {
    const { items } = await house.must('trade.listPayMethods')
    assert.deepEqual(
      items.map((m: { method: string }) => m.method),
      ['sandbox', 'alipay'],
    )
    const gone = await house.call(
      'trade.placeOrder',
      {
        lines: [{ skuId: t.sku.skuId, qty: 1 }],
        addressId: t.address.id,
        expectedTotalMinor: '12900',
        method: 'cash',
      },
      buyer(),
    )
    assert.deepEqual([gone.status, gone.body.code], [409, 'PAY_METHOD_GONE'])
    const placed = await place({ method: 'alipay' })
    assert.match(placed.payUrl, /gateway\.do\?/)
    const reply = await notify(paidAt(placed.paymentId))
    assert.deepEqual(
      [reply.status, reply.text],
      [200, 'success'],
      'Alipay sends again until it reads this word',
    )
    assert.equal(await stateOf(placed), 'paid')
    assert.deepEqual((await atProviders()).alipay, ['-12900', '0'])
  })

  it('another way after the first: the money is booked where it came in, one too many goes back to its source', async () => {
    const before = await atProviders()
    const placed = await place()
    const other = await house.must(
      'trade.payAgain',
      { checkoutId: placed.checkoutId, method: 'alipay' },
      buyer(),
    )
    assert.notEqual(other.paymentId, placed.paymentId)
    const same = await house.must('trade.payAgain', { checkoutId: placed.checkoutId }, buyer())
    assert.equal(same.paymentId, other.paymentId, 'the last choice stands')
    // The first page was still open somewhere, and is paid too.
    const first = house.payments.decide(placed.paymentId, 'succeeded')
    alipay.sim.pay(other.paymentId)
    await notify(paidAt(other.paymentId))
    await house.deliver(first)
    assert.equal(await stateOf(placed), 'paid')
    await house.settle()
    assert.deepEqual(await refunds(placed.checkoutId), [{ reason: 'duplicate-payment', state: 'succeeded' }])
    const now = await atProviders()
    assert.deepEqual(now.sandbox?.[0] ?? '0', before.sandbox?.[0] ?? '0', 'there and back')
    assert.equal(BigInt(now.alipay![0]), BigInt(before.alipay![0]) - 12_900n)
  })

  it('a genuine notice about another merchant holds the order; one provider cannot speak of another’s payment', async () => {
    const placed = await place({ method: 'alipay' })
    await notify(alipay.tell({ paymentId: placed.paymentId, amountMinor: 12_900n, otherMerchant: true }))
    assert.equal(await stateOf(placed), 'held')
    const sandboxed = await place()
    assert.equal((await notify(paidAt(sandboxed.paymentId))).status, 200)
    assert.equal(await stateOf(sandboxed), 'awaiting-payment')
  })
})

describe('peers’ bugs around paying', () => {
  it('medusa #13301: the answer to our question and the webhook at once are one capture', async () => {
    const placed = await place()
    const callbacks = house.payments.decide(placed.paymentId, 'succeeded')
    house.clock.advance(6_000)
    await Promise.all([
      ...Array.from({ length: 4 }, () => house.server.flows.reconcile.reconcilePayments()),
      ...Array.from({ length: 4 }, () => house.deliver(callbacks)),
    ])
    assert.equal(await stateOf(placed), 'paid')
    await house.settle()
    assert.deepEqual(await refunds(placed.checkoutId), [], 'and nothing was taken for a second payment')
    const { rows } = await house.db.read((tx) =>
      sql<{
        n: number
      }>`select count(*)::int as n from ledger.transfer where group_id = ${placed.checkoutId} and phase = 'post-pending'`.execute(
        tables<unknown>(tx),
      ),
    )
    assert.equal(rows[0]!.n, 1)
  })

  it('medusa #16398: a failed payment is not ignored: nothing is paid, and the buyer can pay again', async () => {
    const placed = await place()
    await house.deliver(house.payments.decide(placed.paymentId, 'failed'))
    const seen = await house.must('trade.getCheckout', { checkoutId: placed.checkoutId }, buyer())
    assert.deepEqual([seen.state, seen.paymentState], ['awaiting-payment', 'failed'])
    const again = await house.must('trade.payAgain', { checkoutId: placed.checkoutId }, buyer())
    assert.notEqual(again.paymentId, placed.paymentId)
    await house.pay(again.paymentId)
    assert.equal(await stateOf(placed), 'paid')
  })

  it('mercur #909: a webhook that comes again does not complete the checkout again', async () => {
    const placed = await place()
    const callbacks = house.payments.decide(placed.paymentId, 'succeeded', { twice: true })
    await house.deliver(callbacks)
    const facts = async () => {
      const { rows } = await house.db.read((tx) =>
        sql<{
          n: number
        }>`select ((select count(*) from platform.outbox where payload::text like ${`%${placed.orderIds[0]}%`})
          + (select count(*) from ledger.transfer where order_id = ${placed.orderIds[0]})
          + (select count(*) from trade.order_step where order_id = ${placed.orderIds[0]}))::int as n`.execute(
          tables<unknown>(tx),
        ),
      )
      return rows[0]!.n
    }
    const first = await facts()
    assert.ok(first > 3)
    for (let i = 0; i < 3; i++) await house.deliver(callbacks)
    assert.equal(await facts(), first)
  })
})
