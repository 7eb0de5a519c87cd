// The review queue through its door: opened once, decided once, and nothing shown without a verdict.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { systemCtx, type Actor, type Ctx } from '#platform/context'
import { tables, type Tx } from '#platform/database'
import { createDispatcher, type Dispatcher } from '#platform/http/dispatch'
import { createIdempotencyStore } from '#platform/http/idempotency'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { decideReview } from './contract.ts'
import { aReviewRequest } from './fixtures.ts'
import { createGovernance, type Governance, type ReviewRequest } from './index.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let governance: Governance
let dispatcher: Dispatcher

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  governance = createGovernance(deps)
  dispatcher = createDispatcher(governance.routes, {
    demo: true,
    idempotency: createIdempotencyStore(base.db),
  })
})
after(() => base.drop())

const reviewer: Extract<Actor, { kind: 'person' }> = {
  kind: 'person',
  accountId: 'usr_01J0000000000000000000000R',
  sessionId: 'ses_1',
  guest: false,
  memberships: [
    { orgId: 'org_01J00000000000000000000001', orgKind: 'platform', role: 'reviewer', suspended: false },
  ],
}
const ctx: Ctx = { ...systemCtx('req_1'), actor: reviewer }
// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of any endpoint
const ask = async (id: string, input: object = {}): Promise<any> =>
  JSON.parse((await dispatcher.call(dispatcher.routes.get(`governance.${id}`)!, input, ctx)).body)

const inTx = <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => base.db.transaction(fn)
const open = (request: ReviewRequest) => inTx((tx) => governance.openReview(tx, request))
const decide = (
  reviewId: Id<'rvt'>,
  verdict: 'passed' | 'rejected' = 'passed',
  expectedVersion?: number,
  actor: Actor = reviewer,
) => {
  const given = verdict === 'passed' ? { verdict } : { verdict, ruleId: 'R-107' as const, note: '换图' }
  return inTx((tx) => governance.decide(tx, { reviewId, ...given, expectedVersion }, actor))
}
const shown = (...ids: string[]) =>
  base.db.read(async (tx) => [...(await governance.mayBeShown(tx, { product: ids }))].toSorted())
const refused = (p: Promise<unknown>, code: ErrorCode, data?: object) =>
  assert.rejects(p, (e) => {
    assert.ok(e instanceof AppError && e.code === code, String(e))
    if (data) assert.deepEqual(e.data, data)
    return true
  })
const aProduct = (overrides: Partial<ReviewRequest> = {}) =>
  aReviewRequest({ objectId: deps.ids.next('prd'), ...overrides })

test('no answer means no: unknown, waiting and rejected are not shown; passed is, until it waits again', async () => {
  const [passed, rejected, waiting] = [aProduct(), aProduct(), aProduct()]
  const ids = [passed.objectId, rejected.objectId, waiting.objectId, deps.ids.next('prd')]
  await decide(await open(passed))
  await decide(await open(rejected), 'rejected')
  await open(waiting)
  assert.deepEqual(await shown(...ids), [passed.objectId])
  assert.deepEqual(await shown(), [])
  assert.equal(
    (await base.db.read((tx) => governance.mayBeShown(tx, { content: ids }))).size,
    0,
    'a product is no content',
  )
  await open(passed)
  assert.deepEqual(await shown(...ids), [])
})

test('a forbidden word is refused at once, with the term, the rule, and where it stands', async () => {
  const snapshot = { ...aProduct().snapshot, description: { zh: '三天根治失眠', en: 'Sleep well' } }
  const request = aProduct({ snapshot })
  await assert.rejects(open(request), (e) => {
    assert.ok(e instanceof AppError && e.code === 'POLICY_WORD')
    assert.deepEqual([e.data.term, e.data.ruleId, e.errors[0]!.pointer], ['根治', 'R-102', '/description/zh'])
    return true
  })
  await refused(open(aProduct({ title: { zh: '壶', en: 'The best kettle' } })), 'POLICY_WORD')
  const facts = [{ label: { zh: '功效', en: 'Effect' }, value: { zh: '抗癌', en: 'Health' } }]
  await refused(open(aProduct({ snapshot: { ...aProduct().snapshot, facts } })), 'POLICY_WORD')
  assert.deepEqual(await shown(request.objectId), [])
})

