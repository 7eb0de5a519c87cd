// The desk and the shelf, through the same dispatcher that HTTP uses: validation, access and idempotency included.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { sql } from 'kysely'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { ProductCard } from '#kernel/product-card'
import { systemCtx, type Ctx } from '#platform/context'
import { tables, type Tx } from '#platform/database'
import { createDispatcher, type Dispatcher } from '#platform/http/dispatch'
import { createIdempotencyStore } from '#platform/http/idempotency'
import { createOutbox, drainConsumers, event } from '#platform/outbox'
import { orderPaid, refundSucceeded } from '#modules/trade/events'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aListedProduct, aProduct, aShop, aSku } from './fixtures.ts'
import { createShop, type Shop } from './index.ts'
import type { MerchantProduct } from './service/views.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let shop: Shop
let dispatcher: Dispatcher
const { shopId } = aShop()
const otherShopId: Id<'shp'> = 'shp_01J00000000000000000000002'

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  shop = createShop(deps)
  dispatcher = createDispatcher(shop.routes, { demo: true, idempotency: createIdempotencyStore(base.db) })
  await inTx(async (tx) => {
    await shop.createShop(tx, aShop())
    await shop.createShop(tx, aShop({ shopId: otherShopId }))
  })
})
after(() => base.drop())

const inTx = <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => base.db.transaction(fn)

let keys = 0
const merchant = (orgId: string): Ctx => ({
  ...systemCtx('req_1'),
  actor: {
    kind: 'person',
    accountId: 'usr_01J00000000000000000000001',
    sessionId: 'ses_1',
    guest: false,
    memberships: [{ orgId, orgKind: 'shop', role: 'owner', suspended: false }],
  },
  idempotencyKey: `key-${(keys += 1)}`,
})
const visitor: Ctx = { ...systemCtx('req_1'), actor: { kind: 'anonymous' } }

// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of any endpoint
const call = async (id: string, input: object, ctx: Ctx): Promise<any> =>
  JSON.parse((await dispatcher.call(dispatcher.routes.get(`shop.${id}`)!, input, ctx)).body)
const desk = (id: string, input: object = {}) => call(id, { shopId, ...input }, merchant(shopId))
const look = (id: string, input: object = {}) => call(id, input, visitor)
const list = (overrides?: Parameters<typeof aListedProduct>[3]) =>
  inTx((tx) => aListedProduct(tx, shop, shopId, overrides))
const create = (overrides?: Parameters<typeof aProduct>[0]): Promise<MerchantProduct> =>
  desk('createProduct', aProduct(overrides))

const refused = (p: Promise<unknown>, code: ErrorCode, data?: object) =>
  assert.rejects(p, (e) => {
    assert.ok(e instanceof AppError && e.code === code, String(e))
    if (data) assert.deepEqual(e.data, data)
    return true
  })

async function snapshots(productId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await base.db.read((tx) =>
    sql<{ payload: Record<string, unknown> }>`select payload from platform.outbox
      where subject = ${productId} order by id`.execute(tables<unknown>(tx)),
  )
  return rows.map((r) => r.payload)
}

