import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LIVE_STATES, MOVERS, ORDER_MOVES, ORDER_STATES, mayMove, type MoveName } from './order-state.ts'
import { successMeans } from './payment-state.ts'
import { refundPath, refundableUntil, STRAY_REASONS, wholeOrderType } from './refund-rule.ts'

const names = Object.keys(ORDER_MOVES) as MoveName[]

describe('order moves', () => {
  it('reach every state from awaiting-payment, and never leave cancelled or refunded', () => {
    const reached = new Set(['awaiting-payment'])
    for (let more = true; more;) {
      const before = reached.size
      for (const name of names) {
        if (ORDER_MOVES[name].from.some((s) => reached.has(s))) reached.add(ORDER_MOVES[name].to)
      }
      more = reached.size > before
    }
    assert.deepEqual([...reached].toSorted(), [...ORDER_STATES].toSorted())
    for (const end of ['cancelled', 'refunded'] as const) {
      for (const name of names) for (const by of MOVERS) assert.equal(mayMove(name, end, by), false)
    }
  })

  it('what is neither cancelled nor refunded counts against a limit', () => {
    assert.deepEqual(
      ORDER_STATES.filter((s) => !LIVE_STATES.includes(s)),
      ['cancelled', 'refunded'],
    )
  })

  it('nobody ships what is not paid, nobody but the provider pays, no paid order is cancelled', () => {
    assert.ok(!mayMove('shipAll', 'awaiting-payment', 'merchant'))
    assert.deepEqual(
      MOVERS.filter((by) => mayMove('pay', 'awaiting-payment', by)),
      ['provider'],
    )
    for (const by of MOVERS) assert.ok(!mayMove('cancel', 'paid', by))
  })
})

describe('a provider’s success', () => {
  const asked = { amountMinor: 12_900n, currency: 'CNY' }
  it('pays what waits, holds what differs, sends back what is closed, ignores what is done', () => {
    assert.equal(successMeans('open', true, asked, asked), 'pay')
    assert.equal(successMeans('failed', true, asked, asked), 'pay')
    assert.equal(successMeans('open', true, asked, { ...asked, amountMinor: 1_290n }), 'hold')
    assert.equal(successMeans('open', true, asked, { ...asked, currency: 'USD' }), 'hold')
    assert.equal(successMeans('closed', false, asked, asked), 'send-back')
    assert.equal(successMeans('closed', false, asked, { ...asked, amountMinor: 1n }), 'hold')
    for (const state of ['succeeded', 'mismatch'] as const)
      assert.equal(successMeans(state, false, asked, asked), 'nothing')
  })
})

describe('refunds', () => {
  const received = new Date('2026-11-01T00:00:00Z')
  const day = (n: number) => new Date(received.getTime() + n * 86_400_000)
  it('at once before shipping, by the shop afterwards, never before payment or after cancelling', () => {
    assert.equal(refundPath('paid', 'changed-mind', null, day(0)), 'at-once')
    for (const state of ['partly-shipped', 'shipped'] as const)
      assert.equal(refundPath(state, 'late', null, day(0)), 'ask-the-shop')
    for (const state of ['awaiting-payment', 'cancelled', 'refunded', 'held'] as const) {
      assert.equal(refundPath(state, 'other', null, day(0)), null)
    }
  })
  it('a wish for the whole order’s money is one before shipping while nothing left, later one for money only', () => {
    assert.deepEqual((['paid', 'shipped', 'received', 'completed'] as const).map(wholeOrderType), [
      'before-shipping',
      'refund-only',
      'refund-only',
      'refund-only',
    ])
  })
  it('four kinds of money never became a sale', () => {
    assert.deepEqual(STRAY_REASONS, ['late-payment', 'duplicate-payment', 'payment-mismatch', 'part-unpaid'])
  })
  it('seven days for a change of mind, thirty for what was broken', () => {
    assert.equal(refundPath('received', 'changed-mind', received, day(6.99)), 'ask-the-shop')
    assert.equal(refundPath('received', 'changed-mind', received, day(7)), null)
    assert.equal(refundPath('completed', 'damaged', received, day(29)), 'ask-the-shop')
    assert.equal(refundPath('completed', 'damaged', received, day(30)), null)
    assert.deepEqual(refundableUntil('damaged', received), day(30))
  })
})
