// Compass through its door, on a real database: its sums against a recount of the facts by hand.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { orderPaid, orderPlaced, refundSucceeded } from '#modules/trade/events'
import { tables } from '#platform/database'
import { createOutbox, drainConsumers, event, type NewEvent } from '#platform/outbox'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import * as contract from './contract.ts'
import { anOrder, type AnOrder } from './fixtures.ts'
import { createCompass, type Compass } from './index.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let compass: Compass

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  compass = createCompass(deps)
})
after(() => base.drop())

const publish = (events: NewEvent[]) =>
  base.db.transaction((tx) => createOutbox(deps.clock, deps.ids).publish(tx, events))
const consume = () => drainConsumers(base.db, [compass.consumer])
const now = () => deps.clock.now()
const period = { days: 30, currency: 'CNY' as const }
const tileOf = (o: { tiles: { metric: string; value: string | null }[] }, metric: string) =>
  o.tiles.find((t) => t.metric === metric)!.value

type Facts = { order: AnOrder; paidAt: Date | null; refunds: { id: Id<'rfd'>; at: Date; minors: bigint[] }[] }

/** What trade would tell of an order, in order. */
function storyOf({ order, paidAt, refunds }: Facts): NewEvent[] {
  return [
    event(orderPlaced, order.orderId, order),
    ...(paidAt ? [event(orderPaid, order.orderId, { ...order, at: paidAt.toISOString() })] : []),
    ...refunds.map((r) =>
      event(refundSucceeded, order.orderId, {
        ...order,
        at: r.at.toISOString(),
        refundId: r.id,
        refundMinor: r.minors.reduce((a, b) => a + b, 0n).toString(),
        lines: order.lines.map((l, i) => ({ ...l, refundMinor: r.minors[i]!.toString() })),
      }),
    ),
  ]
}

function randomFacts(seed: number, shopId: Id<'shp'>): Facts[] {
  const random = seededRandom(seed)
  const products = [deps.ids.next('prd'), deps.ids.next('prd')]
  const contents = [null, deps.ids.next('cnt'), deps.ids.next('cnt')]
  const creator = deps.ids.next('crt')
  return Array.from({ length: 1 + random.int(6) }, () => {
    const placedAt = new Date(now().getTime() - random.int(3 * DAY_MS))
    const lines = Array.from({ length: 1 + random.int(3) }, () => {
      const contentId = contents[random.int(3)]!
      return {
        paidMinor: BigInt(1 + random.int(50_000)),
        productId: products[random.int(2)]!,
        contentId,
        creatorId: contentId && creator,
      }
    })
    const order = anOrder(deps.ids, shopId, placedAt, lines)
    const paidAt = random.int(4) > 0 ? new Date(placedAt.getTime() + random.int(HOUR_MS)) : null
    const refunds =
      paidAt && random.int(2)
        ? [1, 2].slice(0, 1 + random.int(2)).map((part) => ({
            id: deps.ids.next('rfd'),
            at: new Date(paidAt.getTime() + part * HOUR_MS),
            minors: lines.map((l) => (part === 1 ? l.paidMinor / 3n : l.paidMinor - l.paidMinor / 3n)),
          }))
        : []
    return { order, paidAt, refunds }
  })
}

/** The recount: straight from the facts, with none of compass's code. */
function recount(facts: Facts[]) {
  const lines = facts.flatMap((f) =>
    f.order.lines.map((l, i) => ({
      ...l,
      paid: f.paidAt !== null,
      minor: BigInt(l.paidMinor),
      back: f.refunds.reduce((a, r) => a + r.minors[i]!, 0n),
    })),
  )
  const paid = lines.filter((l) => l.paid)
  return {
    order: lines.length,
    paid: paid.length,
    kept: paid.filter((l) => l.back < l.minor).length,
    paidMinor: paid.reduce((a, l) => a + l.minor, 0n).toString(),
    refundedMinor: paid.reduce((a, l) => a + l.back, 0n).toString(),
    orders: String(facts.filter((f) => f.paidAt).length),
  }
}

const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  const random = seededRandom(`shuffle ${seed}`)
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