suite('creating', () => {
  test('a whole product lacks nothing and is a draft nobody sees', async () => {
    const product = await create()
    assert.equal(product.reviewState, 'draft')
    assert.deepEqual(product.missing, [])
    assert.deepEqual(
      product.skus.map((s) => [s.onHand, s.available, s.priceMinor]),
      [[100, 100, '12900']],
    )
    await refused(look('getProduct', { productId: product.productId }), 'NOT_FOUND')
    assert.deepEqual(
      (await snapshots(product.productId)).map((s) => [s.reviewState, s.inStock]),
      [['draft', true]],
    )
  })

  test('a draft may have holes; each is named', async () => {
    const bare = { title: { zh: '壶', en: '' }, categoryId: 'kitchen' }
    const product: MerchantProduct = await desk('createProduct', bare)
    assert.deepEqual(
      product.missing.map((g) => g.pointer),
      ['/title/zh', '/title/en', '/description/zh', '/description/en', '/images', '/tags', '/skus'],
    )
  })

  test('the same key again answers the same product', async () => {
    const ctx = merchant(shopId)
    const input = { shopId, ...aProduct() }
    assert.equal(
      (await call('createProduct', input, ctx)).productId,
      (await call('createProduct', input, ctx)).productId,
    )
  })

  test('what is not a price, a stock, a picture of this site or a field is refused', async () => {
    const sku = (overrides: object) => ({ ...aProduct(), skus: [{ ...aSku(), ...overrides }] })
    for (const priceMinor of ['0', '-1', '0.5', '9223372036854775808', 129]) {
      await refused(desk('createProduct', sku({ priceMinor })), 'AMOUNT_INVALID')
    }
    await refused(desk('createProduct', sku({ listPriceMinor: '12900' })), 'AMOUNT_INVALID')
    for (const onHand of [-1, 1.5, 1e9]) await refused(desk('createProduct', sku({ onHand })), 'QTY_RANGE')
    await refused(desk('createProduct', sku({ purchaseLimit: 0 })), 'QTY_RANGE')
    for (const url of [
      'https://evil.example/a.png',
      '/media/../secret',
      'javascript:alert(1)',
      '//evil.example/a.png',
    ]) {
      await refused(desk('createProduct', aProduct({ images: [url] })), 'INPUT_INVALID')
    }
    await refused(desk('createProduct', { ...aProduct(), emerging: true }), 'UNKNOWN_FIELD')
    await refused(desk('createProduct', sku({ reserved: 5 })), 'UNKNOWN_FIELD')
    await refused(desk('createProduct', { ...aProduct(), categoryId: 'weapons' }), 'ENUM')
    await refused(desk('createProduct', { ...aProduct(), tags: ['nothing'] }), 'ENUM')
    await refused(desk('createProduct', aProduct({ tags: ['gift', 'gift'] })), 'INPUT_INVALID')
    await refused(
      desk('createProduct', aProduct({ title: { zh: '好\u202e壶', en: 'Kettle' } })),
      'TEXT_INVALID',
    )
    await refused(
      desk('createProduct', aProduct({ skus: Array.from({ length: 9 }, () => aSku()) })),
      'INPUT_INVALID',
    )
  })

  test('600 at once go the same way', async () => {
    const items = Array.from({ length: 600 }, (_, i) => ({
      shopId: otherShopId,
      product: aProduct({
        title: { zh: `第 ${i} 件`, en: `Piece ${i}` },
        skus: [aSku(), aSku({ name: { zh: '黑', en: 'Black' } })],
      }),
    }))
    const created = await inTx((tx) => shop.createProducts(tx, items))
    assert.deepEqual(
      created.map((p) => p.title.en),
      items.map((i) => i.product.title.en),
    )
    await assert.rejects(
      inTx((tx) => shop.createProducts(tx, [{ shopId, product: aProduct({ images: ['http://x/y'] }) }])),
    )
  })
})

suite('review', () => {
  test('submit, pass: it is seen; reject: it says why and can be mended and submitted again', async () => {
    const { productId } = await create()
    const submit = () => inTx((tx) => shop.submitProducts(tx, shopId, [productId], 'zh'))
    const [submitted] = await submit()
    assert.equal(submitted!.product.reviewState, 'pending')
    assert.deepEqual(submitted!.review.snapshot.facts[0], {
      label: { zh: '类目', en: 'Category' },
      value: { zh: '厨房', en: 'Kitchen' },
    })
    await refused(submit(), 'STATE_CONFLICT', { productId, state: 'pending' })

    await inTx((tx) =>
      shop.applyReviews(tx, [productId], { verdict: 'rejected', ruleId: 'R-107', note: '图不对' }),
    )
    const rejected: MerchantProduct = await desk('getMerchantProduct', { productId })
    assert.deepEqual(
      [rejected.reviewState, rejected.reviewRuleId, rejected.reviewNote],
      ['rejected', 'R-107', '图不对'],
    )
    await refused(look('getProduct', { productId }), 'NOT_FOUND')

    await submit()
    await inTx((tx) => shop.applyReviews(tx, [productId], { verdict: 'passed', ruleId: null }))
    assert.equal((await look('getProduct', { productId })).availability, 'onSale')
    assert.equal((await desk('getMerchantProduct', { productId })).reviewRuleId, null)
    await refused(
      inTx((tx) => shop.applyReviews(tx, [productId], { verdict: 'rejected', ruleId: 'R-101' })),
      'STATE_CONFLICT',
    )
    assert.deepEqual(
      (await snapshots(productId)).map((s) => s.reviewState),
      ['draft', 'pending', 'rejected', 'pending', 'passed'],
    )
  })

  test('an incomplete product is refused with a sentence for each hole, in the language asked for', async () => {
    const { productId } = await create({ images: [], tags: [] })
    await assert.rejects(
      inTx((tx) => shop.submitProducts(tx, shopId, [productId], 'zh')),
      (e) => {
        assert.ok(e instanceof AppError && e.code === 'PRODUCT_INCOMPLETE')
        assert.deepEqual(
          e.errors.map((f) => [f.pointer, f.detail]),
          [
            ['/images', '至少上传一张图片'],
            ['/tags', '至少选一个需求标签'],
          ],
        )
        return true
      },
    )
  })

  test("another shop's product cannot be submitted", async () => {
    const { productId } = await create()
    await refused(
      inTx((tx) => shop.submitProducts(tx, otherShopId, [productId], 'en')),
      'NOT_FOUND',
    )
  })
})

