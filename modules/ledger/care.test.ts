// A second person's word, what is kept back, a refund's sources and the fund, through the door.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx } from '#platform/context'
import type { Tx } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aSoldLine, testId } from './fixtures.ts'
import { createLedger, type Ledger } from './index.ts'

let database: TestDatabase
let ledger: Ledger
let deps: ReturnType<typeof testDeps>
let n = 0

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  ledger = createLedger(deps)
})
after(() => database.drop())

const currency = 'CNY' as const
const run = <R>(fn: (tx: Tx) => Promise<R>) => database.db.transaction(fn)
const ctx: Ctx = {
  ...systemCtx('test'),
  actor: { kind: 'person', accountId: 'usr_operator', sessionId: 's', guest: false, memberships: [] },
}
const call = <T>(id: string, input: object): Promise<T> => {
  const r = ledger.routes.find((route) => route.endpoint.id === id)!
  return r.handle(r.endpoint.input.parse(input) as never, ctx) as Promise<T>
}
const noShares = {
  platformRateBps: 0,
  techFeeBps: 0,
  creatorRateBps: 0,
  agencySplitBps: 0,
  recruiterRateBps: 0,
}

/** An order of which all is the merchant's; paid. */
async function paid(shopId: Id<'shp'>, goodsMinor: bigint) {
  n += 1
  const [orderId, checkoutId] = [testId('ord', `C${n}`), testId('chk', `C${n}`)]
  const line = aSoldLine({
    orderId,
    shopId,
    lineId: testId('oln', `C${n}`),
    sale: { goodsMinor, shopCouponMinor: 0n, platformCouponMinor: 0n, creatorCouponMinor: 0n },
    terms: noShares,
    creatorId: null,
    agencyId: null,
    recruiterId: null,
  })
  const payment = { checkoutId, paymentId: `pay_C${n}`, provider: 'sandbox', currency } as const
  await run((tx) => ledger.pendPayment(tx, { ...payment, orders: [{ orderId, paidMinor: goodsMinor }] }))
  await run((tx) => ledger.postPayment(tx, payment, [line]))
  return orderId
}
async function settled(shopId: Id<'shp'>, goodsMinor: bigint) {
  const orderId = await paid(shopId, goodsMinor)
  await run((tx) => ledger.settleOrder(tx, orderId))
  return orderId
}
const refund = (orderId: Id<'ord'>) =>
  run((tx) =>
    ledger.startRefund(tx, {
      refundId: testId('rfd', `C${(n += 1)}`),
      orderId,
      provider: 'sandbox',
      currency,
      lines: 'all',
    }),
  )
type Finance = Record<
  | 'pendingMinor'
  | 'availableMinor'
  | 'heldMinor'
  | 'reserveMinor'
  | 'depositMinor'
  | 'lienMinor'
  | 'debtMinor',
  string
>
const finance = (shopId: string) => call<Finance>('ledger.getShopFinance', { shopId })
const tier = (shopId: string, to: string) => call('ledger.setMerchantTier', { shopId, tier: to })
const payOut = (shopId: string, by: string, financePeople = 0, key: string | null = null) =>
  run((tx) => ledger.payOut(tx, 'merchant', shopId, key, { by, financePeople }))
const decide = (payoutId: Id<'pot'>, by: string, approve: boolean) =>
  run((tx) => ledger.decidePayout(tx, payoutId, { approve, by, of: null }))
const assertBalanced = async () => {
  for (const s of (await ledger.getHealth()).sums)
    assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
}

describe('withdrawals and a second person', () => {
  it('a large one waits, its money held; not approved by whoever asked; sent once by another', async () => {
    const shopId = testId('shp', 'C1')
    await settled(shopId, 5_000_001n)
    const payoutId = await payOut(shopId, 'usr_a', 0, 'key-1')
    assert.equal(await payOut(shopId, 'usr_a', 0, 'key-1'), payoutId)
    const waiting = await finance(shopId)
    assert.deepEqual([waiting.availableMinor, waiting.heldMinor, waiting.pendingMinor], ['0', '5000001', '0'])
    await assert.rejects(payOut(shopId, 'usr_b'), { code: 'NOTHING_TO_PAY_OUT' })
    await assert.rejects(decide(payoutId, 'usr_a', true), { code: 'FOUR_EYES' })
    const asked = await call<{ state: string; items: unknown[]; unexplainedMinor: string }>(
      'ledger.getPayout',
      {
        shopId,
        payoutId,
      },
    )
    assert.deepEqual([asked.state, asked.items.length, asked.unexplainedMinor], ['requested', 1, '0'])
    // Sold while it waits: the payout stays what was asked for.
    await settled(shopId, 100n)
    await Promise.all([decide(payoutId, 'usr_b', true), decide(payoutId, 'usr_b', true)])
    await assert.rejects(decide(payoutId, 'usr_c', true), { code: 'STATE_CONFLICT' })
    const sent = await call<{ state: string; amountMinor: string; unexplainedMinor: string }>(
      'ledger.getPayout',
      { shopId, payoutId },
    )
    assert.deepEqual([sent.state, sent.amountMinor, sent.unexplainedMinor], ['sent', '5000001', '0'])
    const after = await finance(shopId)
    assert.deepEqual([after.availableMinor, after.heldMinor, after.pendingMinor], ['100', '0', '0'])
    assert.equal((await ledger.getHealth()).unexplainedPayoutMinor, '0')
    await assertBalanced()
  })

  it('a rejected one gives its money back; a small one, or one of two finance people, as the rule says', async () => {
    const shopId = testId('shp', 'C2')
    await settled(shopId, 5_000n)
    const payoutId = await payOut(shopId, 'usr_a', 2)
    assert.equal((await finance(shopId)).heldMinor, '5000')
    await decide(payoutId, 'usr_a', false)
    assert.deepEqual(
      [(await finance(shopId)).availableMinor, (await finance(shopId)).heldMinor],
      ['5000', '0'],
    )
    await payOut(shopId, 'usr_a', 1)
    assert.equal((await finance(shopId)).availableMinor, '0')
    await assertBalanced()
  })
})

