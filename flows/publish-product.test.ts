// From opening a shop to a product that may be shown: shop, governance and identity together, on one database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { OutputOf } from '#kernel/contract'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx, type Membership } from '#platform/context'
import { createContent } from '#modules/content'
import { createGovernance, type Governance } from '#modules/governance'
import { createIdentity, type Identity } from '#modules/identity'
import { createShop, type Shop } from '#modules/shop'
import type { getMerchantProduct } from '#modules/shop/contract'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aPerson } from '#modules/identity/fixtures'
import { aProduct } from '#modules/shop/fixtures'
import { createDecideReview } from './decide-review.ts'
import { createOpenShop } from './open-shop.ts'
import { createPublishProduct } from './publish-product.ts'

let base: TestDatabase
let identity: Identity
let governance: Governance
let shop: Shop
let products: ReturnType<typeof createPublishProduct>
let decideReview: ReturnType<typeof createDecideReview>
let openShop: ReturnType<typeof createOpenShop>
let merchant: Ctx
let shopId: Id<'shp'>

const as = (accountId: Id<'usr'>, memberships: Membership[] = [], ifMatch: string | null = null): Ctx => ({
  ...systemCtx('req_1'),
  locale: 'en',
  actor: { kind: 'person', accountId, sessionId: 'ses_1', guest: false, memberships },
  ifMatch,
})
const reviewer = as('usr_01J0000000000000000000000R')

const aShopForm = (zh = '山野小铺', en = 'Hillside Store') => ({
  name: { zh, en },
  kind: 'craft' as const,
  story: { zh: '一间小铺', en: 'A small store' },
  city: '杭州',
  logoUrl: null,
})

before(async () => {
  base = await testDatabase()
  const deps = testDeps(base.db)
  identity = createIdentity(deps)
  governance = createGovernance(deps)
  shop = createShop(deps)
  const doors = { identity, governance, shop, content: createContent(deps) }
  products = createPublishProduct(deps, doors)
  decideReview = createDecideReview(deps, doors)
  openShop = createOpenShop(deps, doors)
  merchant = as((await aPerson(base.db, identity, 'merchant@shop.example')).accountId)
  shopId = (await openShop(aShopForm(), merchant)).shopId
})
after(() => base.drop())

const draft = async (overrides?: Parameters<typeof aProduct>[0]) => {
  const [created] = await base.db.transaction((tx) =>
    shop.createProducts(tx, [{ shopId, product: aProduct(overrides) }]),
  )
  return created!
}
const submit = (productId: Id<'prd'>) => products.submitProduct({ shopId, productId }, merchant)
const edit = (productId: Id<'prd'>, version: number, changes: object) =>
  products.updateProduct({ shopId, productId, ...changes }, { ...merchant, ifMatch: String(version) })
const mayBeShown = (productId: string) =>
  base.db.read(async (tx) => (await governance.mayBeShown(tx, { product: [productId] })).has(productId))
const onSale = (productId: Id<'prd'>) =>
  base.db.read(async (tx) => (await shop.cards(tx, [productId]))[0]?.availability === 'onSale')
const state = (productId: Id<'prd'>) =>
  shop.routes
    .find((r) => r.endpoint.id === 'shop.getMerchantProduct')!
    .handle({ shopId, productId } as never, merchant) as Promise<OutputOf<typeof getMerchantProduct>>
