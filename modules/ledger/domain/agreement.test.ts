import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { rebate } from '#tests/money/oracle'
import { forecast, measure, tierAt, tiersProblem, type MeasuredLine, type Tier } from './agreement.ts'
import { AGREEMENT_STATES, nextAgreementState, type AgreementAction } from './agreement-state.ts'

const TIERS: readonly Tier[] = [
  { thresholdMinor: 1_000n, rateBps: 400 },
  { thresholdMinor: 3_000n, rateBps: 200 },
]
/** At the platform's five per cent. */
const line = (salesMinor: bigint, over: Partial<MeasuredLine> = {}): MeasuredLine => ({
  salesMinor,
  baseMinor: salesMinor,
  rateBps: 500,
  feeMinor: salesMinor / 20n,
  ...over,
})

describe('the tiers of an agreement', () => {
  const problem = (...tiers: [bigint, number][]) =>
    tiersProblem(tiers.map(([thresholdMinor, rateBps]) => ({ thresholdMinor, rateBps })))

  it('rise from above zero while their rates fall', () => {
    assert.equal(problem(), 'none')
    assert.equal(problem([1n, 400]), null)
    assert.equal(problem([0n, 400]), 'order')
    assert.equal(problem([10n, 400], [10n, 300]), 'order')
    assert.equal(problem([10n, 400], [9n, 300]), 'order')
    assert.equal(problem([10n, 400], [11n, 400]), 'rates')
    assert.equal(problem([10n, 400], [11n, 401]), 'rates')
    assert.equal(problem([10n, 400], [11n, 399]), null)
  })

  it('have rates between nothing and everything', () => {
    assert.equal(problem([1n, -1]), 'rates')
    assert.equal(problem([1n, 0]), null)
    assert.equal(problem([1n, 10_000]), null)
    assert.equal(problem([1n, 10_001]), 'rates')
  })

  it('are reached at their threshold, not before', () => {
    const rateAt = (sales: bigint) => tierAt(TIERS, sales)?.rateBps ?? null
    assert.deepEqual([999n, 1_000n, 2_999n, 3_000n, 9_999n].map(rateAt), [null, 400, 400, 200, 200])
  })
})

