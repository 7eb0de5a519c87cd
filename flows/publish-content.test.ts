// A creator's road with the real modules: open, pick goods, publish, be reviewed, be seen, be commented on.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { createAlliance, type Alliance } from '#modules/alliance'
import { createContent, type Content, type ContentDraft } from '#modules/content'
import * as contract from '#modules/content/contract'
import { createGovernance, type Governance } from '#modules/governance'
import { createIdentity, type Identity } from '#modules/identity'
import { createMedia, type Media } from '#modules/media'
import { createShop, type Shop } from '#modules/shop'
import { systemCtx, type Ctx } from '#platform/context'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { createComment } from './comment.ts'
import { createDecideReview } from './decide-review.ts'
import { createOpenCreator } from './open-creator.ts'
import { createPublishContent } from './publish-content.ts'
import { createPublishProduct } from './publish-product.ts'
import { createViewContent } from './view-content.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let doors: {
  identity: Identity
  content: Content
  shop: Shop
  alliance: Alliance
  governance: Governance
  media: Media
}
let flows: ReturnType<typeof compose>
let productId: Id<'prd'>
let shopId: Id<'shp'>
let person: Id<'usr'>
let creatorId: Id<'crt'>

const compose = () => ({
  ...createOpenCreator(deps, doors),
  ...createPublishContent(deps, doors),
  ...createViewContent(deps, doors),
  ...createComment(deps, doors),
  decideReview: createDecideReview(deps, doors),
})

const words = (zh: string, en: string) => ({ zh, en })
const anonymous: Ctx = { ...systemCtx('req_test'), actor: { kind: 'anonymous' } }
const as = (accountId: Id<'usr'>, more: Partial<Ctx> = {}): Ctx => ({
  ...systemCtx('req_test'),
  actor: { kind: 'person', accountId, sessionId: 's', guest: false, memberships: [] },
  ...more,
})
const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code
const draft = (changes: Partial<ContentDraft> = {}): ContentDraft => ({
  title: words('一壶热水', 'Hot water'),
  caption: words('三分钟烧开', 'Boils in three minutes'),
  productIds: [productId],
  tags: ['travel'],
  categoryId: 'kitchen',
  media: { kind: 'images', images: [{ url: '/media/p/1.webp', width: 800, height: 800 }] },
  ...changes,
})
const anAccount = async () =>
  (
    await base.db.transaction((tx) =>
      doors.identity.createAccounts(tx, [{ nickname: '小林', locale: 'zh', credentials: null }]),
    )
  )[0]!
const reviewOf = async (contentId: string) => {
  const route = doors.governance.routes.find((r) => r.endpoint.id === 'governance.listReviews')!
  const { items } = (await route.handle({ state: 'queued', limit: 100 } as never, systemCtx('req_test'))) as {
    items: { reviewId: Id<'rvt'>; objectId: string; version: number }[]
  }
  return items.find((r) => r.objectId === contentId)
}
const decide = async (contentId: string, verdict: 'passed' | 'rejected') => {
  const review = (await reviewOf(contentId))!
  return flows.decideReview(
    { reviewId: review.reviewId, verdict, ...(verdict === 'rejected' ? { ruleId: 'R-101' } : {}) },
    as(deps.ids.next('usr')),
  )
}

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  doors = {
    identity: createIdentity(deps),
    content: createContent(deps),
    shop: createShop(deps),
    alliance: createAlliance(deps),
    governance: createGovernance(deps),
    media: createMedia(deps),
  }
  flows = compose()
  person = await anAccount()
  await base.db.transaction(async (tx) => {
    shopId = await doors.identity.createOrganisation(tx, {
      kind: 'shop',
      name: words('山野', 'Hillside'),
      ownerAccountId: person,
    })
    await doors.shop.createShop(tx, {
      shopId,
      name: words('山野', 'Hillside'),
      kind: 'craft',
      story: words('小铺', 'A store'),
      city: '杭州',
      logoUrl: null,
    })
    const [made] = await createPublishProduct(deps, doors).publishAll(tx, shopId, [
      {
        product: {
          title: words('折叠水壶', 'Folding kettle'),
          description: words('热水', 'Hot water'),
          images: ['/media/p/1.webp'],
          categoryId: 'kitchen',
          tags: ['travel'],
          guarantees: [],
          skus: [{ name: words('白', 'White'), priceMinor: '12900', onHand: 5 }],
        },
      },
    ])
    productId = made!.productId
    await doors.shop.setShelf(tx, { shopId, productId, onShelf: true })
    await doors.alliance.setPlan(tx, { shopId, productId, rateBps: 2000 })
  })
})
after(() => base.drop())

