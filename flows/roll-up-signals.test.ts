// From the signal log to the dashboards, with the real modules: every signal once, also when a reader dies or two run at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Id } from '#kernel/ids'
import { createCompass, type Compass } from '#modules/compass'
import { createContent, type Content } from '#modules/content'
import { createLive } from '#modules/live'
import { createShop } from '#modules/shop'
import { createSignals, type NewSignal, type Signals } from '#modules/signals'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { createRollUpSignals } from './roll-up-signals.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let signals: Signals
let content: Content
let compass: Compass
let rollUp: ReturnType<typeof createRollUpSignals>
let shopId: Id<'shp'>
let productId: Id<'prd'>
let creatorId: Id<'crt'>
let contentId: Id<'cnt'>

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  signals = createSignals(deps)
  content = createContent(deps)
  compass = createCompass(deps)
  const shop = createShop(deps)
  rollUp = createRollUpSignals(deps, { signals, content, shop, compass, live: createLive(deps) })
  shopId = deps.ids.next('shp')
  creatorId = deps.ids.next('crt')
  const words = (zh: string, en: string) => ({ zh, en })
  await base.db.transaction(async (tx) => {
    await shop.createShop(tx, {
      shopId,
      name: words('山野', 'Hillside'),
      kind: 'craft',
      story: words('小铺', 'A store'),
      city: '杭州',
      logoUrl: null,
    })
    const [made] = await shop.createProducts(tx, [
      {
        shopId,
        product: {
          title: words('水壶', 'Kettle'),
          description: words('热水', 'Hot water'),
          images: ['/media/p/1.webp'],
          categoryId: 'kitchen',
          tags: ['travel'],
          guarantees: [],
          skus: [{ name: words('白', 'White'), priceMinor: '100', onHand: 5 }],
        },
      },
    ])
    productId = made!.productId
    await content.createCreator(tx, {
      id: creatorId,
      name: words('林', 'Lin'),
      bio: words('', ''),
      avatarUrl: null,
      tier: 'tail',
    })
    const [post] = await content.createContents(
      tx,
      [
        {
          creatorId,
          title: words('水', 'Water'),
          caption: words('', ''),
          productIds: [productId],
          tags: [],
          categoryId: null,
          media: { kind: 'images', images: [{ url: '/media/p/1.webp', width: 800, height: 800 }] },
        },
      ],
      'reviewing',
    )
    contentId = post!.contentId
    await content.applyReview(tx, contentId, 'passed', null)
  })
})
after(() => base.drop())

const signal = (kind: NewSignal['kind'], more: Partial<NewSignal> = {}): NewSignal => ({
  id: deps.ids.next('sig'),
  kind,
  accountId: deps.ids.next('usr'),
  at: deps.clock.now(),
  slateId: null,
  position: null,
  contentId,
  productId: null,
  dwellMs: null,
  durationMs: null,
  forecast: null,
  ...more,
})
const log = (...batch: NewSignal[]) => base.db.transaction((tx) => signals.append(tx, batch))
const drain = async () => {
  let moved = 0
  for (let n = await rollUp.rollUpSignals(); n > 0; n = await rollUp.rollUpSignals()) moved += n
  return moved
}
const funnel = async () => {
  const { total } = await compass.getFunnel({ shopId, by: 'none', days: 7, currency: 'CNY' })
  const [card] = await base.db.read((tx) => content.cards(tx, [contentId], null))
  return { impression: total.impression, click: total.click, views: card!.counters.views }
}

test('impressions, clicks and views arrive once; a resend adds nothing', async () => {
  const batch = [
    signal('impression'),
    signal('impression'),
    signal('click', { productId }),
    signal('dwell', { dwellMs: 8000 }),
    signal('swipe', { dwellMs: 500 }),
  ]
  await log(...batch)
  await log(...batch)
  assert.equal(await drain(), 5)
  assert.deepEqual(await funnel(), { impression: 2, click: 1, views: 1 })
  assert.equal(await drain(), 0)
})

test('a reader that dies before its commit has counted nothing; the next one counts everything once', async () => {
  const start = await funnel()
  await log(signal('impression'), signal('click', { productId }))
  const dying = createRollUpSignals(deps, {
    signals,
    compass,
    live: createLive(deps),
    shop: createShop(deps),
    content: { ...content, countViews: () => Promise.reject(new Error('killed')) },
  })
  await assert.rejects(dying.rollUpSignals(), /killed/)
  assert.deepEqual(await funnel(), start)
  assert.equal(await drain(), 2)
  assert.deepEqual(await funnel(), {
    impression: start.impression + 1,
    click: start.click + 1,
    views: start.views,
  })
})

test('many writers whose commits overlap, two readers at once: nothing lost, nothing twice', async () => {
  const start = await funnel()
  const writer = async () => {
    for (let i = 0; i < 10; i++) {
      await base.db.transaction(async (tx) => {
        await signals.append(tx, [signal('impression')])
        await new Promise((resolve) => setImmediate(resolve)) // commits out of order with the others
        await signals.append(tx, [signal('impression')])
      })
    }
  }
  let writing = true
  const reader = async () => {
    while (writing) await rollUp.rollUpSignals()
  }
  const readers = Promise.all([reader(), reader()])
  await Promise.all([writer(), writer(), writer(), writer()])
  writing = false
  await readers
  await drain()
  assert.equal((await funnel()).impression, start.impression + 80)
})

test('a clip is counted by the second, once, also when two readers run at once', async () => {
  const words = { zh: '水', en: 'Water' }
  const [clip] = await base.db.transaction((tx) =>
    content.createContents(
      tx,
      [
        {
          creatorId,
          title: words,
          caption: words,
          productIds: [],
          tags: [],
          categoryId: null,
          media: {
            kind: 'video',
            videoUrl: '/media/v.mp4',
            posterUrl: '/media/v.webp',
            durationMs: 5_000,
            width: 720,
            height: 1280,
            captions: null,
          },
        },
      ],
      'draft',
    ),
  )
  const of = { contentId: clip!.contentId }
  await base.db.transaction((tx) =>
    signals.append(tx, [
      signal('dwell', {
        ...of,
        dwellMs: 7_000,
        clipAtMs: 2_000,
        watched: [
          [0, 5_000],
          [0, 2_000],
        ],
      }),
      signal('dwell', { ...of, dwellMs: 1_200 }),
      signal('like', { ...of, clipAtMs: 4_100 }),
    ]),
  )
  await Promise.all([rollUp.rollUpSignals(), rollUp.rollUpSignals()])
  while ((await rollUp.rollUpSignals()) > 0);
  const report = await content.getWatch({ creatorId, contentId: clip!.contentId })
  assert.deepEqual([report.plays, report.measuredPlays], [2, 1])
  assert.deepEqual(
    report.seconds.map((s) => [s.staying, s.playing, s.leaving, s.likes]),
    [
      [2, 2, 0, 0],
      [2, 2, 1, 0],
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 1, 1, 1],
    ],
  )
  assert.deepEqual([report.rates.finished, report.rates.averageMs], [5_000, 4_100])
})
