// Cases of all seven types through the platform’s own calls: part refunds, races, returns, rulings, and what each leaves in the
// ledger and on the shelf.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

let house: House
let platform: Staff
let t: Tenant

const shop = () => ({ token: t.shopStaff.owner!.token })
const buyer = () => ({ token: t.buyer.token })
const PHOTO = '/media/world/products/kettle.webp'

before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  t = await aTenant(house, platform, 'A')
})
after(() => house.close())
/** A session lasts thirty days, and these tests make months pass. */
beforeEach(async () => {
  for (const person of [t.buyer, t.shopStaff.owner!, platform.admin, platform.reviewer]) {
    const { accountId } = person
    const session = await house.db.transaction((tx) => house.doors.identity.openSession(tx, accountId))
    person.token = session.token
  }
})

type Case = {
  afterSaleId: string
  version: number
  state: string
  amountMinor: string
  refund: { state: string } | null
}

async function bought(
  qty: number,
  skuId: string = t.sku.skuId,
): Promise<{ orderId: string; lineId: string }> {
  const lines = [{ skuId, qty }]
  const quote = await house.must('trade.quote', { lines, addressId: t.address.id }, buyer())
  const wish = { lines, addressId: t.address.id, expectedTotalMinor: quote.totalMinor }
  const { orderIds, paymentId } = await house.must('trade.placeOrder', wish, buyer())
  await house.pay(paymentId)
  await house.settle()
  const o = await house.must('trade.getOrder', { orderId: orderIds[0] }, buyer())
  return { orderId: o.orderId, lineId: o.lines[0].lineId }
}
let parcels = 0
async function received(qty: number, serials?: string[]): Promise<{ orderId: string; lineId: string }> {
  const o = await bought(qty)
  const lines = serials ? { lines: [{ lineId: o.lineId, qty, serials }] } : {}
  const parcel = { carrier: 'SF', trackingNo: `CASE-${String((parcels += 1)).padStart(6, '0')}`, ...lines }
  await house.must('trade.shipOrder', { shopId: t.shopId, orderId: o.orderId, ...parcel }, shop())
  await house.must('trade.confirmReceipt', { orderId: o.orderId }, buyer())
  return o
}
type Wish = { type: string; reason: string; qty?: number; amountMinor?: string; media?: string[] }
const wish = (
  o: { orderId: string; lineId: string },
  { type, reason, qty = 1, amountMinor, media = [] }: Wish,
) => ({
  orderId: o.orderId,
  type,
  reason,
  note: null,
  media,
  lines: [{ lineId: o.lineId, qty, ...(amountMinor ? { amountMinor } : {}) }],
})
const apply = (o: { orderId: string; lineId: string }, w: Wish): Promise<Case> =>
  house.must('trade.applyAfterSale', wish(o, w), buyer())
const buyerMoves = (afterSaleId: string, move: string, more: object = {}) =>
  house.call('trade.moveAfterSale', { afterSaleId, move, ...more }, buyer())
const shopMoves = (afterSaleId: string, move: string, more: object = {}) =>
  house.call('trade.moveShopAfterSale', { shopId: t.shopId, afterSaleId, move, ...more }, shop())
const rule = (afterSaleId: string, move: string, more: object = {}, token = platform.reviewer.token) =>
  house.call('trade.decideArbitration', { afterSaleId, move, note: '证据清楚', ...more }, { token })
const look = (afterSaleId: string): Promise<Case & Record<string, unknown>> =>
  house.must('trade.getAfterSale', { afterSaleId }, buyer())
const order = (orderId: string) => house.must('trade.getOrder', { orderId }, buyer())
const explained = (orderId: string) =>
  house.must('ledger.explainOrder', { shopId: t.shopId, orderId }, shop())
