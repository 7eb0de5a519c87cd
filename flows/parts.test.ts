// A checkout paid in parts: several methods at one sitting, or a deposit and later the balance. Whatever comes late, twice,
// short or not at all, every cent is with whom it belongs to, and goes back to where it came from.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
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
const rowsOf = async <R>(query: ReturnType<typeof sql<R>>): Promise<R[]> =>
  (await house.db.read((tx) => query.execute(tables<unknown>(tx)))).rows
const order = (placed: { orderIds: string[] }, i = 0) =>
  house.must('trade.getOrder', { orderId: placed.orderIds[i] }, buyer())
const checkout = (placed: { checkoutId: string }) =>
  house.must('trade.getCheckout', { checkoutId: placed.checkoutId }, buyer())
const next = (placed: { checkoutId: string }) =>
  house.must('trade.payAgain', { checkoutId: placed.checkoutId }, buyer())
const refunds = (checkoutId: string) =>
  rowsOf(
    sql<{ reason: string; state: string; amount: string }>`
      select r.reason, r.state, r.amount_minor::text as amount from trade.refund r join trade.payment p using (payment_id)
      where p.checkout_id = ${checkoutId} order by r.refund_id`,
  )
/** What a party has, posted, in minor units. */
const posted = async (partyType: string): Promise<Record<string, bigint>> => {
  const { items } = await house.must('ledger.listAccounts', { partyType, limit: 100 }, finance)
  const sums: Record<string, bigint> = {}
  for (const a of items as { partyId: string; kind: string; postedMinor: string; pendingMinor: string }[])
    sums[`${a.partyId} ${a.kind}`] = BigInt(a.postedMinor)
  return sums
}
const money = async () => {
  const providers = await posted('provider')
  return {
    sandbox: providers['sandbox external'] ?? 0n,
    alipay: providers['alipay external'] ?? 0n,
    clearing: (await posted('clearing'))['platform clearing'] ?? 0n,
    shop: (await posted('merchant'))[`${t.shopId} balance`] ?? 0n,
  }
}
const gone = (before: Awaited<ReturnType<typeof money>>, after: Awaited<ReturnType<typeof money>>) =>
  Object.fromEntries(Object.keys(before).map((k) => [k, after[k as 'shop'] - before[k as 'shop']]))
const openPromises = (checkoutId: string) =>
  rowsOf(
    sql<{
      reference: string
    }>`select t.reference from ledger.transfer t where t.group_id = ${checkoutId} and t.phase = 'pending'
      and not exists (select from ledger.transfer r where r.of_transfer_id = t.transfer_id)`,
  )
const isBalanced = async () => {
  const [row] = await rowsOf(
    sql<{ n: string }>`select coalesce(sum(amount_minor), 0)::text as n from ledger.entry`,
  )
  assert.equal(row!.n, '0')
}
const paidAtAlipay = async (paymentId: string, amountMinor: bigint) => {
  alipay.sim.pay(paymentId)
  const c = alipay.tell({ paymentId, amountMinor })
  await house.send({
    method: 'POST',
    url: '/api/v1/payments/callbacks/alipay',
    headers: c.headers,
    payload: Buffer.from(c.body),
  })
}