suite('editing', () => {
  const edit = (productId: Id<'prd'>, ifMatch: string | null, changes: Record<string, unknown>) =>
    inTx((tx) => shop.updateProduct(tx, { shopId, productId, ...changes }, ifMatch, 'en'))

  test('an edit needs the version it was made from, and is shown what it would overwrite', async () => {
    const { productId, version } = await create()
    const title = { zh: '折叠水壶二代', en: 'Folding kettle II' }
    const { product } = await edit(productId, String(version), { title })
    assert.deepEqual([product.version, product.title], [version + 1, title])
    for (const stale of [String(version), null, 'abc']) {
      await assert.rejects(edit(productId, stale, { title }), (e) => {
        assert.ok(e instanceof AppError && e.code === 'STALE')
        assert.equal(e.data.version, version + 1)
        assert.deepEqual((e.data.current as MerchantProduct).title, title)
        return true
      })
    }
  })

  test('two at once: one wins', async () => {
    const { productId, version } = await create()
    const results = await Promise.allSettled(
      [6, 12].map((h) => edit(productId, String(version), { shipWithinHours: h })),
    )
    assert.deepEqual(results.map((r) => r.status).toSorted(), ['fulfilled', 'rejected'])
  })

  test('new words of a passed product go back to review; price, delivery and shelf do not', async () => {
    const { productId } = await list()
    const same = await edit(productId, '1', { shipWithinHours: 12, guarantees: ['freeShipping'] })
    assert.deepEqual([same.product.reviewState, same.review], ['passed', null])
    const repeated = await edit(productId, '2', { title: aProduct().title, tags: aProduct().tags })
    assert.deepEqual([repeated.product.reviewState, repeated.review], ['passed', null])
    const { product, review } = await edit(productId, '3', { description: { zh: '新文案', en: 'New words' } })
    assert.equal(product.reviewState, 'pending')
    assert.equal(review?.snapshot.description.en, 'New words')
    await refused(look('getProduct', { productId }), 'NOT_FOUND')
    const again = await edit(productId, '4', { tags: ['gift'] })
    assert.deepEqual([again.product.reviewState, again.review !== null], ['pending', true])
  })

  test('a hole cannot be made in what is shown', async () => {
    const { productId } = await list()
    await refused(edit(productId, '1', { images: [] }), 'PRODUCT_INCOMPLETE')
    await refused(edit(productId, '1', { skus: [] }), 'PRODUCT_INCOMPLETE')
  })

  test('SKUs: edited in place, added, withdrawn; what is held stays held', async () => {
    const { productId, skuIds } = await list({
      skus: [aSku(), aSku({ name: { zh: '黑', en: 'Black' }, onHand: 7 })],
    })
    const [white, black] = skuIds as [Id<'sku'>, Id<'sku'>]
    await inTx((tx) =>
      shop.reserveStock(tx, 'held', [{ skuId: black, qty: 3 }], new Date('2026-11-02T00:00:00Z')),
    )
    const edited = aSku({ priceMinor: '9900' })
    const wanted = [
      { skuId: white, name: edited.name, priceMinor: '9900', listPriceMinor: '12900', purchaseLimit: 2 },
      {
        name: { zh: '红', en: 'Red' },
        priceMinor: '8800',
        listPriceMinor: null,
        purchaseLimit: null,
        onHand: 4,
      },
    ]
    const { product, review } = await edit(productId, '1', { skus: wanted })
    assert.deepEqual(
      product.skus.map((s) => [s.name.en, s.priceMinor, s.onHand]),
      [
        ['Off-white', '9900', 100],
        ['Red', '8800', 4],
      ],
    )
    assert.ok(review, 'a new name is new words')
    const [before, gone] = await base.db.read((tx) => shop.skusForOrder(tx, [white, black]))
    assert.deepEqual([before!.purchaseLimit, gone!.sellable], [2, false])
    await refused(
      inTx((tx) =>
        shop.reserveStock(tx, 'late', [{ skuId: black, qty: 1 }], new Date('2026-11-02T00:00:00Z')),
      ),
      'SOLD_OUT',
      { skuId: black, available: 0 },
    )
    await inTx((tx) => shop.commitStock(tx, 'held'))
    const foreign = {
      skuId: skuIds[1],
      name: edited.name,
      priceMinor: '1',
      listPriceMinor: null,
      purchaseLimit: null,
    }
    await refused(edit(productId, '2', { skus: [foreign] }), 'NOT_FOUND')
  })

  test("another shop's product answers like a missing one, on every path", async () => {
    const {
      productId,
      skuIds: [skuId],
    } = await list()
    const stranger = (id: string, input: object) =>
      call(id, { shopId: otherShopId, ...input }, merchant(otherShopId))
    const missing = 'prd_01J0000000000000000000000Z'
    for (const id of [productId, missing]) {
      await refused(stranger('getMerchantProduct', { productId: id }), 'NOT_FOUND', {})
      await refused(stranger('setShelf', { productId: id, onShelf: false }), 'NOT_FOUND', {})
    }
    await refused(stranger('setStock', { skuId, onHand: 1 }), 'NOT_FOUND', {})
    await refused(stranger('setPrice', { skuId, priceMinor: '1' }), 'NOT_FOUND', {})
  })
})

