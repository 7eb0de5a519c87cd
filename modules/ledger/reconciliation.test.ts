// A provider's day beside the ledger: every planted difference is found and named, and nothing else; then two people settle it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { chinaDayRange } from '#kernel/china-time'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { systemCtx } from '#platform/context'
import type { Tx } from '#platform/database'
import { feeOf, type BillItem, type BillLine } from '#platform/providers/bill'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { MISMATCH_KINDS } from './domain/mismatch.ts'
import { testId } from './fixtures.ts'
import { createLedger, type Ledger } from './index.ts'

const DAY = '2026-11-20'
const { from, to } = chinaDayRange(DAY)
const NOON = new Date(from.getTime() + 12 * 3_600_000)
const fee = { bps: 60, fixedMinor: 0n, returned: true }

let database: TestDatabase
let ledger: Ledger
let deps: ReturnType<typeof testDeps>
let n = 0
before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  deps.clock.set(NOON)
  ledger = createLedger(deps)
})
after(() => database.drop())

const run = <R>(fn: (tx: Tx) => Promise<R>) => database.db.transaction(fn)
const person = (id: string) =>
  ({
    ...systemCtx('t'),
    actor: { kind: 'person', accountId: id as Id<'usr'>, sessionId: 's', guest: false, memberships: [] },
  }) as const
const call = <T>(id: string, input: object, by = 'usr_a'): Promise<T> => {
  const r = ledger.routes.find((route) => route.endpoint.id === id)!
  return r.handle(r.endpoint.input.parse(input) as never, person(by)) as Promise<T>
}

/** Ours: money in under a payment's id. */
async function paid(paymentId: string, minor = 10_000n, provider = 'till', at = NOON): Promise<void> {
  n += 1
  deps.clock.set(at)
  const [checkoutId, orderId] = [testId('chk', n), testId('ord', n)]
  await run((tx) =>
    ledger.postStrayPayment(tx, {
      checkoutId,
      paymentId: paymentId as Id<'pay'>,
      provider,
      currency: 'CNY',
      orders: [{ orderId, paidMinor: minor }],
    }),
  )
  deps.clock.set(NOON)
}
async function refunded(refundId: string, minor = 4_000n, sent = true): Promise<void> {
  n += 1
  const r = { refundId: refundId as Id<'rfd'>, orderId: testId('ord', n) }
  await run((tx) =>
    ledger.startStrayRefund(tx, {
      ...r,
      provider: 'till',
      currency: 'CNY',
      amountMinor: minor,
      from: 'clearing',
    }),
  )
  if (sent) await run((tx) => ledger.finishRefund(tx, r))
}

let file: BillItem[] = []
const theirs = (what: BillLine['what'], reference: string, over: Partial<BillLine> = {}): void => {
  const amountMinor = over.amountMinor ?? (what === 'refund' ? 4_000n : 10_000n)
  file.push({
    kind: 'line',
    lineNo: file.length + 1,
    what,
    reference,
    providerRef: `p${file.length}`,
    merchant: 'us',
    amountMinor,
    currency: 'CNY',
    feeMinor: what === 'other' ? 0n : feeOf(fee, what, amountMinor),
    state: 'succeeded',
    at: NOON,
    ...over,
  })
}
const till = {
  name: 'till',
  merchantId: 'us',
  fee,
  async *bill() {
    yield* file
  },
}
type Mismatch = {
  mismatchId: string
  kind: string
  reference: string
  state: string
  ours: string | null
  theirs: string | null
}
type DayOf = {
  mismatches: Mismatch[]
  unresolved: number
  lines: number
  releasedAt: string | null
  totals: Record<string, string>[]
}
const look = (day = DAY) => call<DayOf>('ledger.getReconciliation', { provider: 'till', day })

