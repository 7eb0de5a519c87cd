// 100,000 orders from their coupons to the year's rebate, against the oracle: what is taken off each line, who gets what, what each
// partial refund takes back before and after settlement, what an agreement gives back. Every sum must come to the cent.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { applyCoupons, offBy, type Coupon } from '#modules/trade'
import { measure, saleLegs, split, splitRefund, type Sale, type Split, type Terms } from '#modules/ledger'
import * as oracle from './oracle.ts'

const HISTORIES = 100_000
const PER_YEAR = 20

const SHOPS = ['shp_a', 'shp_b'] as const
const CREATORS = [null, 'crt_1', 'crt_2'] as const
const CATEGORIES = ['kitchen', 'fresh'] as const

type Line = {
  shop: (typeof SHOPS)[number]
  creator: (typeof CREATORS)[number]
  category: (typeof CATEGORIES)[number]
  product: 'prd_x' | 'prd_y'
  amount: bigint
  terms: Terms
  /** Percent of what is left, one refund after another; settled before the `settledAt`-th. */
  refunds: number[]
  settledAt: number
}
const lineArb: fc.Arbitrary<Line> = fc.record({
  shop: fc.constantFrom(...SHOPS),
  creator: fc.constantFrom(...CREATORS),
  category: fc.constantFrom(...CATEGORIES),
  product: fc.constantFrom('prd_x' as const, 'prd_y' as const),
  amount: fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1_000n, 500_000n)),
  terms: fc.record({
    platformRateBps: fc.constantFrom(0, 200, 500),
    techFeeBps: fc.constant(1000),
    creatorRateBps: fc.integer({ min: 0, max: 6000 }),
    agencySplitBps: fc.integer({ min: 0, max: 10_000 }),
    recruiterRateBps: fc.integer({ min: 0, max: 3000 }),
  }),
  refunds: fc.array(fc.constantFrom(1, 33, 50, 100), { maxLength: 3 }),
  settledAt: fc.nat(3),
})
const couponArb = fc
  .record({
    funder: fc.constantFrom('shop' as const, 'platform' as const, 'creator' as const),
    shop: fc.constantFrom(...SHOPS),
    creator: fc.constantFrom('crt_1' as const, 'crt_2' as const),
    category: fc.option(fc.constantFrom(...CATEGORIES), { freq: 3 }),
    product: fc.option(fc.constant('prd_x' as const), { freq: 4 }),
    off: fc.bigInt(1n, 20_000n),
    more: fc.bigInt(1n, 60_000n),
  })
  .map(({ funder, shop, creator, category, product, off, more }): Omit<oracle.OracleCoupon, 'id'> => ({
    funder,
    shop: funder === 'shop' ? shop : null,
    creator: funder === 'creator' ? creator : null,
    category: funder === 'platform' ? category : null,
    products: funder === 'shop' && product ? [product] : null,
    off,
    over: off + more,
  }))
const orderArb = fc.record({
  lines: fc.array(lineArb, { minLength: 1, maxLength: 4 }),
  coupons: fc.array(couponArb, { maxLength: 5 }).map((all) => all.map((c, i) => ({ ...c, id: `cpn_${i}` }))),
})
const agreementArb = fc.record({
  basis: fc.constantFrom('marginal' as const, 'whole' as const),
  from: fc.bigInt(1n, 4_000_000n),
  step: fc.bigInt(1n, 4_000_000n),
  first: fc.integer({ min: 150, max: 600 }),
  second: fc.integer({ min: 0, max: 149 }),
})

const asCoupon = (c: oracle.OracleCoupon): Coupon => ({
  couponId: c.id,
  claimId: null,
  funder: c.funder,
  shopId: c.shop as Coupon['shopId'],
  creatorId: c.creator as Coupon['creatorId'],
  roomId: null,
  categoryId: c.category,
  productIds: c.products as Coupon['productIds'],
  offMinor: c.off,
  overMinor: c.over,
  currency: 'CNY',
})
const ROLES = ['merchant', 'creator', 'agency', 'recruiter', 'platform'] as const
const assertShares = (got: Split, want: oracle.Shares, sign = 1n) => {
  for (const role of ROLES) assert.equal(got[`${role}Minor`], sign * want[role], role)
}
const minus = (a: oracle.Shares, b: oracle.Shares): oracle.Shares =>
  Object.fromEntries(Object.entries(a).map(([k, v]) => [k, v - b[k as keyof oracle.Shares]])) as oracle.Shares

/** The entries of a sale or of a reversal must balance whatever is in it. */
function assertBalances(s: Split, l: Line): void {
  const legs = saleLegs(s, {
    shopId: l.shop,
    creatorId: 'crt_1',
    agencyId: 'org_a',
    recruiterId: 'org_r',
    currency: 'CNY',
  })
  assert.equal(
    legs.reduce((sum, leg) => sum + leg.amountMinor, 0n),
    0n,
  )
}

type Settled = { base: bigint; bps: number; fee: bigint }

