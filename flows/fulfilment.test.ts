// Fulfilment through the door: promises kept and broken, a hundred parcels at once, a courier that dies, tells twice and in the wrong order,
// addresses that change, parcels that are asked back. Real database, the courier in this process.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

const SF = '顺丰速运'

describe('fulfilment', () => {
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

  const owner = () => a.shopStaff.owner!.token
  const shipped = (orderId: string, as = owner()) =>
    house.must('trade.getShopOrder', { shopId: a.shopId, orderId }, as)
  const mine = (orderId: string) => house.must('trade.getOrder', { orderId }, a.buyer.token)
  const batch = (rows: object[], key?: string) =>
    house.must('trade.shipBatch', { shopId: a.shopId, rows }, { token: owner(), ...(key ? { key } : {}) })
  const booking = (orderId: string) => ({ orderId, carrier: SF, trackingNo: null })
  const advance = (ms: number) => house.clock.advance(ms)

  async function orderOf(changes: Record<string, unknown>, qty = 1) {
    const product = await a.aProductOnSale(`Promise ${house.deps.ids.next('evt').slice(-6)}`, changes)
    return placed([{ skuId: product.skus[0].skuId, qty }])
  }
  async function placed(lines: { skuId: Id<'sku'>; qty: number }[]) {
    const quote = await house.must('trade.quote', { lines, addressId: a.address.id }, a.buyer.token)
    const wish = { lines, addressId: a.address.id, expectedTotalMinor: quote.totalMinor }
    const { orderIds, paymentId } = await house.must('trade.placeOrder', wish, a.buyer.token)
    await house.pay(paymentId)
    return orderIds[0] as Id<'ord'>
  }

  describe('promises', () => {
    it('are the product’s, frozen when it is paid', async () => {
      const day = await orderOf({ shipWithinHours: 24 })
      const today = await orderOf({ shipKind: 'today' })
      const presale = await orderOf({ shipKind: 'presale', shipsFrom: '2026-12-01T02:00:00.000Z' })
      const paidMs = house.clock.now().getTime()
      assert.equal((await shipped(day)).shipBy, new Date(paidMs + DAY_MS).toISOString())
      assert.equal((await shipped(today)).shipBy, '2026-11-01T16:00:00.000Z')
      assert.equal((await mine(presale)).shipBy, '2026-12-01T16:00:00.000Z')
      const { productId } = (await mine(day)).lines[0]
      const product = await house.must('shop.getMerchantProduct', { shopId: a.shopId, productId }, owner())
      const change = { shopId: a.shopId, productId, shipWithinHours: 300 }
      await house.must('shop.updateProduct', change, { token: owner(), ifMatch: product.version })
      assert.equal((await shipped(day)).shipBy, new Date(paidMs + DAY_MS).toISOString())
    })

    it('a presale without its day cannot be put on sale', async () => {
      const { productId } = await a.aProduct('Dayless', { shipKind: 'presale' })
      const reply = await house.call(
        'shop.submitProduct',
        { shopId: a.shopId, productId },
        { token: owner() },
      )
      assert.deepEqual(
        [reply.status, reply.body.code, reply.body.errors[0].pointer],
        [422, 'PRODUCT_INCOMPLETE', '/shipsFrom'],
      )
    })

    it('broken: the buyer gets the shop’s coupon by itself, once, over what was late', async () => {
      const orderId = await orderOf({ shipWithinHours: 24 }, 2)
      await house.settle()
      advance(25 * HOUR_MS)
      const late = async () =>
        (await house.must('trade.listShopOrders', { shopId: a.shopId, queue: 'ship-late' }, owner())).items
      assert.ok((await late()).some((o: { orderId: string }) => o.orderId === orderId))
      await house.settle()
      await house.settle()
      const { lateCoupon, timeline } = await mine(orderId)
      assert.equal(lateCoupon.offMinor, '1290') // 5 % of ¥258
      assert.equal(timeline.filter((s: { note: string }) => s.note === 'late-coupon').length, 1)
      const { items } = await house.must('promotions.listMyCoupons', {}, a.buyer.token)
      const mineNow = items.filter((c: { offMinor: string }) => c.offMinor === '1290')
      assert.deepEqual(
        mineNow.map((c: { funder: string; funderId: string }) => [c.funder, c.funderId]),
        [['shop', a.shopId]],
      )
    })
  })

  describe('a hundred at once', () => {
    it('booked with the courier: a result a row, nothing lost, nothing twice', async () => {
      const orders: Id<'ord'>[] = []
      for (let i = 0; i < 98; i++) orders.push(await placed([{ skuId: a.sku.skuId, qty: 1 }]))
      const foreign = (await b.paidOrder()).orderId
      const rows = [...orders.map(booking), booking(foreign), booking(orders[0]!.replace(/.$/, 'X'))]
      const from = performance.now()
      const { results } = await batch(rows, 'hundred')
      const seconds = (performance.now() - from) / 1000
      console.error(`# batch: 98 orders booked and shipped in ${seconds.toFixed(2)} s`)
      assert.ok(seconds < 20)
      const done = results.filter((r: { package: unknown }) => r.package !== null)
      assert.equal(done.length, 98)
      assert.deepEqual(
        results.slice(98).map((r: { problem: { code: string } }) => r.problem.code),
        ['NOT_FOUND', 'NOT_FOUND'],
      )
      assert.equal(
        new Set(done.map((r: { package: { trackingNo: string } }) => r.package.trackingNo)).size,
        98,
      )
      // The answer was lost: asked again, and asked again by somebody else.
      await house.db.transaction((tx) =>
        sql`delete from platform.idempotency_key`.execute(tables<unknown>(tx)),
      )
      assert.deepEqual((await batch(rows, 'hundred')).results.map(numberOf), results.map(numberOf))
      const others = (await batch(rows.slice(0, 3), 'other')).results
      assert.deepEqual(
        others.map((r: { problem: { code: string } }) => r.problem.code),
        Array(3).fill('STATE_CONFLICT'),
      )
      assert.equal(await count('package', orders), 98)
    })
    const numberOf = (r: { package: { trackingNo: string } | null }) => r.package?.trackingNo ?? null
    const count = async (table: string, orders: readonly string[]) => {
      const { rows } = await house.db.read((tx) =>
        sql<{
          n: bigint
        }>`select count(*) as n from ${sql.table(`trade.${table}`)} where order_id = any(${orders}::text[])`.execute(
          tables<unknown>(tx),
        ),
      )
      return Number(rows[0]!.n)
    }

    it('with numbers of its own: a used one fails alone (abuse 95)', async () => {
      const [x, y, z] = [await a.paidOrder(), await a.paidOrder(), await a.paidOrder()]
      const row = (orderId: string, trackingNo: string) => ({ orderId, carrier: SF, trackingNo })
      const { results } = await batch([
        row(x.orderId, 'SF10000001'),
        row(y.orderId, 'sf10000001'),
        row(z.orderId, 'SF10000002'),
      ])
      const codes = results.map((r: { problem: { code: string } | null }) => r.problem?.code ?? null)
      assert.deepEqual([codes[2], codes.slice(0, 2).toSorted()], [null, ['TRACKING_USED', null].toSorted()])
    })

    it('the courier is silent: the row says so, and the waybill is booked when it speaks again', async () => {
      const { orderId } = await a.paidOrder()
      house.carrier.breakDown(true)
      const { results } = await batch([booking(orderId)])
      assert.equal(results[0].problem.code, 'COURIER_UNAVAILABLE')
      assert.equal((await shipped(orderId)).state, 'paid')
      house.carrier.breakDown(false)
      advance(31_000)
      await house.settle()
      const { state, packages } = await shipped(orderId)
      assert.deepEqual([state, packages.length, packages[0].eWaybill], ['shipped', 1, true])
    })

    it('the courier refuses: nothing is begun, another carrier may', async () => {
      const { orderId } = await a.paidOrder()
      await house.db.transaction((tx) =>
        sql`update trade.customer_order set address = jsonb_set(address, '{phone}', '"1"') where order_id = ${orderId}`.execute(
          tables<unknown>(tx),
        ),
      )
      const { results } = await batch([booking(orderId)])
      assert.deepEqual(
        [results[0].problem.code, results[0].problem.detail],
        ['COURIER_REFUSED', '收件人电话无效'],
      )
      const { package: box } = (await batch([{ orderId, carrier: '山海快递', trackingNo: 'SH-000000001' }]))
        .results[0]
      assert.equal(box.trackingNo, 'SH-000000001')
    })

    it('refunded between booking and shipping: the waybill is cancelled at the courier', async () => {
      const { orderId } = await a.paidOrder()
      house.carrier.breakDown(true)
      await batch([booking(orderId)])
      house.carrier.breakDown(false)
      await house.must('trade.refundOrder', { orderId, reason: 'changed-mind' }, a.buyer.token)
      advance(31_000)
      await house.settle()
      const { rows } = await house.db.read((tx) =>
        sql<{ state: string }>`select state from trade.booking where order_id = ${orderId}`.execute(
          tables<unknown>(tx),
        ),
      )
      assert.deepEqual([rows.map((r) => r.state), await count('package', [orderId])], [['undone'], 0])
    })

    it('the full address is told once, to whoever shipped it, and that is kept', async () => {
      const { orderId } = await a.paidOrder()
      const input = { shopId: a.shopId, orderId, carrier: SF, trackingNo: 'SF10000077' }
      const answer = await house.must('trade.shipOrder', input, a.shopStaff.warehouse!.token)
      assert.equal(answer.label.phone, '13800138000')
      assert.deepEqual([answer.order.address.name, answer.order.address.phone], ['张*', '138****8000'])
      const seen = await house.db.read((tx) =>
        sql<{
          account_id: string
          why: string
        }>`select account_id, why from trade.address_seen where order_id = ${orderId}`.execute(
          tables<unknown>(tx),
        ),
      )
      assert.deepEqual(seen.rows, [{ account_id: a.shopStaff.warehouse!.accountId, why: 'ship' }])
      const { results } = await batch([booking((await a.paidOrder()).orderId)])
      assert.doesNotMatch(JSON.stringify(results), /13800138000|张三|文三路/)
    })
  })

  describe('on the way', () => {
    it('news come late, twice and in the wrong order: the parcel is where it is', async () => {
      const { orderId } = await a.paidOrder()
      await batch([booking(orderId)])
      advance(5 * DAY_MS)
      const callbacks = house.carrier.takeCallbacks()
      assert.ok(callbacks.length >= 4)
      const told = await house.deliver(
        [...callbacks.toReversed(), ...callbacks],
        '/api/v1/couriers/callbacks/sandbox',
      )
      assert.ok(told.every((r) => r.status === 200))
      const { packages, autoReceiveAt } = await mine(orderId)
      const [box] = packages
      assert.equal(box.state, 'signed')
      assert.equal(new Set(box.events.map((e: { at: string }) => e.at)).size, box.events.length)
      assert.deepEqual(
        box.events.map((e: { at: string }) => e.at),
        box.events
          .map((e: { at: string }) => e.at)
          .toSorted()
          .toReversed(),
      )
      // Seven days from the signature, not ten from shipping.
      assert.equal(autoReceiveAt, new Date(Date.parse(box.signedAt) + 7 * DAY_MS).toISOString())
    })

    it('lost news are asked for', async () => {
      const { orderId } = await a.paidOrder()
      await batch([booking(orderId)])
      advance(5 * DAY_MS)
      house.carrier.takeCallbacks()
      await house.settle()
      assert.equal((await mine(orderId)).packages[0].state, 'signed')
    })

    it('forged news are refused, unknown parcels are nobody’s', async () => {
      const { orderId } = await a.paidOrder()
      await batch([booking(orderId)])
      advance(2 * DAY_MS)
      const [first] = house.carrier.takeCallbacks()
      const forged = {
        ...first!,
        body: new TextEncoder().encode(new TextDecoder().decode(first!.body).replace('collected', 'signed')),
      }
      const [reply] = await house.deliver([forged], '/api/v1/couriers/callbacks/sandbox')
      assert.deepEqual([reply!.status, reply!.body.code], [401, 'SIGNATURE_INVALID'])
      const [other] = await house.deliver([first!], '/api/v1/couriers/callbacks/aftership')
      assert.equal(other!.status, 404)
    })

    it('shipped a day ago and nobody has it: the shop is told', async () => {
      const { orderId } = await a.paidOrder()
      const queue = async () =>
        (
          await house.must(
            'trade.listShopOrders',
            { shopId: a.shopId, queue: 'no-movement', limit: 100 },
            owner(),
          )
        ).items.map((o: { orderId: string }) => o.orderId)
      await batch([{ orderId, carrier: SF, trackingNo: 'SF66600000' }])
      assert.ok(!(await queue()).includes(orderId))
      advance(25 * HOUR_MS)
      assert.ok((await queue()).includes(orderId))
      const { counts } = await house.must('trade.getShipQueues', { shopId: a.shopId }, owner())
      assert.ok(counts['no-movement'] >= 1)
    })

    it('how well a shop ships can be read by everybody, from ten orders on', async () => {
      await house.settle()
      const record = await house.must('trade.getShipRecord', { shopId: a.shopId })
      assert.ok(
        record.orders > 100 && record.onTimeBps > 8_000 && record.onTimeBps < 10_000,
        JSON.stringify(record),
      )
      assert.ok(record.collectHours > 0 && record.collectHours < 24, JSON.stringify(record))
      assert.equal((await house.must('trade.getShipRecord', { shopId: b.shopId })).onTimeBps, null)
    })
  })

  describe('elsewhere, and back', () => {
    const elsewhere = (province: string) =>
      house.must(
        'identity.addAddress',
        { name: '李四', phone: '13900139000', province, city: '某市', district: '某区', detail: '新街 9 号' },
        a.buyer.token,
      )

    it('the same freight: at once; another: the shop decides, and sees it masked', async () => {
      const near = await elsewhere('浙江省')
      const far = await elsewhere('新疆维吾尔自治区')
      const { orderId } = await a.paidOrder()
      const changed = await house.must('trade.changeAddress', { orderId, addressId: near.id }, a.buyer.token)
      assert.deepEqual([changed.address.name, changed.addressChange.state], ['李四', 'applied'])
      const regions = [{ provinces: ['xinjiang'], baseMinor: '2000' }]
      const rule = { shopId: a.shopId, baseMinor: '0', freeOverMinor: null, regions }
      await house.must('trade.setFreight', rule, owner())
      const asked = await house.must('trade.changeAddress', { orderId, addressId: far.id }, a.buyer.token)
      assert.deepEqual([asked.address.region.slice(0, 3), asked.addressChange.state], ['浙江省', 'asked'])
      const twice = await house.call(
        'trade.changeAddress',
        { orderId, addressId: far.id },
        { token: a.buyer.token },
      )
      assert.equal(twice.body.code, 'DUPLICATE')
      const { addressChange } = await shipped(orderId)
      assert.deepEqual([addressChange.address.name, addressChange.address.phone], ['李*', '139****9000'])
      const decision = { shopId: a.shopId, changeId: addressChange.changeId, approve: true }
      const decided = await house.must('trade.decideAddressChange', decision, owner())
      assert.equal(decided.addressChange.state, 'applied')
      assert.match((await mine(orderId)).address.region, /^新疆/)
      const late = await house.call(
        'trade.decideAddressChange',
        { ...decision, approve: false },
        { token: owner() },
      )
      assert.equal(late.body.code, 'STATE_CONFLICT')
      const others = await house.call(
        'trade.decideAddressChange',
        { ...decision, shopId: b.shopId },
        { token: b.shopStaff.owner!.token },
      )
      assert.equal(others.status, 404)
    })

    it('on its way there is only asking it back; home again, the refund is asked for', async () => {
      const { orderId } = await a.paidOrder()
      await batch([booking(orderId)])
      const { packageId } = (await mine(orderId)).packages[0]
      const late = await house.call(
        'trade.changeAddress',
        { orderId, addressId: a.address.id },
        { token: a.buyer.token },
      )
      assert.deepEqual([late.status, late.body.code], [409, 'STATE_CONFLICT'])
      advance(8 * HOUR_MS)
      await house.settle()
      await house.must('trade.interceptMine', { orderId, packageId }, a.buyer.token)
      const again = await house.call(
        'trade.interceptParcel',
        { shopId: a.shopId, orderId, packageId },
        { token: owner() },
      )
      assert.equal(again.body.code, 'STATE_CONFLICT')
      advance(2 * DAY_MS)
      await house.settle()
      const { packages, refund } = await mine(orderId)
      assert.equal(packages[0].state, 'returned')
      assert.equal(refund.reason, 'changed-mind')
    })

    it('what has arrived cannot be asked back', async () => {
      const { orderId } = await a.paidOrder()
      await batch([booking(orderId)])
      const { packageId } = (await mine(orderId)).packages[0]
      advance(6 * DAY_MS)
      await house.settle()
      const reply = await house.call(
        'trade.interceptParcel',
        { shopId: a.shopId, orderId, packageId },
        { token: owner() },
      )
      assert.deepEqual([reply.status, reply.body.code, reply.body.state], [409, 'STATE_CONFLICT', 'signed'])
    })
  })
})