const reviewOf = async (productId: string) => {
  const queue = governance.routes.find((r) => r.endpoint.id === 'governance.listReviews')!
  const { items } = (await queue.handle({ state: 'queued', limit: 100 } as never, reviewer)) as {
    items: { reviewId: Id<'rvt'>; objectId: string; version: number }[]
  }
  return items.find((i) => i.objectId === productId)!
}
const refused = (p: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(p, (e) => e instanceof AppError && e.code === code)

test('who opens a shop owns it', async () => {
  const { actor } = merchant
  assert.ok(actor.kind === 'person')
  const names = await base.db.read((tx) => identity.organisationNames(tx, [shopId]))
  assert.equal(names.get(shopId)?.en, 'Hillside Store')
})

test('a shop whose name breaks a rule is not opened, nor its organisation', async () => {
  await refused(openShop(aShopForm('国家级茶铺', 'Tea'), merchant), 'POLICY_WORD')
  await refused(openShop(aShopForm('茶铺', 'The best tea'), merchant), 'POLICY_WORD')
})

test('draft, submitted, passed, on sale', async () => {
  const { productId } = await draft()
  assert.equal((await submit(productId)).reviewState, 'pending')
  assert.equal(await mayBeShown(productId), false)
  const review = await reviewOf(productId)
  await decideReview({ reviewId: review.reviewId, verdict: 'passed' }, reviewer)
  assert.deepEqual([await mayBeShown(productId), await onSale(productId)], [true, true])
})

test('rejected with its rule and note, mended, submitted again', async () => {
  const { productId } = await draft()
  await submit(productId)
  await decideReview(
    { reviewId: (await reviewOf(productId)).reviewId, verdict: 'rejected', ruleId: 'R-107', note: '换图' },
    reviewer,
  )
  const rejected = await state(productId)
  assert.deepEqual(
    [rejected.reviewState, rejected.reviewRuleId, rejected.reviewNote],
    ['rejected', 'R-107', '换图'],
  )
  await edit(productId, rejected.version, { images: ['/media/products/other.webp'] })
  assert.equal((await state(productId)).reviewState, 'rejected', 'mending is not submitting')
  await submit(productId)
  assert.equal((await reviewOf(productId)).objectId, productId)
})

test('a forbidden word stops the submission, and nothing has changed', async () => {
  const { productId } = await draft({ title: { zh: '全网最低价水壶', en: 'Kettle' } })
  await refused(submit(productId), 'POLICY_WORD')
  assert.equal((await state(productId)).reviewState, 'draft')
})

test('a passed product: new words take it off until they pass, a forbidden one leaves it as it was', async () => {
  const { productId } = await draft()
  await submit(productId)
  await decideReview({ reviewId: (await reviewOf(productId)).reviewId, verdict: 'passed' }, reviewer)
  await refused(edit(productId, 1, { description: { zh: '根治失眠', en: 'x' } }), 'POLICY_WORD')
  assert.deepEqual([await mayBeShown(productId), await onSale(productId)], [true, true])
  await edit(productId, 1, { description: { zh: '新文案', en: 'New words' } })
  assert.deepEqual([await mayBeShown(productId), await onSale(productId)], [false, false])
})

test('edited while it waits: the verdict on the old words is refused', async () => {
  const { productId } = await draft()
  await submit(productId)
  const { reviewId, version } = await reviewOf(productId)
  await edit(productId, 1, { description: { zh: '新文案', en: 'New words' } })
  await refused(decideReview({ reviewId, verdict: 'passed', expectedVersion: version }, reviewer), 'STALE')
  assert.equal((await reviewOf(productId)).version, version + 1)
})

test('edit and verdict at once: what is shown is what was passed', async () => {
  for (let round = 0; round < 8; round++) {
    const { productId } = await draft()
    await submit(productId)
    const { reviewId, version } = await reviewOf(productId)
    const [edited, decided] = await Promise.allSettled([
      edit(productId, 1, { description: { zh: '新文案', en: 'New words' } }),
      decideReview({ reviewId, verdict: 'passed', expectedVersion: version }, reviewer),
    ])
    const { description, reviewState } = await state(productId)
    const isShown = await mayBeShown(productId)
    assert.equal(isShown, reviewState === 'passed')
    if (isShown) assert.notEqual(description.en, 'New words', 'nobody has passed the new words')
    assert.ok(edited.status === 'fulfilled' || decided.status === 'fulfilled')
  }
})

test('a reviewer who belongs to the shop is refused', async () => {
  const { productId } = await draft()
  await submit(productId)
  const insider = as('usr_01J0000000000000000000000S', [
    { orgId: shopId, orgKind: 'shop', role: 'support', suspended: false },
  ])
  await refused(
    decideReview({ reviewId: (await reviewOf(productId)).reviewId, verdict: 'passed' }, insider),
    'CONFLICT_OF_INTEREST',
  )
  assert.equal((await state(productId)).reviewState, 'pending')
})

test('the world publishes many at once, under the same rules', async () => {
  const many = Array.from({ length: 40 }, () => ({ product: aProduct() }))
  const made = await base.db.transaction((tx) => products.publishAll(tx, shopId, many))
  for (const { productId } of made) assert.ok((await mayBeShown(productId)) && (await onSale(productId)))
  const bad = [{ product: aProduct() }, { product: aProduct({ title: { zh: '抗癌茶', en: 'Tea' } }) }]
  await refused(
    base.db.transaction((tx) => products.publishAll(tx, shopId, bad)),
    'POLICY_WORD',
  )
  const holed = [{ product: aProduct({ images: [] }) }]
  await refused(
    base.db.transaction((tx) => products.publishAll(tx, shopId, holed)),
    'PRODUCT_INCOMPLETE',
  )
})
