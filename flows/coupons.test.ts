// Coupons from who gives them to what everybody gets: through the front door, on a real database.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { HOUR_MS } from '#kernel/clock'
import { tables } from '#platform/database'
import { openHouse, type House, type Reply } from '#tests/support/house'
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

const shop = () => t.shopStaff.owner!.token
const buyer = () => ({ token: t.buyer.token })
const terms = (over: Record<string, unknown> = {}) => ({
  offMinor: '2000',
  overMinor: '10000',
  currency: 'CNY',
  units: 10,
  startsAt: house.clock.now().toISOString(),
  endsAt: new Date(house.clock.now().getTime() + 24 * HOUR_MS).toISOString(),
  ...over,
})
const ofShop = (over = {}) =>
  house.must('promotions.createShopCoupon', { shopId: t.shopId, ...terms(over) }, shop())
const ofPlatform = (over = {}) => house.must('promotions.createPlatformCoupon', terms(over), admin)
const ofCreator = (over = {}) =>
  house.must(
    'promotions.createCreatorCoupon',
    { creatorId: t.creatorId, ...terms(over) },
    t.creatorOwner.token,
  )
const take = ({ couponId }: { couponId: string }) =>
  house.must('promotions.claimCoupon', { couponId }, buyer())
const wallet = async (state = 'usable') =>
  (await house.must('promotions.listMyCoupons', { state }, buyer())).items as { claimId: string }[]
const refused = (reply: Reply, status: number, code: string) =>
  assert.deepEqual([reply.status, reply.body.code], [status, code], reply.text)
const emptyWallet = () =>
  house.db.transaction((tx) => sql`delete from promotions.claim`.execute(tables<unknown>(tx)))
const lines = (over = {}) => [{ skuId: t.sku.skuId, qty: 1, ...over }]
const place = (totalMinor: string, over: Record<string, unknown> = {}) =>
  house.call(
    'trade.placeOrder',
    { lines: lines(), addressId: t.address.id, expectedTotalMinor: totalMinor, ...over },
    buyer(),
  )

describe('giving coupons', () => {
  it('refuses what leaves nothing to pay, no time, or another shop’s goods', async () => {
    const call = (over: object) =>
      house.call('promotions.createShopCoupon', { shopId: t.shopId, ...terms(), ...over }, { token: shop() })
    refused(await call({ offMinor: '10000' }), 422, 'AMOUNT_INVALID')
    refused(await call({ offMinor: '0' }), 422, 'AMOUNT_INVALID')
    refused(await call({ endsAt: terms().startsAt }), 422, 'DATE_INVALID')
    refused(await call({ endsAt: '2036-01-01T00:00:00Z' }), 422, 'DATE_INVALID')
    refused(await call({ units: 0 }), 422, 'INPUT_INVALID')
    refused(await call({ productIds: ['prd_00000000000000000000000000'] }), 404, 'NOT_FOUND')
    const { status, body } = await house.call(
      'promotions.createPlatformCoupon',
      { ...terms(), categoryId: 'toString' },
      { token: admin },
    )
    assert.deepEqual([status, body.code], [400, 'ENUM'])
  })

  it('is seen beside the goods it is good for, and by who gave it', async () => {
    const mine = await ofShop({ productIds: [t.product.productId] })
    const offered = async (productId: string) =>
      (await house.must('promotions.listOffered', { productId }, buyer())).items.map(
        (c: { couponId: string }) => c.couponId,
      )
    assert.ok((await offered(t.product.productId)).includes(mine.couponId))
    const other = await t.aProductOnSale('Other')
    assert.ok(!(await offered(other.productId)).includes(mine.couponId))
    await house.must('promotions.closeShopCoupon', { shopId: t.shopId, couponId: mine.couponId }, shop())
    assert.ok(!(await offered(t.product.productId)).includes(mine.couponId))
    const [first] = (await house.must('promotions.listShopCoupons', { shopId: t.shopId }, shop())).items
    assert.deepEqual([first.couponId, first.state], [mine.couponId, 'closed'])
  })
})