suite('stock and price at the desk', () => {
  test('never below what is held, and never over an edit that was not seen', async () => {
    const {
      productId,
      skuIds: [skuId],
    } = await list()
    await inTx((tx) =>
      shop.reserveStock(tx, 'desk', [{ skuId: skuId!, qty: 5 }], new Date('2026-11-02T00:00:00Z')),
    )
    await refused(desk('setStock', { skuId, onHand: 4 }), 'STATE_CONFLICT', {
      skuId,
      reserved: 5,
      onHand: 100,
    })
    const set = await desk('setStock', { skuId, onHand: 5, expectedVersion: 1 })
    assert.deepEqual([set.onHand, set.available, set.version], [5, 0, 2])
    assert.equal((await snapshots(productId)).at(-1)!.inStock, false)
    await refused(desk('setStock', { skuId, onHand: 50, expectedVersion: 1 }), 'STALE', {
      version: 2,
      onHand: 5,
    })
    await desk('setStock', { skuId, onHand: 50 })
    assert.equal((await snapshots(productId)).at(-1)!.inStock, true)
  })

  test('a new price is told at once; an untrue list price goes away', async () => {
    const {
      productId,
      skuIds: [skuId],
    } = await list({ skus: [aSku({ listPriceMinor: '15900' })] })
    assert.equal((await desk('setPrice', { skuId, priceMinor: '13900' })).listPriceMinor, '15900')
    assert.equal((await snapshots(productId)).at(-1)!.minPriceMinor, '13900')
    assert.equal((await desk('setPrice', { skuId, priceMinor: '19900' })).listPriceMinor, null)
    assert.equal(
      (await desk('setPrice', { skuId, priceMinor: '9900', listPriceMinor: '19900' })).listPriceMinor,
      '19900',
    )
    const [card] = await base.db.read((tx) => shop.cards(tx, [productId]))
    assert.deepEqual([card!.minPriceMinor, card!.listPriceMinor], ['9900', '19900'])
  })

  test('what changes nothing announces nothing', async () => {
    const {
      productId,
      skuIds: [skuId],
    } = await list()
    const before = (await snapshots(productId)).length
    await desk('setShelf', { productId, onShelf: true })
    await desk('setStock', { skuId, onHand: 99 })
    assert.equal((await snapshots(productId)).length, before)
  })
})

