// Plans, promises and showcases through the door, on a real database. The rule itself is tested in domain/rate.test.ts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS } from '#kernel/clock'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import { drainConsumers } from '#platform/outbox'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { setPlan as setPlanEndpoint } from './contract.ts'
import { anOffer, SHOP, tellProduct } from './fixtures.ts'
import { createAlliance, type Alliance, type PlanTerms } from './index.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let alliance: Alliance
let creatorId: Id<'crt'>

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  alliance = createAlliance(deps)
  creatorId = deps.ids.next('crt')
})
after(() => base.drop())

const inTx = <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => base.db.transaction(fn)
const offer = (terms?: Partial<PlanTerms>) => inTx((tx) => anOffer(tx, deps, alliance, terms))
const setPlan = (productId: Id<'prd'>, rateBps: number | null, rest: Partial<PlanTerms> = {}) =>
  inTx((tx) => alliance.setPlan(tx, { shopId: SHOP, productId, rateBps, ...rest }))
const pick = (productId: Id<'prd'>, by = creatorId) => inTx((tx) => alliance.pickProduct(tx, by, productId))
const rate = async (productId: Id<'prd'>, by = creatorId) =>
  (await base.db.read((tx) => alliance.resolveRate(tx, { productId, creatorId: by })))?.creatorRateBps ?? null
