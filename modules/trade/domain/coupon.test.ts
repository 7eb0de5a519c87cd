// Coupons by their rules: whose they are, who competes with whom, what a line must keep; and against the oracle, of any cart.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { discounts } from '#tests/money/oracle'
import { applyCoupons, isGoodFor, offBy, type Coupon, type CuttableLine } from './coupon.ts'

const coupon = (over: Partial<Coupon> = {}): Coupon => ({
  couponId: 'cpn_1',
  claimId: null,
  funder: 'shop',
  shopId: 'shp_0',
  creatorId: null,
  roomId: null,
  categoryId: null,
  productIds: null,
  offMinor: 10n,
  overMinor: 100n,
  currency: 'CNY',
  ...over,
})
const line = (subtotalMinor: bigint, over: Partial<CuttableLine> = {}): CuttableLine => ({
  shopId: 'shp_0',
  productId: 'prd_0',
  categoryId: 'kitchen',
  roomId: null,
  creatorId: null,
  currency: 'CNY',
  subtotalMinor,
  ...over,
})
const taken = (lines: CuttableLine[], coupons: Coupon[]) =>
  applyCoupons(lines, coupons).applied.map((c) => c.couponId)
const offs = (lines: CuttableLine[], ...coupons: Coupon[]) =>
  applyCoupons(lines, coupons).cuts.map((cuts) => cuts.map((c) => c.offMinor))

describe('what a coupon is good for', () => {
  const bound = {
    shopId: 'shp_0',
    creatorId: 'crt_1',
    roomId: 'rom_1',
    categoryId: 'kitchen',
    productIds: ['prd_0', 'prd_1'],
  } as const
  const fitting = line(1n, { creatorId: 'crt_1', roomId: 'rom_1' })

  it('everything it is bound to must be so; what it is not bound to does not matter', () => {
    assert.ok(isGoodFor(coupon(bound), fitting))
    const other: Partial<CuttableLine>[] = [
      { shopId: 'shp_1' },
      { creatorId: null },
      { roomId: null },
      { categoryId: 'books' },
      { productId: 'prd_2' },
    ]
    const free: Partial<Coupon>[] = [
      { shopId: null },
      { creatorId: null },
      { roomId: null },
      { categoryId: null },
      { productIds: null },
    ]
    for (const [i, change] of other.entries()) {
      assert.ok(!isGoodFor(coupon(bound), { ...fitting, ...change }), JSON.stringify(change))
      assert.ok(
        isGoodFor(coupon({ ...bound, ...free[i] }), { ...fitting, ...change }),
        JSON.stringify(free[i]),
      )
    }
    assert.ok(!isGoodFor(coupon({ currency: 'USD' }), line(1n)))
  })
})

describe('who competes with whom', () => {
  it('one of each shop, one of the platform in all, one of each creator', () => {
    const lines = [
      line(500n),
      line(500n, { shopId: 'shp_1' }),
      line(500n, { creatorId: 'crt_1' }),
      line(500n, { creatorId: 'crt_2' }),
    ]
    const creator = (n: number, couponId: string, offMinor = 10n) =>
      coupon({ couponId, funder: 'creator', shopId: null, creatorId: `crt_${n}`, offMinor })
    const platform = (couponId: string, offMinor = 10n, categoryId: string | null = null) =>
      coupon({ couponId, funder: 'platform', shopId: null, offMinor, categoryId })
    assert.deepEqual(
      taken(lines, [
        creator(2, 'of-two'),
        creator(1, 'of-one'),
        creator(1, 'of-one-larger', 11n),
        platform('small'),
        platform('large', 12n, 'kitchen'),
        coupon({ couponId: 'of-shop-1', shopId: 'shp_1' }),
        coupon({ couponId: 'of-shop-0' }),
        coupon({ couponId: 'again' }),
      ]),
      ['of-shop-0', 'of-shop-1', 'large', 'of-one-larger', 'of-two'],
    )
  })

  it('the order in which they are given decides only between equals', () => {
    const [first, second] = [coupon({ couponId: 'a' }), coupon({ couponId: 'b' })]
    assert.deepEqual(taken([line(500n)], [first, second]), ['a'])
    assert.deepEqual(taken([line(500n)], [second, first]), ['b'])
  })
})

