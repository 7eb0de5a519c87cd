// Where units lie, what bundles are made of, what is sold in advance: whatever happens at once, the places' sum is the variant's, no place
// gives what it has not, and every unit is explained by a movement or a sale. Named after other shops' open reports.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aListedProduct, aShop, aSku } from './fixtures.ts'
import { createShop, type Shop } from './index.ts'

let t: TestDatabase
let shop: Shop
const { shopId } = aShop()
const later = new Date('2026-11-01T04:15:00Z')
const shipsAt = '2026-12-01T00:00:00Z'
const by = 'usr_01J00000000000000000000001'

before(async () => {
  t = await testDatabase({ poolSize: 16 })
  shop = createShop(testDeps(t.db))
  await t.db.transaction((tx) => shop.createShop(tx, aShop()))
})
after(() => t.drop())

type SkuInput = Partial<Parameters<typeof aSku>[0]>
let named = 0
const list = async (...skus: SkuInput[]) => {
  const made = skus.map((s) => aSku({ name: { zh: `款${(named += 1)}`, en: `Kind ${named}` }, ...s }))
  return t.db.transaction((tx) => aListedProduct(tx, shop, shopId, { skus: made }))
}
type Line = Parameters<Shop['reserveStock']>[2][number]
const reserve = (holdId: string, lines: Line[], province: string | null = null) =>
  t.db.transaction((tx) => shop.reserveStock(tx, holdId, lines, later, province))
const steps = {
  commit: (holdId: string) => t.db.transaction((tx) => shop.commitStock(tx, holdId)),
  release: (holdId: string) => t.db.transaction((tx) => shop.releaseStock(tx, holdId)),
  return: (holdId: string) => t.db.transaction((tx) => shop.returnStock(tx, holdId)),
}
const outcome = (p: Promise<unknown>) =>
  p.then(
    () => 'ok',
    (e: unknown) => (e instanceof AppError ? e.code : Promise.reject(e)),
  )
const rows = async <R>(text: ReturnType<typeof sql<R>>) =>
  (await t.db.read((tx) => text.execute(tables<unknown>(tx)))).rows
const warehouse = async (name: string, provinces: string[], priority = 100) =>
  (await t.db.transaction((tx) => shop.openWarehouse(tx, shopId, { name, provinces, priority }, '主仓')))
    .warehouse_id
const count = (changes: Parameters<Shop['countStock']>[2]) =>
  t.db.transaction((tx) => shop.countStock(tx, shopId, changes, { reason: 'received', by }))
const unitsOf = async (skuId: Id<'sku'>) =>
  (
    await rows(
      sql<{
        on_hand: number
        reserved: number
      }>`select on_hand, reserved from shop.sku where sku_id = ${skuId}`,
    )
  )[0]!
const placesOf = async (skuId: Id<'sku'>) =>
  new Map(
    (
      await rows(
        sql<{
          warehouse_id: string
          on_hand: number
          reserved: number
        }>`select warehouse_id, on_hand, reserved from shop.warehouse_stock where sku_id = ${skuId}`,
      )
    ).map((r) => [r.warehouse_id, [r.on_hand, r.reserved]]),
  )
const inStock = async (productId: Id<'prd'>) =>
  (
    await rows(sql<{ in_stock: boolean }>`select in_stock from shop.product where product_id = ${productId}`)
  )[0]!.in_stock

test('sent from the warehouse that serves the province; paid, it leaves there; refunded, it is back there', async () => {
  const { skuIds } = await list({ onHand: 5 })
  const skuId = skuIds[0]!
  const east = await warehouse('杭州仓', ['zhejiang', 'shanghai'])
  await count([{ skuId, warehouseId: east, delta: 3 }])
  assert.deepEqual(await unitsOf(skuId), { on_hand: 8, reserved: 0 })
  await reserve('near', [{ skuId, qty: 2 }], '浙江省')
  assert.deepEqual((await placesOf(skuId)).get(east), [3, 2])
  await reserve('far', [{ skuId, qty: 1 }], '四川省')
  assert.deepEqual((await placesOf(skuId)).get(east), [3, 2], 'the main warehouse sends it')
  await steps.commit('near')
  assert.deepEqual((await placesOf(skuId)).get(east), [1, 0])
  await steps.return('near')
  assert.deepEqual((await placesOf(skuId)).get(east), [3, 0])
  assert.deepEqual(await unitsOf(skuId), { on_hand: 8, reserved: 1 })
})

