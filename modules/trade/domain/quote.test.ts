import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lineState } from './cart.ts'
import { applyCoupons, offBy, type Coupon } from './coupon.ts'
import { freightOf, freightRule } from './freight.ts'
import { maskAddress, maskName, maskPhone } from './mask.ts'
import { mergeLines, quoteOrder, type LineOffer, type SkuFacts, type Wanted } from './quote.ts'

const sku = (n: number, over: Partial<SkuFacts> = {}): SkuFacts => ({
  skuId: `sku_${n}`,
  productId: `prd_${n}`,
  shopId: `shp_${n % 3}`,
  shopName: { zh: '小铺', en: 'Shop' },
  categoryId: 'kitchen',
  emerging: false,
  title: { zh: '水壶', en: 'Kettle' },
  skuName: { zh: '白', en: 'White' },
  imageUrl: '/media/kettle.webp',
  priceMinor: 1_000n * BigInt(n + 1),
  currency: 'CNY',
  sellable: true,
  purchaseLimit: null,
  ...over,
})
const shelf = (...skus: SkuFacts[]) => new Map<string, SkuFacts>(skus.map((s) => [s.skuId, s]))
const anyCoupon: Coupon = {
  couponId: 'cpn_1',
  claimId: null,
  funder: 'shop',
  shopId: null,
  creatorId: null,
  roomId: null,
  categoryId: null,
  productIds: null,
  offMinor: 100n,
  overMinor: 1_000n,
  currency: 'CNY',
}
const refusal =
  (code: string, data?: object) =>
  (error: unknown): boolean => {
    const e = error as { code?: string; data?: object }
    if (data) assert.deepEqual(e.data, data)
    return e.code === code
  }

