// An agreement from draft to closed, through the door: who may sign, what the year comes to, what is given back and taken back again.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx } from '#platform/context'
import type { Tx } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aSoldLine, testId } from './fixtures.ts'
import { createLedger, type Ledger, type SoldLine } from './index.ts'

let database: TestDatabase
let ledger: Ledger
let deps: ReturnType<typeof testDeps>
const clock = { set: (at: string) => deps.clock.set(new Date(at)) }
let n = 0

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  clock.set('2026-03-01T00:00:00Z')
  ledger = createLedger(deps)
})
after(() => database.drop())

const currency = 'CNY' as const
const run = <R>(fn: (tx: Tx) => Promise<R>) => database.db.transaction(fn)
const as = (accountId: string): Ctx => ({
  ...systemCtx('test'),
  actor: { kind: 'person', accountId: accountId as Id<'usr'>, sessionId: 's', guest: false, memberships: [] },
})
const call = <T>(id: string, input: object, ctx: Ctx = as('usr_maker')): Promise<T> => {
  const r = ledger.routes.find((route) => route.endpoint.id === id)!
  return r.handle(r.endpoint.input.parse(input) as never, ctx) as Promise<T>
}

type Agreement = {
  agreementId: string
  state: string
  salesMinor: string
  chargedMinor: string
  rebateMinor: string
  forecastMinor: string
  next: { thresholdMinor: string } | null
  notes: { amountMinor: string; lines: number }[]
  steps: { state: string }[]
}
const terms = (shopId: string, more: object = {}) => ({
  role: 'merchant',
  partyId: shopId,
  year: 2026,
  mode: 'rebate',
  basis: 'marginal',
  tiers: [
    { thresholdMinor: '100000', rateBps: 400 },
    { thresholdMinor: '300000', rateBps: 300 },
  ],
  ...more,
})
const signed = async (shopId: string, more: object = {}) => {
  const { agreementId } = await call<Agreement>('ledger.draftAgreement', terms(shopId, more))
  await call('ledger.signAgreement', { agreementId }, as('usr_checker'))
  return agreementId
}
const read = (agreementId: string) => call<Agreement>('ledger.getAgreement', { agreementId })

/** A line for `goodsMinor` without coupons or commission, settled. */
async function sold(shopId: Id<'shp'>, goodsMinor: bigint, rateBps = 500, change: Partial<SoldLine> = {}) {
  n += 1
  const [orderId, checkoutId] = [testId('ord', `A${n}`), testId('chk', `A${n}`)]
  const line = aSoldLine({
    orderId,
    shopId,
    lineId: testId('oln', `A${n}`),
    sale: { goodsMinor, shopCouponMinor: 0n, platformCouponMinor: 0n, creatorCouponMinor: 0n },
    terms: {
      platformRateBps: rateBps,
      techFeeBps: 1000,
      creatorRateBps: 0,
      agencySplitBps: 0,
      recruiterRateBps: 0,
    },
    creatorId: null,
    agencyId: null,
    recruiterId: null,
    ...change,
  })
  const orders = [{ orderId, paidMinor: goodsMinor }]
  const paid = { checkoutId, paymentId: `pay_${checkoutId}`, provider: 'sandbox', currency } as const
  await run((tx) => ledger.pendPayment(tx, { ...paid, orders }))
  await run((tx) => ledger.postPayment(tx, paid, [line]))
  await run((tx) => ledger.settleOrder(tx, orderId))
  return { orderId, lineId: line.lineId }
}
const refund = (o: { orderId: Id<'ord'>; lineId: Id<'oln'> | null }, refundMinor: bigint) =>
  run((tx) =>
    ledger.startRefund(tx, {
      refundId: testId('rfd', `A${(n += 1)}`),
      orderId: o.orderId,
      provider: 'sandbox',
      currency,
      lines: [{ lineId: o.lineId, refundMinor }],
    }),
  )
const availableOf = async (shopId: string) =>
  BigInt((await call<{ availableMinor: string }>('ledger.getShopFinance', { shopId })).availableMinor)
const rateNow = (shopId: string, goods: { categoryId?: string; emerging?: boolean } = {}) =>
  run(
    async (tx) =>
      (await createLedger(deps).ratesAt(tx, deps.clock.now())).rateOf({
        categoryId: 'kitchen',
        emerging: false,
        shopId,
        ...goods,
      }).rateBps,
  )