describe('orders', () => {
  test('sums equal the facts, whatever the order of events and however often they are told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), async (seed) => {
        const shopId = deps.ids.next('shp')
        const facts = randomFacts(seed, shopId)
        const story = facts.flatMap(storyOf)
        const told = shuffled([...story, ...story.filter((_, i) => (seed + i) % 3 === 0)], seed)
        await publish(told)
        await consume()
        const expected = recount(facts)
        const { total } = await compass.getFunnel({ shopId, by: 'none', ...period })
        const { orders, ...stages } = expected
        assert.deepEqual(
          {
            order: total.order,
            paid: total.paid,
            kept: total.kept,
            paidMinor: total.paidMinor,
            refundedMinor: total.refundedMinor,
          },
          stages,
        )
        const overview = await compass.getOverview({ shopId, ...period })
        assert.equal(tileOf(overview, 'paidOrders'), orders)
        assert.equal(
          tileOf(overview, 'netAmount'),
          (BigInt(stages.paidMinor) - BigInt(stages.refundedMinor)).toString(),
        )
        for (const by of ['content', 'creator', 'product'] as const) {
          const { rows } = await compass.getFunnel({ shopId, by, ...period })
          for (const stage of ['order', 'paid', 'kept'] as const)
            assert.equal(
              rows.reduce((a, r) => a + r[stage], 0),
              total[stage],
              `${by} ${stage}`,
            )
          assert.equal(rows.reduce((a, r) => a + BigInt(r.paidMinor), 0n).toString(), total.paidMinor)
        }
        for (const stage of ['order', 'paid', 'kept'] as const) {
          const lines = await compass.getFunnelRows({ shopId, stage, limit: 100, ...period })
          assert.equal(lines.lines, total[stage])
          assert.equal(lines.items.length, total[stage])
        }
      }),
      { numRuns: 30 },
    )
  })

  test('no cell is ever left negative or different from its lines', async () => {
    const { rows } = await base.db.read((tx) =>
      sql<{ cells: bigint; wrong: bigint }>`
      with recount as (
        select c.day, c.shop_id, c.product_id, c.content_id, sum(c.placed_lines) as placed, sum(c.paid_lines) as paid,
          sum(c.kept_lines) as kept, sum(c.paid_minor) as minor, sum(c.refunded_minor) as refunded
        from compass.order_line l, compass.cells_of(l) c group by 1, 2, 3, 4),
      kept as (
        select day, shop_id, product_id, content_id, sum(placed_lines) as placed, sum(paid_lines) as paid, sum(kept_lines) as kept,
          sum(paid_minor) as minor, sum(refunded_minor) as refunded, min(least(placed_lines, paid_lines, kept_lines, paid_minor, refunded_minor)) as least
        from compass.sales_day group by 1, 2, 3, 4)
      select count(*) as cells, count(*) filter (where r is null or k is null or k.least < 0
        or (r.placed, r.paid, r.kept, r.minor, r.refunded) <> (k.placed, k.paid, k.kept, k.minor, k.refunded)) as wrong
      from recount r full join kept k on r.day = k.day and r.shop_id = k.shop_id and r.product_id = k.product_id
        and r.content_id is not distinct from k.content_id`.execute(tables<unknown>(tx)),
    )
    assert.ok(rows[0]!.cells > 50n)
    assert.equal(rows[0]!.wrong, 0n)
  })

  test('the refund rate is of the day of payment, and a late refund changes that day', async () => {
    const shopId = deps.ids.next('shp')
    const paidAt = new Date(now().getTime() - 10 * DAY_MS)
    const order = anOrder(deps.ids, shopId, paidAt, [{ paidMinor: 1000n, productId: deps.ids.next('prd') }])
    const facts = { order, paidAt, refunds: [{ id: deps.ids.next('rfd'), at: now(), minors: [400n] }] }
    await publish(storyOf(facts))
    await consume()
    assert.equal(tileOf(await compass.getOverview({ shopId, ...period }), 'refundRate'), '4000')
    const week = await compass.getOverview({ shopId, days: 7, currency: 'CNY' })
    assert.equal(tileOf(week, 'refundRate'), null)
    assert.equal(tileOf(week, 'paidAmount'), '0')
    assert.equal(week.tiles.find((t) => t.metric === 'paidAmount')!.previous, '1000')
  })

  test('the lines behind a number page through, newest first, and by what brought them', async () => {
    const shopId = deps.ids.next('shp')
    const contentId = deps.ids.next('cnt')
    const productId = deps.ids.next('prd')
    for (let i = 0; i < 5; i++) {
      const order = anOrder(deps.ids, shopId, now(), [
        { paidMinor: 100n, productId, contentId: i % 2 ? contentId : null },
      ])
      await publish(storyOf({ order, paidAt: now(), refunds: [] }))
    }
    await consume()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const p = await compass.getFunnelRows({
        shopId,
        stage: 'paid',
        limit: 2,
        ...period,
        ...(cursor ? { cursor } : {}),
      })
      assert.deepEqual([p.lines, p.paidMinor], [5, '500'])
      seen.push(...p.items.map((l) => l.lineId))
      cursor = p.nextCursor ?? undefined
    } while (cursor)
    assert.equal(new Set(seen).size, 5)
    const count = async (filter: object) =>
      (await compass.getFunnelRows({ shopId, stage: 'paid', limit: 100, ...period, ...filter })).lines
    assert.deepEqual(
      [
        await count({ contentId }),
        await count({ contentId: 'none' }),
        await count({ contentId: 'cnt_x' }),
        await count({ productId }),
        await count({ contentId: 'any' }),
      ],
      [2, 3, 0, 5, 2],
    )
    await assert.rejects(
      compass.getFunnelRows({ shopId, stage: 'paid', limit: 2, cursor: '!', ...period }),
      (e) => e instanceof AppError && e.code === 'CURSOR_INVALID',
    )
  })

  test('only what contents brought is a funnel; orders without a click stand in no rate', async () => {
    const shopId = deps.ids.next('shp')
    const productId = deps.ids.next('prd')
    const contentId = deps.ids.next('cnt')
    for (const brings of [contentId, null, null]) {
      const order = anOrder(deps.ids, shopId, now(), [{ paidMinor: 100n, productId, contentId: brings }])
      await publish(storyOf({ order, paidAt: now(), refunds: [] }))
    }
    await consume()
    await base.db.transaction((tx) =>
      compass.countSignals(
        tx,
        [1, 2].map((seq) => ({
          kind: 'click',
          contentId,
          productId,
          accountId: 'usr_1',
          at: now(),
          xid: '9',
          seq,
        })),
        {
          contents: new Map([[contentId, { creatorId: 'crt_1', productIds: [productId] }]]),
          shopOf: new Map([[productId, shopId]]),
        },
      ),
    )
    const { total, brought, rows } = await compass.getFunnel({ shopId, by: 'product', ...period })
    assert.deepEqual([total.order, total.paid, brought.order, brought.paid], [3, 3, 1, 1])
    assert.deepEqual(
      [total, brought, rows[0]!].map((f) => f.rates.order),
      [5000, 5000, 5000],
    )
    assert.deepEqual([brought.rates.paid, brought.rates.kept, brought.paidMinor], [10_000, 10_000, '100'])
  })

  test('today is held against yesterday up to this hour, for shop, creator and platform', async () => {
    const shopId = deps.ids.next('shp')
    const creatorId = deps.ids.next('crt')
    const ago = (ms: number) => new Date(now().getTime() - ms)
    const DAY = DAY_MS
    for (const at of [ago(DAY + 1000), ago(DAY), ago(DAY - 1000), now()]) {
      const order = anOrder(deps.ids, shopId, at, [
        { paidMinor: 100n, productId: deps.ids.next('prd'), contentId: deps.ids.next('cnt'), creatorId },
      ])
      await publish(storyOf({ order, paidAt: at, refunds: [] }))
    }
    await consume()
    const today = { days: 1, currency: 'CNY' } as const
    for (const { tiles } of [
      await compass.getOverview({ shopId, ...today }),
      await compass.getCreatorOverview({ creatorId, ...today }),
    ]) {
      const tile = tiles.find((t) => t.metric === 'paidAmount')!
      assert.deepEqual([tile.value, tile.previous, tile.previousIs], ['100', '100', 'sameHours'])
    }
  })

  test('money of two currencies is not added', async () => {
    const shopId = deps.ids.next('shp')
    const order = {
      ...anOrder(deps.ids, shopId, now(), [{ paidMinor: 700n, productId: deps.ids.next('prd') }]),
      currency: 'USD' as const,
    }
    await publish([event(orderPlaced, order.orderId, order), event(orderPaid, order.orderId, order)])
    await consume()
    assert.equal(tileOf(await compass.getOverview({ shopId, ...period }), 'paidAmount'), '0')
    assert.equal(
      tileOf(await compass.getOverview({ shopId, days: 30, currency: 'USD' }), 'paidAmount'),
      '700',
    )
  })
})

