import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MIDNIGHT_MS, mismatchesOf, type Pair } from './mismatch.ts'

const MIDNIGHT = Date.UTC(2026, 10, 23, 16)
const NOON = MIDNIGHT - 12 * 3_600_000
type Ours = NonNullable<Pair['ours']>
type Theirs = NonNullable<Pair['theirs']>

const ours = (over: Partial<Ours> = {}): Ours => ({
  what: 'payment',
  posted: 12900n,
  currency: 'CNY',
  atMs: NOON,
  sameDay: true,
  ...over,
})
const theirs = (over: Partial<Theirs> = {}): Theirs => ({
  what: 'payment',
  amount: 12900n,
  currency: 'CNY',
  state: 'succeeded',
  fee: 77n,
  expectedFee: 77n,
  atMs: NOON,
  times: 1,
  ...over,
})
const named = (o: Ours | null, t: Theirs | null, reference = 'pay_1') =>
  mismatchesOf({ reference, orderId: null, ours: o, theirs: t }, MIDNIGHT)

describe('a provider’s day and ours', () => {
  it('agree', () => {
    assert.deepEqual(named(ours(), theirs()), [])
    assert.deepEqual(named(ours(), theirs({ fee: null })), [])
    assert.deepEqual(named(ours(), theirs({ expectedFee: null })), [])
    assert.deepEqual(named(null, null), [])
  })

  it('theirs lacks what we posted; a promise it need not have', () => {
    assert.deepEqual(named(ours(), null), ['missing-in-theirs'])
    assert.deepEqual(named(ours({ posted: null }), null), [])
    assert.deepEqual(named(ours({ atMs: null }), null), [])
    assert.deepEqual(named(ours({ atMs: MIDNIGHT - MIDNIGHT_MS }), null), ['crossed-midnight'])
    assert.deepEqual(named(ours({ atMs: MIDNIGHT - MIDNIGHT_MS - 1 }), null), ['missing-in-theirs'])
  })

  it('ours lacks what succeeded there: a reference of ours, or a stranger’s', () => {
    assert.deepEqual(named(null, theirs()), ['missing-in-ours'])
    assert.deepEqual(named(null, theirs(), 'rfd_1'), ['missing-in-ours'])
    assert.deepEqual(named(null, theirs(), 'T-2214'), ['unknown-reference'])
    assert.deepEqual(named(null, theirs(), 'x_pay_1'), ['unknown-reference'])
    assert.deepEqual(named(null, theirs({ state: 'failed' })), [])
    assert.deepEqual(named(null, theirs({ state: 'failed', times: 2 })), ['duplicate'])
  })

  it('it failed there and was booked here, as a payment or a refund', () => {
    assert.deepEqual(named(ours(), theirs({ state: 'failed' })), ['payment-failed-there'])
    assert.deepEqual(named(ours(), theirs({ state: 'failed', what: 'refund' })), ['refund-not-sent'])
    assert.deepEqual(named(ours({ posted: null }), theirs({ state: 'failed' })), [])
  })

  it('it succeeded there and was not booked here', () => {
    assert.deepEqual(named(ours({ posted: null }), theirs()), ['payment-not-booked'])
    assert.deepEqual(named(ours({ posted: null }), theirs({ what: 'refund' })), ['refund-not-booked'])
  })

  it('what, in what currency, how much, what fee, how often', () => {
    assert.deepEqual(named(ours(), theirs({ what: 'refund' })), ['kind-differs'])
    assert.deepEqual(named(ours(), theirs({ currency: 'USD' })), ['currency-differs'])
    assert.deepEqual(named(ours(), theirs({ amount: 12901n })), ['amount-differs'])
    assert.deepEqual(named(ours(), theirs({ fee: 78n })), ['fee-differs'])
    assert.deepEqual(named(ours(), theirs({ times: 2 })), ['duplicate'])
    assert.deepEqual(named(ours(), theirs({ times: 3, amount: 1n, fee: 1n })), [
      'duplicate',
      'amount-differs',
      'fee-differs',
    ])
  })

  it('on which day: minutes apart it crossed midnight, more is another day', () => {
    const other = (apart: number) => named(ours({ sameDay: false }), theirs({ atMs: NOON + apart }))
    assert.deepEqual(other(MIDNIGHT_MS), ['crossed-midnight'])
    assert.deepEqual(other(-MIDNIGHT_MS), ['crossed-midnight'])
    assert.deepEqual(other(MIDNIGHT_MS + 1), ['wrong-day'])
  })
})