describe('what a year comes to', () => {
  it('marginal: each part of the sales at the rate of its place', () => {
    const m = measure(TIERS, 'marginal', [line(800n), line(1_200n), line(2_000n)])
    // 1,000 at 5 % stay charged, 2,000 at 4 %, 1,000 at 2 %: 50 + 80 + 20 of 200.
    assert.deepEqual(m, {
      salesMinor: 4_000n,
      chargedMinor: 200n,
      agreedMinor: 150n,
      rebateMinor: 50n,
      reached: TIERS[1],
      next: null,
    })
  })

  it('whole: the reached tier for everything', () => {
    const m = measure(TIERS, 'whole', [line(800n), line(1_200n), line(2_000n)])
    assert.deepEqual([m.agreedMinor, m.rebateMinor], [80n, 120n])
  })

  it('below the first tier nothing is given, and the next is told; at a tier the one above it', () => {
    const none = measure(TIERS, 'whole', [line(980n)])
    assert.deepEqual([none.rebateMinor, none.reached, none.next], [0n, null, TIERS[0]])
    const first = measure(TIERS, 'whole', [line(980n), line(20n)])
    assert.deepEqual([first.rebateMinor, first.reached, first.next], [10n, TIERS[0], TIERS[1]])
    assert.deepEqual(measure(TIERS, 'whole', []).rebateMinor, 0n)
  })

  it('a line whose rate was as low keeps its fee', () => {
    const low = line(2_000n, { rateBps: 200, feeMinor: 40n })
    assert.equal(measure(TIERS, 'whole', [low, line(2_000n)]).agreedMinor, 40n + 40n)
    assert.equal(measure(TIERS, 'marginal', [low, line(2_000n)]).agreedMinor, 40n + 40n + 20n)
  })

  it('adds up by rate before it rounds, and never asks for more than was charged', () => {
    // Each of ten lines of 13 bears 1; at 4 % they come to 5.2, not to ten times 1.
    const small = Array.from({ length: 10 }, () => line(13n, { feeMinor: 1n }))
    const tiers = [{ thresholdMinor: 1n, rateBps: 400 }]
    assert.deepEqual(measure(tiers, 'whole', small).agreedMinor, 5n)
    const free = line(1_000n, { feeMinor: 0n })
    assert.deepEqual(measure(tiers, 'whole', [free]).rebateMinor, 0n)
  })

  it('a base other than the sales is cut in the same proportion, the rest to the last part', () => {
    // A commission of 100 on 4,000 sold, of which a quarter lies below the first threshold, a half below the second.
    const m = measure(TIERS, 'marginal', [line(4_000n, { baseMinor: 101n, rateBps: 1_000, feeMinor: 10n })])
    // 25 at 10 %, 50 at 4 %, 26 at 2 %: 2.5, 2 and 0.52.
    assert.equal(m.agreedMinor, 3n + 2n + 1n)
  })

  it('a line refunded whole stands where it stood and gives nothing', () => {
    const gone = line(0n, { baseMinor: 0n, feeMinor: 0n })
    const lines = [line(800n), line(1_200n), line(2_000n)]
    const without = measure(TIERS, 'marginal', lines)
    assert.deepEqual(measure(TIERS, 'marginal', [lines[0]!, gone, ...lines.slice(1)]), without)
  })

  it('is what the oracle says, of any year', () => {
    const settled = fc.record({
      base: fc.bigInt(0n, 5_000n),
      bps: fc.constantFrom(0, 200, 500),
      fee: fc.bigInt(0n, 300n),
    })
    const year = fc.array(settled, { maxLength: 12 })
    fc.assert(
      fc.property(year, fc.constantFrom('marginal' as const, 'whole' as const), (lines, basis) => {
        const got = measure(
          TIERS,
          basis,
          lines.map((l) => ({ salesMinor: l.base, baseMinor: l.base, rateBps: l.bps, feeMinor: l.fee })),
        )
        const tiers = TIERS.map((t) => ({ from: t.thresholdMinor, bps: t.rateBps }))
        assert.equal(got.rebateMinor, rebate(tiers, basis, lines))
        assert.equal(got.agreedMinor + got.rebateMinor, got.chargedMinor)
      }),
      { numRuns: 500, seed: 12 },
    )
  })

  it('goes on as it went', () => {
    assert.equal(forecast(100n, 0, 365), 100n)
    assert.equal(forecast(100n, 1, 365), 36_500n)
    assert.equal(forecast(100n, 365, 365), 100n)
    assert.equal(forecast(1_000n, 3, 10), 3_333n)
  })
})

describe('the life of an agreement', () => {
  it('is drafted, signed, measured once its year is over, given back or missed, closed', () => {
    const through = (...actions: AgreementAction[]) =>
      actions.reduce<(typeof AGREEMENT_STATES)[number] | null>(
        (state, action) => state && nextAgreementState(state, action),
        'draft',
      )
    assert.equal(through('sign', 'begin', 'year-over', 'reached', 'credit', 'close'), 'closed')
    assert.equal(through('sign', 'begin', 'year-over', 'not-reached', 'close'), 'closed')
    assert.equal(through('discard'), 'closed')
  })

  it('takes no step that is not in the table: nine of all', () => {
    const actions = [
      'sign',
      'discard',
      'begin',
      'year-over',
      'reached',
      'not-reached',
      'credit',
      'close',
    ] as const
    const steps = AGREEMENT_STATES.flatMap((s) => actions.filter((a) => nextAgreementState(s, a)))
    assert.equal(steps.length, 9)
  })
})