/** One line's life; returns what is left of it for the year's measure. */
function live(l: Line, sale: Sale): Settled {
  const own = {
    goods: sale.goodsMinor,
    shop: sale.shopCouponMinor,
    platform: sale.platformCouponMinor,
    creator: sale.creatorCouponMinor,
  }
  const rates = {
    platform: l.terms.platformRateBps,
    tech: l.terms.techFeeBps,
    creator: l.terms.creatorRateBps,
    agencySplit: l.terms.agencySplitBps,
    recruiter: l.terms.recruiterRateBps,
  }
  const sold = split(sale, l.terms)
  const should = oracle.shares(own, rates)
  assertShares(sold, should)
  assertBalances(sold, l)
  let [back, pending, posted] = [0n, should.merchant, 0n]
  l.refunds.forEach((percent, n) => {
    if (n === l.settledAt) [pending, posted] = [0n, pending]
    const left = should.paid - back
    const refund = (left * BigInt(percent) + 99n) / 100n
    if (refund === 0n) return
    const taken = splitRefund(sale, l.terms, back, refund)
    const want = minus(oracle.takenBy(back + refund, own, rates), oracle.takenBy(back, own, rates))
    assertShares(taken, want)
    assertBalances(taken, l)
    if (n >= l.settledAt) posted -= taken.merchantMinor
    else pending -= taken.merchantMinor
    back += refund
  })
  const gone = oracle.takenBy(back, own, rates)
  assert.equal(pending + posted, should.merchant - gone.merchant)
  return { base: should.base - gone.base, bps: rates.platform, fee: should.fee - gone.fee }
}

describe('money against an independent oracle', () => {
  it('the test vector of domain.md §16: whole, half and back', () => {
    const sale = { goods: 20_000n, shop: 2_000n, platform: 1_000n, creator: 500n }
    const rates = { platform: 500, tech: 1000, creator: 2000, agencySplit: 3000, recruiter: 500 }
    const nets = (s: oracle.Shares) => [s.merchant, s.creator, s.agency, s.recruiter, s.platform]
    assert.deepEqual(nets(oracle.shares(sale, rates)), [12_850n, 1_642n, 918n, 765n, 325n])
    assert.deepEqual(nets(oracle.takenBy(8_250n, sale, rates)), [6_425n, 821n, 459n, 382n, 163n])
    assert.deepEqual(nets(oracle.takenBy(16_500n, sale, rates)), [12_850n, 1_642n, 918n, 765n, 325n])
  })

  it(`${HISTORIES.toLocaleString('en')} orders: coupons, shares, partial refunds, a year's agreement`, () => {
    const years = fc.sample(
      fc.record({
        orders: fc.array(orderArb, { minLength: PER_YEAR, maxLength: PER_YEAR }),
        agreement: agreementArb,
      }),
      { numRuns: HISTORIES / PER_YEAR, seed: 16 },
    )
    let [orders, refunded, rebated] = [0, 0, 0]
    for (const { orders: year, agreement: a } of years) {
      const settled: Settled[] = []
      for (const { lines, coupons } of year) {
        orders += 1
        const { cuts } = applyCoupons(
          lines.map((l) => ({
            shopId: l.shop,
            productId: l.product,
            categoryId: l.category,
            roomId: null,
            creatorId: l.creator,
            currency: 'CNY' as const,
            subtotalMinor: l.amount,
          })),
          coupons.map(asCoupon),
        )
        const offs = oracle.discounts(lines, coupons)
        lines.forEach((l, i) => {
          for (const funder of ['shop', 'platform', 'creator'] as const)
            assert.equal(offBy(cuts[i]!, funder), offs[i]![funder], funder)
          if (l.refunds.length > 0) refunded += 1
          const off = offs[i]!
          settled.push(
            live(l, {
              goodsMinor: l.amount,
              shopCouponMinor: off.shop,
              platformCouponMinor: off.platform,
              creatorCouponMinor: off.creator,
            }),
          )
        })
      }
      const tiers = [
        { thresholdMinor: a.from, rateBps: a.first },
        { thresholdMinor: a.from + a.step, rateBps: a.second },
      ]
      const got = measure(
        tiers,
        a.basis,
        settled.map((s) => ({ salesMinor: s.base, baseMinor: s.base, rateBps: s.bps, feeMinor: s.fee })),
      )
      const want = oracle.rebate(
        tiers.map((t) => ({ from: t.thresholdMinor, bps: t.rateBps })),
        a.basis,
        settled,
      )
      assert.equal(got.rebateMinor, want)
      if (want > 0n) rebated += 1
    }
    assert.equal(orders, HISTORIES)
    assert.ok(refunded > HISTORIES / 2, `${refunded} lines were refunded`)
    assert.ok(rebated > years.length / 4, `${rebated} of ${years.length} years had a rebate`)
  })

  it('the oracle sees a cent: of a split that rounds down, some of 1,000 are wrong', () => {
    const floorSplit = (goods: bigint, bps: number) => (goods * BigInt(bps)) / 10_000n
    const wrong = fc.sample(fc.bigInt(1n, 100_000n), { numRuns: 1_000, seed: 1 }).filter((goods) => {
      const sale = { goods, shop: 0n, platform: 0n, creator: 0n }
      const rates = { platform: 500, tech: 0, creator: 0, agencySplit: 0, recruiter: 0 }
      return oracle.shares(sale, rates).fee !== floorSplit(goods, 500)
    })
    assert.ok(wrong.length > 100)
  })
})