beforeEach(async () => {
  const opened = await flows.openCreator(
    { name: words('林的露营', 'Lin camps'), bio: words('', '') },
    as(person),
  )
  creatorId = opened.creatorId
  await base.db.transaction((tx) => doors.alliance.pickProduct(tx, creatorId, productId))
})

describe('opening', () => {
  test('organisation and profile have one id and one name; forbidden words leave nothing behind', async () => {
    const names = await base.db.read((tx) => doors.identity.organisationNames(tx, [creatorId]))
    assert.deepEqual(names.get(creatorId), words('林的露营', 'Lin camps'))
    assert.equal((await doors.content.getCreator({ creatorId })).tier, 'tail')
    await assert.rejects(
      flows.openCreator({ name: words('全网最低价', 'Lin'), bio: words('', '') }, as(person)),
      refusedWith('POLICY_WORD'),
    )
    await assert.rejects(
      flows.editCreator({ creatorId, bio: words('加微信有优惠', '') }, as(person, { ifMatch: '1' })),
      refusedWith('POLICY_WORD'),
    )
    const edited = await flows.editCreator(
      { creatorId, avatarUrl: '/media/a.webp' },
      as(person, { ifMatch: '1' }),
    )
    assert.equal(edited.avatarUrl, '/media/a.webp')
  })
})