const refused = (p: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(p, (e) => e instanceof AppError && e.code === code)
const days = (n: number) => deps.clock.advance(n * DAY_MS)

async function told(productId: Id<'prd'>): Promise<(number | null)[]> {
  const { rows } = await base.db.read((tx) =>
    sql<{ rate: number | null }>`select (payload ->> 'rateBps')::int as rate from platform.outbox
      where subject = ${productId} and name = 'plan.changed' order by id`.execute(tables<unknown>(tx)),
  )
  return rows.map((r) => r.rate)
}

test('a plan is opened, changed and ended; each change is a version and a fact, the same again is neither', async () => {
  const productId = deps.ids.next('prd')
  assert.equal(await setPlan(productId, null), null)
  const first = await setPlan(productId, 1000)
  assert.equal((await setPlan(productId, 1000))!.planId, first!.planId)
  const second = await setPlan(productId, 1500)
  assert.deepEqual([first!.version, second!.version], [1, 2])
  assert.equal(await setPlan(productId, null), null)
  assert.equal((await setPlan(productId, 800))!.version, 3)
  assert.deepEqual(await told(productId), [1000, 1500, null, 800])
})

test('two changes at once: one plan is open, and its number is the next', async () => {
  const productId = deps.ids.next('prd')
  const made = await Promise.all([500, 600, 700, 800].map((bps) => setPlan(productId, bps)))
  assert.deepEqual(made.map((p) => p!.version).toSorted(), [1, 2, 3, 4])
})

test('commission and fee total 90 % at most; a fee needs its recruiter', async () => {
  const productId = deps.ids.next('prd')
  const recruiterOrgId = deps.ids.next('org')
  await refused(setPlan(productId, 9001), 'RATE_SUM')
  await refused(setPlan(productId, 6000, { recruiterOrgId, recruiterRateBps: 3001 }), 'RATE_SUM')
  await refused(setPlan(productId, 1000, { recruiterRateBps: 500 }), 'INPUT_INVALID')
  await setPlan(productId, 6000, { recruiterOrgId, recruiterRateBps: 3000 })
  const resolved = await base.db.read((tx) => alliance.resolveRate(tx, { productId, creatorId }))
  assert.deepEqual(
    [resolved!.creatorRateBps, resolved!.recruiterOrgId, resolved!.recruiterRateBps],
    [6000, recruiterOrgId, 3000],
  )
})

test('the edge refuses 101 % by its own code', () => {
  const parsed = setPlanEndpoint.input.safeParse({ shopId: SHOP, productId: 'prd_x', rateBps: 10_100 })
  assert.deepEqual(
    parsed.error?.issues.map((i) => i.code === 'custom' && i.params?.code),
    ['RATE_SUM'],
  )
})

test('a cut spares for 30 days who had picked; a raise reaches everybody; unpicking loses it', async () => {
  const [keeper, leaver, stranger] = [deps.ids.next('crt'), deps.ids.next('crt'), deps.ids.next('crt')]
  const productId = await offer({ rateBps: 2000 })
  for (const c of [keeper, leaver]) await pick(productId, c)
  days(1)
  await setPlan(productId, 500)
  const rates = async () => [
    await rate(productId, keeper),
    await rate(productId, leaver),
    await rate(productId, stranger),
  ]
  assert.deepEqual(await rates(), [2000, 2000, 500])

  const unpick = alliance.routes.find((r) => r.endpoint.id === 'alliance.unpickProduct')!
  await unpick.handle({ creatorId: leaver, productId } as never, {} as never)
  await pick(productId, leaver)
  assert.deepEqual(await rates(), [2000, 500, 500])
  await refused(unpick.handle({ creatorId: stranger, productId } as never, {} as never), 'NOT_FOUND')

  const { items } = await base.db.read((tx) => alliance.showcase(tx, keeper, { limit: 10 }))
  assert.deepEqual(
    items.map((i) => [i.rateBps, i.planRateBps, i.lockedUntil?.toISOString()]),
    [[2000, 500, new Date(deps.clock.now().getTime() + 30 * DAY_MS).toISOString()]],
  )
  days(30)
  assert.deepEqual(await rates(), [500, 500, 500])
  await setPlan(productId, 3000)
  assert.deepEqual(await rates(), [3000, 3000, 3000])
})

test('the recruiter terms are those of the version that pays', async () => {
  const recruiterOrgId = deps.ids.next('org')
  const productId = await offer({ rateBps: 5000, recruiterOrgId, recruiterRateBps: 4000 })
  await pick(productId)
  days(1)
  const cut = await setPlan(productId, 1000)
  const mine = await base.db.read((tx) => alliance.resolveRate(tx, { productId, creatorId }))
  assert.deepEqual(
    [mine!.creatorRateBps, mine!.recruiterOrgId, mine!.recruiterRateBps],
    [5000, recruiterOrgId, 4000],
  )
  const theirs = await base.db.read((tx) =>
    alliance.resolveRate(tx, { productId, creatorId: deps.ids.next('crt') }),
  )
  assert.deepEqual(theirs, {
    planId: cut!.planId,
    creatorRateBps: 1000,
    recruiterOrgId: null,
    recruiterRateBps: 0,
  })
})

test('a plan that ended is kept for those who had picked, cannot be picked anew, and then pays nobody', async () => {
  const productId = await offer()
  await pick(productId)
  days(1)
  await setPlan(productId, null)
  assert.equal(await rate(productId), 2000)
  await refused(pick(productId, deps.ids.next('crt')), 'NOT_FOUND')
  days(30)
  assert.equal(await rate(productId), null)
  assert.equal(await rate(deps.ids.next('prd')), null)
})

test('picking twice is one pick, of the first day', async () => {
  const productId = await offer()
  const first = await pick(productId)
  days(2)
  assert.deepEqual((await pick(productId)).pickedAt, first.pickedAt)
  const other = deps.ids.next('prd')
  const has = (...ids: Id<'prd'>[]) => base.db.read((tx) => alliance.hasPicked(tx, creatorId, ids))
  assert.deepEqual(
    [await has(productId), await has(productId, productId), await has(productId, other), await has()],
    [true, true, false, true],
  )
})

test('the square: on sale only, by rate or by age, by category and words, page by page', async () => {
  const mark = 'qqq'
  const made: Id<'prd'>[] = []
  for (const [i, rateBps] of [1000, 4000, 2000, 4000, 3000].entries()) {
    const productId = await offer({ rateBps })
    await inTx((tx) =>
      tellProduct(tx, deps, productId, {
        title: { zh: `帐篷${i}`, en: `Tent ${mark}${i}` },
        categoryId: 'outdoor',
      }),
    )
    made.push(productId)
    deps.clock.advance(1)
  }
  const soldOut = await offer({ rateBps: 9000 })
  await inTx((tx) =>
    tellProduct(tx, deps, soldOut, { title: { zh: '帐篷', en: `Tent ${mark}` }, inStock: false }),
  )
  const ended = await offer({ rateBps: 8000 })
  await inTx((tx) => tellProduct(tx, deps, ended, { title: { zh: '帐篷', en: `Tent ${mark}` } }))
  await setPlan(ended, null)
  await pick(made[2]!)
  await drainConsumers(base.db, [alliance.consumer])

  const square = async (input: { sort: 'rate' | 'new'; categoryId?: string; q?: string }) => {
    const items = []
    let cursor: string | undefined
    do {
      const at = cursor
      const page = await base.db.read((tx) =>
        alliance.square(tx, { creatorId, q: mark, ...input, cursor: at, limit: 2 }),
      )
      items.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return items
  }
  const [a, b, c, d, e] = made as [Id<'prd'>, Id<'prd'>, Id<'prd'>, Id<'prd'>, Id<'prd'>]
  const byRate = await square({ sort: 'rate' })
  assert.deepEqual(
    byRate.map((i) => i.productId),
    [d, b, e, c, a],
  )
  assert.deepEqual(
    byRate.map((i) => i.picked),
    [false, false, false, true, false],
  )
  assert.deepEqual(
    (await square({ sort: 'new', categoryId: 'outdoor' })).map((i) => i.productId),
    [e, d, c, b, a],
  )
  assert.deepEqual(await square({ sort: 'new', categoryId: 'kitchen' }), [])
  assert.deepEqual(
    (await square({ sort: 'rate', q: `帐篷3 ${mark}` })).map((i) => i.productId),
    [d],
  )

  const { nextCursor } = await base.db.read((tx) =>
    alliance.square(tx, { creatorId, sort: 'rate', limit: 1 }),
  )
  await refused(
    base.db.read((tx) => alliance.square(tx, { creatorId, sort: 'new', cursor: nextCursor!, limit: 1 })),
    'CURSOR_INVALID',
  )
})

test('the showcase: picked last first, page by page', async () => {
  const me = deps.ids.next('crt')
  const made: Id<'prd'>[] = []
  for (let i = 0; i < 5; i++) {
    made.unshift(await offer())
    await pick(made[0]!, me)
    if (i % 2) days(1)
  }
  const seen: Id<'prd'>[] = []
  let cursor: string | undefined
  do {
    const at = cursor
    const page = await base.db.read((tx) => alliance.showcase(tx, me, { cursor: at, limit: 2 }))
    seen.push(...page.items.map((i) => i.productId))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  assert.deepEqual(seen, made)
})

test("a shop's plans: the open ones, with how many creators show the product", async () => {
  const shopId = deps.ids.next('shp')
  const productId = deps.ids.next('prd')
  await setPlan(productId, 1000, { shopId })
  await setPlan(productId, 1200, { shopId })
  await setPlan(deps.ids.next('prd'), 900, { shopId })
  for (let i = 0; i < 3; i++) await pick(productId, deps.ids.next('crt'))
  const page = await base.db.read((tx) => alliance.plansOfShop(tx, shopId, { limit: 10 }))
  assert.deepEqual(
    page.items.map((p) => [p.rateBps, p.creatorCount]),
    [
      [900, 0],
      [1200, 3],
    ],
  )
})

test('an agency shares from the day it is bound; a new one takes its place', async () => {
  const me = deps.ids.next('crt')
  const [first, second] = [deps.ids.next('org'), deps.ids.next('org')]
  const agency = () => base.db.read((tx) => alliance.agencyOf(tx, me))
  assert.equal(await agency(), null)
  await inTx((tx) => alliance.bindAgency(tx, { creatorId: me, agencyId: first, splitBps: 3000 }))
  await inTx((tx) => alliance.bindAgency(tx, { creatorId: me, agencyId: second, splitBps: 2000 }))
  assert.deepEqual(await agency(), { agencyId: second, splitBps: 2000 })
})

test('the database itself refuses a plan over 90 %, a fee without a recruiter, and two open plans', async () => {
  const insert = (columns: {
    rate: number
    fee: number
    recruiter: string | null
    productId?: Id<'prd'>
    version?: number
  }) =>
    base.db.read((tx) =>
      sql`insert into alliance.plan_version values (${deps.ids.next('pln')}, ${columns.productId ?? deps.ids.next('prd')}, ${SHOP},
        ${columns.version ?? 1}, ${columns.rate}, ${columns.recruiter}, ${columns.fee}, now(), null)`.execute(
        tables<unknown>(tx),
      ),
    )
  await assert.rejects(insert({ rate: 9000, fee: 1, recruiter: 'org_x' }), { code: '23514' })
  await assert.rejects(insert({ rate: 10, fee: 1, recruiter: null }), { code: '23514' })
  await assert.rejects(insert({ rate: 10, fee: 0, recruiter: null, productId: await offer(), version: 9 }), {
    code: '23505',
  })
})