describe('several methods at one sitting', () => {
  const half = [
    { method: 'sandbox', amountMinor: '5000' },
    { method: 'alipay', amountMinor: '7900' },
  ]
  const place = (more: object = {}) =>
    house.must(
      'trade.placeOrder',
      {
        lines: [{ skuId: t.sku.skuId, qty: 1 }],
        addressId: t.address.id,
        expectedTotalMinor: '12900',
        methods: half,
        ...more,
      },
      buyer(),
    )

  it('one after another; paid when both are; each cent is booked where it came in', async () => {
    const start = await money()
    const placed = await place()
    assert.deepEqual(placed.parts, [
      { kind: 'split', amountMinor: '5000', paid: false },
      { kind: 'split', amountMinor: '7900', paid: false },
    ])
    await house.pay(placed.paymentId)
    const between = await checkout(placed)
    assert.deepEqual(
      [between.state, between.parts[0].paid, between.parts[1].paid],
      ['part-paid', true, false],
    )
    assert.deepEqual((await order(placed)).actions, ['pay', 'cancel'])
    const second = await next(placed)
    assert.match(second.payUrl, /gateway\.do\?/, 'the second is at the second method')
    assert.equal((await next(placed)).paymentId, second.paymentId, 'asked again: the same')
    assert.deepEqual(
      (await openPromises(placed.checkoutId)).map((p) => p.reference),
      [second.paymentId],
    )
    await paidAtAlipay(second.paymentId, 7_900n)
    assert.equal((await order(placed)).state, 'paid')
    assert.equal((await checkout(placed)).state, 'paid')
    assert.deepEqual(gone(start, await money()), {
      sandbox: -5_000n,
      alipay: -7_900n,
      clearing: 12_900n,
      shop: 0n,
    })
    assert.deepEqual(await openPromises(placed.checkoutId), [])
    await isBalanced()
  })

  it('what is not the whole, or nothing, is refused with what it should be', async () => {
    for (const methods of [
      [half[0], { method: 'alipay', amountMinor: '7901' }],
      [
        { method: 'sandbox', amountMinor: '0' },
        { method: 'alipay', amountMinor: '12900' },
      ],
    ]) {
      const input = {
        lines: [{ skuId: t.sku.skuId, qty: 1 }],
        addressId: t.address.id,
        expectedTotalMinor: '12900',
        methods,
      }
      const { status, body } = await house.call('trade.placeOrder', input, buyer())
      assert.deepEqual([status, body.code, body.totalMinor], [422, 'AMOUNT_INVALID', '12900'])
    }
  })

  it('a refund goes back to the last payment first and never brings one more than it gave', async () => {
    const start = await money()
    const placed = await place()
    await house.pay(placed.paymentId)
    await paidAtAlipay((await next(placed)).paymentId, 7_900n)
    await house.must('trade.refundOrder', { orderId: placed.orderIds[0], reason: 'changed-mind' }, buyer())
    await house.settle()
    assert.equal((await order(placed)).state, 'refunded')
    assert.deepEqual(await refunds(placed.checkoutId), [
      { reason: 'changed-mind', state: 'succeeded', amount: '12900' },
    ])
    const legs = await rowsOf(
      sql<{ provider: string; amount: string; sent: boolean }>`
        select p.provider, l.amount_minor::text as amount, l.sent_at is not null as sent
        from trade.refund_leg l join trade.payment p using (payment_id) where p.checkout_id = ${placed.checkoutId} order by 1`,
    )
    assert.deepEqual(legs, [
      { provider: 'alipay', amount: '7900', sent: true },
      { provider: 'sandbox', amount: '5000', sent: true },
    ])
    assert.deepEqual(gone(start, await money()), { sandbox: 0n, alipay: 0n, clearing: 0n, shop: 0n })
    await isBalanced()
  })

  it('one provider is silent: the other leg is sent once, this one when it answers', async () => {
    const placed = await place()
    await house.pay(placed.paymentId)
    await paidAtAlipay((await next(placed)).paymentId, 7_900n)
    const working = alipay.provider.refund
    alipay.provider.refund = () => Promise.reject(new Error('silent'))
    try {
      await house.must('trade.refundOrder', { orderId: placed.orderIds[0], reason: 'changed-mind' }, buyer())
      assert.equal((await refunds(placed.checkoutId))[0]!.state, 'approved')
    } finally {
      alipay.provider.refund = working
    }
    house.clock.advance(MINUTE_MS)
    await house.server.flows.reconcile.reconcileRefunds()
    await house.server.flows.reconcile.reconcileRefunds()
    assert.equal((await refunds(placed.checkoutId))[0]!.state, 'succeeded')
    await isBalanced()
  })

  it('the time runs out in between: cancelled, and what was paid goes back; the rest comes too late and goes back too', async () => {
    const start = await money()
    const placed = await place()
    await house.pay(placed.paymentId)
    const second = await next(placed)
    alipay.sim.pay(second.paymentId) // paid in the last moment, told later
    house.clock.advance(16 * MINUTE_MS)
    await house.server.flows.cancel.expireUnpaid()
    const over = await order(placed)
    assert.equal(over.state, 'cancelled')
    await house.settle()
    await paidAtAlipay(second.paymentId, 7_900n)
    await house.settle()
    assert.deepEqual(await refunds(placed.checkoutId), [
      { reason: 'part-unpaid', state: 'succeeded', amount: '5000' },
      { reason: 'late-payment', state: 'succeeded', amount: '7900' },
    ])
    assert.deepEqual(gone(start, await money()), { sandbox: 0n, alipay: 0n, clearing: 0n, shop: 0n })
    await isBalanced()
  })

  it('the buyer thinks again in between', async () => {
    const placed = await place()
    await house.pay(placed.paymentId)
    await house.must('trade.cancelOrder', { orderId: placed.orderIds[0] }, buyer())
    await house.settle()
    assert.equal((await refunds(placed.checkoutId))[0]!.reason, 'part-unpaid')
    assert.deepEqual(await openPromises(placed.checkoutId), [])
  })

  it('a first part paid twice: one of them goes back, and the refund of the whole finds the right ones', async () => {
    const start = await money()
    const placed = await place()
    const other = await house.must(
      'trade.payAgain',
      { checkoutId: placed.checkoutId, method: 'alipay' },
      buyer(),
    )
    const first = house.payments.decide(placed.paymentId, 'succeeded')
    await house.deliver(first)
    await paidAtAlipay(other.paymentId, 5_000n)
    assert.equal((await checkout(placed)).state, 'part-paid', 'twice the first is not the second')
    await house.settle()
    assert.deepEqual(
      (await refunds(placed.checkoutId)).map((r) => [r.reason, r.amount]),
      [['duplicate-payment', '5000']],
    )
    await paidAtAlipay((await next(placed)).paymentId, 7_900n)
    assert.equal((await order(placed)).state, 'paid')
    await house.must('trade.refundOrder', { orderId: placed.orderIds[0], reason: 'changed-mind' }, buyer())
    await house.settle()
    assert.deepEqual(gone(start, await money()), { sandbox: 0n, alipay: 0n, clearing: 0n, shop: 0n })
    await isBalanced()
  })

  it('the wrong amount for the second part: held; a day later all of it goes back', async () => {
    const start = await money()
    const placed = await place()
    await house.pay(placed.paymentId)
    const second = await next(placed)
    await paidAtAlipay(second.paymentId, 7_000n)
    assert.equal((await order(placed)).state, 'held')
    house.clock.advance(DAY_MS + MINUTE_MS)
    await house.server.flows.reconcile.reconcilePayments()
    await house.settle()
    assert.equal((await order(placed)).state, 'cancelled')
    const back = await refunds(placed.checkoutId)
    assert.deepEqual(back.map((r) => [r.reason, r.amount]).toSorted(), [
      ['part-unpaid', '5000'],
      ['payment-mismatch', '7000'],
    ])
    assert.deepEqual(gone(start, await money()).clearing, 0n)
    await isBalanced()
  })

  it('both callbacks of a part at once, and the time running out beside them: one outcome', async () => {
    for (let i = 0; i < 6; i++) {
      const placed = await place()
      const callbacks = house.payments.decide(placed.paymentId, 'succeeded', { twice: true })
      await Promise.all([house.deliver(callbacks), house.deliver(callbacks)])
      const second = await next(placed)
      house.clock.advance(15 * MINUTE_MS + 1000)
      await Promise.all([
        paidAtAlipay(second.paymentId, 7_900n),
        house.server.flows.cancel.expireUnpaid(),
        house.server.flows.cancel.expireUnpaid(),
      ])
      await house.settle()
      const { state } = await order(placed)
      const back = (await refunds(placed.checkoutId)).map((r) => r.amount).toSorted()
      assert.ok(
        (state === 'paid' && back.length === 0) || (state === 'cancelled' && back.join() === '5000,7900'),
        `${state} ${back.join()}`,
      )
    }
    await isBalanced()
  })
})