describe('agreements', () => {
  it('whoever drafted it cannot sign it; another can, once', async () => {
    const shopId = testId('shp', 'F1')
    const { agreementId, state } = await call<Agreement>('ledger.draftAgreement', terms(shopId))
    assert.equal(state, 'draft')
    await assert.rejects(call('ledger.signAgreement', { agreementId }), { code: 'FOUR_EYES' })
    assert.equal((await read(agreementId)).state, 'draft')
    await call('ledger.signAgreement', { agreementId }, as('usr_checker'))
    await call('ledger.signAgreement', { agreementId }, as('usr_checker'))
    await assert.rejects(call('ledger.signAgreement', { agreementId }, as('usr_third')), {
      code: 'STATE_CONFLICT',
    })
    await assert.rejects(call('ledger.discardAgreement', { agreementId }), { code: 'STATE_CONFLICT' })
    await assert.rejects(call('ledger.draftAgreement', terms(shopId)), { code: 'DUPLICATE' })
    assert.deepEqual(
      (await read(agreementId)).steps.map((s) => s.state),
      ['draft', 'signed'],
    )
  })

  it('refuses terms that cannot be, and shows a party only what is signed', async () => {
    const shopId = testId('shp', 'F2')
    const bad = [
      { tiers: [{ thresholdMinor: '0', rateBps: 400 }] },
      {
        tiers: [
          { thresholdMinor: '1000', rateBps: 400 },
          { thresholdMinor: '2000', rateBps: 400 },
        ],
      },
      { year: 2025 },
      { role: 'creator' },
      { role: 'creator', partyId: testId('crt', 'F2'), mode: 'lower-rate' },
    ]
    for (const more of bad)
      await assert.rejects(call('ledger.draftAgreement', terms(shopId, more)), { code: 'INPUT_INVALID' })
    const { agreementId } = await call<Agreement>('ledger.draftAgreement', terms(shopId))
    const own = () => call<{ items: unknown[] }>('ledger.listShopAgreements', { shopId })
    assert.equal((await own()).items.length, 0)
    await call('ledger.signAgreement', { agreementId }, as('usr_checker'))
    assert.equal((await own()).items.length, 1)
  })

  it('a year: measured net of refunds, given back as a credit note that names its lines, taken back after a late refund', async () => {
    const shopId = testId('shp', 'F3')
    const a = await sold(shopId, 150_000n)
    const b = await sold(shopId, 250_000n)
    await sold(shopId, 90_000n, 0, { rateVersionId: 'rcv_00000000000000000000000003' })
    const agreementId = await signed(shopId, { exclusions: ['emerging'] })
    await refund(b, 50_000n)
    await ledger.runAgreements()
    const running = await read(agreementId)
    // 100,000 at 5 %, the next 200,000 at 4 %, the last 50,000 at 3 %.
    assert.deepEqual([running.state, running.salesMinor, running.chargedMinor], ['active', '350000', '17500'])
    assert.equal(running.rebateMinor, String(17_500 - (5_000 + 8_000 + 1_500)))
    assert.equal(running.forecastMinor, String((350_000n * 365n) / 60n))
    const before = await availableOf(shopId)
    clock.set('2026-12-31T16:00:00Z') // midnight in China
    await ledger.runAgreements()
    await ledger.runAgreements()
    const over = await read(agreementId)
    assert.deepEqual(
      over.steps.map((s) => s.state),
      ['draft', 'signed', 'active', 'measured', 'achieved', 'rebated'],
    )
    assert.deepEqual(
      over.notes.map((x) => [x.amountMinor, x.lines]),
      [['3000', 2]],
    )
    assert.equal(await availableOf(shopId), before + 3_000n)
    await refund(a, 100_000n)
    await ledger.runAgreements()
    const later = await read(agreementId)
    // 250,000: 100,000 at 5 %, 150,000 at 4 %: 1,500 are to be given back, 1,500 come back.
    assert.deepEqual(
      later.notes.map((x) => [x.amountMinor, x.lines]),
      [
        ['3000', 2],
        ['-1500', 1],
      ],
    )
    clock.set('2027-04-01T00:00:00Z')
    await ledger.runAgreements()
    assert.equal((await read(agreementId)).state, 'closed')
    assert.equal(await ledger.runAgreements(), 0)
    const { sums } = await ledger.getHealth()
    for (const s of sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
  })

  it('lower-rate: what is reached governs new orders, never above the card, never what is excluded', async () => {
    const shopId = testId('shp', 'F4')
    const agreementId = await signed(shopId, { year: 2027, mode: 'lower-rate', exclusions: ['emerging'] })
    await sold(shopId, 99_999n)
    await ledger.runAgreements()
    assert.equal(await rateNow(shopId), 500)
    await sold(shopId, 1n)
    await ledger.runAgreements()
    assert.deepEqual(
      [
        await rateNow(shopId),
        await rateNow(testId('shp', 'F5')),
        await rateNow(shopId, { categoryId: 'fresh' }),
      ],
      [400, 500, 200],
    )
    assert.equal(await rateNow(shopId, { emerging: true }), 0)
    await sold(shopId, 100_000n, 400)
    await ledger.runAgreements()
    // The single fen that crossed the threshold was charged at 5 %: nothing is owed beyond it.
    assert.equal((await read(agreementId)).rebateMinor, '0')
  })

  it('a missed year gives nothing back', async () => {
    const shopId = testId('shp', 'F6')
    const agreementId = await signed(shopId, { year: 2027 })
    await sold(shopId, 50_000n)
    clock.set('2028-01-02T00:00:00Z')
    await ledger.runAgreements()
    const missed = await read(agreementId)
    assert.deepEqual([missed.state, missed.notes.length], ['missed', 0])
  })
})