describe('taking coupons', () => {
  it('once a person, never more than there are, however many ask at once', async () => {
    const one = await ofShop({ units: 3, perPerson: 2 })
    const asked = await Promise.all(
      Array.from({ length: 8 }, () =>
        house.call('promotions.claimCoupon', { couponId: one.couponId }, buyer()),
      ),
    )
    const got = asked.filter((r) => r.status === 201)
    assert.ok(got.length >= 1 && got.length <= 2, `${got.length}`)
    for (const r of asked.filter((x) => x.status !== 201)) refused(r, 409, 'COUPON_MINE')
    const few = await ofShop({ units: 1 })
    await take(few)
    const late = await house.call(
      'promotions.claimCoupon',
      { couponId: few.couponId },
      { token: t.creatorOwner.token },
    )
    refused(late, 409, 'COUPON_GONE')
    const { claimed } = (await house.must('promotions.listShopCoupons', { shopId: t.shopId }, shop()))
      .items[0]
    assert.equal(claimed, 1)
    await emptyWallet()
  })
})

describe('paying with coupons', () => {
  it('three funders at once: the quote explains each, and every party bears its own', async () => {
    await emptyWallet()
    await take(await ofShop())
    await take(await ofPlatform({ offMinor: '1000', overMinor: '5000' }))
    await take(await ofCreator({ offMinor: '500', overMinor: '5000' }))
    const { attribution } = t.feed.items.find(
      (i: { attribution: Record<string, string> }) => i.attribution[t.product.productId],
    )
    const plain = await house.must('trade.quote', { lines: lines() }, buyer())
    assert.deepEqual(
      plain.coupons.map((c: { funder: string }) => c.funder),
      ['shop', 'platform'],
      'a creator’s coupon is for what is bought through them',
    )
    const wanted = lines({ attribution: attribution[t.product.productId] })
    const quote = await house.must('trade.quote', { lines: wanted }, buyer())
    assert.equal(quote.totalMinor, '9400')
    assert.deepEqual(
      quote.shops[0].lines[0].cuts.map((c: { funder: string; offMinor: string }) => [c.funder, c.offMinor]),
      [
        ['shop', '2000'],
        ['platform', '1000'],
        ['creator', '500'],
      ],
    )
    const placed = await house.must(
      'trade.placeOrder',
      { lines: wanted, addressId: t.address.id, expectedTotalMinor: quote.totalMinor },
      buyer(),
    )
    assert.equal((await wallet()).length, 0)
    await house.pay(placed.paymentId)
    const [orderId] = placed.orderIds
    const explained = await house.must('ledger.explainOrder', { shopId: t.shopId, orderId }, shop())
    const net = (role: string) =>
      Number(explained.parties.find((p: { role: string }) => p.role === role)?.netMinor ?? 0)
    // income 12900 − 2000 = 10900, fee 5 % 545; commission base 9900, 20 % 1980, tech 198, agency split of the rest.
    assert.equal(net('merchant'), 10_900 - 545 - 1_980)
    assert.equal(net('creator') + net('agency'), 1_980 - 198 - 500)
    assert.equal(net('platform'), 545 + 198 - 1_000)
    const { sums } = await house.must('ledger.getHealth', {}, admin)
    for (const s of sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])

    await house.must('trade.refundOrder', { orderId, reason: 'changed-mind' }, buyer())
    await house.settle()
    assert.equal((await wallet()).length, 3, 'nothing was sent, so all three are back')
  })

  it('an order that is cancelled unpaid gives its coupons back', async () => {
    await emptyWallet()
    await take(await ofShop())
    const placed = (await place('10900')).body
    assert.equal((await wallet('used')).length, 1)
    await house.must('trade.cancelOrder', { orderId: placed.orderIds[0] }, buyer())
    await house.settle()
    assert.equal((await wallet()).length, 1)
  })

  it('the buyer chooses; one that is used meanwhile is refused by name, and two tabs do not both use it', async () => {
    await emptyWallet()
    const { claimId } = await take(await ofShop())
    const without = await house.must('trade.quote', { lines: lines(), claimIds: [] }, buyer())
    assert.deepEqual([without.totalMinor, without.coupons.length], ['12900', 0])
    const tabs = await Promise.all([
      place('10900', { claimIds: [claimId] }),
      place('10900', { claimIds: [claimId] }),
    ])
    assert.deepEqual(tabs.map((r) => r.status).toSorted(), [201, 409])
    refused(
      tabs.find((r) => r.status === 409)!,
      409,
      'COUPON_USED',
    )
    refused(await place('10900'), 409, 'PRICE_CHANGED')
  })
})