describe('signals', () => {
  const shop = 'shp_one'
  const subjects = {
    contents: new Map([
      ['cnt_a', { creatorId: 'crt_1', productIds: ['prd_1', 'prd_2'] }],
      ['cnt_b', { creatorId: 'crt_2', productIds: ['prd_1'] }],
    ]),
    shopOf: new Map([
      ['prd_1', shop],
      ['prd_2', shop],
    ]),
  }
  let seq = 0
  const signal = (kind: string, contentId: string, productId: string | null = null, accountId = 'usr_1') => ({
    kind,
    contentId,
    productId,
    accountId,
    at: now(),
    xid: '7',
    seq: (seq += 1),
  })
  const count = (signals: ReturnType<typeof signal>[]) =>
    base.db.transaction((tx) => compass.countSignals(tx, signals, subjects))

  beforeEach(() =>
    base.db.transaction(async (tx) => {
      await sql`truncate compass.content_day, compass.shop_content_day, compass.product_day, compass.active_shopper`.execute(
        tables<unknown>(tx),
      )
    }),
  )

  test('a batch adds to its cells and moves the cursor with them, or does neither', async () => {
    await count([
      signal('impression', 'cnt_a'),
      signal('impression', 'cnt_a'),
      signal('impression', 'cnt_b'),
      signal('click', 'cnt_a', 'prd_2'),
    ])
    const place = await base.db.transaction((tx) => compass.signalCursor(tx))
    assert.deepEqual(place, { xid: '7', seq })
    await assert.rejects(
      base.db.transaction(async (tx) => {
        await compass.countSignals(tx, [signal('impression', 'cnt_a')], subjects)
        throw new Error('killed before commit')
      }),
    )
    assert.deepEqual(await base.db.transaction((tx) => compass.signalCursor(tx)), place)
    const { total } = await compass.getFunnel({ shopId: shop as Id<'shp'>, by: 'none', ...period })
    assert.deepEqual([total.impression, total.click, total.rates.click], [3, 1, 3333])
    const by = async (dimension: 'content' | 'creator' | 'product') =>
      (await compass.getFunnel({ shopId: shop as Id<'shp'>, by: dimension, ...period })).rows.map((r) => [
        r.id,
        r.impression,
        r.click,
      ])
    assert.deepEqual(await by('content'), [
      ['cnt_a', 2, 1],
      ['cnt_b', 1, 0],
    ])
    assert.deepEqual(await by('creator'), [
      ['crt_1', 2, 1],
      ['crt_2', 1, 0],
    ])
    assert.deepEqual(await by('product'), [
      ['prd_2', 2, 1],
      ['prd_1', 3, 0],
    ])
  })

  test('creators and the platform see their own; shoppers are counted once over the days', async () => {
    await count([signal('impression', 'cnt_a'), signal('impression', 'cnt_b', null, 'usr_2')])
    deps.clock.advance(DAY_MS)
    await count([signal('impression', 'cnt_a'), signal('click', 'cnt_a', 'prd_1')])
    const creator = await compass.getCreatorOverview({ creatorId: 'crt_1' as Id<'crt'>, ...period })
    assert.deepEqual(
      [tileOf(creator, 'impressions'), tileOf(creator, 'clickRate'), creator.contents.map((c) => c.id)],
      ['2', '5000', ['cnt_a']],
    )
    const platform = await compass.getPlatformOverview(period)
    assert.deepEqual([tileOf(platform, 'impressions'), tileOf(platform, 'activeShoppers')], ['3', '2'])
    assert.deepEqual(
      platform.tiles
        .find((t) => t.metric === 'activeShoppers')!
        .series.slice(-2)
        .map((s) => s.value),
      ['2', '1'],
    )
  })

  test('five thousand signals are added in well under a second', async () => {
    const contents = new Map(
      Array.from({ length: 400 }, (_, i) => [
        `cnt_${i}`,
        { creatorId: `crt_${i % 120}`, productIds: [`prd_${i}`, `prd_${i + 1}`] },
      ]),
    )
    const shopOf = new Map(Array.from({ length: 401 }, (_, i) => [`prd_${i}`, `shp_${i % 60}`]))
    const batch = Array.from({ length: 5000 }, (_, i) =>
      signal(i % 10 ? 'impression' : 'click', `cnt_${i % 400}`, `prd_${i % 400}`, `usr_${i % 900}`),
    )
    const began = performance.now()
    await base.db.transaction((tx) => compass.countSignals(tx, batch, { contents, shopOf }))
    const ms = performance.now() - began
    assert.ok(ms < 1000, `${ms} ms`)
    const platform = await compass.getPlatformOverview({ days: 1, currency: 'CNY' })
    assert.equal(tileOf(platform, 'impressions'), '4500')
  })
})

