// The feed with every real module, over HTTP: from a slate to signals to a changed slate, the interest manager, and what a
// reviewer's no, an empty shelf or another person's slate do to it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { createInterest } from '#modules/interest'
import { openDatabase, tables } from '#platform/database'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'
import { aPerson, type FixturePerson } from '#modules/identity/fixtures'
import { readAttribution } from './attribution.ts'

type Item = {
  position: number
  content: { contentId: Id<'cnt'>; author: { creatorId: string } }
  product: { productId: string; shopId: string } | null
  attribution: Record<string, string>
  why: { code: string; tag: string | null; label: { zh: string; en: string } }[]
}
type Slate = { slateId: Id<'slt'>; personalised: boolean; items: Item[] }

let house: House
let admin: string
let tenants: Tenant[]
let people = 0
const aShopper = (): Promise<FixturePerson> =>
  aPerson(house.db, house.doors.identity, `shopper-${(people += 1)}@feed.example`)

before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  admin = platform.admin.token
  tenants = [await aTenant(house, platform, 'A'), await aTenant(house, platform, 'B')]
  // More of the same two creators, so that there is something to rank.
  for (const t of tenants) {
    for (let i = 0; i < 6; i++) {
      const made = await t.aContent(`More ${i} `, true)
      await t.pass(made.contentId)
    }
  }
  await house.settle()
})
after(() => house.close())

