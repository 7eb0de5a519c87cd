// Content through its door, on a real database.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx, type Membership } from '#platform/context'
import { guestRecognised } from '#modules/identity/events'
import { tables } from '#platform/database'
import { createOutbox, drainConsumers, event } from '#platform/outbox'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import * as contract from './contract.ts'
import { aCreator, aDraft, aPublishedContent } from './fixtures.ts'
import { createContent, type Content } from './index.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let content: Content

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  content = createContent(deps)
})
after(() => base.drop())

const as = (accountId: Id<'usr'>, memberships: Membership[] = []): Ctx => ({
  ...systemCtx('req_test'),
  actor: { kind: 'person', accountId, sessionId: 's', guest: false, memberships },
})
const owner = (creatorId: string): Membership => ({
  orgId: creatorId,
  orgKind: 'creator',
  role: 'owner',
  suspended: false,
})
const anonymous: Ctx = { ...systemCtx('req_test'), actor: { kind: 'anonymous' } }
const someone = () => deps.ids.next('usr')
const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code
const page = { limit: 20 }
const card = async (id: string, viewer: string | null = null) =>
  (await base.db.read((tx) => content.cards(tx, [id], viewer)))[0]

async function eventsOf(subject: string): Promise<{ name: string; payload: Record<string, unknown> }[]> {
  const { rows } = await base.db.read((tx) =>
    sql<{ name: string; payload: Record<string, unknown> }>`
      select name, payload from platform.outbox where subject = ${subject} order by id`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows
}

const withdraw = (creatorId: Id<'crt'>, contentId: Id<'cnt'>) =>
  base.db.transaction((tx) => content.withdraw(tx, creatorId, contentId))

describe('the life of a content', () => {
  test('drafted, submitted, passed, revised into review again, withdrawn; each step announced with a snapshot', async () => {
    const creatorId = await aCreator(deps, content)
    const [draft] = await base.db.transaction((tx) =>
      content.createContents(tx, [{ creatorId, ...aDraft() }], 'draft'),
    )
    const id = draft!.contentId
    assert.deepEqual(draft!.actions, ['submit', 'revise'])
    await base.db.transaction((tx) => content.submitContent(tx, creatorId, id))
    assert.equal(await card(id), undefined)
    await base.db.transaction((tx) => content.applyReview(tx, id, 'passed', null))
    assert.equal((await card(id))?.contentId, id)
    const revised = await base.db.transaction((tx) =>
      content.reviseContent(tx, creatorId, id, { tags: ['camping'] }, '1'),
    )
    assert.deepEqual([revised.state, revised.version, revised.tags], ['reviewing', 2, ['camping']])
    assert.equal(await card(id), undefined)
    assert.equal((await withdraw(creatorId, id)).state, 'withdrawn')
    const told = await eventsOf(id)
    assert.deepEqual(
      told.map((e) => [e.name, e.payload.state]),
      [
        ['content.changed', 'draft'],
        ['content.changed', 'reviewing'],
        ['content.changed', 'published'],
        ['content.changed', 'reviewing'],
        ['content.changed', 'withdrawn'],
      ],
    )
    assert.equal(told[2]!.payload.durationMs, 15_000)
    assert.equal(told[4]!.payload.publishedAt, told[2]!.payload.publishedAt)
  })

  test('a rejection names its rule, and the next submission starts clean', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    await base.db.transaction((tx) => content.applyReview(tx, contentId, 'rejected', 'R-07'))
    const rejected = await content.getMine({ creatorId, contentId })
    assert.deepEqual([rejected.state, rejected.rejectedRuleId], ['rejected', 'R-07'])
    assert.equal(await card(contentId), undefined)
    const again = await base.db.transaction((tx) => content.submitContent(tx, creatorId, contentId))
    assert.deepEqual([again.state, again.rejectedRuleId], ['reviewing', null])
  })

  test('a verdict for what was withdrawn meanwhile changes nothing', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    await withdraw(creatorId, contentId)
    await base.db.transaction((tx) => content.applyReview(tx, contentId, 'passed', null))
    assert.equal((await content.getMine({ creatorId, contentId })).state, 'withdrawn')
    await assert.rejects(withdraw(creatorId, contentId), refusedWith('STATE_CONFLICT'))
  })

  test('two tabs: the second save is STALE; a missing If-Match is too', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const save = (version: string | null) =>
      base.db.transaction((tx) => content.reviseContent(tx, creatorId, contentId, { tags: [] }, version))
    const results = await Promise.allSettled([save('1'), save('1')])
    assert.deepEqual(results.map((r) => r.status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(save(null), refusedWith('STALE'))
  })

  test("another creator's content looks exactly like a missing one", async () => {
    const mine = await aCreator(deps, content)
    const theirs = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, theirs)
    for (const id of [contentId, deps.ids.next('cnt'), "x' or 1=1 --" as Id<'cnt'>]) {
      await assert.rejects(content.getMine({ creatorId: mine, contentId: id }), refusedWith('NOT_FOUND'))
      await assert.rejects(withdraw(mine, id), refusedWith('NOT_FOUND'))
    }
  })

  test('the bulk path refuses what the form refuses, and then nothing is stored', async () => {
    const creatorId = await aCreator(deps, content)
    const tooMany = Array.from({ length: 6 }, () => deps.ids.next('prd'))
    const bad = {
      ...aDraft().media,
      videoUrl: 'https://elsewhere.example/x.mp4',
    } as contract.ContentDraft['media']
    for (const draft of [
      aDraft({ productIds: tooMany }),
      aDraft({ media: bad }),
      aDraft({ title: { zh: '', en: 'x' } }),
    ]) {
      await assert.rejects(
        base.db.transaction((tx) =>
          content.createContents(
            tx,
            [
              { creatorId, ...aDraft() },
              { creatorId, ...draft },
            ],
            'draft',
          ),
        ),
      )
    }
    assert.deepEqual((await content.listMine({ creatorId, ...page })).items, [])
  })
})