describe('a quote', () => {
  it('adds up by line, by shop and in all, freight by each shop’s rule', () => {
    const freight = new Map([
      ['shp_0', { baseMinor: 800n, freeOverMinor: 5_000n, currency: 'CNY' as const, regions: [] }],
    ])
    const wanted = [
      { skuId: 'sku_3', qty: 1 } as const,
      { skuId: 'sku_0', qty: 2 } as const,
      { skuId: 'sku_1', qty: 1 } as const,
    ]
    const q = quoteOrder(wanted, shelf(sku(0), sku(1), sku(3)), freight)
    assert.deepEqual(
      q.shops.map((s) => [s.shopId, s.goodsMinor, s.freightMinor, s.totalMinor]),
      [
        ['shp_0', 6_000n, 0n, 6_000n],
        ['shp_1', 2_000n, 0n, 2_000n],
      ],
    )
    assert.equal(quoteOrder([{ skuId: 'sku_0', qty: 1 }], shelf(sku(0)), freight).totalMinor, 1_800n)
  })

  it('refuses what cannot be bought', () => {
    const quote = (qty: number, over: Partial<SkuFacts> = {}) =>
      quoteOrder([{ skuId: 'sku_0', qty }], shelf(sku(0, over)), new Map())
    assert.throws(() => quoteOrder([], shelf(), new Map()), refusal('CART_EMPTY'))
    assert.throws(() => quoteOrder([{ skuId: 'sku_9', qty: 1 }], shelf(), new Map()), refusal('NOT_FOUND'))
    assert.throws(() => quote(1, { sellable: false }), refusal('NOT_ON_SHELF'))
    assert.throws(() => quote(3, { purchaseLimit: 2 }), refusal('PURCHASE_LIMIT'))
    const two = [{ skuId: 'sku_0', qty: 1 } as const, { skuId: 'sku_1', qty: 1 } as const]
    assert.throws(
      () => quoteOrder(two, shelf(sku(0), sku(1, { currency: 'USD' })), new Map()),
      refusal('CURRENCY_MISMATCH'),
    )
    assert.throws(
      () =>
        mergeLines([
          { skuId: 'sku_0', qty: 150 },
          { skuId: 'sku_0', qty: 51 },
        ]),
      refusal('QTY_RANGE'),
    )
  })

  it('does not depend on the order of the lines, nor on how they are divided', () => {
    const all = shelf(...Array.from({ length: 6 }, (_, n) => sku(n)))
    const linesArb = fc.array(fc.record({ n: fc.nat(5), qty: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(linesArb, fc.nat(), (lines, turn) => {
        const wanted = lines.map(({ n, qty }) => ({ skuId: `sku_${n}` as const, qty }))
        const turned = wanted.map((_, i) => wanted[(i + turn) % wanted.length]!)
        const [a, b] = [quoteOrder(wanted, all, new Map()), quoteOrder(turned, all, new Map())]
        assert.equal(a.totalMinor, b.totalMinor)
        const skus = a.shops.flatMap((s) => s.lines.map((l) => `${s.shopId} ${l.sku.skuId}`))
        assert.deepEqual(skus, skus.toSorted())
        assert.equal(
          a.totalMinor,
          lines.reduce((sum, { n, qty }) => sum + 1_000n * BigInt(n + 1) * BigInt(qty), 0n),
        )
      }),
      { seed: 2 },
    )
  })
})

describe('a quote in a live room', () => {
  const offer = (over: Partial<LineOffer> = {}): LineOffer => ({
    roomId: 'rom_1',
    saleId: null,
    kind: 'room',
    priceMinor: null,
    poolId: null,
    limitPerPerson: null,
    ...over,
  })
  const creatorOf = () => null
  const coupon: Coupon = {
    ...anyCoupon,
    couponId: 'rcp_1',
    roomId: 'rom_1',
    shopId: 'shp_0',
    offMinor: 100n,
    overMinor: 1_000n,
    currency: 'CNY',
  }
  const inRoom = (n: number, qty = 1) => ({ skuId: `sku_${n}`, qty, roomId: 'rom_1' }) as const

  it('says what stops it, and by which variant', () => {
    const one = { skuId: 'sku_0', qty: 1 } as const
    assert.throws(() => quoteOrder([one], shelf(), new Map()), refusal('NOT_FOUND', { skuId: 'sku_0' }))
    assert.throws(
      () => quoteOrder([one], shelf(sku(0, { sellable: false })), new Map()),
      refusal('NOT_ON_SHELF', { skuId: 'sku_0' }),
    )
    for (const limit of [{ purchaseLimit: 2 }, { orderLimit: 2 }]) {
      const three = { ...one, qty: 3 }
      assert.throws(
        () => quoteOrder([three], shelf(sku(0, limit)), new Map()),
        refusal('PURCHASE_LIMIT', { skuId: 'sku_0', limit: 2 }),
      )
      assert.equal(quoteOrder([{ ...one, qty: 2 }], shelf(sku(0, limit)), new Map()).goodsMinor, 2_000n)
    }
    const pooled = { ...offer({ limitPerPerson: 1, kind: 'campaign', poolId: 'stp_1' }), roomId: null }
    const terms = { offerOf: () => pooled, coupons: [], creatorOf }
    assert.throws(
      () => quoteOrder([{ ...one, qty: 2 }], shelf(sku(0)), new Map(), terms),
      refusal('PURCHASE_LIMIT', { skuId: 'sku_0', saleId: null, limit: 1 }),
    )
    const two = [one, { skuId: 'sku_1', qty: 1 } as const]
    const ofOwn = (w: Wanted) => ({
      ...pooled,
      poolId: w.skuId === 'sku_0' ? ('stp_1' as const) : ('stp_2' as const),
    })
    assert.equal(
      quoteOrder(two, shelf(sku(0), sku(1)), new Map(), { ...terms, offerOf: ofOwn }).goodsMinor,
      3_000n,
      'each campaign has its own limit',
    )
  })

  it('two hundred of one variant and no more, whichever cards they come from', () => {
    const cards = (...qtys: number[]) =>
      qtys.map((qty, i) => ({ skuId: 'sku_0', qty, attribution: `card-${i}` }) as const)
    assert.equal(mergeLines(cards(100, 100)).length, 2)
    assert.throws(() => mergeLines(cards(100, 101)), refusal('QTY_RANGE', { maxQty: 200 }))
    assert.throws(
      () => mergeLines([{ skuId: 'sku_1', qty: 1 }, ...cards(150, 51)]),
      refusal('QTY_RANGE'),
      'another variant beside it excuses nothing',
    )
    assert.equal(mergeLines([{ skuId: 'sku_1', qty: 200 } as const, ...cards(200)]).length, 2)
    const apart = [
      { skuId: 'sku_0', qty: 1 },
      { skuId: 'sku_0', qty: 1, roomId: 'rom_1' },
      { skuId: 'sku_0', qty: 1, roomId: 'rom_2' },
      { skuId: 'sku_0', qty: 1, roomId: 'rom_1', saleId: 'sal_1' },
      { skuId: 'sku_0', qty: 1, roomId: null, saleId: null, attribution: null },
    ] as const
    assert.deepEqual(
      mergeLines<Wanted>(apart).map((l) => l.qty),
      [2, 1, 1, 1],
    )
  })

  it('carries the crossed-out price, the presale’s day and the province’s freight', () => {
    const one = [{ skuId: 'sku_0', qty: 1 } as const]
    const [plain] = quoteOrder(one, shelf(sku(0)), new Map()).shops[0]!.lines
    assert.deepEqual([plain!.sku.listPriceMinor, plain!.cuts, plain!.offMinor], [1_000n, [], 0n])
    const shipsAt = new Date('2026-12-01T00:00:00Z')
    const far = { provinces: ['xinjiang'], fee: { baseMinor: 2_000n, freeOverMinor: null } }
    const freight = new Map([
      ['shp_0', { baseMinor: 0n, freeOverMinor: null, currency: 'CNY' as const, regions: [far] }],
    ])
    const q = quoteOrder(one, shelf(sku(0, { listPriceMinor: 1_500n })), freight, {
      offerOf: () => ({ ...offer({ kind: 'presale', shipsAt, poolId: 'stp_1' }), roomId: null }),
      coupons: [],
      creatorOf,
      province: '新疆',
    })
    const [line] = q.shops[0]!.lines
    assert.equal(line!.sku.listPriceMinor, 1_500n)
    assert.deepEqual(line!.sku.shipWithin, { kind: 'presale', hours: 0, from: shipsAt.toISOString() })
    assert.deepEqual([q.freightMinor, q.shops[0]!.freightRule.kind], [2_000n, 'flat'])
  })

  it('takes the room’s price when it is the lower one, and says what the shop asks', () => {
    for (const [asked, paid] of [
      [700n, 700n],
      [1_000n, 1_000n],
      [1_300n, 1_000n],
      [null, 1_000n],
    ] as const) {
      const rooms = { offerOf: () => offer({ priceMinor: asked }), coupons: [], creatorOf }
      const [line] = quoteOrder([inRoom(0, 2)], shelf(sku(0)), new Map(), rooms).shops[0]!.lines
      assert.deepEqual(
        [line!.sku.priceMinor, line!.shopPriceMinor, line!.subtotalMinor],
        [paid, 1_000n, paid * 2n],
      )
    }
  })

  it('keeps the limit of the variant over all its lines, and that of the sale over its own', () => {
    const lines = [inRoom(0, 2), { skuId: 'sku_0', qty: 2 } as const]
    const offerOf = (l: Wanted) => (l.roomId ? offer({ limitPerPerson: 2, saleId: 'sal_1' }) : null)
    const limited = shelf(sku(0, { purchaseLimit: 3 }))
    assert.throws(
      () => quoteOrder(lines, limited, new Map(), { offerOf, coupons: [], creatorOf }),
      refusal('PURCHASE_LIMIT'),
    )
    assert.equal(
      quoteOrder(lines, shelf(sku(0)), new Map(), { offerOf, coupons: [], creatorOf }).shops[0]!.lines.length,
      2,
    )
    assert.throws(
      () => quoteOrder([inRoom(0, 3)], shelf(sku(0)), new Map(), { offerOf, coupons: [], creatorOf }),
      refusal('PURCHASE_LIMIT'),
    )
  })

  it('splits a coupon over its lines without losing or making a cent, and leaves the others alone', () => {
    const lines = fc.array(
      fc.record({
        n: fc.integer({ min: 0, max: 8 }),
        qty: fc.integer({ min: 1, max: 5 }),
        here: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const money = fc.bigInt({ min: 1n, max: 20_000n })
    fc.assert(
      fc.property(lines, money, money, (wanted, off, more) => {
        const own = { ...coupon, offMinor: off, overMinor: off + more }
        const list = wanted.map(({ n, qty, here }) =>
          here ? inRoom(n, qty) : ({ skuId: `sku_${n}`, qty } as const),
        )
        const skus = shelf(...Array.from({ length: 9 }, (_, n) => sku(n)))
        const offerOf = (l: Wanted) => (l.roomId ? offer() : null)
        const plain = quoteOrder(list, skus, new Map(), { offerOf, coupons: [], creatorOf })
        const q = quoteOrder(list, skus, new Map(), { offerOf, coupons: [own], creatorOf })
        const reached = plain.shops
          .filter((s) => s.shopId === 'shp_0')
          .flatMap((s) => s.lines)
          .filter((l) => l.offer)
          .reduce((sum, l) => sum + l.subtotalMinor, 0n)
        const all = q.shops.flatMap((s) => s.lines)
        const lines = plain.shops
          .filter((s) => s.shopId === 'shp_0')
          .flatMap((s) => s.lines.filter((l) => l.offer)).length
        const leavesOneEach = reached - off >= BigInt(lines)
        const taken = reached > 0n && reached >= own.overMinor && leavesOneEach ? off : 0n
        assert.equal(
          all.reduce((sum, l) => sum + l.offMinor, 0n),
          taken,
        )
        assert.equal(q.totalMinor, plain.totalMinor - taken)
        for (const l of all) {
          assert.ok(l.offMinor === 0n || (l.offer && l.sku.shopId === 'shp_0'))
          assert.equal(l.subtotalMinor, l.sku.priceMinor * BigInt(l.qty) - l.offMinor)
          assert.ok(l.subtotalMinor >= 1n)
        }
      }),
    )
  })
})

describe('coupons of several funders', () => {
  const shop = (over: Partial<Coupon> = {}): Coupon => ({ ...anyCoupon, shopId: 'shp_0', ...over })
  const platform = (over: Partial<Coupon> = {}): Coupon => ({ ...anyCoupon, funder: 'platform', ...over })
  const creator = (over: Partial<Coupon> = {}): Coupon => ({
    ...anyCoupon,
    funder: 'creator',
    creatorId: 'crt_1',
    ...over,
  })
  const line = (subtotalMinor: bigint, over = {}) => ({
    shopId: 'shp_0' as const,
    productId: 'prd_0' as const,
    categoryId: 'kitchen',
    roomId: null,
    creatorId: null,
    currency: 'CNY' as const,
    subtotalMinor,
    ...over,
  })

  it('the test vector of domain.md §16: 200.00 less 20, 10 and 5 is 165.00', () => {
    const { cuts, applied } = applyCoupons(
      [line(20_000n, { creatorId: 'crt_1' })],
      [
        creator({ offMinor: 500n, overMinor: 10_000n }),
        shop({ offMinor: 2_000n, overMinor: 10_000n }),
        platform({ offMinor: 1_000n, overMinor: 10_000n }),
      ],
    )
    assert.deepEqual(
      applied.map((c) => c.funder),
      ['shop', 'platform', 'creator'],
    )
    assert.deepEqual(
      (['shop', 'platform', 'creator'] as const).map((f) => offBy(cuts[0]!, f)),
      [2_000n, 1_000n, 500n],
    )
  })

  it('each is measured on what the one before has left', () => {
    const both = [shop({ offMinor: 200n, overMinor: 1_000n }), platform({ offMinor: 100n, overMinor: 900n })]
    assert.deepEqual(
      applyCoupons([line(1_000n)], both).applied.map((c) => c.funder),
      ['shop'],
    )
    assert.equal(applyCoupons([line(1_100n)], both).applied.length, 2)
  })

  it('of rivals the largest that is reached; another shop, creator, category or product is not its business', () => {
    const [small, large] = [
      shop({ couponId: 'small' }),
      shop({ couponId: 'large', offMinor: 500n, overMinor: 5_000n }),
    ]
    const taken = (subtotal: bigint, over = {}, coupons = [small, large]) =>
      applyCoupons([line(subtotal, over)], coupons).applied.map((c) => c.couponId)
    assert.deepEqual([taken(4_999n), taken(5_000n), taken(999n)], [['small'], ['large'], []])
    assert.deepEqual(taken(9_000n, { shopId: 'shp_1' }), [])
    assert.deepEqual(taken(9_000n, {}, [creator()]), [])
    assert.deepEqual(taken(9_000n, { creatorId: 'crt_2' }, [creator()]), [])
    assert.deepEqual(taken(9_000n, {}, [platform({ categoryId: 'books' })]), [])
    assert.deepEqual(taken(9_000n, {}, [shop({ productIds: ['prd_9'] })]), [])
    assert.deepEqual(taken(9_000n, {}, [shop({ currency: 'USD' })]), [])
    assert.deepEqual(taken(9_000n, {}, [shop({ roomId: 'rom_1' })]), [])
  })

  it('the platform’s spans shops; whose coupon it is decides nothing about freight', () => {
    const freight = new Map([
      ['shp_0', { baseMinor: 800n, freeOverMinor: 1_000n, currency: 'CNY' as const, regions: [] }],
    ])
    const wanted = [{ skuId: 'sku_0', qty: 1 } as const, { skuId: 'sku_1', qty: 1 } as const]
    const quoteWith = (...coupons: Coupon[]) =>
      quoteOrder(wanted, shelf(sku(0), sku(1)), freight, {
        offerOf: () => null,
        creatorOf: () => null,
        coupons,
      })
    const ofPlatform = quoteWith(platform({ offMinor: 300n, overMinor: 3_000n }))
    assert.deepEqual(
      ofPlatform.shops.map((s) => [s.goodsMinor, s.freightMinor]),
      [
        [900n, 0n],
        [1_800n, 0n],
      ],
    )
    assert.equal(quoteWith(shop({ offMinor: 1n, overMinor: 2n })).shops[0]!.freightMinor, 800n)
  })

  it('never takes more than the price, leaves each line something to refund, loses no cent', () => {
    const money = fc.bigInt({ min: 1n, max: 3_000n })
    const lines = fc.array(
      fc.record({
        subtotalMinor: fc.bigInt({ min: 1n, max: 2_000n }),
        shopId: fc.constantFrom('shp_0' as const, 'shp_1' as const),
        creatorId: fc.constantFrom(null, 'crt_1' as const),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const coupons = fc.array(
      fc.record({
        make: fc.constantFrom(shop, platform, creator),
        off: money,
        more: fc.bigInt({ min: 1n, max: 500n }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(lines, coupons, (wanted, given) => {
        const list = wanted.map((l) => line(l.subtotalMinor, l))
        const all = given.map(({ make, off, more }, i) =>
          make({ couponId: `cpn_${i}`, offMinor: off, overMinor: off + more }),
        )
        const { cuts, applied } = applyCoupons(list, all)
        const total = cuts.flat().reduce((sum, c) => sum + c.offMinor, 0n)
        assert.equal(
          total,
          applied.reduce((sum, c) => sum + c.offMinor, 0n),
        )
        list.forEach((l, i) => assert.ok(l.subtotalMinor > cuts[i]!.reduce((sum, c) => sum + c.offMinor, 0n)))
        for (const funder of ['shop', 'platform', 'creator'])
          assert.ok(applied.filter((c) => c.funder === funder).length <= 1)
        for (const [i, c] of cuts.flatMap((own, n) => own.map((cut) => [n, cut] as const)))
          assert.ok(c.funder !== 'creator' || list[i]!.creatorId === 'crt_1')
      }),
      { seed: 5, numRuns: 2_000 },
    )
  })
})

describe('around a quote', () => {
  it('freight: free, flat, free from an amount on', () => {
    assert.equal(freightOf(freightRule(undefined), 1n), 0n)
    const flat = freightRule({ baseMinor: 800n, freeOverMinor: null, currency: 'CNY', regions: [] })
    assert.deepEqual([flat.kind, freightOf(flat, 1_000_000n)], ['flat', 800n])
    const over = freightRule({ baseMinor: 800n, freeOverMinor: 9_900n, currency: 'CNY', regions: [] })
    assert.deepEqual([over.kind, freightOf(over, 9_899n), freightOf(over, 9_900n)], ['free-over', 800n, 0n])
    const none = freightRule({ baseMinor: 0n, freeOverMinor: 9_900n, currency: 'CNY', regions: [] })
    assert.deepEqual(none, { kind: 'free', baseMinor: 0n, freeOverMinor: null })
  })

  it('freight by province, however it is written; some it does not reach; unknown ones pay as usual', () => {
    const far = { provinces: ['xinjiang', 'xizang'], fee: { baseMinor: 2_000n, freeOverMinor: null } }
    const never = { provinces: ['taiwan'], fee: null }
    const template = {
      baseMinor: 800n,
      freeOverMinor: 5_000n,
      currency: 'CNY' as const,
      regions: [far, never],
    }
    const to = (province: string | null) => freightOf(freightRule(template, province), 9_000n)
    for (const written of ['新疆', '新疆维吾尔自治区', 'Xinjiang', 'xinjiang uygur', ' 西藏自治区'])
      assert.equal(to(written), 2_000n, written)
    for (const written of ['浙江省', 'Zhejiang', 'Atlantis', '', null]) assert.equal(to(written), 0n)
    assert.throws(() => to('台湾省'), refusal('NOT_DELIVERABLE', { province: 'taiwan' }))
  })

  it('a cart line says the first thing that stops it', () => {
    assert.equal(lineState(undefined, 0, 1, 0n), 'off-shelf')
    assert.equal(lineState(sku(0, { sellable: false }), 9, 1, 1_000n), 'off-shelf')
    assert.equal(lineState(sku(0), 0, 1, 1_000n), 'sold-out')
    assert.equal(lineState(sku(0), 2, 3, 1_000n), 'too-many')
    assert.equal(lineState(sku(0, { purchaseLimit: 2 }), 9, 3, 1_000n), 'over-limit')
    assert.equal(lineState(sku(0), 9, 3, 900n), 'price-changed')
    assert.equal(lineState(sku(0), 9, 3, 1_000n), 'ok')
  })

  it('masks keep what packing needs and no more', () => {
    assert.deepEqual(['张三', '欧阳娜娜', 'Li Wei', ''].map(maskName), ['张*', '欧*', 'L*', '*'])
    assert.deepEqual(['13800138000', '+8613800138000', '5551'].map(maskPhone), [
      '138****8000',
      '+86****8000',
      '****51',
    ])
    const address = { name: '张三', phone: '13800138000', region: '浙江省 杭州市', detail: '文三路 1 号' }
    assert.doesNotMatch(JSON.stringify(maskAddress(address)), /张三|0013|文三/)
  })
})