/** What is planted: its name, and how. */
const PLANTS: readonly [string, string, () => Promise<void> | void][] = [
  ['missing-in-theirs', 'pay_1', () => paid('pay_1')],
  ['missing-in-theirs', 'rfd_1', () => refunded('rfd_1')],
  ['missing-in-ours', 'pay_2', () => theirs('payment', 'pay_2')],
  ['missing-in-ours', 'rfd_2', () => theirs('refund', 'rfd_2')],
  ['unknown-reference', 'T-2026', () => theirs('payment', 'T-2026')],
  ['amount-differs', 'pay_3', () => (theirs('payment', 'pay_3', { amountMinor: 9_999n }), paid('pay_3'))],
  ['amount-differs', 'rfd_3', () => (theirs('refund', 'rfd_3', { amountMinor: 4_001n }), refunded('rfd_3'))],
  ['currency-differs', 'pay_4', () => (theirs('payment', 'pay_4', { currency: 'USD' }), paid('pay_4'))],
  ['kind-differs', 'pay_5', () => (theirs('refund', 'pay_5', { amountMinor: 10_000n }), paid('pay_5'))],
  ['duplicate', 'pay_6', () => (theirs('payment', 'pay_6'), theirs('payment', 'pay_6'), paid('pay_6'))],
  ['fee-differs', 'pay_7', () => (theirs('payment', 'pay_7', { feeMinor: 65n }), paid('pay_7'))],
  [
    'wrong-day',
    'pay_8',
    () => (theirs('payment', 'pay_8'), paid('pay_8', 10_000n, 'till', new Date(from.getTime() - 9e6))),
  ],
  [
    'crossed-midnight',
    'pay_9',
    () => (
      theirs('payment', 'pay_9', { at: new Date(to.getTime() - 2_000) }),
      paid('pay_9', 10_000n, 'till', new Date(to.getTime() + 2_000))
    ),
  ],
  ['crossed-midnight', 'pay_10', () => paid('pay_10', 10_000n, 'till', new Date(to.getTime() - 1_000))],
  [
    'payment-not-booked',
    'pay_11',
    () => {
      theirs('payment', 'pay_11')
      const order = { orderId: testId('ord', 'P11'), paidMinor: 10_000n }
      const p = {
        checkoutId: testId('chk', 'P11'),
        paymentId: 'pay_11' as const,
        provider: 'till',
        currency: 'CNY' as const,
        orders: [order],
      }
      return run((tx) => ledger.pendPayment(tx, p))
    },
  ],
  ['refund-not-booked', 'rfd_4', () => (theirs('refund', 'rfd_4'), refunded('rfd_4', 4_000n, false))],
  [
    'payment-failed-there',
    'pay_12',
    () => (theirs('payment', 'pay_12', { state: 'failed' }), paid('pay_12')),
  ],
  ['refund-not-sent', 'rfd_5', () => (theirs('refund', 'rfd_5', { state: 'pending' }), refunded('rfd_5'))],
  ['unknown-merchant', 'pay_13', () => theirs('payment', 'pay_13', { merchant: 'another' })],
  ['other-movement', 'CB-1', () => theirs('other', 'CB-1', { amountMinor: 500n })],
  ['unreadable', 'line 99', () => void file.push({ kind: 'unreadable', lineNo: 99, text: '`2026-11-20,`' })],
  ['total-differs', '', () => void file.push({ kind: 'total', lines: 1, paidMinor: 1n, refundedMinor: 0n })],
]
const named = (all: readonly { kind: string; reference: string }[]) =>
  all.map((m) => `${m.kind} ${m.reference}`).toSorted()