describe('kept back, owed, advanced', () => {
  it('a new merchant is settled a week later; a twentieth is kept back for 30 days and let go exactly once', async () => {
    const shopId = testId('shp', 'C3')
    await tier(shopId, 'intro')
    const orderId = await paid(shopId, 10_000n)
    await run((tx) => ledger.settleInTime(tx, orderId))
    assert.deepEqual(
      [(await finance(shopId)).pendingMinor, (await finance(shopId)).availableMinor],
      ['10000', '0'],
    )
    deps.clock.advance(7 * DAY_MS)
    for (const due of await run((tx) => ledger.ordersToSettle(tx, 10)))
      await run((tx) => ledger.settleOrder(tx, due))
    assert.deepEqual(await run((tx) => ledger.ordersToSettle(tx, 10)), [])
    const kept = await finance(shopId)
    assert.deepEqual([kept.availableMinor, kept.reserveMinor], ['9500', '500'])
    assert.equal(await ledger.releaseReserves(), 0)
    deps.clock.advance(30 * DAY_MS)
    await Promise.all([ledger.releaseReserves(), ledger.releaseReserves()])
    assert.equal(await ledger.releaseReserves(), 0)
    const free = await finance(shopId)
    assert.deepEqual([free.availableMinor, free.reserveMinor], ['10000', '0'])
    await assertBalanced()
  })

  it('a late refund asks pending, available, reserve, deposit, fund; each answers what it paid; half of later income recovers', async () => {
    const shopId = testId('shp', 'C4')
    await settled(shopId, 300n)
    await call('ledger.topUpDeposit', { shopId, amountMinor: '300' })
    await tier(shopId, 'extended')
    const big = await settled(shopId, 2_000n) // 200 kept back
    await tier(shopId, 'standard')
    await payOut(shopId, 'usr_a')
    const small = await paid(shopId, 400n)
    await settled(shopId, 100n)
    assert.deepEqual(await call('ledger.replenishFund', { amountMinor: '5000' }), {
      balanceMinor: '5000',
      currency,
    })
    const { sources } = await refund(big)
    assert.deepEqual(
      sources.map((s) => [s.source, s.amountMinor]),
      [
        ['pending', 400n],
        ['available', 100n],
        ['reserve', 200n],
        ['deposit', 300n],
        ['advance', 1_000n],
      ],
    )
    const broke = await finance(shopId)
    assert.deepEqual(
      [broke.availableMinor, broke.reserveMinor, broke.depositMinor, broke.lienMinor, broke.debtMinor],
      ['0', '0', '0', '400', '1000'],
    )
    const explained = await call<{ refundSources: { source: string }[] }>('ledger.explainOrder', {
      shopId,
      orderId: big,
    })
    assert.equal(explained.refundSources.length, 5)
    await run((tx) => ledger.settleOrder(tx, small)) // what was taken beforehand of it goes whole
    assert.deepEqual([(await finance(shopId)).availableMinor, (await finance(shopId)).lienMinor], ['0', '0'])
    await settled(shopId, 600n)
    await settled(shopId, 2_000n)
    const better = await finance(shopId)
    assert.deepEqual([better.availableMinor, better.debtMinor], ['1600', '0'])
    const fund = await call<Record<string, string>>('ledger.getFund', {})
    assert.deepEqual(
      [fund.balanceMinor, fund.paidInMinor, fund.advancedMinor, fund.recoveredMinor, fund.outstandingMinor],
      ['5000', '5000', '1000', '1000', '0'],
    )
    const { items } = await call<{ items: { kind: string }[] }>('ledger.listFund', {})
    assert.deepEqual(
      items.map((i) => i.kind),
      ['recovery', 'recovery', 'funding', 'replenishment'],
    )
    await assertBalanced()
  })

  it('a deposit cannot be more than is available', async () => {
    const shopId = testId('shp', 'C5')
    await settled(shopId, 50n)
    await assert.rejects(call('ledger.topUpDeposit', { shopId, amountMinor: '51' }), {
      code: 'NOTHING_TO_PAY_OUT',
    })
  })
})