describe('publishing', () => {
  test('nobody sees it until a reviewer passed it; then it comes with its goods', async () => {
    const { contentId, state } = await flows.publishContent({ creatorId, ...draft(), submit: true })
    assert.equal(state, 'reviewing')
    await assert.rejects(flows.viewContent({ contentId }, anonymous), refusedWith('NOT_FOUND'))
    await decide(contentId, 'passed')
    const seen = contract.getContent.output.parse(await flows.viewContent({ contentId }, anonymous))
    assert.deepEqual(
      [seen.content.author.creatorId, seen.products.map((p) => p.productId)],
      [creatorId, [productId]],
    )
  })

  test('goods outside the showcase are refused, and nothing is left behind', async () => {
    const other = deps.ids.next('prd')
    await assert.rejects(
      flows.publishContent({ creatorId, ...draft({ productIds: [productId, other] }), submit: true }),
      refusedWith('NOT_IN_SHOWCASE'),
    )
    assert.deepEqual((await doors.content.listMine({ creatorId, limit: 20 })).items, [])
    const kept = await flows.publishContent({ creatorId, ...draft({ productIds: [other] }), submit: false })
    await assert.rejects(
      flows.submitContent({ creatorId, contentId: kept.contentId }),
      refusedWith('NOT_IN_SHOWCASE'),
    )
    assert.equal((await doors.content.getMine({ creatorId, contentId: kept.contentId })).state, 'draft')
  })

  test('a forbidden word is refused when it is submitted, with its term and field', async () => {
    await assert.rejects(
      flows.publishContent({ creatorId, ...draft({ caption: words('三天根治失眠', 'x') }), submit: true }),
      (error: unknown) => {
        assert.ok(error instanceof AppError && error.code === 'POLICY_WORD')
        assert.equal(error.errors[0]!.pointer, '/caption/zh')
        return true
      },
    )
    assert.deepEqual((await doors.content.listMine({ creatorId, limit: 20 })).items, [])
  })

  test('what is edited after publication is hidden until it is passed again', async () => {
    const { contentId } = await flows.publishContent({ creatorId, ...draft(), submit: true })
    await decide(contentId, 'passed')
    await assert.rejects(
      flows.editContent({ creatorId, contentId, tags: ['x'] }, as(person, { ifMatch: '7' })),
      refusedWith('STALE'),
    )
    await flows.editContent(
      { creatorId, contentId, title: words('新的标题', 'A new title') },
      as(person, { ifMatch: '1' }),
    )
    await assert.rejects(flows.viewContent({ contentId }, anonymous), refusedWith('NOT_FOUND'))
    await decide(contentId, 'passed')
    assert.equal((await flows.viewContent({ contentId }, anonymous)).content.title.en, 'A new title')
  })

  test('a rejection names the rule; changed and submitted again it can pass', async () => {
    const { contentId } = await flows.publishContent({ creatorId, ...draft(), submit: true })
    await decide(contentId, 'rejected')
    assert.equal((await doors.content.getMine({ creatorId, contentId })).rejectedRuleId, 'R-101')
    await flows.editContent({ creatorId, contentId, tags: [] }, as(person, { ifMatch: '1' }))
    assert.equal(await reviewOf(contentId), undefined)
    await flows.submitContent({ creatorId, contentId })
    await decide(contentId, 'passed')
    assert.equal((await flows.viewContent({ contentId }, anonymous)).content.contentId, contentId)
  })

  test('withdrawn while it waits: no reviewer is asked about it, until it is submitted again', async () => {
    const { contentId } = await flows.publishContent({ creatorId, ...draft(), submit: true })
    const first = (await reviewOf(contentId))!
    const withdrawn = await flows.withdrawContent({ creatorId, contentId })
    assert.deepEqual([withdrawn.state, await reviewOf(contentId)], ['withdrawn', undefined])
    await assert.rejects(
      flows.decideReview({ reviewId: first.reviewId, verdict: 'passed' }, as(deps.ids.next('usr'))),
      refusedWith('STATE_CONFLICT'),
    )
    assert.equal((await doors.content.getMine({ creatorId, contentId })).state, 'withdrawn')
    await flows.submitContent({ creatorId, contentId })
    await decide(contentId, 'passed')
    assert.equal((await flows.viewContent({ contentId }, anonymous)).content.contentId, contentId)
  })

  test('withdrawing ∥ passing: it is withdrawn and the review is closed, whoever was first', async () => {
    for (let round = 0; round < 5; round++) {
      const { contentId } = await flows.publishContent({ creatorId, ...draft(), submit: true })
      const { reviewId } = (await reviewOf(contentId))!
      const results = await Promise.allSettled([
        flows.withdrawContent({ creatorId, contentId }),
        flows.decideReview({ reviewId, verdict: 'passed' }, as(deps.ids.next('usr'))),
      ])
      assert.equal(results[0]!.status, 'fulfilled')
      if (results[1]!.status === 'rejected') assert.ok(refusedWith('STATE_CONFLICT')(results[1].reason))
      assert.equal((await doors.content.getMine({ creatorId, contentId })).state, 'withdrawn')
      assert.equal(await reviewOf(contentId), undefined)
    }
  })

  test('the world publishes many at once, under the same rules', async () => {
    const ids = await base.db.transaction((tx) =>
      flows.publishAllContents(
        tx,
        [1, 2, 3].map((n) => ({ creatorId, ...draft({ title: words(`第${n}集`, `Part ${n}`) }) })),
      ),
    )
    for (const contentId of ids)
      assert.equal((await flows.viewContent({ contentId }, anonymous)).content.contentId, contentId)
    await assert.rejects(
      base.db.transaction((tx) =>
        flows.publishAllContents(tx, [{ creatorId, ...draft({ productIds: [deps.ids.next('prd')] }) }]),
      ),
      refusedWith('NOT_IN_SHOWCASE'),
    )
  })

  test('goods taken off the shelf leave the content, not the page', async () => {
    const { contentId } = await flows.publishContent({ creatorId, ...draft(), submit: true })
    await decide(contentId, 'passed')
    await base.db.transaction((tx) => doors.shop.setShelf(tx, { shopId, productId, onShelf: false }))
    assert.deepEqual((await flows.viewContent({ contentId }, anonymous)).products, [])
    await base.db.transaction((tx) => doors.shop.setShelf(tx, { shopId, productId, onShelf: true }))
  })
})

describe('comments', () => {
  test('carry the name of who wrote them and whether the caller may delete them; forbidden words are refused', async () => {
    const [contentId] = await base.db.transaction((tx) =>
      flows.publishAllContents(tx, [{ creatorId, ...draft() }]),
    )
    const writer = await anAccount()
    const made = contract.postComment.output.parse(
      await flows.postComment({ contentId: contentId!, text: '好用吗？' }, as(writer)),
    )
    assert.deepEqual([made.nickname, made.deletable], ['小林', true])
    await assert.rejects(
      flows.postComment({ contentId: contentId!, text: '加微信有优惠' }, as(writer)),
      refusedWith('POLICY_WORD'),
    )
    const listed = contract.listComments.output.parse(
      await flows.listComments({ contentId: contentId!, limit: 20 }, anonymous),
    )
    assert.deepEqual(
      listed.items.map((c) => [c.text, c.nickname, c.deletable]),
      [['好用吗？', '小林', false]],
    )
  })
})