describe('lists', () => {
  test('cards come in the order asked for, without what is not published', async () => {
    const creatorId = await aCreator(deps, content)
    const a = await aPublishedContent(deps, content, creatorId)
    const b = await aPublishedContent(deps, content, creatorId, {
      media: { kind: 'images', images: [{ url: '/media/p/1.webp', width: 800, height: 800 }] },
    })
    const [draft] = await base.db.transaction((tx) =>
      content.createContents(tx, [{ creatorId, ...aDraft() }], 'draft'),
    )
    const found = await base.db.read((tx) =>
      content.cards(tx, [b.contentId, draft!.contentId, a.contentId, 'cnt_none'], null),
    )
    assert.deepEqual(
      found.map((c) => c.contentId),
      [b.contentId, a.contentId],
    )
    for (const c of found) contract.getContent.output.parse({ content: c, products: [] })
  })

  test("an author's contents page through without gap or repeat, several in the same millisecond", async () => {
    const creatorId = await aCreator(deps, content)
    for (let i = 0; i < 7; i++) {
      if (i % 3 === 0) deps.clock.advance(1000)
      await aPublishedContent(deps, content, creatorId)
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const p = await content.listAuthorContents(
        { authorId: creatorId, limit: 2, ...(cursor ? { cursor } : {}) },
        anonymous,
      )
      seen.push(...p.items.map((c) => c.contentId))
      cursor = p.nextCursor ?? undefined
    } while (cursor)
    assert.equal(new Set(seen).size, 7)
    assert.deepEqual(seen, [...seen].sort().reverse())
    const { author, contents } = await content.getAuthor({ authorId: creatorId }, anonymous)
    assert.deepEqual([author.contents, contents.items.length], [7, 7])
    await assert.rejects(
      content.listAuthorContents({ authorId: creatorId, limit: 2, cursor: 'x' }, anonymous),
      refusedWith('CURSOR_INVALID'),
    )
  })

  test('the desk lists by state', async () => {
    const creatorId = await aCreator(deps, content)
    await aPublishedContent(deps, content, creatorId)
    await base.db.transaction((tx) => content.createContents(tx, [{ creatorId, ...aDraft() }], 'draft'))
    assert.equal((await content.listMine({ creatorId, ...page })).items.length, 2)
    assert.deepEqual(
      (await content.listMine({ creatorId, state: 'draft', ...page })).items.map((c) => c.state),
      ['draft'],
    )
  })
})