const onHand = async (): Promise<number> => {
  const p = await house.must(
    'shop.getMerchantProduct',
    { shopId: t.shopId, productId: t.product.productId },
    shop(),
  )
  return p.skus.find((s: { skuId: string }) => s.skuId === t.sku.skuId).onHand
}
const assertBalanced = async () => {
  const { sums, unexplainedPayoutMinor } = await house.must('ledger.getHealth', {}, platform.admin.token)
  for (const s of sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
  assert.equal(unexplainedPayoutMinor, '0')
}
const sendBack = { carrier: '顺丰速运', trackingNo: 'BACK-000001' }

describe('money for a part', () => {
  it('a hundred part refunds at once: as many as the line has units, to the cent', async () => {
    const o = await received(4)
    const replies = await Promise.all(
      Array.from({ length: 100 }, () =>
        house.call('trade.applyAfterSale', wish(o, { type: 'refund-only', reason: 'other' }), buyer()),
      ),
    )
    const taken = replies.filter((r) => r.status === 201)
    assert.equal(taken.length, 4)
    // Whoever was too many was told so before anything was done.
    for (const r of replies)
      if (r.status !== 201) assert.ok(['REFUND_EXCEEDS', 'BUSY'].includes(r.body.code), r.text)
    const afterSaleIds = taken.map((r) => r.body.afterSaleId)
    const approved = await house.must('trade.approveAfterSales', { shopId: t.shopId, afterSaleIds }, shop())
    assert.deepEqual(
      approved.results.map((r: { code: unknown }) => r.code),
      [null, null, null, null],
    )
    await house.settle()
    assert.equal((await order(o.orderId)).state, 'refunded')
    const { refundedMinor, paidMinor } = await explained(o.orderId)
    assert.equal(refundedMinor, paidMinor)
    await assertBalanced()
  })

  it('an amount, then another, never above what was paid; what is left is said', async () => {
    const o = await received(1)
    const some = (amountMinor: string) =>
      house.call(
        'trade.applyAfterSale',
        wish(o, { type: 'refund-only', reason: 'other', amountMinor }),
        buyer(),
      )
    assert.equal((await some('3000')).status, 201)
    const over = await some('9901')
    assert.deepEqual(
      [over.status, over.body.code, over.body.refundableMinor],
      [409, 'REFUND_EXCEEDS', '9900'],
    )
    assert.equal((await some('9900')).status, 201)
    assert.equal((await some('1')).body.code, 'REFUND_EXCEEDS')
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    const end = await order(o.orderId)
    assert.equal(end.state, 'refunded', 'silence approved both')
    await assertBalanced()
  })

  it('a part goes back and the rest settles', async () => {
    const o = await received(2)
    const c = await apply(o, { type: 'refund-only', reason: 'other', qty: 1 })
    assert.equal((await shopMoves(c.afterSaleId, 'approve')).body.state, 'done')
    assert.equal((await order(o.orderId)).state, 'received')
    house.clock.advance(8 * DAY_MS)
    await house.settle()
    assert.equal((await order(o.orderId)).state, 'completed')
    const { refundedMinor, paidMinor } = await explained(o.orderId)
    assert.deepEqual([refundedMinor, paidMinor], ['12900', '25800'])
    await assertBalanced()
  })

  it('before shipping some units come back to the shelf, and the others are still to be sent', async () => {
    const there = await onHand()
    const o = await bought(3)
    const c = await apply(o, { type: 'before-shipping', reason: 'changed-mind', qty: 1 })
    assert.deepEqual([c.state, c.refund?.state], ['done', 'succeeded'])
    assert.equal(await onHand(), there - 2)
    const sent = await house.must(
      'trade.shipOrder',
      { shopId: t.shopId, orderId: o.orderId, carrier: 'SF', trackingNo: 'CASE-PART-1' },
      shop(),
    )
    assert.equal(sent.package.lines[0].qty, 2)
    assert.equal((await order(o.orderId)).state, 'shipped')
    await assertBalanced()
  })
})

describe('goods that come back', () => {
  it('return: agreed, sent back, looked at, paid; what is good goes on the shelf again', async () => {
    const there = await onHand()
    const o = await received(1)
    const bare = await house.call(
      'trade.applyAfterSale',
      wish(o, { type: 'return-and-refund', reason: 'damaged' }),
      buyer(),
    )
    assert.deepEqual([bare.status, bare.body.code], [422, 'EVIDENCE_REQUIRED'])
    const c = await apply(o, { type: 'return-and-refund', reason: 'damaged', media: [PHOTO] })
    assert.equal((await shopMoves(c.afterSaleId, 'approve')).body.state, 'to-return')
    assert.equal((await buyerMoves(c.afterSaleId, 'send-back')).body.code, 'INPUT_INVALID')
    assert.equal((await buyerMoves(c.afterSaleId, 'send-back', sendBack)).body.state, 'sent-back')
    const extended = await shopMoves(c.afterSaleId, 'extend')
    assert.equal(extended.body.state, 'sent-back')
    assert.equal((await shopMoves(c.afterSaleId, 'extend')).body.code, 'STATE_CONFLICT', 'once')
    const stale = await shopMoves(c.afterSaleId, 'accept-return', { expectedVersion: c.version })
    assert.equal(stale.body.code, 'STALE')
    const done = await shopMoves(c.afterSaleId, 'accept-return', { restock: true })
    assert.deepEqual([done.body.state, done.body.refund.state], ['done', 'succeeded'])
    assert.equal(await onHand(), there)
    assert.equal((await order(o.orderId)).state, 'refunded')
    await assertBalanced()
  })

  it('not sent within five days: closed; not looked at within eight: paid', async () => {
    const [a, b] = [await received(1), await received(1)]
    const [x, y] = [
      await apply(a, { type: 'return-and-refund', reason: 'changed-mind' }),
      await apply(b, { type: 'return-and-refund', reason: 'changed-mind' }),
    ]
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    await buyerMoves(y.afterSaleId, 'send-back', { ...sendBack, trackingNo: 'BACK-000002' })
    house.clock.advance(5 * DAY_MS)
    await house.settle()
    assert.deepEqual(
      [(await look(x.afterSaleId)).state, (await look(y.afterSaleId)).state],
      ['closed', 'sent-back'],
    )
    house.clock.advance(3 * DAY_MS)
    await house.settle()
    assert.deepEqual(
      [(await look(y.afterSaleId)).state, (await order(b.orderId)).state],
      ['done', 'refunded'],
    )
    await assertBalanced()
  })

  it('another serial number comes back: a dispute, never money by itself', async () => {
    const o = await received(1, ['SN-10001'])
    const c = await apply(o, { type: 'return-and-refund', reason: 'damaged', media: [PHOTO] })
    await shopMoves(c.afterSaleId, 'approve')
    await buyerMoves(c.afterSaleId, 'send-back', {
      ...sendBack,
      trackingNo: 'BACK-000003',
      serials: ['SN-99999'],
    })
    house.clock.advance(8 * DAY_MS)
    await house.settle()
    const now = await look(c.afterSaleId)
    assert.deepEqual([now.state, now.serialsDiffer, now.refund?.state], ['evidence', true, 'requested'])
    await assertBalanced()
  })
})

describe('goods instead of money', () => {
  it('exchange: the old comes back, a new one leaves the shelf, no money moves', async () => {
    const there = await onHand()
    const o = await received(1)
    const c = await apply(o, { type: 'exchange', reason: 'damaged', media: [PHOTO] })
    assert.equal(c.refund, null)
    await shopMoves(c.afterSaleId, 'approve')
    await buyerMoves(c.afterSaleId, 'send-back', { ...sendBack, trackingNo: 'BACK-000004' })
    assert.equal((await shopMoves(c.afterSaleId, 'accept-return', { restock: false })).body.state, 'to-send')
    assert.equal(await onHand(), there - 2)
    const both = await house.call(
      'trade.applyAfterSale',
      wish(o, { type: 'refund-only', reason: 'other' }),
      buyer(),
    )
    assert.equal(both.body.code, 'REFUND_EXCEEDS', 'the unit is spoken for')
    const sent = await shopMoves(c.afterSaleId, 'send', { carrier: '中通快递', trackingNo: 'NEW-000001' })
    assert.equal(sent.body.state, 'sent-out')
    assert.equal((await buyerMoves(c.afterSaleId, 'confirm')).body.state, 'done')
    assert.equal((await explained(o.orderId)).refundedMinor, '0')
    await assertBalanced()
  })

  it('resend that nobody sends within 48 hours: the money instead, the held unit back', async () => {
    const there = await onHand()
    const o = await received(1)
    const c = await apply(o, { type: 'resend', reason: 'missing-parts', media: [PHOTO] })
    assert.equal((await shopMoves(c.afterSaleId, 'approve')).body.state, 'to-send')
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    const end = await look(c.afterSaleId)
    assert.deepEqual([end.state, end.refund?.state], ['done', 'succeeded'])
    assert.equal(await onHand(), there - 1)
    await assertBalanced()
  })

  it('repair: goes back, comes again, and the shelf is not asked', async () => {
    const there = await onHand()
    const o = await received(1)
    const c = await apply(o, { type: 'repair', reason: 'stopped-working', media: [PHOTO] })
    await shopMoves(c.afterSaleId, 'approve')
    await buyerMoves(c.afterSaleId, 'send-back', { ...sendBack, trackingNo: 'BACK-000005' })
    await shopMoves(c.afterSaleId, 'accept-return')
    house.clock.advance(10 * DAY_MS)
    await house.settle()
    assert.equal((await look(c.afterSaleId)).state, 'to-send', 'a repair has fifteen days')
    await shopMoves(c.afterSaleId, 'send', { carrier: '中通快递', trackingNo: 'NEW-000002' })
    house.clock.advance(10 * DAY_MS)
    await house.settle()
    assert.equal((await look(c.afterSaleId)).state, 'done')
    assert.equal(await onHand(), there - 1)
  })
})

describe('a lower price', () => {
  it('gives the difference at once, and again only when it falls further', async () => {
    const o = await received(2)
    const ask = () =>
      house.call('trade.applyAfterSale', wish(o, { type: 'price-protection', reason: 'price-fell' }), buyer())
    assert.equal((await ask()).body.code, 'REFUND_EXCEEDS')
    const price = async (priceMinor: string) => {
      const p = await house.must(
        'shop.getMerchantProduct',
        { shopId: t.shopId, productId: t.product.productId },
        shop(),
      )
      const skus = p.skus.map((s: { skuId: string; name: unknown; priceMinor: string; version: number }) => ({
        skuId: s.skuId,
        name: s.name,
        priceMinor: s.skuId === t.sku.skuId ? priceMinor : s.priceMinor,
      }))
      const r = await house.call(
        'shop.updateProduct',
        { shopId: t.shopId, productId: p.productId, skus },
        { ...shop(), ifMatch: p.version },
      )
      assert.equal(r.status, 200, r.text)
    }
    await price('11900')
    const first = await ask()
    assert.deepEqual([first.status, first.body.amountMinor, first.body.state], [201, '2000', 'done'])
    assert.equal((await ask()).body.code, 'REFUND_EXCEEDS', 'once')
    await price('11400')
    assert.equal((await ask()).body.amountMinor, '1000')
    await price('12900')
    await assertBalanced()
  })
})

describe('before the platform', () => {
  const disputed = async () => {
    const o = await received(1)
    const c = await apply(o, { type: 'return-and-refund', reason: 'not-as-described', media: [PHOTO] })
    await shopMoves(c.afterSaleId, 'refuse', { note: '与描述一致' })
    const escalated = await buyerMoves(c.afterSaleId, 'escalate', { note: '颜色不对', media: [PHOTO] })
    assert.equal(escalated.body.state, 'evidence', escalated.text)
    return { ...o, afterSaleId: c.afterSaleId }
  }
  const heard = async (id: string) => {
    await buyerMoves(id, 'give-evidence', { note: '对比照片', media: [PHOTO] })
    const both = await shopMoves(id, 'give-evidence', { note: '出厂照片', media: [PHOTO] })
    assert.equal(both.body.state, 'judging', 'both were heard: no need to wait')
  }

  it('for the buyer, with the goods going back first', async () => {
    const d = await disputed()
    await heard(d.afterSaleId)
    assert.equal((await rule(d.afterSaleId, 'rule-for-buyer-with-return')).body.state, 'to-return')
    await buyerMoves(d.afterSaleId, 'send-back', { ...sendBack, trackingNo: 'BACK-000006' })
    const end = await shopMoves(d.afterSaleId, 'accept-return', { restock: false })
    assert.deepEqual([end.body.state, end.body.refund.state], ['done', 'succeeded'])
    await assertBalanced()
  })

  it('shared: the buyer gets a part, the platform bears some of it out of its own money', async () => {
    const d = await disputed()
    await heard(d.afterSaleId)
    const over = await rule(d.afterSaleId, 'rule-shared', { amountMinor: '5000', platformMinor: '5001' })
    assert.equal(over.body.code, 'AMOUNT_INVALID')
    const end = await rule(d.afterSaleId, 'rule-shared', { amountMinor: '5000', platformMinor: '2000' })
    assert.deepEqual([end.body.state, end.body.refund.amountMinor], ['done', '5000'])
    assert.deepEqual(end.body.refund.sources, [{ source: 'platform', amountMinor: '2000' }])
    assert.equal((await order(d.orderId)).state, 'received')
    await assertBalanced()
  })

  it('for the shop: closed, and its words are kept with everybody else’s', async () => {
    const d = await disputed()
    await heard(d.afterSaleId)
    const end = await rule(d.afterSaleId, 'rule-for-shop')
    assert.deepEqual([end.body.state, end.body.refund.state], ['closed', 'refused'])
    const moves = end.body.timeline.map((s: { move: string; by: string }) => `${s.by} ${s.move}`)
    assert.deepEqual(moves, [
      'buyer apply',
      'merchant refuse',
      'buyer escalate',
      'buyer give-evidence',
      'merchant give-evidence',
      'system hear',
      'operator rule-for-shop',
    ])
    assert.equal((await rule(d.afterSaleId, 'rule-for-buyer')).body.code, 'STATE_CONFLICT')
  })

  it('too late: the buyer is paid and the platform bears it', async () => {
    const d = await disputed()
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    assert.equal((await look(d.afterSaleId)).state, 'judging')
    house.clock.advance(48 * HOUR_MS)
    await house.settle()
    const end = await look(d.afterSaleId)
    assert.deepEqual([end.state, end.platformMinor], ['done', end.amountMinor])
    await assertBalanced()
  })

  it('nobody rules on their own shop’s case', async () => {
    const d = await disputed()
    await heard(d.afterSaleId)
    const { accountId } = platform.reviewer
    await house.db.transaction((tx) =>
      house.doors.identity.setRole(tx, { orgId: t.shopId, accountId, role: 'support' }),
    )
    const r = await rule(d.afterSaleId, 'rule-for-shop')
    assert.deepEqual([r.status, r.body.code], [403, 'CONFLICT_OF_INTEREST'])
    assert.equal((await rule(d.afterSaleId, 'rule-for-shop', {}, platform.admin.token)).body.state, 'closed')
  })

  it('a refusal nobody takes further is over after seven days', async () => {
    const o = await received(1)
    const c = await apply(o, { type: 'refund-only', reason: 'other' })
    await shopMoves(c.afterSaleId, 'refuse', { note: '已使用' })
    house.clock.advance(7 * DAY_MS)
    await house.settle()
    assert.equal((await look(c.afterSaleId)).state, 'closed')
    assert.equal((await buyerMoves(c.afterSaleId, 'escalate', { note: '不服' })).body.code, 'STATE_CONFLICT')
  })
})

describe('the desks', () => {
  it('counts what stands in each queue, the nearest deadline first', async () => {
    const o = await received(1)
    await apply(o, { type: 'refund-only', reason: 'other' })
    const { items, counts } = await house.must(
      'trade.listShopAfterSales',
      { shopId: t.shopId, queue: 'to-decide' },
      shop(),
    )
    assert.equal(items.length, counts['to-decide'])
    assert.equal(counts['decide-refund-only'], counts['to-decide'])
    const all = await house.must('trade.listShopAfterSales', { shopId: t.shopId, limit: 5 }, shop())
    const next = await house.must(
      'trade.listShopAfterSales',
      { shopId: t.shopId, limit: 5, cursor: all.nextCursor },
      shop(),
    )
    const ids = [...all.items, ...next.items].map((c: Case) => c.afterSaleId)
    assert.equal(new Set(ids).size, ids.length)
  })
})
