// The arithmetic of 罗盘: periods, the metric table, the counting rules for signals.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { METRICS, METRIC_IDS, NO_TOTALS, type Totals } from './metrics.ts'
import { addDays, dayOf, daysOf, periodOf, startOf } from './period.ts'
import { tally, type CountedSignal } from './tally.ts'
import { sumOver, tilesOf } from './tiles.ts'

test('a day begins at midnight in Shanghai', () => {
  assert.equal(dayOf(new Date('2026-11-01T15:59:59.999Z')), '2026-11-01')
  assert.equal(dayOf(new Date('2026-11-01T16:00:00Z')), '2026-11-02')
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      (at) => {
        const day = dayOf(at)
        assert.ok(startOf(day) <= at && at < startOf(addDays(day, 1)))
      },
    ),
  )
})

test('a period ends today, the one before touches it, the chart shows at least a week', () => {
  const p = periodOf(new Date('2026-03-01T00:00:00Z'), 30)
  assert.deepEqual(p.now, { from: '2026-01-31', to: '2026-03-01' })
  assert.deepEqual(p.before, { from: '2026-01-01', to: '2026-01-30' })
  assert.equal(daysOf(p.now).length, 30)
  assert.equal(daysOf(periodOf(new Date(), 1).chart).length, 7)
})

test('nothing to divide by is no number; rates and averages round half up', () => {
  for (const id of ['averageOrderValue', 'refundRate', 'gpm', 'clickRate'] as const)
    assert.equal(METRICS[id].compute(NO_TOTALS), null)
  const t: Totals = {
    ...NO_TOTALS,
    impressions: 3000n,
    productClicks: 45n,
    paidOrders: 3n,
    paidMinor: 10_000n,
    refundedMinor: 3335n,
  }
  assert.equal(METRICS.netAmount.compute(t), 6665n)
  assert.equal(METRICS.averageOrderValue.compute(t), 3333n)
  assert.equal(METRICS.refundRate.compute(t), 3335n)
  assert.equal(METRICS.gpm.compute(t), 3333n)
  assert.equal(METRICS.clickRate.compute(t), 150n)
})

test('every metric is defined in both languages', () => {
  for (const id of METRIC_IDS) {
    for (const text of [METRICS[id].name, METRICS[id].formula, METRICS[id].excludes])
      assert.ok(text.zh.length > 0 && text.en.length > 0, id)
  }
})

test('a tile of a period is the metric of the sum, not the mean of the days', () => {
  const day = (paidMinor: bigint, paidOrders: bigint) => ({ ...NO_TOTALS, paidMinor, paidOrders })
  const daily = new Map([
    ['2026-11-01', day(100n, 1n)],
    ['2026-11-02', day(900n, 3n)],
    ['2026-10-25', day(50n, 1n)],
  ])
  const period = periodOf(new Date('2026-11-02T04:00:00Z'), 7)
  const sameHours = { ...NO_TOTALS, paidMinor: 30n, paidOrders: 1n }
  const [tile, seen] = tilesOf(
    ['averageOrderValue', 'impressions'],
    daily,
    period,
    { now: {}, before: {} },
    sameHours,
  )
  assert.deepEqual([tile!.value, tile!.previous, tile!.series.length], ['250', '30', 7])
  assert.deepEqual([tile!.previousIs, seen!.previousIs], ['sameHours', 'wholeDays'])
  assert.deepEqual(
    tile!.series.slice(-2).map((s) => s.value),
    ['100', '300'],
  )
  assert.equal(sumOver(daily, period.now).paidMinor, 1000n)
})

const subjects = {
  contents: new Map([
    ['cnt_a', { creatorId: 'crt_1', productIds: ['prd_1', 'prd_2', 'prd_3'] }], // 1 and 2 of one shop, 3 of another
    ['cnt_b', { creatorId: 'crt_1', productIds: [] }],
  ]),
  shopOf: new Map([
    ['prd_1', 'shp_1'],
    ['prd_2', 'shp_1'],
    ['prd_3', 'shp_2'],
    ['prd_4', 'shp_2'],
  ]),
}
const signal = (kind: string, contentId: string | null, productId: string | null = null): CountedSignal => ({
  kind,
  contentId,
  productId,
  accountId: 'usr_1',
  at: new Date('2026-11-01T04:00:00Z'),
})

test('one impression counts once for the content, once for each shop, once for each product', () => {
  const t = tally(
    [signal('impression', 'cnt_a'), signal('impression', 'cnt_a'), signal('impression', 'cnt_b')],
    subjects,
  )
  assert.deepEqual(
    t.contents.map((c) => [c.content_id, c.impressions]),
    [
      ['cnt_a', 2],
      ['cnt_b', 1],
    ],
  )
  assert.deepEqual(
    t.shops.map((c) => [c.shop_id, c.impressions]),
    [
      ['shp_1', 2],
      ['shp_2', 2],
    ],
  )
  assert.deepEqual(
    t.products.map((c) => [c.product_id, c.impressions, c.clicks]),
    [
      ['prd_1', 2, 0],
      ['prd_2', 2, 0],
      ['prd_3', 2, 0],
    ],
  )
  assert.equal(t.shoppers.length, 1)
})

test('a click counts for the product touched, even when it was taken off the content since; other kinds count nothing', () => {
  const t = tally(
    [
      signal('click', 'cnt_a', 'prd_4'),
      signal('click', 'cnt_a'),
      signal('dwell', 'cnt_a'),
      signal('click', null, 'prd_1'),
    ],
    subjects,
  )
  assert.deepEqual(
    t.products.map((c) => [c.product_id, c.shop_id, c.clicks]),
    [['prd_4', 'shp_2', 1]],
  )
  assert.deepEqual([t.contents, t.shops, t.shoppers], [[], [], []])
})

test('what is unknown here is left out', () => {
  assert.deepEqual(tally([signal('impression', 'cnt_x'), signal('click', 'cnt_a', 'prd_x')], subjects), {
    contents: [],
    shops: [],
    products: [],
    shoppers: [],
  })
})
