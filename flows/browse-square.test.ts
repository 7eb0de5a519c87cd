// A shop offers, a creator chooses: alliance, shop and identity together, on one database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { drainConsumers } from '#platform/outbox'
import { createAlliance, type Alliance } from '#modules/alliance'
import { createIdentity } from '#modules/identity'
import { createShop, type Shop } from '#modules/shop'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aPerson } from '#modules/identity/fixtures'
import { aListedProduct, aProduct, aShop, aSku } from '#modules/shop/fixtures'
import { createBrowseSquare } from './browse-square.ts'
import { createSetPlan } from './set-plan.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let shop: Shop
let alliance: Alliance
let plans: ReturnType<typeof createSetPlan>
let creators: ReturnType<typeof createBrowseSquare>
let agencyId: Id<'org'>
let creatorId: Id<'crt'>
const { shopId } = aShop()
const otherShopId: Id<'shp'> = 'shp_01J00000000000000000000002'

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  shop = createShop(deps)
  alliance = createAlliance(deps)
  const identity = createIdentity(deps)
  plans = createSetPlan(deps, { alliance, identity, shop })
  creators = createBrowseSquare(deps, { alliance, shop })
  creatorId = deps.ids.next('crt')
  const { accountId } = await aPerson(base.db, identity, 'agency@example.com')
  agencyId = await base.db.transaction(async (tx) => {
    await shop.createShop(tx, aShop())
    await shop.createShop(tx, aShop({ shopId: otherShopId }))
    return identity.createOrganisation(tx, {
      kind: 'agency',
      name: { zh: '机构', en: 'Agency' },
      ownerAccountId: accountId,
    })
  })
})
after(() => base.drop())

const list = (priceMinor: string) =>
  base.db.transaction((tx) => aListedProduct(tx, shop, shopId, { skus: [aSku({ priceMinor })] }))
const setPlan = (productId: Id<'prd'>, rateBps: number | null, rest: object = {}) =>
  plans.setPlan({ shopId, productId, rateBps, recruiterOrgId: null, recruiterRateBps: 0, ...rest })
const refused = (p: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(p, (e) => e instanceof AppError && e.code === code)

test('offered, found on the square with its card and estimate, picked, shown', async () => {
  const { productId } = await list('9990')
  await setPlan(productId, 1250, { recruiterOrgId: agencyId, recruiterRateBps: 500 })
  await drainConsumers(base.db, [alliance.consumer])
  const { items } = await creators.browseSquare({ creatorId, sort: 'rate', limit: 20 })
  assert.deepEqual(
    items.map((i) => [i.card.productId, i.rateBps, i.estimatedCommissionMinor, i.picked]),
    [[productId, 1250, '1249', false]],
  )
  const picked = await creators.pickProduct({ creatorId, productId })
  assert.deepEqual(
    [picked.rateBps, picked.planRateBps, picked.estimatedCommissionMinor, picked.lockedUntil],
    [1250, 1250, '1249', null],
  )
  assert.deepEqual((await creators.listShowcase({ creatorId, limit: 20 })).items, [picked])
  const own = await plans.listPlans({ shopId, limit: 20 })
  assert.deepEqual(
    own.items.map((p) => [p.card.productId, p.creatorCount, p.recruiterOrgId]),
    [[productId, 1, agencyId]],
  )
})

test("another shop's product, an unknown one, and a recruiter nobody knows answer NOT_FOUND", async () => {
  const { productId } = await list('9900')
  await refused(
    plans.setPlan({
      shopId: otherShopId,
      productId,
      rateBps: 100,
      recruiterOrgId: null,
      recruiterRateBps: 0,
    }),
    'NOT_FOUND',
  )
  await refused(setPlan(deps.ids.next('prd'), 100), 'NOT_FOUND')
  await refused(
    setPlan(productId, 100, { recruiterOrgId: deps.ids.next('org'), recruiterRateBps: 10 }),
    'NOT_FOUND',
  )
})

test('only what is on the shelf and on offer can be picked', async () => {
  const [draft] = await base.db.transaction((tx) =>
    shop.createProducts(tx, [{ shopId, product: aProduct() }]),
  )
  await setPlan(draft!.productId, 1000)
  await refused(creators.pickProduct({ creatorId, productId: draft!.productId }), 'NOT_ON_SHELF')
  await refused(creators.pickProduct({ creatorId, productId: (await list('100')).productId }), 'NOT_FOUND')
  await refused(creators.pickProduct({ creatorId, productId: deps.ids.next('prd') }), 'NOT_FOUND')
})