describe('a deposit and its balance', () => {
  let skuId: string
  const days = (n: number) => new Date(house.clock.now().getTime() + n * DAY_MS).toISOString()
  before(async () => {
    skuId = t.sku.skuId
  })
  /** Present stock out, ten more in advance for 20.00 each. */
  const openPresale = async () => {
    const row = (
      await house.must('shop.listStock', { shopId: t.shopId, limit: 50 }, t.shopStaff.owner!.token)
    ).items
    const own = row.find((r: { skuId: string }) => r.skuId === skuId)
    if (own.available > 0)
      await house.must(
        'shop.adjustStock',
        { shopId: t.shopId, lines: [{ skuId, delta: -own.available }], reason: 'count' },
        t.shopStaff.owner!.token,
      )
    return house.must(
      'shop.setPresale',
      {
        shopId: t.shopId,
        skuId,
        left: 10,
        shipsAt: days(30),
        deposit: { minor: '2000', balanceFrom: days(5), balanceUntil: days(7) },
      },
      t.shopStaff.owner!.token,
    )
  }
  const place = () =>
    house.must(
      'trade.placeOrder',
      {
        lines: [{ skuId, qty: 2, presale: true }],
        addressId: t.address.id,
        expectedTotalMinor: '25800',
        claimIds: [],
      },
      buyer(),
    )

  it('the shop sets it; below the price, and the balance before it is shipped', async () => {
    const row = await openPresale()
    assert.equal(row.presale.deposit.minor, '2000')
    for (const [deposit, code] of [
      [{ minor: '12900', balanceFrom: days(5), balanceUntil: days(7) }, 'AMOUNT_INVALID'],
      [{ minor: '2000', balanceFrom: days(7), balanceUntil: days(5) }, 'DATE_INVALID'],
      [{ minor: '2000', balanceFrom: days(5), balanceUntil: days(31) }, 'DATE_INVALID'],
    ] as const) {
      const { body } = await house.call(
        'shop.setPresale',
        { shopId: t.shopId, skuId, left: 10, shipsAt: days(30), deposit },
        { token: t.shopStaff.owner!.token },
      )
      assert.equal(body.code, code)
    }
  })

  it('quoted, deposit paid, balance from its day on, then an order like any other; refunded whole to both', async () => {
    await openPresale()
    const start = await money()
    const { deposit, totalMinor } = await house.must(
      'trade.quote',
      { lines: [{ skuId, qty: 2, presale: true }], addressId: t.address.id, claimIds: [] },
      buyer(),
    )
    assert.deepEqual([deposit.depositMinor, deposit.balanceMinor, totalMinor], ['4000', '21800', '25800'])
    const placed = await place()
    await house.pay(placed.paymentId)
    const bound = await order(placed)
    assert.equal(bound.state, 'part-paid')
    assert.deepEqual(bound.actions, [], 'nothing to pay yet, and it binds')
    assert.equal(bound.payFrom, deposit.balanceFrom)
    const early = await house.call('trade.payAgain', { checkoutId: placed.checkoutId }, buyer())
    assert.deepEqual([early.status, early.body.code], [409, 'NOT_STARTED'])
    const cancelled = await house.call('trade.cancelOrder', { orderId: placed.orderIds[0] }, buyer())
    assert.deepEqual([cancelled.status, cancelled.body.code], [409, 'STATE_CONFLICT'])
    house.clock.advance(3 * DAY_MS)
    await house.server.flows.cancel.expireUnpaid()
    assert.equal((await order(placed)).state, 'part-paid', 'fifteen minutes are for the deposit alone')
    house.clock.advance(2 * DAY_MS + MINUTE_MS)
    assert.deepEqual((await order(placed)).actions, ['pay'])
    const balance = await next(placed)
    // An hour later the page at the provider has lapsed: a new one.
    house.clock.advance(60 * MINUTE_MS)
    const again = await next(placed)
    assert.notEqual(again.paymentId, balance.paymentId)
    await house.pay(again.paymentId)
    const paid = await order(placed)
    assert.deepEqual([paid.state, paid.payFrom, paid.actions.includes('refund')], ['paid', null, true])
    await house.must('trade.refundOrder', { orderId: placed.orderIds[0], reason: 'changed-mind' }, buyer())
    await house.settle()
    assert.deepEqual(gone(start, await money()), { sandbox: 0n, alipay: 0n, clearing: 0n, shop: 0n })
    await isBalanced()
  })

  it('the balance is not paid in time: units free again, the deposit is the shop’s, on its statement', async () => {
    await openPresale()
    const start = await money()
    const placed = await place()
    await house.pay(placed.paymentId)
    house.clock.advance(7 * DAY_MS + MINUTE_MS)
    await house.server.flows.cancel.expireUnpaid()
    const over = await order(placed)
    assert.equal(over.state, 'cancelled')
    assert.equal(over.timeline.at(-1).note, 'balance-unpaid')
    assert.deepEqual(await refunds(placed.checkoutId), [])
    assert.deepEqual(gone(start, await money()), { sandbox: -4_000n, alipay: 0n, clearing: 0n, shop: 4_000n })
    const rows = (
      await house.must('shop.listStock', { shopId: t.shopId, limit: 50 }, t.shopStaff.owner!.token)
    ).items
    assert.equal(rows.find((r: { skuId: string }) => r.skuId === skuId).presale.left, 10)
    await isBalanced()
  })

  it('once balances are paid, and beside other goods, it is paid whole', async () => {
    await openPresale()
    const lines = [{ skuId, qty: 1, presale: true }]
    const other = t.product.skus.find((s: { skuId: string }) => s.skuId !== skuId)!
    const both = await house.must(
      'trade.quote',
      { lines: [...lines, { skuId: other.skuId, qty: 1 }], addressId: t.address.id },
      buyer(),
    )
    assert.equal(both.deposit, null)
    house.clock.advance(6 * DAY_MS)
    const late = await house.must('trade.quote', { lines, addressId: t.address.id }, buyer())
    assert.equal(late.deposit, null)
    assert.equal(late.shops[0].lines[0].offer.kind, 'presale')
  })
})