test('what is held in a place cannot be taken out of it, neither by counting nor by moving', async () => {
  const { skuIds } = await list({ onHand: 2 })
  const skuId = skuIds[0]!
  const west = await warehouse('成都仓', ['sichuan'])
  await count([{ skuId, warehouseId: west, delta: 2 }])
  await reserve('held-west', [{ skuId, qty: 2 }], '四川')
  await reserve('held-main', [{ skuId, qty: 2 }], '北京')
  assert.equal(await outcome(count([{ skuId, warehouseId: west, delta: -1 }])), 'STATE_CONFLICT')
  assert.equal(await outcome(count([{ skuId, delta: -1 }])), 'STATE_CONFLICT')
  const move = (from: Id<'whs'> | null, to: Id<'whs'> | null) =>
    t.db.transaction((tx) => shop.moveBetween(tx, shopId, { skuId, from, to, units: 1 }, { by }))
  assert.equal(await outcome(move(west, null)), 'SOLD_OUT')
  assert.equal(await outcome(move(null, west)), 'SOLD_OUT')
  await steps.release('held-main')
  assert.equal(await outcome(move(null, west)), 'ok')
  assert.deepEqual((await placesOf(skuId)).get(west), [3, 2])
})

test('counted, moved, bought, paid, cancelled and given back at once: the sums hold and every unit is explained', async () => {
  const east = await warehouse('东仓', ['zhejiang'])
  const west = await warehouse('西仓', ['sichuan'])
  const act = fc.record({
    kind: fc.constantFrom('buy', 'buy', 'pay', 'cancel', 'back', 'count', 'move', 'pool'),
    qty: fc.integer({ min: 1, max: 4 }),
    place: fc.constantFrom(null, east, west),
    other: fc.constantFrom(null, east, west),
    province: fc.constantFrom('浙江', '四川', '北京'),
    nth: fc.nat({ max: 20 }),
  })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 30 }), async (acts) => {
      run += 1
      const { skuIds } = await list({ onHand: 10 })
      const skuId = skuIds[0]!
      await count([
        { skuId, warehouseId: east, delta: 4 },
        { skuId, warehouseId: west, delta: 4 },
      ])
      const poolId = await t.db.transaction((tx) => shop.openPool(tx, skuId, 'rom_test'))
      const hold = (n: number) => `all-${run}-${n}`
      await Promise.all(
        acts.map((a, i) => {
          if (a.kind === 'buy') {
            const from = i % 3 === 0 ? poolId : null
            return outcome(reserve(hold(i), [{ skuId, qty: a.qty, poolId: from }], a.province))
          }
          if (a.kind === 'count') return outcome(count([{ skuId, warehouseId: a.place, delta: a.qty - 2 }]))
          if (a.kind === 'pool')
            return outcome(t.db.transaction((tx) => shop.moveToPool(tx, poolId, a.qty - 2)))
          if (a.kind === 'move')
            return outcome(
              t.db.transaction((tx) =>
                shop.moveBetween(tx, shopId, { skuId, from: a.place, to: a.other, units: a.qty }, { by }),
              ),
            )
          const step = a.kind === 'pay' ? 'commit' : a.kind === 'cancel' ? 'release' : 'return'
          return outcome(steps[step](hold(a.nth)))
        }),
      )
      const [sums] = await rows(sql<{ unexplained: number; main_free: number; pools_wrong: number }>`
        select (k.on_hand + p.on_hand) - (select sum(delta) from shop.stock_movement where sku_id = k.sku_id)
            + (select coalesce(sum(l.qty), 0) from shop.stock_hold h join shop.stock_hold_line l using (hold_id)
               where l.sku_id = k.sku_id and h.state = 'committed') as unexplained,
          (k.on_hand - k.reserved + p.on_hand - p.reserved)
            - (select sum(on_hand - reserved) from shop.warehouse_stock where sku_id = k.sku_id) as main_free,
          (k.reserved + p.reserved) - (select coalesce(sum(l.qty), 0) from shop.stock_hold h join shop.stock_hold_line l using (hold_id)
            where l.sku_id = k.sku_id and h.state = 'reserved') as pools_wrong
        from shop.sku k join shop.stock_pool p using (sku_id) where k.sku_id = ${skuId}`)
      assert.equal(Number(sums!.unexplained), 0, 'a unit that no movement explains')
      assert.ok(Number(sums!.main_free) >= 0, 'the main warehouse gave what it has not')
      assert.equal(Number(sums!.pools_wrong), 0)
    }),
    { numRuns: 12, seed: 7 },
  )
})

