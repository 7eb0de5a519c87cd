import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { systemCtx } from '#platform/context'
import { tables, type Tx } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aSoldLine, testId } from './fixtures.ts'
import { createLedger, type Ledger, type SoldLine } from './index.ts'

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

const provider = 'sandbox'
const currency = 'CNY' as const
const run = <R>(fn: (tx: Tx) => Promise<R>) => database.db.transaction(fn)
const exec = (text: string) => run((tx) => sql.raw(text).execute(tables<unknown>(tx)))
const call = <T>(id: string, input: object): Promise<T> => {
  const r = ledger.routes.find((route) => route.endpoint.id === id)!
  return r.handle(r.endpoint.input.parse(input) as never, systemCtx('test')) as Promise<T>
}

/** An order of its own, paid. */
async function paidOrder(change: (orderId: Id<'ord'>) => Partial<SoldLine>[] = () => [{}]) {
  n += 1
  const [orderId, checkoutId] = [testId('ord', n), testId('chk', n)]
  const lines = change(orderId).map((c, i) =>
    aSoldLine({
      orderId,
      lineId: testId('oln', `${n}00${i}`),
      shopId: testId('shp', n),
      creatorId: testId('crt', n),
      ...c,
    }),
  )
  const paidMinor = lines.reduce(
    (sum, l) =>
      sum +
      l.sale.goodsMinor -
      l.sale.shopCouponMinor -
      l.sale.platformCouponMinor -
      l.sale.creatorCouponMinor,
    0n,
  )
  const paid = { checkoutId, paymentId: `pay_${checkoutId}`, provider, currency } as const
  await run((tx) => ledger.pendPayment(tx, { ...paid, orders: [{ orderId, paidMinor }] }))
  await run((tx) => ledger.postPayment(tx, paid, lines))
  return { orderId, checkoutId, shopId: lines[0]!.shopId, creatorId: lines[0]!.creatorId!, lines, paidMinor }
}

async function balances(partyId: string): Promise<Record<string, [string, string]>> {
  const { items } = await call<{
    items: { partyType: string; kind: string; pendingMinor: string; postedMinor: string }[]
  }>('ledger.listAccounts', { partyId, limit: 100 })
  return Object.fromEntries(items.map((a) => [`${a.partyType}/${a.kind}`, [a.pendingMinor, a.postedMinor]]))
}

const withdraw = (shopId: string) => run((tx) => ledger.payOut(tx, 'merchant', shopId, null))

const assertBalanced = async () => {
  for (const s of (await ledger.getHealth()).sums)
    assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
}