describe('likes, shares, follows', () => {
  test('any interleaving of likes and takings back leaves the counter equal to the rows and one event a real change', async () => {
    const creatorId = await aCreator(deps, content)
    const people = [someone(), someone(), someone()]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...people), fc.boolean()), { minLength: 1, maxLength: 12 }),
        async (acts) => {
          const { contentId } = await aPublishedContent(deps, content, creatorId)
          await Promise.all(
            acts.map(([who, on]) => (on ? content.like : content.unlike)({ contentId }, as(who))),
          )
          const liked = await Promise.all(people.map(async (p) => (await card(contentId, p))!.likedByViewer))
          assert.equal((await card(contentId))!.counters.likes, liked.filter(Boolean).length)
          const told = (await eventsOf(contentId)).filter((e) => e.name === 'content.liked')
          for (const [i, p] of people.entries()) {
            const ons = told.filter((e) => e.payload.accountId === p).map((e) => (e.payload.on ? 1 : -1))
            assert.equal(
              ons.reduce((a: number, b) => a + b, 0),
              liked[i] ? 1 : 0,
            )
          }
        },
      ),
      { numRuns: 15 },
    )
  })

  test('twenty taps at once are one like and one event', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const me = someone()
    await Promise.all(Array.from({ length: 20 }, () => content.like({ contentId }, as(me))))
    assert.equal((await card(contentId, me))!.counters.likes, 1)
    assert.equal((await eventsOf(contentId)).filter((e) => e.name === 'content.liked').length, 1)
    assert.deepEqual(await content.unlike({ contentId }, as(me)), { liked: false, likes: 0 })
    assert.deepEqual(await content.unlike({ contentId }, as(me)), { liked: false, likes: 0 })
  })

  test('one person’s shares count once', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const me = someone()
    await content.share({ contentId }, as(me))
    assert.deepEqual(await content.share({ contentId }, as(me)), { shares: 1 })
    assert.deepEqual(await content.share({ contentId }, as(someone())), { shares: 2 })
  })

  test('following shows on the card and in the list of followed creators', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const me = someone()
    assert.deepEqual(await content.follow({ authorId: creatorId }, as(me)), { following: true, followers: 1 })
    await content.follow({ authorId: creatorId }, as(me))
    assert.equal((await card(contentId, me))!.author.followedByViewer, true)
    assert.deepEqual(await base.db.read((tx) => content.followedCreators(tx, me)), [creatorId])
    assert.deepEqual(await content.unfollow({ authorId: creatorId }, as(me)), {
      following: false,
      followers: 0,
    })
    assert.equal((await eventsOf(creatorId)).length, 2)
    await assert.rejects(content.follow({ authorId: deps.ids.next('crt') }, as(me)), refusedWith('NOT_FOUND'))
  })

  test('what a guest did moves to the account it turned out to be, and what both did counts once', async () => {
    const creatorId = await aCreator(deps, content)
    const both = await aPublishedContent(deps, content, creatorId)
    const guestOnly = await aPublishedContent(deps, content, creatorId)
    const [guest, me] = [someone(), someone()]
    for (const { contentId } of [both, guestOnly]) await content.like({ contentId }, as(guest))
    await content.like({ contentId: both.contentId }, as(me))
    await content.share({ contentId: both.contentId }, as(guest))
    await content.follow({ authorId: creatorId }, as(guest))
    const recognised = event(guestRecognised, guest, { guestId: guest, accountId: me })
    await base.db.transaction((tx) =>
      createOutbox(deps.clock, deps.ids).publish(tx, [recognised, recognised]),
    )
    await drainConsumers(base.db, [content.consumer])
    const seen = await Promise.all([both, guestOnly].map((c) => card(c.contentId, me)))
    assert.deepEqual(
      seen.map((c) => [c!.likedByViewer, c!.counters.likes, c!.counters.shares]),
      [
        [true, 1, 1],
        [true, 1, 0],
      ],
    )
    assert.equal(seen[0]!.author.followedByViewer, true)
    assert.equal((await card(both.contentId, guest))!.likedByViewer, false)
    assert.deepEqual(await content.unfollow({ authorId: creatorId }, as(me)), {
      following: false,
      followers: 0,
    })
  })

  test('what is not published can be neither liked, shared nor commented on', async () => {
    const creatorId = await aCreator(deps, content)
    const [draft] = await base.db.transaction((tx) =>
      content.createContents(tx, [{ creatorId, ...aDraft() }], 'draft'),
    )
    const { contentId } = draft!
    const me = as(someone())
    await assert.rejects(content.like({ contentId }, me), refusedWith('NOT_FOUND'))
    await assert.rejects(content.unlike({ contentId }, me), refusedWith('NOT_FOUND'))
    await assert.rejects(content.share({ contentId }, me), refusedWith('NOT_FOUND'))
    await assert.rejects(
      base.db.transaction((tx) => content.addComment(tx, contentId, someone(), 'hi')),
      refusedWith('NOT_FOUND'),
    )
    await assert.rejects(
      base.db.read((tx) => content.commentsOf(tx, { contentId, ...page }, me)),
      refusedWith('NOT_FOUND'),
    )
  })

  test('a view is a dwell of at least three seconds; views add up, unknown contents are left out', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const dwell = (dwellMs: number | null, of: string | null = contentId) => ({ contentId: of, dwellMs })
    const add = (...dwells: ReturnType<typeof dwell>[]) =>
      base.db.transaction((tx) => content.countViews(tx, dwells))
    await Promise.all([
      add(dwell(3000), dwell(2999), dwell(60_000)),
      add(dwell(5000), dwell(9000, 'cnt_none'), dwell(9000, null), dwell(null)),
      add(),
    ])
    assert.equal((await card(contentId))!.counters.views, 3)
  })
})