test('medusa #16502: bundles that share a part, and the part alone, in one cart are asked for together', async () => {
  const { skuIds: parts } = await list({ onHand: 5 }, { onHand: 100 })
  const [cup, lid] = parts as [Id<'sku'>, Id<'sku'>]
  const pair = { onHand: 0, parts: [{ skuId: cup, qty: 2 }] }
  const set = {
    onHand: 0,
    parts: [
      { skuId: cup, qty: 1 },
      { skuId: lid, qty: 1 },
    ],
  }
  const { skuIds: bundles, productId } = await list(pair, set)
  const found = await t.db.read((tx) => shop.skusForOrder(tx, bundles))
  assert.deepEqual(
    found.map((s) => s.available),
    [2, 5],
    'as many as the scarcest part makes',
  )
  const lines = (pairs: number, sets: number, cups: number): Line[] => [
    { skuId: bundles[0]!, qty: pairs, parts: found[0]!.parts },
    { skuId: bundles[1]!, qty: sets, parts: found[1]!.parts },
    ...(cups > 0 ? [{ skuId: cup, qty: cups }] : []),
  ]
  await assert.rejects(reserve('too-many', lines(1, 2, 2)), (e: unknown) => {
    assert.ok(e instanceof AppError && e.code === 'SOLD_OUT')
    assert.deepEqual(e.data, { skuId: cup, available: 5 })
    return true
  })
  assert.deepEqual(await unitsOf(lid), { on_hand: 100, reserved: 0 }, 'all or nothing')
  await reserve('just-right', lines(1, 2, 1))
  assert.deepEqual(
    [await unitsOf(cup), await unitsOf(lid)],
    [
      { on_hand: 5, reserved: 5 },
      { on_hand: 100, reserved: 2 },
    ],
  )
  assert.equal(await inStock(productId), false, 'the house was told that no bundle can be made')
  await steps.release('just-right')
  assert.equal(await inStock(productId), true)
})

test('the twin of #16502, each line looked at by itself, sells a part twice', () => {
  const left = 5
  const lines = [2, 2, 2] // units of one part that three lines of a cart want
  assert.ok(
    lines.every((n) => n <= left) && lines.reduce((a, b) => a + b) > left,
    'if each line alone did not fit, the test above would prove nothing',
  )
})

test('a bundle takes one in two cups: too few for one more, the house is told', async () => {
  const { skuIds } = await list({ onHand: 3 })
  const { skuIds: bundle, productId } = await list({ onHand: 0, parts: [{ skuId: skuIds[0]!, qty: 2 }] })
  assert.equal(await inStock(productId), true)
  await reserve('two-cups', [{ skuId: skuIds[0]!, qty: 2 }])
  assert.equal(await inStock(productId), false)
  assert.equal((await t.db.read((tx) => shop.skusForOrder(tx, bundle)))[0]!.available, 0)
  await steps.release('two-cups')
  assert.equal(await inStock(productId), true)
})

test('a bundle of another shop’s goods, of bundles, or with units of its own is none', async () => {
  const { skuIds } = await list({ onHand: 1 })
  const { skuIds: bundle } = await list({ onHand: 0, parts: [{ skuId: skuIds[0]!, qty: 1 }] })
  await assert.rejects(list({ onHand: 0, parts: [{ skuId: bundle[0]!, qty: 1 }] }), /NOT_FOUND/)
  await assert.rejects(
    list({ onHand: 0, parts: [{ skuId: 'sku_01J00000000000000000000000', qty: 1 }] }),
    /NOT_FOUND/,
  )
  await assert.rejects(list({ onHand: 1, parts: [{ skuId: skuIds[0]!, qty: 1 }] }))
  assert.equal(await outcome(count([{ skuId: bundle[0]!, delta: 1 }])), 'STATE_CONFLICT')
})

