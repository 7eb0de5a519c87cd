// The comments' workbench through the whole platform: what is held back and from whom, what a shop may answer and since when not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let a: Tenant
let b: Tenant
before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
})
after(() => house.close())

type Comment = {
  commentId: string
  text: string
  held?: boolean
  reply: { text: string; shopId?: string } | null
}
const say = (text: string, token = a.buyer.token): Promise<Comment> =>
  house.must('content.comment', { contentId: a.content.contentId, text }, token) as Promise<Comment>
const nobody = { token: null }
const publicTexts = async (token: string | null): Promise<string[]> =>
  (await house.must('content.listComments', { contentId: a.content.contentId }, { token })).items.map(
    (c: Comment) => c.text,
  )
const desk = async (query: Record<string, unknown> = {}): Promise<Comment[]> =>
  (await house.must('content.listDeskComments', { creatorId: a.creatorId, ...query }, a.creatorOwner.token))
    .items
const counted = async (): Promise<number> =>
  (await house.must('content.getContent', { contentId: a.content.contentId }, nobody)).content.counters
    .comments
const mine = () => ({ creatorId: a.creatorId, contentId: a.content.contentId, shopId: a.shopId })
const owner = () => a.creatorOwner.token

test('a filtered comment is seen by its writer and the creator, and by nobody else until it is let through', async () => {
  await house.must('content.setCommentFilter', { creatorId: a.creatorId, words: ['翻车货'] }, owner())
  const before = await counted()
  const held = await say('便宜，翻 车 货')
  assert.equal(held.held, true)
  assert.ok((await publicTexts(a.buyer.token)).includes('便宜，翻 车 货'))
  assert.ok((await publicTexts(owner())).includes('便宜，翻 车 货'))
  assert.ok(!(await publicTexts(b.buyer.token)).includes('便宜，翻 车 货'))
  assert.ok(!(await publicTexts(null)).includes('便宜，翻 车 货'))
  assert.equal(await counted(), before)
  assert.deepEqual(
    (await desk({ show: 'held' })).map((c) => c.text),
    ['便宜，翻 车 货'],
  )
  const pin = { creatorId: a.creatorId, commentId: held.commentId, pinned: true }
  assert.equal((await house.call('content.pinComment', pin, { token: owner() })).body.code, 'STATE_CONFLICT')
  const release = { creatorId: a.creatorId, commentId: held.commentId }
  await Promise.all([1, 2, 3].map(() => house.must('content.releaseComment', release, owner())))
  assert.equal(await counted(), before + 1)
  assert.ok((await publicTexts(null)).includes('便宜，翻 车 货'))
  const again = await say('还是翻车货')
  await house.must(
    'content.deleteComment',
    { contentId: a.content.contentId, commentId: again.commentId },
    a.buyer.token,
  )
  assert.equal(await counted(), before + 1)
  const foreign = await house.call(
    'content.releaseComment',
    { creatorId: b.creatorId, commentId: held.commentId },
    { token: b.creatorOwner.token },
  )
  assert.equal(foreign.status, 404)
})

test('lists what is unanswered, asks, or contains a word; a percent sign is a letter', async () => {
  const asked = await say('能装几升？')
  await say('打 9 折 100% 好')
  const reply = { creatorId: a.creatorId, commentId: asked.commentId, text: '一升二' }
  assert.ok((await desk({ show: 'unanswered' })).some((c) => c.text === '能装几升？'))
  await house.must('content.replyToComment', reply, owner())
  assert.ok(!(await desk({ show: 'unanswered' })).some((c) => c.text === '能装几升？'))
  assert.deepEqual(
    (await desk({ show: 'question' })).map((c) => c.text),
    ['能装几升？'],
  )
  assert.deepEqual(
    (await desk({ q: '100%' })).map((c) => c.text),
    ['打 9 折 100% 好'],
  )
  assert.deepEqual(await desk({ q: '9%1' }), [])
  const { items, nextCursor } = await house.must(
    'content.listDeskComments',
    { creatorId: a.creatorId, limit: 1 },
    owner(),
  )
  const rest = await desk({ cursor: nextCursor, limit: 100 })
  assert.ok(items.length === 1 && rest.every((c) => c.commentId !== items[0].commentId))
})

test('a shop answers where it was let and its goods are; its answers say so; never over the creator, never after it was taken back', async () => {
  const comment = await say('什么时候发货')
  const answer = { shopId: a.shopId, commentId: comment.commentId, text: '今天下午' }
  const shopStaff = { token: a.shopStaff.support!.token }
  const hosted = () =>
    house
      .must('content.listHostedComments', { shopId: a.shopId }, shopStaff.token)
      .then((page) => page.items as Comment[])
  assert.deepEqual(await hosted(), [])
  assert.equal((await house.call('content.replyAsShop', answer, shopStaff)).status, 404)
  const stranger = { ...mine(), shopId: b.shopId, granted: true }
  assert.equal((await house.call('content.setCommentHost', stranger, { token: owner() })).status, 404)
  for (const _ of [1, 2]) await house.must('content.setCommentHost', { ...mine(), granted: true }, owner())
  const { items } = await house.must(
    'content.listCommentHosts',
    { creatorId: a.creatorId, contentId: a.content.contentId },
    owner(),
  )
  assert.deepEqual(
    items.map((h: { shopId: string; granted: boolean }) => [h.shopId, h.granted]),
    [[a.shopId, true]],
  )
  assert.ok((await hosted()).some((c) => c.commentId === comment.commentId))
  await house.must('content.replyAsShop', answer, shopStaff.token)
  const shown = (await house.must('content.listComments', { contentId: a.content.contentId }, nobody))
    .items as Comment[]
  const reply = shown.find((c) => c.commentId === comment.commentId)!.reply
  assert.deepEqual([reply?.text, reply?.shopId], ['今天下午', a.shopId])
  await house.must(
    'content.replyToComment',
    { creatorId: a.creatorId, commentId: comment.commentId, text: '我来答' },
    owner(),
  )
  assert.equal((await house.call('content.replyAsShop', answer, shopStaff)).body.code, 'STATE_CONFLICT')
  await house.must('content.setCommentHost', { ...mine(), granted: false }, owner())
  assert.deepEqual(await hosted(), [])
  const later = await say('还有吗')
  assert.equal(
    (await house.call('content.replyAsShop', { ...answer, commentId: later.commentId }, shopStaff)).status,
    404,
  )
})
