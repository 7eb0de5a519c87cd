import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let t: Tenant
let admin: string

const open = async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  admin = platform.admin.token
  t = await aTenant(house, platform, 'A')
}
const close = () => house.close()

const shop = () => ({ token: t.shopStaff.owner!.token })
const buyer = () => ({ token: t.buyer.token })
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
/** What the signal log says of how the sale of an order’s goods ended. */
const endsOf = async (orderId: Id<'ord'>): Promise<string[]> => {
  await house.settle()
  const { rows } = await house.db.read((tx) =>
    sql<{ kind: string }>`
      select kind from signals.signal join trade.order_line using (line_id)
      where order_id = ${orderId} and kind <> 'buy'`.execute(tables(tx)),
  )
  return rows.map(({ kind }) => kind)
}
const assertBalanced = async () => {
  const { sums, unexplainedPayoutMinor } = await house.must('ledger.getHealth', {}, admin)
  for (const s of sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
  assert.equal(unexplainedPayoutMinor, '0')
}

describe('cancel, ship, receive', () => {
  before(open)
  after(close)

  it('cancel releases the stock; a paid order cannot be cancelled', async () => {
    const before = await stock()
    const o = await t.order()
    assert.equal((await house.must('trade.cancelOrder', { orderId: o.orderId }, buyer())).state, 'cancelled')
    assert.deepEqual(await stock(), before)
    const paid = await t.paidOrder()
    const reply = await house.call('trade.cancelOrder', { orderId: paid.orderId }, buyer())
    assert.deepEqual([reply.body.code, reply.body.state], ['STATE_CONFLICT', 'paid'])
  })

  it('refund and ship at once: one wins, the other learns the state', async () => {
    for (let i = 0; i < 4; i++) {
      const o = await t.paidOrder()
      const [refund, ship] = await Promise.all([
        house.call('trade.refundOrder', { orderId: o.orderId, reason: 'changed-mind' }, buyer()),
        house.call(
          'trade.shipOrder',
          { shopId: t.shopId, orderId: o.orderId, carrier: 'SF', trackingNo: `RACE-0000${i}` },
          shop(),
        ),
      ])
      const end = await order(o.orderId)
      if (ship.status === 201)
        assert.ok(end.state === 'shipped' && (refund.status === 409 || end.refund.state === 'requested'))
      else assert.deepEqual([ship.body.code, end.state, refund.status], ['STATE_CONFLICT', 'refunded', 201])
    }
    await assertBalanced()
  })

  it('a tracking number is used once; a parcel holds no more than is left', async () => {
    const [a, b] = [await t.paidOrder(), await t.paidOrder()]
    const ship = (orderId: Id<'ord'>, more: object = {}) =>
      house.call(
        'trade.shipOrder',
        { shopId: t.shopId, orderId, carrier: 'SF', trackingNo: 'ONCE-000001', ...more },
        shop(),
      )
    assert.equal((await ship(a.orderId)).status, 201)
    assert.equal((await ship(b.orderId)).body.code, 'TRACKING_USED')
    const { lines } = await order(b.orderId)
    assert.equal(
      (await ship(b.orderId, { trackingNo: 'ONCE-000002', lines: [{ lineId: lines[0].lineId, qty: 2 }] }))
        .body.code,
      'QTY_RANGE',
    )
    assert.equal((await order(b.orderId)).state, 'paid')
  })

  it('nobody says a word for ten days: received; seven more: settled', async () => {
    const o = await t.shippedOrder()
    await house.must('demo.advanceClock', { days: 10 })
    assert.equal((await order(o.orderId)).state, 'received')
    await house.must('demo.advanceClock', { days: 7 })
    assert.equal((await order(o.orderId)).state, 'completed')
    await assertBalanced()
  })
})

// A session lasts thirty days, and these tests make weeks pass: a house of their own.
describe('refunds', () => {
  before(open)
  after(close)

  it('before shipping: at once, stock back, every share void', async () => {
    const before = await stock()
    const o = await t.paidOrder()
    const key = 'refund-once'
    const replies = await Promise.all(
      [1, 2, 3].map(() =>
        house.call('trade.refundOrder', { orderId: o.orderId, reason: 'changed-mind' }, { ...buyer(), key }),
      ),
    )
    assert.ok(replies.every((r) => r.status === 201))
    const refunded = await order(o.orderId)
    assert.deepEqual(
      [refunded.state, refunded.refund.state, refunded.refund.amountMinor],
      ['refunded', 'succeeded', '12900'],
    )
    assert.deepEqual(await stock(), before)
    assert.deepEqual(await endsOf(o.orderId), ['unbuy'], 'nothing was sent, so nothing came back')
    assert.equal(
      (await house.call('trade.refundOrder', { orderId: o.orderId, reason: 'other' }, buyer())).body.code,
      'REFUND_EXCEEDS',
    )
    await assertBalanced()
  })

  it('after shipping the shop decides: refused with a reason, asked again, approved', async () => {
    const o = await t.shippedOrder()
    const asked = await house.must('trade.refundOrder', { orderId: o.orderId, reason: 'damaged' }, buyer())
    assert.deepEqual([asked.state, asked.refund.state], ['shipped', 'requested'])
    const todos = await house.must('trade.getTodos', { shopId: t.shopId }, shop())
    assert.equal(todos.todos.find((x: { kind: string }) => x.kind === 'refunds-to-decide').count, 1)
    const decide = (approve: boolean, refusal?: string) =>
      house.call(
        'trade.decideRefund',
        { shopId: t.shopId, refundId: asked.refund.refundId, approve, ...(refusal ? { refusal } : {}) },
        shop(),
      )
    assert.equal((await decide(false)).body.code, 'INPUT_INVALID')
    assert.equal((await decide(false, '照片里看不出破损')).body.state, 'refused')
    assert.equal((await decide(true)).body.code, 'STATE_CONFLICT')
    const again = await house.must('trade.refundOrder', { orderId: o.orderId, reason: 'damaged' }, buyer())
    const approved = await house.must(
      'trade.decideRefund',
      { shopId: t.shopId, refundId: again.refund.refundId, approve: true },
      shop(),
    )
    assert.equal(approved.state, 'succeeded')
    assert.equal((await order(o.orderId)).state, 'refunded')
    assert.deepEqual(await endsOf(o.orderId), ['return'])
    await assertBalanced()
  })

  it('48 hours of silence approve; a waiting request keeps the money from settling', async () => {
    const o = await t.receivedOrder()
    house.clock.advance(7 * DAY_MS - HOUR_MS)
    await house.must('trade.refundOrder', { orderId: o.orderId, reason: 'changed-mind' }, buyer())
    house.clock.advance(2 * HOUR_MS)
    await house.server.flows.settle.settleDue()
    assert.equal((await order(o.orderId)).state, 'received')
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    const end = await order(o.orderId)
    assert.deepEqual([end.state, end.refund.state, end.refund.decidedBy], ['refunded', 'succeeded', 'system'])
    await assertBalanced()
  })

  it('after settlement, broken goods still come back: the fund pays, and the shop owes it', async () => {
    const p = await t.payout()
    const late = await house.call(
      'trade.refundOrder',
      { orderId: p.orderId, reason: 'changed-mind' },
      buyer(),
    )
    assert.equal(late.body.code, 'STATE_CONFLICT')
    const asked = await house.must(
      'trade.refundOrder',
      { orderId: p.orderId, reason: 'not-as-described' },
      buyer(),
    )
    await house.must(
      'trade.decideRefund',
      { shopId: t.shopId, refundId: asked.refund.refundId, approve: true },
      shop(),
    )
    const finance = await house.must('ledger.getShopFinance', { shopId: t.shopId }, shop())
    assert.deepEqual([finance.availableMinor, finance.debtMinor], ['0', '12255'])
    const fund = await house.must('ledger.getFund', {}, buyer())
    assert.deepEqual([fund.balanceMinor, fund.outstandingMinor], ['-12255', '12255'])
    await assertBalanced()
  })

  it('a provider that is down gets the refund later, once', async () => {
    const o = await t.paidOrder()
    const { refund } = house.payments.provider
    house.payments.provider.refund = () => Promise.reject(new Error('down'))
    const asked = await house.must('trade.refundOrder', { orderId: o.orderId, reason: 'other' }, buyer())
    assert.equal(asked.refund.state, 'approved')
    house.payments.provider.refund = refund
    house.clock.advance(6_000)
    await house.server.flows.reconcile.reconcileRefunds()
    assert.equal((await order(o.orderId)).refund.state, 'succeeded')
    await assertBalanced()
  })
})

describe('reviews', () => {
  before(open)
  after(close)

  it('only those who received it, once; the shop answers', async () => {
    const o = await t.receivedOrder()
    const write = (orderId: string, productId = t.product.productId, options = buyer()) =>
      house.call('trade.reviewOrder', { orderId, productId, rating: 5, text: '水开得真快' }, options)
    assert.equal((await write((await t.paidOrder()).orderId)).body.code, 'STATE_CONFLICT')
    assert.equal((await write(o.orderId, 'prd_01J00000000000000000000000')).body.code, 'NOT_PURCHASED')
    assert.equal((await write(o.orderId, t.product.productId, { token: t.creatorOwner.token })).status, 404)
    const first = await write(o.orderId)
    assert.deepEqual([first.status, first.body.author], [201, '张*'])
    assert.equal((await write(o.orderId)).body.code, 'DUPLICATE')
    await house.must(
      'trade.replyReview',
      { shopId: t.shopId, reviewId: first.body.reviewId, text: '谢谢' },
      shop(),
    )
    const list = await house.must('trade.listReviews', { productId: t.product.productId })
    assert.deepEqual([list.count, list.averageRating, list.items[0].reply], [1, 5, '谢谢'])
  })
})