describe('what a line keeps', () => {
  it('a cent at least: reached to the cent, no coupon over nothing', () => {
    assert.deepEqual(offs([line(100n)], coupon({ offMinor: 99n })), [[99n]])
    assert.deepEqual(offs([line(100n)], coupon({ offMinor: 100n })), [[]])
    assert.deepEqual(offs([line(99n)], coupon()), [[]], 'not reached')
    assert.deepEqual(offs([line(50n), line(50n)], coupon({ offMinor: 98n })), [[49n], [49n]])
    assert.deepEqual(offs([line(50n), line(50n)], coupon({ offMinor: 99n })), [[], []])
    assert.deepEqual(taken([line(500n)], [coupon({ shopId: 'shp_9', offMinor: 0n, overMinor: 0n })]), [])
  })

  it('in proportion, by the largest remainder; what a line cannot give the next one does', () => {
    assert.deepEqual(offs([line(100n), line(200n)], coupon({ offMinor: 10n })), [[3n], [7n]])
    // In proportion the line of one would give all it has.
    assert.deepEqual(offs([line(1n), line(100n)], coupon({ offMinor: 99n })), [[], [99n]])
    assert.deepEqual(offs([line(2n), line(1n), line(97n)], coupon({ offMinor: 97n })), [[1n], [], [96n]])
  })

  it('a line that gives nothing has no cut', () => {
    assert.deepEqual(offs([line(1n), line(999n)], coupon({ offMinor: 1n })), [[], [1n]])
  })
})

it('is what the oracle says, of any cart', () => {
  const cart = fc.array(
    fc.record({
      shop: fc.constantFrom('shp_0', 'shp_1'),
      creator: fc.constantFrom(null, 'crt_1', 'crt_2'),
      category: fc.constantFrom('kitchen', 'fresh'),
      product: fc.constantFrom('prd_x', 'prd_y'),
      amount: fc.bigInt(1n, 400n),
    }),
    { minLength: 1, maxLength: 5 },
  )
  const given = fc.array(
    fc.record({
      funder: fc.constantFrom('shop' as const, 'platform' as const, 'creator' as const),
      shop: fc.constantFrom('shp_0', 'shp_1'),
      creator: fc.constantFrom('crt_1', 'crt_2'),
      category: fc.constantFrom(null, 'kitchen', 'fresh'),
      off: fc.bigInt(1n, 200n),
      more: fc.bigInt(1n, 300n),
    }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(cart, given, (lines, all) => {
      const coupons = all.map((c, i) => ({
        id: `cpn_${i}`,
        funder: c.funder,
        shop: c.funder === 'shop' ? c.shop : null,
        creator: c.funder === 'creator' ? c.creator : null,
        category: c.funder === 'platform' ? c.category : null,
        products: null,
        off: c.off,
        over: c.off + c.more,
      }))
      const { cuts } = applyCoupons(
        lines.map((l) =>
          line(l.amount, {
            shopId: l.shop as 'shp_0',
            creatorId: l.creator as 'crt_1' | null,
            categoryId: l.category,
            productId: l.product as 'prd_x',
          }),
        ),
        coupons.map((c) =>
          coupon({
            couponId: c.id,
            funder: c.funder,
            shopId: c.shop as 'shp_0' | null,
            creatorId: c.creator as 'crt_1' | null,
            categoryId: c.category,
            offMinor: c.off,
            overMinor: c.over,
          }),
        ),
      )
      const want = discounts(lines, coupons)
      for (const [i, own] of cuts.entries())
        for (const funder of ['shop', 'platform', 'creator'] as const)
          assert.equal(offBy(own, funder), want[i]![funder], `${funder} of line ${i}`)
    }),
    { numRuns: 400, seed: 16 },
  )
})