test('names come from those who own them; answers keep to the contract', async () => {
  const shopId = deps.ids.next('shp')
  const productId = deps.ids.next('prd')
  const order = anOrder(deps.ids, shopId, now(), [
    { paidMinor: 100n, productId, contentId: deps.ids.next('cnt') },
  ])
  await publish(storyOf({ order, paidAt: now(), refunds: [] }))
  await consume()
  await base.db.transaction((tx) =>
    compass.learnName(tx, productId, { zh: '便携水壶', en: 'Portable kettle' }),
  )
  const funnel = await compass.getFunnel({ shopId, by: 'product', ...period })
  assert.deepEqual(funnel.rows[0]!.name, { zh: '便携水壶', en: 'Portable kettle' })
  assert.equal((await compass.getFunnel({ shopId, by: 'content', ...period })).rows[0]!.name, null)
  contract.getFunnel.output.parse(funnel)
  contract.getOverview.output.parse(await compass.getOverview({ shopId, ...period }))
  contract.getFunnelRows.output.parse(
    await compass.getFunnelRows({ shopId, stage: 'refunded', limit: 5, ...period }),
  )
  contract.getPlatformOverview.output.parse(await compass.getPlatformOverview(period))
  contract.listMetrics.output.parse(await compass.listMetrics())
})