test('an object waits once: edited while it waits, the reviewer sees the new words under a new version', async () => {
  const request = aProduct()
  const first = await open(request)
  const second = await open({ ...request, title: { zh: '新标题', en: 'New title' } })
  assert.equal(second, first)
  const review = await ask('getReview', { reviewId: first })
  assert.deepEqual([review.title.en, review.version], ['New title', 2])
  await refused(decide(first, 'passed', 1), 'STALE', { version: 2 })
  assert.deepEqual(await shown(request.objectId), [])
  await refused(decide(first, 'passed'), 'STALE', { version: 2 }) // which version was seen is not said: not this one
  await decide(first, 'passed', 2)
  assert.deepEqual(await shown(request.objectId), [request.objectId])
})

test('taken back while it waits: it leaves the queue undecided, and nobody can decide it any more', async () => {
  const request = aProduct()
  const reviewId = await open(request)
  const waiting = async () => (await ask('listReviews', { limit: 100 })).queued as number
  const before = await waiting()
  await inTx((tx) => governance.withdrawReview(tx, 'content', request.objectId))
  assert.equal(await waiting(), before, 'a content of that id is another object')
  await inTx((tx) => governance.withdrawReview(tx, 'product', request.objectId))
  await inTx((tx) => governance.withdrawReview(tx, 'product', request.objectId))
  assert.equal(await waiting(), before - 1)
  const review = await ask('getReview', { reviewId })
  assert.deepEqual([review.state, review.verdict, review.reviewer], ['withdrawn', null, null])
  await refused(decide(reviewId), 'STATE_CONFLICT', { state: 'withdrawn', verdict: null })
  assert.deepEqual(await shown(request.objectId), [])
  const again = await open(request)
  assert.notEqual(again, reviewId)
  await decide(again)
  assert.deepEqual(await shown(request.objectId), [request.objectId])
  assert.deepEqual(
    (await ask('getReview', { reviewId: again })).earlier,
    [],
    'what was not decided is no precedent',
  )
})

test('one verdict only, also from two reviewers at once; the fact is told once', async () => {
  const request = aProduct()
  const reviewId = await open(request)
  const results = await Promise.allSettled([decide(reviewId), decide(reviewId, 'rejected'), decide(reviewId)])
  assert.equal(results.filter((r) => r.status === 'fulfilled').length, 1)
  const { verdict } = await ask('getReview', { reviewId })
  await refused(decide(reviewId), 'STATE_CONFLICT', { state: 'decided', verdict })
  const { rows } = await base.db.read((tx) =>
    sql<{ verdict: string }>`select payload ->> 'verdict' as verdict from platform.outbox
      where name = 'review.decided' and subject = ${request.objectId}`.execute(tables<unknown>(tx)),
  )
  assert.deepEqual(rows, [{ verdict }])
})

test('nobody decides on what belongs to an organisation of theirs', async () => {
  const request = aProduct({ orgId: 'shp_01J0000000000000000000000X' })
  const reviewId = await open(request)
  const insider: Actor = {
    ...reviewer,
    memberships: [
      ...reviewer.memberships,
      { orgId: request.orgId, orgKind: 'shop', role: 'support', suspended: false },
    ],
  }
  await refused(decide(reviewId, 'passed', undefined, insider), 'CONFLICT_OF_INTEREST')
  await decide(reviewId)
})

test('a missing review answers NOT_FOUND', async () => {
  await refused(decide('rvt_01J0000000000000000000000Z'), 'NOT_FOUND')
  await refused(ask('getReview', { reviewId: 'rvt_01J0000000000000000000000Z' }), 'NOT_FOUND')
})