/** The log is read up to the oldest open transaction, and this PostgreSQL serves other tests too. */
async function eventually<T>(read: () => Promise<T>, enough: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await read()
    if (enough(value) || tries > 500) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const feedOf = (p: FixturePerson, input = {}): Promise<Slate> =>
  house.must('interest.getFeed', input, p.token)
const signal = (slate: Slate, position: number, kind: string, more = {}) => ({
  id: house.deps.ids.next('sig'),
  kind,
  at: house.clock.now().toISOString(),
  slateId: slate.slateId,
  position,
  contentId: slate.items[position]!.content.contentId,
  ...more,
})
const send = (p: FixturePerson, items: unknown[]) =>
  house.call('signals.record', { sentAt: house.clock.now().toISOString(), items }, { token: p.token })
const loved = (slate: Slate, position: number) => [
  signal(slate, position, 'impression'),
  signal(slate, position, 'dwell', { dwellMs: 30_000, durationMs: 12_000 }),
  signal(slate, position, 'like'),
]

describe('a slate', () => {
  it('carries cards, reasons and a signed attribution for each product, and is logged before it is answered', async () => {
    const shopper = await aShopper()
    const slate = await feedOf(shopper)
    assert.equal(slate.items.length, 8)
    assert.equal(slate.personalised, true)
    slate.items.forEach((item, i) => {
      assert.equal(item.position, i)
      assert.ok(item.product && item.why.length > 0 && item.why.every((w) => w.label.zh && w.label.en))
      const a = readAttribution(house.deps.config.secret, item.attribution[item.product.productId]!)!
      assert.deepEqual(
        [a.slateId, a.position, a.contentId, a.creatorId, a.accountId],
        [slate.slateId, i, item.content.contentId, item.content.author.creatorId, shopper.accountId],
      )
    })
    const logged = await house.must('signals.getSlate', { slateId: slate.slateId }, admin)
    assert.deepEqual(
      logged.items.map((i: { contentId: string }) => i.contentId),
      slate.items.map((i) => i.content.contentId),
    )
    assert.ok(
      logged.stages.some((s: { stage: string }) => s.stage === 'popular') &&
        logged.items.every((i: { propensity: number }) => i.propensity > 0),
    )
  })

  /** What slates for these cost, and what they are, asked at the same moment. */
  async function statementsFor(shoppers: readonly { accountId: string }[]) {
    const statements: string[] = []
    const db = openDatabase({ url: house.url, beforeStatement: (text) => statements.push(text) })
    const { createDoors } = await import('#server/doors')
    const { createFeed } = await import('./feed.ts')
    const doors = createDoors({ ...house.deps, db })
    await doors.interest.load()
    // Connections that open one by one would spread what is asked at the same moment.
    await Promise.all(shoppers.map(() => db.read((tx) => sql`select pg_sleep(0.05)`.execute(tables(tx)))))
    statements.length = 0
    const noRooms = { now: async () => new Map(), playUrls: () => null }
    const feed = createFeed({ ...house.deps, db }, doors, noRooms)
    const slates = await Promise.all(
      shoppers.map(({ accountId }) =>
        feed.getFeed({ surface: 'recommend', count: 8 }, {
          actor: { kind: 'person', accountId, sessionId: 's', guest: false, memberships: [] },
        } as never),
      ),
    )
    await db.close()
    return { statements, slates }
  }

  it('costs at most four statements', async () => {
    const { statements } = await statementsFor([await aShopper()])
    assert.ok(statements.length > 0 && statements.length <= 4, statements.join('\n'))
  })

  it('for twenty at once costs two each; every slate is in the log, and each likes what he likes', async () => {
    const shoppers = await Promise.all(Array.from({ length: 20 }, aShopper))
    const liked = new Map<string, string>()
    for (const shopper of shoppers.slice(0, 3)) {
      const { content } = (await feedOf(shopper, { count: 4 })).items[0]!
      await house.must('content.like', { contentId: content.contentId }, shopper.token)
      liked.set(shopper.accountId, content.contentId)
    }
    const { statements, slates } = await statementsFor(shoppers)
    assert.ok(statements.length <= 40, statements.join('\n'))
    for (const [n, slate] of slates.entries()) {
      const logged = await house.must('signals.getSlate', { slateId: slate.slateId }, admin)
      assert.deepEqual(
        logged.items.map((i: { contentId: string }) => i.contentId),
        slate.items.map((i) => i.content.contentId),
      )
      for (const { content } of slate.items)
        assert.equal(content.likedByViewer, liked.get(shoppers[n]!.accountId) === content.contentId)
    }
  })

  it('a made-up or changed attribution token is not one', () => {
    assert.equal(readAttribution(house.deps.config.secret, 'eyJ2IjoxfQ.xxxx'), null)
  })
})

describe('an event changes the next slate', () => {
  it('before the signals are acknowledged, with the reason told', async () => {
    const shopper = await aShopper()
    const first = await feedOf(shopper, { count: 4 })
    const reply = await send(shopper, [...loved(first, 0), signal(first, 1, 'swipe', { dwellMs: 400 })])
    assert.equal(reply.status, 202)
    assert.deepEqual(reply.body, { accepted: 4, duplicates: 0, refused: [] })
    const second = await feedOf(shopper, { count: 4 })
    const logged = await house.must('signals.getSlate', { slateId: second.slateId }, admin)
    assert.ok(Object.keys(logged.features).some((f) => f.startsWith('instant:')))
    assert.ok(
      !second.items.some((i) => i.content.contentId === first.items[0]!.content.contentId),
      'what was watched is not repeated',
    )
  })

  it('another process learns the same from the log', async () => {
    const shopper = await aShopper()
    const slate = await feedOf(shopper)
    await send(shopper, loved(slate, 2))
    const elsewhere = createInterest(house.deps, { readLog: house.doors.signals.readSignals })
    await elsewhere.load()
    const theirs = await eventually(
      async () => {
        await elsewhere.catchUp()
        return elsewhere.myInterests(shopper.accountId)
      },
      (mine) => mine.items.length > 0,
    )
    assert.ok(theirs.items.length > 0)
    assert.deepEqual(theirs, await house.doors.interest.myInterests(shopper.accountId))
  })

  it('a batch is checked item by item, and a resend is harmless', async () => {
    const shopper = await aShopper()
    const slate = await feedOf(shopper)
    const items = [
      ...loved(slate, 0),
      signal(slate, 1, 'dwell', { dwellMs: -1 }),
      signal({ ...slate, slateId: house.deps.ids.next('slt') }, 0, 'like'),
    ]
    const first = (await send(shopper, items)).body
    assert.deepEqual(
      [first.accepted, first.refused.map((r: { code: string }) => r.code)],
      [3, ['INPUT_INVALID', 'NOT_FOUND']],
    )
    const again = (await send(shopper, items)).body
    assert.deepEqual([again.accepted, again.duplicates], [0, 3])
    assert.equal((await send(shopper, [])).status, 422)
  })

  it('a purchase is learned from the paid order', async () => {
    const t = tenants[0]!
    await t.paidOrder()
    const mine = await eventually(
      async () => {
        await house.settle()
        return house.must('interest.list', {}, t.buyer.token)
      },
      ({ items }) => items.length > 0,
    )
    assert.ok(mine.items.some((i: { source: string }) => i.source === 'bought'))
    const { items } = await house.must('signals.list', { accountId: t.buyer.accountId, kind: 'buy' }, admin)
    assert.equal(items[0].productId, t.product.productId)
    const { returns } = await house.must('interest.getModelHealth', {}, admin)
    assert.ok(returns.waiting >= 1, 'whether it comes back is open')
  })
})

describe('one’s own interests', () => {
  it('are seen with names, edited, deleted and cleared', async () => {
    const shopper = await aShopper()
    const slate = await feedOf(shopper)
    await send(
      shopper,
      loved(
        slate,
        slate.items.findIndex((i) => i.product !== null),
      ),
    )
    const seen = await house.must('interest.list', {}, shopper.token)
    const kitchen = seen.items.find((i: { tag: string }) => i.tag === 'category:kitchen')
    assert.deepEqual(
      [kitchen.label, kitchen.source, kitchen.level, kitchen.kind],
      [{ zh: '厨房', en: 'Kitchen' }, 'watched', 'normal', 'category'],
    )
    assert.ok(kitchen.strength > 0 && kitchen.strength <= 1)

    const edited = await house.must(
      'interest.edit',
      { tag: 'category:kitchen', level: 'less' },
      shopper.token,
    )
    assert.deepEqual(
      edited.items
        .filter((i: { tag: string }) => i.tag === 'category:kitchen')
        .map((i: { level: string; source: string }) => [i.level, i.source]),
      [['less', 'stated']],
    )
    const removed = await house.must('interest.remove', { tag: 'category:kitchen' }, shopper.token)
    assert.ok(
      !removed.items.some((i: { tag: string }) => i.tag === 'category:kitchen') && removed.items.length > 0,
    )
    assert.deepEqual((await house.must('interest.clear', {}, shopper.token)).items, [])
    const refused = await house.call(
      'interest.edit',
      { tag: 'tag:there-is-no-such', level: 'more' },
      { token: shopper.token },
    )
    assert.equal(refused.body.code, 'NOT_FOUND')
    assert.equal(
      (await house.call('interest.edit', { tag: 'nonsense', level: 'more' }, { token: shopper.token }))
        .status,
      422,
    )
  })

  it('“more” moves the feed, and the chip says so', async () => {
    const shopper = await aShopper()
    await house.must('interest.edit', { tag: 'tag:travel', level: 'more' }, shopper.token)
    const { items } = await feedOf(shopper)
    const chip = items.flatMap((i) => i.why).find((w) => w.code === 'stated')!
    assert.deepEqual(chip.label, { zh: '你选择了多看「旅行」', en: 'You asked for more “Travel”' })
  })

  it('personalisation off: the log shows that nothing of the person was read', async () => {
    const shopper = await aShopper()
    await send(shopper, loved(await feedOf(shopper), 0))
    assert.deepEqual(await house.must('interest.setPersonalisation', { enabled: false }, shopper.token), {
      personalised: false,
    })
    const slate = await feedOf(shopper)
    assert.equal(slate.personalised, false)
    const logged = await house.must('signals.getSlate', { slateId: slate.slateId }, admin)
    assert.deepEqual(logged.features, {})
    assert.ok(
      logged.items.every(
        (i: { scores: object }) => !('instant-interest' in i.scores) && !('long-term-interest' in i.scores),
      ),
    )
  })

  it('“why this” explains one’s own slate from the log; another’s answers like a missing one', async () => {
    const shopper = await aShopper()
    await send(shopper, loved(await feedOf(shopper), 0))
    const slate = await feedOf(shopper)
    const why = await house.must('interest.why', { slateId: slate.slateId, position: 0 }, shopper.token)
    assert.equal(why.contentId, slate.items[0]!.content.contentId)
    assert.ok(
      Math.abs(why.reasons.reduce((sum: number, r: { weight: number }) => sum + r.weight, 0) - 1) < 0.01,
    )
    assert.ok(
      why.sources.length > 0 &&
        why.scores.length > 0 &&
        why.wouldChange.some((c: { action: string }) => c.action === 'personalisationOff'),
    )
    const stranger = await aShopper()
    const [other, missing, beyond] = await Promise.all([
      house.call('interest.why', { slateId: slate.slateId, position: 0 }, { token: stranger.token }),
      house.call(
        'interest.why',
        { slateId: house.deps.ids.next('slt'), position: 0 },
        { token: stranger.token },
      ),
      house.call('interest.why', { slateId: slate.slateId, position: 60 }, { token: shopper.token }),
    ])
    for (const reply of [other, missing, beyond])
      assert.deepEqual([reply.status, reply.body.code], [404, 'NOT_FOUND'])
  })

  it('“not interested” acts at once: the rest of the slate is named, the next has none, and it can be taken back', async () => {
    const shopper = await aShopper()
    const slate = await feedOf(shopper)
    const creatorId = slate.items[0]!.content.author.creatorId
    const { muted, contentIds } = await house.must(
      'interest.notInterested',
      { slateId: slate.slateId, position: 0, about: 'creator' },
      shopper.token,
    )
    assert.deepEqual([muted.about, muted.id], ['creator', creatorId])
    assert.match(muted.label.zh, /号达人/)
    assert.deepEqual(
      contentIds,
      slate.items.filter((i) => i.content.author.creatorId === creatorId).map((i) => i.content.contentId),
    )
    for (const enabled of [true, false]) {
      await house.must('interest.setPersonalisation', { enabled }, shopper.token)
      assert.ok((await feedOf(shopper)).items.every((i) => i.content.author.creatorId !== creatorId))
    }
    assert.equal((await house.must('interest.list', {}, shopper.token)).muted.length, 1)
    await house.must('interest.unmute', { about: 'creator', id: creatorId }, shopper.token)
    assert.equal((await house.must('interest.list', {}, shopper.token)).muted.length, 0)
    assert.equal(
      (await house.call('interest.unmute', { about: 'creator', id: creatorId }, { token: shopper.token }))
        .status,
      404,
    )
  })
})

describe('what may not be shown is not shown', () => {
  it('a product off the shelf takes its contents along, and brings them back', async () => {
    const t = tenants[1]!
    const shows = async () =>
      (await feedOf(await aShopper(), { count: 20 })).items.some((i) => i.product?.shopId === t.shopId)
    assert.ok(await shows())
    await house.must(
      'shop.setShelf',
      { shopId: t.shopId, productId: t.product.productId, onShelf: false },
      t.shopStaff.owner!.token,
    )
    assert.equal(await shows(), false, 'at once, before any event has been read')
    await house.settle()
    assert.equal(await shows(), false)
    await house.must(
      'shop.setShelf',
      { shopId: t.shopId, productId: t.product.productId, onShelf: true },
      t.shopStaff.owner!.token,
    )
    assert.ok(
      await eventually(async () => {
        await house.settle()
        return shows()
      }, Boolean),
    )
  })

  it('a follow fills “following”, newest first', async () => {
    const shopper = await aShopper()
    assert.deepEqual((await feedOf(shopper, { surface: 'following' })).items, [])
    const { creatorId } = tenants[0]!
    await house.must('content.follow', { authorId: creatorId }, shopper.token)
    const { items } = await eventually(
      async () => {
        await house.settle()
        return feedOf(shopper, { surface: 'following' })
      },
      (slate) => slate.items.length > 0,
    )
    assert.ok(items.length > 0 && items.every((i) => i.content.author.creatorId === creatorId))
  })
})

describe('starting again', () => {
  it('from a snapshot and the log behind it, to the same interests', async () => {
    const shopper = await aShopper()
    await send(shopper, loved(await feedOf(shopper), 0))
    await house.doors.interest.saveSnapshot()
    await send(shopper, loved(await feedOf(shopper), 1))
    house.clock.advance(DAY_MS)
    const again = createInterest(house.deps, { readLog: house.doors.signals.readSignals })
    const { replayed } = await again.load()
    assert.ok(replayed < 12, `replayed ${replayed}`)
    const expected = await house.doors.interest.myInterests(shopper.accountId)
    const mine = await eventually(
      async () => {
        await again.catchUp()
        return again.myInterests(shopper.accountId)
      },
      (m) => JSON.stringify(m) === JSON.stringify(expected),
    )
    assert.deepEqual(mine, expected)
  })
})
