import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { paidOf, split, splitRefund, type Sale, type Split, type Terms } from './split.ts'

/** domain.md §16, in 分. */
const vectorSale: Sale = {
  goodsMinor: 20000n,
  shopCouponMinor: 2000n,
  platformCouponMinor: 1000n,
  creatorCouponMinor: 500n,
}
const vectorTerms: Terms = {
  platformRateBps: 500,
  techFeeBps: 1000,
  creatorRateBps: 2000,
  agencySplitBps: 3000,
  recruiterRateBps: 500,
}

const nets = (s: Split) => [s.merchantMinor, s.creatorMinor, s.agencyMinor, s.recruiterMinor, s.platformMinor]
const sum = (xs: readonly bigint[]) => xs.reduce((a, b) => a + b, 0n)

describe('split: the test vector', () => {
  it('divides 165.00 to the cent', () => {
    const s = split(vectorSale, vectorTerms)
    assert.equal(s.paidMinor, 16500n)
    assert.equal(s.incomeMinor, 18000n)
    assert.equal(s.platformFeeMinor, 900n)
    assert.equal(s.commissionBaseMinor, 17000n)
    assert.equal(s.commissionMinor, 3400n)
    assert.equal(s.creatorTechFeeMinor, 340n)
    assert.equal(s.recruiterFeeMinor, 850n)
    assert.equal(s.recruiterTechFeeMinor, 85n)
    assert.deepEqual(nets(s), [12850n, 1642n, 918n, 765n, 325n])
    assert.equal(sum(nets(s)), 16500n)
  })

  it('a full refund reverses all five lines', () => {
    assert.deepEqual(splitRefund(vectorSale, vectorTerms, 0n, 16500n), split(vectorSale, vectorTerms))
  })

  it('a 50 % refund reverses 6425 + 821 + 459 + 382 + 163 = 8250', () => {
    const half = splitRefund(vectorSale, vectorTerms, 0n, 8250n)
    assert.deepEqual(nets(half), [6425n, 821n, 459n, 382n, 163n])
    assert.equal(half.recruiterTechFeeMinor, 43n)
    const rest = splitRefund(vectorSale, vectorTerms, 8250n, 8250n)
    assert.deepEqual(nets(rest), [6425n, 821n, 459n, 383n, 162n])
  })

  it('refuses to take back more than was paid', () => {
    assert.throws(() => splitRefund(vectorSale, vectorTerms, 8250n, 8251n), RangeError)
    assert.throws(() => splitRefund(vectorSale, vectorTerms, 8250n, -1n), /8250 \+ -1 of 16500/)
    assert.throws(() => splitRefund(vectorSale, vectorTerms, -1n, 2n), RangeError)
  })
})

const saleArb = fc
  .record({
    paid: fc.bigInt(0n, 9_999_999_99n),
    shop: fc.bigInt(0n, 99_999n),
    platform: fc.bigInt(0n, 99_999n),
    creator: fc.bigInt(0n, 99_999n),
  })
  .map(({ paid, shop, platform, creator }): Sale => ({
    goodsMinor: paid + shop + platform + creator,
    shopCouponMinor: shop,
    platformCouponMinor: platform,
    creatorCouponMinor: creator,
  }))
const termsArb: fc.Arbitrary<Terms> = fc.record({
  platformRateBps: fc.integer({ min: 0, max: 1000 }),
  techFeeBps: fc.integer({ min: 0, max: 2000 }),
  creatorRateBps: fc.integer({ min: 0, max: 6000 }),
  agencySplitBps: fc.integer({ min: 0, max: 10_000 }),
  recruiterRateBps: fc.integer({ min: 0, max: 3000 }),
})

describe('split: properties', () => {
  it('loses nothing in 10 000 random splits', () => {
    fc.assert(
      fc.property(saleArb, termsArb, (sale, terms) => sum(nets(split(sale, terms))) === paidOf(sale)),
      { numRuns: 10_000, seed: 16 },
    )
  })

  it('refunds of any sizes lose nothing, and add up to the whole', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(saleArb, termsArb, parts, (sale, terms, weights) => {
        const paid = paidOf(sale)
        const whole = BigInt(weights.reduce((a, b) => a + b, 0))
        let before = 0n
        let weight = 0n
        const total = [0n, 0n, 0n, 0n, 0n]
        for (const w of weights) {
          weight += BigInt(w)
          const refund = (paid * weight) / whole - before
          const back = splitRefund(sale, terms, before, refund)
          assert.equal(sum(nets(back)), refund)
          nets(back).forEach((n, i) => (total[i]! += n))
          before += refund
        }
        assert.deepEqual(total, nets(splitRefund(sale, terms, 0n, paid)))
        if (paid > 0n) assert.deepEqual(total, nets(split(sale, terms)))
      }),
      { numRuns: 2_000, seed: 16 },
    )
  })
})