test('a rejection names a published rule, a pass names none', () => {
  const parse = (input: object) =>
    decideReview.input.safeParse({ reviewId: 'rvt_01J0000000000000000000000Z', ...input }).success
  assert.equal(parse({ verdict: 'passed' }), true)
  assert.equal(parse({ verdict: 'rejected', ruleId: 'R-101' }), true)
  for (const wrong of [
    { verdict: 'rejected' },
    { verdict: 'rejected', ruleId: 'R-999' },
    { verdict: 'passed', ruleId: 'R-101' },
    { verdict: 'passed', extra: 1 },
  ]) {
    assert.equal(parse(wrong), false, JSON.stringify(wrong))
  }
})

test('the system passes many at once, and none twice', async () => {
  const requests = Array.from({ length: 300 }, () => aProduct())
  const reviewIds = await inTx((tx) => governance.openReviews(tx, requests))
  await inTx((tx) => governance.passAll(tx, reviewIds))
  assert.equal((await shown(...requests.map((r) => r.objectId))).length, 300)
  assert.equal((await ask('getReview', { reviewId: reviewIds[0]! })).reviewer, 'system')
  await refused(
    inTx((tx) => governance.passAll(tx, reviewIds)),
    'STATE_CONFLICT',
  )
})

test('the queue: oldest first, by kind, page by page, with age and promise', async () => {
  const queue = async (input: object) => {
    const items = []
    let cursor: string | undefined
    do {
      const page = await ask('listReviews', { ...input, limit: '3', ...(cursor ? { cursor } : {}) })
      items.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return items
  }
  const before = await ask('listReviews', { kind: 'content' })
  assert.deepEqual([before.queued, before.overdue], [0, 0])
  const opened: string[] = []
  for (let i = 0; i < 7; i++) {
    opened.push(
      await open(
        aReviewRequest({
          kind: 'content',
          objectId: deps.ids.next('cnt'),
          orgId: 'crt_01J00000000000000000000001',
        }),
      ),
    )
    deps.clock.advance(MINUTE_MS)
  }
  assert.deepEqual(
    (await queue({ kind: 'content' })).map((r) => r.reviewId),
    opened,
  )
  deps.clock.advance(4 * HOUR_MS - 4 * MINUTE_MS)
  const [oldest] = await queue({ kind: 'content' })
  assert.deepEqual([oldest.ageMinutes, oldest.overdue], [243, true])
  const { queued, overdue } = await ask('listReviews', { kind: 'content' })
  assert.deepEqual([queued, overdue], [7, 3])

  await decide(opened[0] as Id<'rvt'>, 'rejected')
  deps.clock.advance(HOUR_MS)
  const [decided] = await queue({ kind: 'content', state: 'decided' })
  assert.deepEqual(
    [decided.reviewId, decided.verdict, decided.ruleId, decided.note, decided.ageMinutes],
    [opened[0], 'rejected', 'R-107', '换图', 243],
  )
  await refused(ask('listReviews', { cursor: 'nonsense' }), 'CURSOR_INVALID')
})

test('a review shows what was decided about the same object before', async () => {
  const request = aProduct()
  await decide(await open(request), 'rejected')
  deps.clock.advance(MINUTE_MS)
  const again = await open(request)
  const { earlier, snapshot } = await ask('getReview', { reviewId: again })
  assert.deepEqual(
    earlier.map((r: { verdict: string }) => r.verdict),
    ['rejected'],
  )
  assert.deepEqual(snapshot, request.snapshot)
})

test('the rules are public and in both languages', async () => {
  const { items } = await ask('listRules')
  assert.ok(items.length >= 12)
  for (const r of items)
    assert.ok(r.title.zh && r.title.en && r.explanation.zh && r.explanation.en && r.appliesTo.length > 0)
})
