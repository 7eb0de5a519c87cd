import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { measuredSale } from './measured-sale.ts'
import { remaining, saleOf, takenBack, termsOf, type AgreedSale } from './sale.ts'
import { split } from './split.ts'

/** domain.md §16, in 分. */
const SALE: AgreedSale = {
  goods_minor: 20000n,
  shop_coupon_minor: 2000n,
  platform_coupon_minor: 1000n,
  creator_coupon_minor: 500n,
  platform_rate_bps: 500,
  tech_fee_bps: 1000,
  creator_rate_bps: 2000,
  agency_split_bps: 3000,
  recruiter_rate_bps: 500,
  paid_minor: 16500n,
}

describe('a recorded sale', () => {
  it('is what it was split as; refunding a half leaves the other half', () => {
    assert.deepEqual(remaining(SALE, 0n), split(saleOf(SALE), termsOf(SALE)))
    assert.equal(takenBack(SALE, 0n, 8250n).merchantMinor, 6425n)
    assert.deepEqual(remaining(SALE, 8250n), takenBack(SALE, 8250n, 8250n))
    assert.equal(remaining(SALE, 16500n).incomeMinor, 0n)
  })
})

describe('a sale as an agreement counts it', () => {
  it('a merchant’s: what it sells for, at the platform’s rate', () => {
    assert.deepEqual(measuredSale('merchant', SALE, 0n), {
      salesMinor: 18000n,
      baseMinor: 18000n,
      rateBps: 500,
      feeMinor: 900n,
    })
    assert.deepEqual(measuredSale('merchant', SALE, 8250n), {
      salesMinor: 9000n,
      baseMinor: 9000n,
      rateBps: 500,
      feeMinor: 450n,
    })
  })

  it('a creator and its agency bear the tech fee in the proportion in which they share the commission', () => {
    const agency = measuredSale('agency', SALE, 0n)
    const creator = measuredSale('creator', SALE, 0n)
    assert.deepEqual(agency, { salesMinor: 18000n, baseMinor: 1020n, rateBps: 1000, feeMinor: 102n })
    assert.deepEqual(creator, { salesMinor: 18000n, baseMinor: 2380n, rateBps: 1000, feeMinor: 238n })
    assert.equal(agency.baseMinor + creator.baseMinor, 3400n)
    assert.equal(agency.feeMinor + creator.feeMinor, 340n)
  })
})