suite('the shelf', () => {
  test('off the shelf: named, not sold; in a restricted shop: likewise', async () => {
    const { productId, skuIds } = await list()
    const state = async () => {
      const [card] = await base.db.read((tx) => shop.cards(tx, [productId]))
      const [sku] = await base.db.read((tx) => shop.skusForOrder(tx, skuIds))
      return [card!.availability, sku!.sellable, (await look('getProduct', { productId })).availability]
    }
    assert.deepEqual(await state(), ['onSale', true, 'onSale'])
    await desk('setShelf', { productId, onShelf: false })
    assert.deepEqual(await state(), ['offShelf', false, 'offShelf'])
    await desk('setShelf', { productId, onShelf: true })
    await inTx((tx) => shop.setShopState(tx, shopId, 'restricted'))
    assert.deepEqual(await state(), ['offShelf', false, 'offShelf'])
    assert.equal((await snapshots(productId)).at(-1)!.onShelf, false)
    await inTx((tx) => shop.setShopState(tx, shopId, 'trading'))
    assert.deepEqual(await state(), ['onSale', true, 'onSale'])
  })

  test('the sheet tells few units exactly and many not at all', async () => {
    const names = ['A', 'B', 'C'].map((n) => ({ zh: n, en: n }))
    const [a, b, c] = names
    const { productId } = await list({
      skus: [aSku({ name: a!, onHand: 0 }), aSku({ name: b!, onHand: 3 }), aSku({ name: c!, onHand: 500 })],
    })
    const sheet = await look('getProduct', { productId })
    assert.deepEqual(
      sheet.skus.map((s: { stock: string; left: number | null }) => [s.stock, s.left]),
      [
        ['soldOut', null],
        ['low', 3],
        ['plenty', null],
      ],
    )
    assert.deepEqual(sheet.tags[0], { id: 'travel', name: { zh: '旅行', en: 'Travel' } })
    assert.equal(sheet.guarantees[0].name.zh, '7天无理由')
  })

  test('cards come in the order asked for; unknown ones and bare drafts are left out', async () => {
    const [one, two] = [await list(), await list()]
    const bare = await create({ images: [] })
    const cards = await base.db.read((tx) =>
      shop.cards(tx, [two.productId, bare.productId, 'prd_01J0000000000000000000000Z', one.productId]),
    )
    assert.deepEqual(
      cards.map((c) => c.productId),
      [two.productId, one.productId],
    )
    assert.deepEqual(await base.db.read((tx) => shop.cards(tx, [])), [])
  })

  test('the mall: by words in either language, by category, best sellers first, page by page, each once', async () => {
    const mark = 'zzz'
    const made = []
    for (let i = 0; i < 5; i++)
      made.push(
        await list({
          title: { zh: `露营灯${mark}${i}`, en: `Camp lantern ${mark}${i}` },
          categoryId: 'outdoor',
        }),
      )
    const hidden = await list({
      title: { zh: `露营灯${mark}下架`, en: `Lantern ${mark}` },
      categoryId: 'outdoor',
    })
    await desk('setShelf', { productId: hidden.productId, onShelf: false })
    await sell(made[2]!.productId, 9)

    const seen: ProductCard[] = []
    let cursor: string | undefined
    do {
      const page = await look('browse', {
        q: `LANTERN ${mark}`,
        categoryId: 'outdoor',
        limit: '2',
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    assert.equal(seen[0]!.productId, made[2]!.productId)
    assert.deepEqual(new Set(seen.map((c) => c.productId)), new Set(made.map((m) => m.productId)))
    assert.equal(seen.length, 5)
    assert.equal((await look('browse', { q: `露营灯${mark}3` })).items.length, 1)
    assert.equal((await look('browse', { q: '%' + mark })).items.length, 0, 'a typed % is a %')
    for (const bad of ['x', 'WzFd', 'WyJhIiwiYiJd'])
      await refused(look('browse', { cursor: bad }), 'CURSOR_INVALID')
    await refused(look('browse', { categoryId: "x'; drop table shop.product" }), 'ENUM')
  })

  test('every category, tag and guarantee has words', async () => {
    for (const [id, least] of [
      ['listCategories', 12],
      ['listTags', 60],
      ['listGuarantees', 5],
    ] as const) {
      const { items } = await look(id)
      assert.ok(items.length >= least)
      for (const item of items) assert.ok(item.id && item.name.zh && item.name.en)
    }
  })

  test("a shop's page counts what can be seen", async () => {
    const page = await look('getShop', { shopId })
    assert.deepEqual([page.name.en, page.state], ['Hillside Store', 'trading'])
    assert.ok(page.productCount > 0)
    await refused(look('getShop', { shopId: 'shp_01J0000000000000000000000Z' }), 'NOT_FOUND')
  })
})

test("the desk's list: tabs count and filter alike, and search narrows", async () => {
  const { items: before, counts: was } = await desk('listProducts', { status: 'draft' })
  assert.equal(before.length, Math.min(20, was.draft))
  await create({ title: { zh: '找得到我', en: 'Findable' } })
  await list({ skus: [aSku({ onHand: 2 })] })
  const { counts } = await desk('listProducts')
  assert.deepEqual(
    [counts.draft - was.draft, counts.lowStock - was.lowStock, counts.onShelf - was.onShelf],
    [1, 1, 1],
  )
  assert.deepEqual(
    (await desk('listProducts', { q: 'findable' })).items.map((p: { title: { en: string } }) => p.title.en),
    ['Findable'],
  )
  for (const status of ['onShelf', 'offShelf', 'pending', 'rejected', 'draft', 'lowStock']) {
    const rows = []
    let cursor: string | undefined
    do {
      const page = await desk('listProducts', { status, limit: '7', ...(cursor ? { cursor } : {}) })
      rows.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    assert.equal(rows.length, counts[status], status)
  }
})

test("emerging is the platform's word: set at the door, told to the house and to checkout", async () => {
  const { productId, skuIds } = await list()
  await inTx((tx) => shop.setEmerging(tx, [productId], true))
  const [sku] = await base.db.read((tx) => shop.skusForOrder(tx, skuIds))
  assert.deepEqual([sku!.emerging, (await snapshots(productId)).at(-1)!.emerging], [true, true])
  const [made] = await inTx((tx) =>
    shop.createProducts(tx, [{ shopId, product: aProduct(), emerging: true }]),
  )
  assert.equal(made!.emerging, true)
})

test('a closed shop takes no new products', async () => {
  await inTx((tx) => shop.createShop(tx, aShop({ shopId: 'shp_01J00000000000000000000003' })))
  await inTx((tx) => shop.setShopState(tx, 'shp_01J00000000000000000000003', 'closed'))
  const closed = 'shp_01J00000000000000000000003'
  await refused(
    call('createProduct', { shopId: closed, ...aProduct() }, merchant(closed)),
    'STATE_CONFLICT',
    { state: 'closed' },
  )
})

test('units sold: counted when paid, taken back when a line is refunded in full', async () => {
  const { productId } = await list()
  const soldCount = async () => (await look('getProduct', { productId })).soldCount
  await sell(productId, 3)
  assert.equal(await soldCount(), 3)
  await publishOrder(refundSucceeded, productId, 1, { refundMinor: '12900' })
  assert.equal(await soldCount(), 2)
  await publishOrder(refundSucceeded, productId, 1, { refundMinor: '100' })
  assert.equal(await soldCount(), 2, 'a part refund leaves the sale standing')
})

const sell = (productId: Id<'prd'>, qty: number) => publishOrder(orderPaid, productId, qty)

async function publishOrder(
  type: typeof orderPaid | typeof refundSucceeded,
  productId: Id<'prd'>,
  qty: number,
  refund?: { refundMinor: string },
) {
  const orderId = deps.ids.next('ord')
  const line = {
    lineId: deps.ids.next('oln'),
    productId,
    skuId: deps.ids.next('sku'),
    categoryId: 'kitchen',
    qty,
    paidMinor: '12900',
    contentId: null,
    creatorId: null,
    slateId: null,
    position: null,
    ...refund,
  }
  const payload = {
    orderId,
    checkoutId: deps.ids.next('chk'),
    shopId,
    buyerId: deps.ids.next('usr'),
    currency: 'CNY',
    paidMinor: '12900',
    at: '2026-11-01T04:00:00Z',
    lines: [line],
    ...(refund ? { refundId: deps.ids.next('rfd'), ...refund } : {}),
  }
  await inTx((tx) => createOutbox(deps.clock, deps.ids).publish(tx, [event(type, orderId, payload as never)]))
  await drainConsumers(base.db, [shop.consumer])
}