describe('reconciliation', () => {
  it(`finds all ${PLANTS.length} planted differences and nothing else, among what agrees`, async () => {
    for (let i = 0; i < 60; i++) {
      theirs(i % 3 === 0 ? 'refund' : 'payment', i % 3 === 0 ? `rfd_ok${i}` : `pay_ok${i}`)
      await (i % 3 === 0 ? refunded(`rfd_ok${i}`) : paid(`pay_ok${i}`))
    }
    // Not this day's, not this provider's, or nothing that moved: none of it is a difference.
    await paid('pay_before', 1n, 'till', new Date(from.getTime() - 3_600_000))
    await paid('pay_elsewhere', 1n, 'another')
    await refunded('rfd_waits', 1n, false)
    theirs('payment', 'pay_declined', { state: 'failed' })
    for (const [, , plant] of PLANTS) await plant()
    await ledger.reconcileDay(till, DAY)
    const day = await look()
    assert.deepEqual(
      named(day.mismatches),
      PLANTS.map(([kind, reference]) => `${kind} ${reference}`).toSorted(),
    )
    const kinds = new Set(PLANTS.map(([kind]) => kind))
    assert.deepEqual(
      MISMATCH_KINDS.filter((k) => !kinds.has(k)),
      ['no-reference'],
      'every kind but one was planted',
    )
    const fees = day.mismatches.find((m) => m.kind === 'fee-differs')!
    assert.deepEqual([fees.ours, fees.theirs], ['60', '65'])
  })

  it('looking again changes nothing; what has been put right is resolved by itself', async () => {
    const before = await look()
    await ledger.reconcileDay(till, DAY)
    const { mismatches } = await look()
    assert.deepEqual(
      mismatches.map((m) => m.mismatchId),
      before.mismatches.map((m) => m.mismatchId),
    )
    await paid('pay_2')
    await ledger.reconcileDay(till, DAY)
    const put = (await look()).mismatches.find((m) => m.reference === 'pay_2')!
    assert.deepEqual([put.kind, put.state], ['missing-in-ours', 'resolved'])
  })

  it('what crossed midnight is resolved by the next file, or missing after all', async () => {
    const whole = file
    file = []
    theirs('payment', 'pay_10', { at: new Date(to.getTime() + 3_000) })
    await ledger.reconcileDay(till, '2026-11-21')
    const stateOf = async (reference: string) => {
      const m = (await look()).mismatches.find((x) => x.reference === reference && x.kind !== 'duplicate')!
      return [m.kind, m.state]
    }
    assert.deepEqual(await stateOf('pay_10'), ['crossed-midnight', 'resolved'])
    assert.deepEqual(await stateOf('pay_9'), ['crossed-midnight', 'resolved'])
    file = whole
  })

  it('payouts wait until every difference has been explained by one and seen by another, or two release the day', async () => {
    const withdraw = () => run((tx) => ledger.assertReconciled(tx))
    await assert.rejects(withdraw(), { code: 'PAYOUT_BLOCKED' })
    const first = (await look()).mismatches.find((m) => m.state === 'open')
    const { mismatchId } = first!
    await assert.rejects(call('ledger.resolveMismatch', { mismatchId }), { code: 'STATE_CONFLICT' })
    await call('ledger.explainMismatch', { mismatchId, note: '渠道补单' })
    await assert.rejects(call('ledger.resolveMismatch', { mismatchId }), { code: 'FOUR_EYES' })
    assert.equal((await call<Mismatch>('ledger.resolveMismatch', { mismatchId }, 'usr_b')).state, 'resolved')
    await assert.rejects(withdraw(), { code: 'PAYOUT_BLOCKED' })
    const days = (await call<{ items: { day: string }[] }>('ledger.listReconciliations', { limit: 10 })).items
    assert.deepEqual(
      days.map((d) => d.day),
      ['2026-11-21', DAY],
    )
    for (const { day } of days) {
      await assert.rejects(call('ledger.releaseDay', { provider: 'till', day }), { code: 'INPUT_INVALID' })
      await call('ledger.releaseDay', { provider: 'till', day, note: '已与渠道核实' })
      await assert.rejects(call('ledger.releaseDay', { provider: 'till', day }), { code: 'FOUR_EYES' })
      const done = await call<DayOf>('ledger.releaseDay', { provider: 'till', day }, 'usr_b')
      assert.ok(done.releasedAt)
    }
    await withdraw()
  })

  it('a file that breaks off leaves the day as it was', async () => {
    const before = await look()
    const broken = {
      ...till,
      async *bill() {
        yield* file.slice(0, 3)
        throw new AppError('PROVIDER_UNAVAILABLE')
      },
    }
    await assert.rejects(ledger.reconcileDay(broken, DAY), { code: 'PROVIDER_UNAVAILABLE' })
    assert.deepEqual(await look(), before)
  })
})