describe('comments', () => {
  const comment = (contentId: Id<'cnt'>, who: Id<'usr'>, text: string) =>
    base.db.transaction((tx) => content.addComment(tx, contentId, who, text))
  const list = (contentId: Id<'cnt'>, ctx: Ctx = anonymous, limit = 20, cursor?: string) =>
    base.db.read((tx) => content.commentsOf(tx, { contentId, limit, ...(cursor ? { cursor } : {}) }, ctx))

  test('a script is stored and answered as the text it is; control and invisible characters are refused', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const text = `<script>alert(1)</script><img src=x onerror="alert('1')">`
    const parsed = contract.postComment.input.parse({ contentId, text }) as { text: string }
    await comment(contentId, someone(), parsed.text)
    assert.equal((await list(contentId)).items[0]!.text, text)
    for (const bad of ['', '  ', 'a\nb', 'a\u202eb', 'a\u0000b', '\ud800', 'x'.repeat(301)]) {
      assert.equal(
        contract.postComment.input.safeParse({ contentId, text: bad }).success,
        false,
        JSON.stringify(bad),
      )
    }
  })

  test('newest first, the pinned one on top, pages without gap; only one is pinned', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.push((await comment(contentId, someone(), `c${i}`)).id)
    await content.pinComment({ creatorId, commentId: made[0] as Id<'cmt'>, pinned: true })
    await content.pinComment({ creatorId, commentId: made[1] as Id<'cmt'>, pinned: true })
    const first = await list(contentId, anonymous, 3)
    const rest = await list(contentId, anonymous, 3, first.nextCursor!)
    assert.deepEqual(
      [...first.items, ...rest.items].map((c) => c.text),
      ['c1', 'c4', 'c3', 'c2', 'c0'],
    )
    assert.equal(rest.nextCursor, null)
    await content.pinComment({ creatorId, commentId: made[1] as Id<'cmt'>, pinned: false })
    assert.equal((await list(contentId)).items[0]!.text, 'c4')
  })

  test('deleted by its writer or by the author of the content, by nobody else; the counter follows', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const [writer, other, authorPerson] = [someone(), someone(), someone()]
    const a = await comment(contentId, writer, 'a')
    const b = await comment(contentId, writer, 'b')
    assert.equal((await card(contentId))!.counters.comments, 2)
    const author = as(authorPerson, [owner(creatorId)])
    const stranger = as(other, [owner(await aCreator(deps, content))])
    assert.deepEqual(
      (await list(contentId, stranger)).items.map((c) => c.deletable),
      [false, false],
    )
    assert.deepEqual(
      (await list(contentId, author)).items.map((c) => c.deletable),
      [true, true],
    )
    await assert.rejects(
      content.deleteComment({ contentId, commentId: a.id }, stranger),
      refusedWith('NOT_FOUND'),
    )
    await content.deleteComment({ contentId, commentId: a.id }, as(writer))
    await content.deleteComment({ contentId, commentId: b.id }, author)
    await assert.rejects(
      content.deleteComment({ contentId, commentId: b.id }, author),
      refusedWith('NOT_FOUND'),
    )
    assert.equal((await card(contentId))!.counters.comments, 0)
  })

  test('the author replies and pins only under their own content', async () => {
    const creatorId = await aCreator(deps, content)
    const { contentId } = await aPublishedContent(deps, content, creatorId)
    const c = await comment(contentId, someone(), 'where can I buy it?')
    await content.replyToComment({ creatorId, commentId: c.id, text: '点下方商品卡' })
    assert.equal((await list(contentId)).items[0]!.reply, '点下方商品卡')
    const other = await aCreator(deps, content)
    await assert.rejects(
      content.replyToComment({ creatorId: other, commentId: c.id, text: 'x' }),
      refusedWith('NOT_FOUND'),
    )
    await assert.rejects(
      content.pinComment({ creatorId: other, commentId: c.id, pinned: true }),
      refusedWith('NOT_FOUND'),
    )
  })
})

test('a creator edits biography and avatar; a stale save is refused', async () => {
  const creatorId = await aCreator(deps, content)
  const edited = await base.db.transaction((tx) =>
    content.reviseCreator(tx, creatorId, { avatarUrl: '/media/a.webp' }, '1'),
  )
  assert.deepEqual([edited.version, edited.avatarUrl], [2, '/media/a.webp'])
  await assert.rejects(
    base.db.transaction((tx) => content.reviseCreator(tx, creatorId, {}, '1')),
    refusedWith('STALE'),
  )
  contract.getCreator.output.parse(await content.getCreator({ creatorId }))
})