test('medusa #16569, vendure #3508: the last unit reserved from three sides at once goes to one', async () => {
  for (let round = 0; round < 8; round++) {
    const { skuIds } = await list({ onHand: 1 })
    const { skuIds: bundle } = await list({ onHand: 0, parts: [{ skuId: skuIds[0]!, qty: 1 }] })
    const [found] = await t.db.read((tx) => shop.skusForOrder(tx, bundle))
    const outcomes = await Promise.all([
      outcome(reserve(`last-alone-${round}`, [{ skuId: skuIds[0]!, qty: 1 }])),
      outcome(reserve(`last-bundle-${round}`, [{ skuId: bundle[0]!, qty: 1, parts: found!.parts }])),
      outcome(reserve(`last-again-${round}`, [{ skuId: skuIds[0]!, qty: 1 }])),
    ])
    assert.deepEqual(outcomes.toSorted(), ['SOLD_OUT', 'SOLD_OUT', 'ok'])
  }
})

test('sold in advance: a quota of its own, gone when it is gone; what comes back is nobody’s present stock', async () => {
  const { skuIds, productId } = await list({ onHand: 0 })
  const skuId = skuIds[0]!
  assert.equal(await inStock(productId), false)
  await t.db.transaction((tx) => shop.setPresale(tx, { shopId, skuId, left: 3, shipsAt }))
  assert.equal(await inStock(productId), true, 'it can be bought, in advance')
  const [sku] = await t.db.read((tx) => shop.skusForOrder(tx, [skuId]))
  assert.equal(sku!.presale!.shipsAt.toISOString(), new Date(shipsAt).toISOString())
  const { poolId } = sku!.presale!
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, i) => outcome(reserve(`early-${i}`, [{ skuId, qty: 1, poolId }]))),
  )
  assert.equal(outcomes.filter((o) => o === 'ok').length, 3)
  assert.equal(await inStock(productId), false)
  const held = outcomes.flatMap((o, i) => (o === 'ok' ? [`early-${i}`] : []))
  await steps.commit(held[0]!)
  await steps.release(held[1]!)
  assert.equal(await inStock(productId), true)
  await t.db.transaction((tx) => shop.endPresale(tx, shopId, skuId))
  await steps.release(held[2]!)
  await steps.return(held[0]!)
  assert.deepEqual(await unitsOf(skuId), { on_hand: 0, reserved: 0 }, 'none of it ever existed')
})

test('a campaign’s units are off the shelf, and back on it when its time is over', async () => {
  const { skuIds } = await list({ onHand: 10 })
  const skuId = skuIds[0]!
  const lock = (units: number) =>
    t.db.transaction((tx) =>
      shop.lockForCampaign(tx, {
        shopId,
        skuId,
        name: '双十一',
        units,
        priceMinor: '9900',
        limitPerPerson: null,
        startsAt: '2026-11-01T00:00:00Z',
        endsAt: '2026-11-01T05:00:00Z',
      }),
    )
  assert.equal(await outcome(lock(11)), 'SOLD_OUT')
  const poolId = await lock(4)
  assert.equal(await outcome(lock(1)), 'STATE_CONFLICT')
  assert.deepEqual(await unitsOf(skuId), { on_hand: 6, reserved: 0 })
  await reserve('in-campaign', [{ skuId, qty: 1, poolId }])
  const clock = { now: () => new Date('2026-11-01T06:00:00Z') }
  const afterwards = createShop({ ...testDeps(t.db), clock })
  assert.equal(await afterwards.closeEnded(), 1)
  assert.deepEqual(await unitsOf(skuId), { on_hand: 9, reserved: 0 })
  await steps.release('in-campaign')
  assert.deepEqual(await unitsOf(skuId), { on_hand: 10, reserved: 0 })
})

test('a movement can be neither changed nor taken away', async () => {
  for (const change of [sql`update shop.stock_movement set delta = 0`, sql`delete from shop.stock_movement`])
    await assert.rejects(
      t.db.transaction((tx) => change.execute(tables<unknown>(tx))),
      /append-only/,
    )
})