describe('ledger', () => {
  it('a payment is promised, then kept; a cancelled one is dropped', async () => {
    const checkoutId = testId('chk', 'V0')
    const orders = [
      { orderId: testId('ord', 'V1'), paidMinor: 300n },
      { orderId: testId('ord', 'V2'), paidMinor: 400n },
    ]
    const payment = { checkoutId, paymentId: 'pay_V0' as const, provider: 'voided', currency, orders }
    await run((tx) => ledger.pendPayment(tx, payment))
    assert.deepEqual(await balances('voided'), { 'provider/external': ['-700', '0'] })
    await run((tx) => ledger.voidPayment(tx, payment))
    await run((tx) => ledger.voidPayment(tx, payment))
    assert.deepEqual(await balances('voided'), { 'provider/external': ['0', '0'] })
    await run((tx) => ledger.postStrayPayment(tx, payment))
    assert.deepEqual(await balances('voided'), { 'provider/external': ['0', '-700'] })
    await assertBalanced()
  })

  it('the test vector reaches every party on settlement, to the cent', async () => {
    const o = await paidOrder(() => [{ agencyId: 'org_A', recruiterId: 'org_R' }])
    assert.deepEqual(await balances(o.shopId), { 'merchant/balance': ['12850', '0'] })
    assert.equal(await run((tx) => ledger.settleOrder(tx, o.orderId)), true)
    assert.equal(await run((tx) => ledger.settleOrder(tx, o.orderId)), false)
    assert.deepEqual(await balances(o.shopId), { 'merchant/balance': ['0', '12850'] })
    assert.deepEqual(await balances(o.creatorId), { 'creator/balance': ['0', '1642'] })
    assert.deepEqual(await balances('org_A'), { 'agency/balance': ['0', '918'] })
    assert.deepEqual(await balances('org_R'), { 'recruiter/balance': ['0', '765'] })
    const explained = await call<{
      parties: { role: string; netMinor: string }[]
      lines: { state: string }[]
    }>('ledger.explainOrder', { shopId: o.shopId, orderId: o.orderId })
    assert.deepEqual(Object.fromEntries(explained.parties.map((p) => [p.role, p.netMinor])), {
      merchant: '12850',
      creator: '1642',
      agency: '918',
      recruiter: '765',
      platform: '325',
    })
    assert.equal(explained.lines[0]!.state, 'settled')
    await assertBalanced()
  })

  it('a refund before settlement drops the promises and sends the cash', async () => {
    const o = await paidOrder()
    const refundId = testId('rfd', `${n}1`)
    const refund = await run((tx) =>
      ledger.startRefund(tx, { refundId, orderId: o.orderId, provider, currency, lines: 'all' }),
    )
    assert.equal(refund.amountMinor, 16500n)
    assert.deepEqual(await balances(o.shopId), { 'merchant/balance': ['0', '0'] })
    await run((tx) => ledger.finishRefund(tx, { refundId, orderId: o.orderId }))
    await run((tx) => ledger.finishRefund(tx, { refundId, orderId: o.orderId }))
    await assert.rejects(
      run((tx) =>
        ledger.startRefund(tx, {
          refundId: testId('rfd', `${n}2`),
          orderId: o.orderId,
          provider,
          currency,
          lines: 'all',
        }),
      ),
      RangeError,
    )
    const transfers = await call<{ items: { kind: string; phase: string }[] }>('ledger.listTransfers', {
      orderId: o.orderId,
      limit: 100,
    })
    assert.deepEqual(transfers.items.map((t) => `${t.kind} ${t.phase}`).toReversed(), [
      'payment pending',
      'payment post-pending',
      'sale pending',
      'refund void',
      'refund pending',
      'refund post-pending',
    ])
    await assertBalanced()
  })

  it('half refunded before and half after settlement: §16 to the cent, the merchant in debt after a payout', async () => {
    const o = await paidOrder()
    const half = (k: number) => ({
      refundId: testId('rfd', `${n}H${k}`),
      orderId: o.orderId,
      provider,
      currency,
      lines: [{ lineId: o.lines[0]!.lineId, refundMinor: 8250n }],
    })
    await run((tx) => ledger.startRefund(tx, half(1)))
    assert.deepEqual(await balances(o.shopId), { 'merchant/balance': ['6425', '0'] })
    assert.deepEqual(await balances(o.creatorId), { 'creator/balance': ['821', '0'] })
    await run((tx) => ledger.settleOrder(tx, o.orderId))
    const payout = await call<{
      amountMinor: string
      items: { amountMinor: string }[]
      unexplainedMinor: string
    }>('ledger.getPayout', { shopId: o.shopId, payoutId: await withdraw(o.shopId) })
    assert.equal(payout.amountMinor, '6425')
    assert.equal(payout.unexplainedMinor, '0')
    await run((tx) => ledger.startRefund(tx, half(2)))
    assert.deepEqual(await balances(o.shopId), {
      'merchant/balance': ['0', '0'],
      // Nothing was to come, there, kept back or deposited: the fund paid, and the merchant owes it.
      'merchant/debt': ['0', '-6425'],
      'bank/external': ['0', '6425'],
    })
    const earned = await call<{ clawedBackMinor: string; settledMinor: string; items: { state: string }[] }>(
      'ledger.getCreatorEarnings',
      { creatorId: o.creatorId },
    )
    assert.deepEqual(
      [earned.settledMinor, earned.clawedBackMinor, earned.items[0]!.state],
      ['821', '821', 'clawed-back'],
    )
    await assert.rejects(withdraw(o.shopId), { code: 'NOTHING_TO_PAY_OUT' })
    await assertBalanced()
  })

  it('a payout covers several orders and a claw-back, each entry once', async () => {
    const a = await paidOrder()
    const shopId = a.shopId
    const b = await paidOrder(() => [
      { shopId },
      {
        shopId,
        lineId: null,
        sale: { goodsMinor: 800n, shopCouponMinor: 0n, platformCouponMinor: 0n, creatorCouponMinor: 0n },
        terms: {
          platformRateBps: 0,
          techFeeBps: 0,
          creatorRateBps: 0,
          agencySplitBps: 0,
          recruiterRateBps: 0,
        },
        creatorId: null,
        agencyId: null,
        recruiterId: null,
      },
    ])
    for (const o of [a, b]) await run((tx) => ledger.settleOrder(tx, o.orderId))
    await run((tx) =>
      ledger.startRefund(tx, {
        refundId: testId('rfd', `${n}C`),
        orderId: a.orderId,
        provider,
        currency,
        lines: 'all',
      }),
    )
    const payouts = await Promise.allSettled(
      [1, 2, 3].map(async () =>
        call<{ amountMinor: string; items: unknown[]; payoutId: string }>('ledger.getPayout', {
          shopId,
          payoutId: await withdraw(shopId),
        }),
      ),
    )
    const made = payouts.filter((p) => p.status === 'fulfilled').map((p) => p.value)
    assert.equal(made.length, 1)
    assert.equal(made[0]!.amountMinor, '13650')
    assert.equal(made[0]!.items.length, 4)
    const health = await ledger.getHealth()
    assert.equal(health.unexplainedPayoutMinor, '0')
    const finance = await call<{ availableMinor: string; paidOutMinor: string; pendingMinor: string }>(
      'ledger.getShopFinance',
      { shopId },
    )
    assert.deepEqual(
      [finance.pendingMinor, finance.availableMinor, finance.paidOutMinor],
      ['0', '0', '13650'],
    )
    const lines = await call<{ items: { payoutId: string | null; kind: string; state: string }[] }>(
      'ledger.listShopSettlements',
      { shopId },
    )
    assert.equal(lines.items.length, 3)
    assert.ok(lines.items.every((l) => l.payoutId === made[0]!.payoutId))
    const states = await Promise.all(
      ['pending', 'settled', 'refunded'].map((state) =>
        call<{ items: unknown[] }>('ledger.listShopSettlements', { shopId, state }),
      ),
    )
    assert.deepEqual(
      states.map((s) => s.items.length),
      [0, 2, 1],
    )
    await assertBalanced()
  })

  it('the database refuses what does not balance, and any change of what is written', async () => {
    const head = `insert into ledger.transfer (transfer_id, group_id, kind, phase, currency, at) values ('trf_X', 'g', 'payment', 'posted', 'CNY', now())`
    const leg = (
      amount: number,
    ) => `insert into ledger.entry (transfer_id, account_id, layer, amount_minor, currency)
      select 'trf_X', account_id, 'posted', ${amount}, currency from ledger.account where party_type = 'clearing'`
    /** A transfer and its legs are one statement: there is no moment in which they do not balance. */
    const whole = (...amounts: number[]) =>
      `with head as (${head}) ${leg(amounts[0]!)} ${amounts
        .slice(1)
        .map((amount) => `union all ${leg(amount).replace(/^insert[^)]*\)\s*/, '')}`)
        .join(' ')}`
    await assert.rejects(exec(whole(5)), /UNBALANCED: trf_X is off by 5 CNY/)
    await assert.rejects(exec(whole(5, -4)), /UNBALANCED: trf_X is off by 1 CNY/)
    await assert.rejects(exec(head), /UNBALANCED: trf_X has no entries/)
    await exec(whole(5, -5))
    await assert.rejects(exec(`${leg(1)}; ${leg(-1)}`), /TRANSFER_CLOSED/)
    for (const table of [
      'account',
      'transfer',
      'entry',
      'sale',
      'refund_line',
      'settlement',
      'payout',
      'payout_entry',
      'rate_version',
    ]) {
      await assert.rejects(exec(`delete from ledger.${table}`), /APPEND_ONLY/)
      await assert.rejects(exec(`truncate ledger.${table} cascade`), /APPEND_ONLY/)
    }
    await assert.rejects(exec(`update ledger.entry set amount_minor = 1`), /APPEND_ONLY/)
    await assertBalanced()
  })

  it('rates: emerging before category before default; a new version starts at its date', async () => {
    const at = deps.clock.now()
    const rate = (categoryId: string, emerging = false, when = at) =>
      run(async (tx) => (await ledger.ratesAt(tx, when)).rateOf({ categoryId, emerging }).rateBps)
    assert.deepEqual([await rate('books'), await rate('fresh'), await rate('books', true)], [500, 200, 0])
    const from = new Date(at.getTime() + 5_000)
    const set = await call<{ current: boolean }>('ledger.setRate', {
      scope: 'category',
      categoryId: 'books',
      rateBps: 300,
      effectiveFrom: from.toISOString(),
    })
    assert.equal(set.current, false)
    assert.deepEqual([await rate('books'), await rate('books', false, from)], [500, 300])
    await assert.rejects(
      call('ledger.setRate', { scope: 'default', rateBps: 1, effectiveFrom: '2026-01-01T00:00:00Z' }),
      { code: 'DATE_INVALID' },
    )
    await assert.rejects(call('ledger.setRate', { scope: 'category', rateBps: 1 }), { code: 'INPUT_INVALID' })
  })

  it('another shop’s order explains nothing', async () => {
    const o = await paidOrder()
    await assert.rejects(call('ledger.explainOrder', { shopId: testId('shp', 'Z'), orderId: o.orderId }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(call('ledger.getPayout', { shopId: o.shopId, payoutId: 'pot_x' }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(call('ledger.listPayouts', { shopId: o.shopId, cursor: '%%%' }), {
      code: 'CURSOR_INVALID',
    })
  })
})
