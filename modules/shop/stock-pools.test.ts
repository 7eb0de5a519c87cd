// Units apart: whatever is moved, bought, paid, cancelled, given back and closed at the same time, none appears and none is lost,
// and none is sold twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aListedProduct, aShop, aSku } from './fixtures.ts'
import { createShop, type PoolId, type Shop } from './index.ts'

let t: TestDatabase
let shop: Shop
const { shopId } = aShop()
const later = new Date('2026-11-01T04:15:00Z')

before(async () => {
  t = await testDatabase({ poolSize: 16 })
  shop = createShop(testDeps(t.db))
  await t.db.transaction((tx) => shop.createShop(tx, aShop()))
})
after(() => t.drop())

const list = (...onHand: number[]) =>
  t.db.transaction((tx) =>
    aListedProduct(tx, shop, shopId, {
      skus: onHand.map((n, i) => aSku({ onHand: n, name: { zh: `款${i}`, en: `Kind ${i}` } })),
    }),
  )
const open = (skuId: Id<'sku'>, units = 0) =>
  t.db.transaction(async (tx) => {
    const poolId = await shop.openPool(tx, skuId, 'rom_test')
    if (units > 0) await shop.moveToPool(tx, poolId, units)
    return poolId
  })
const move = (poolId: PoolId, units: number) => t.db.transaction((tx) => shop.moveToPool(tx, poolId, units))
const close = (poolId: PoolId) => t.db.transaction((tx) => shop.closePool(tx, poolId))
type Line = { skuId: Id<'sku'>; qty: number; poolId?: PoolId | null }
const reserve = (holdId: string, ...lines: Line[]) =>
  t.db.transaction((tx) => shop.reserveStock(tx, holdId, lines, later))
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
const unitsOf = async (skuId: Id<'sku'>, poolId: PoolId) =>
  (
    await rows(
      sql<{ shelf: number; shelfHeld: number; pool: number; poolHeld: number }>`
        select k.on_hand as shelf, k.reserved as "shelfHeld", p.on_hand as pool, p.reserved as "poolHeld"
        from shop.sku k, shop.stock_pool p where k.sku_id = ${skuId} and p.pool_id = ${poolId}`,
    )
  )[0]!

test('200 buyers, 20 units apart: exactly 20 get one, and the shelf is not touched', async () => {
  const { skuIds } = await list(50)
  const poolId = await open(skuIds[0]!, 20)
  const line = { skuId: skuIds[0]!, qty: 1, poolId }
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, i) => outcome(reserve(`pool-rush-${i}`, line))),
  )
  assert.equal(outcomes.filter((o) => o === 'ok').length, 20)
  assert.equal(outcomes.filter((o) => o === 'SOLD_OUT').length, 180)
  assert.deepEqual(await unitsOf(skuIds[0]!, poolId), { shelf: 30, shelfHeld: 0, pool: 20, poolHeld: 20 })
})

test('the known-bad twin: read, decide, write sells more of the pool than there is', async () => {
  const { skuIds } = await list(50)
  const poolId = await open(skuIds[0]!, 20)
  const readThenWrite = () =>
    t.db.transaction(async (tx) => {
      const q = tables<unknown>(tx)
      const found = await sql<{ on_hand: number; reserved: number }>`
        select on_hand, reserved from shop.stock_pool where pool_id = ${poolId}`.execute(q)
      const { on_hand, reserved } = found.rows[0]!
      if (on_hand - reserved < 1) throw new AppError('SOLD_OUT')
      await sql`update shop.stock_pool set reserved = ${reserved + 1} where pool_id = ${poolId}`.execute(q)
    })
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcome(readThenWrite())))
  assert.ok(
    outcomes.filter((o) => o === 'ok').length > 20,
    'if the twin does not oversell, the test above proves nothing',
  )
})

test('moving takes all or nothing, never what is held, and never more than there is', async () => {
  const { skuIds } = await list(10)
  const poolId = await open(skuIds[0]!)
  assert.equal(await outcome(move(poolId, 11)), 'SOLD_OUT')
  await move(poolId, 6)
  await reserve('held-there', { skuId: skuIds[0]!, qty: 5, poolId })
  await reserve('held-here', { skuId: skuIds[0]!, qty: 3 })
  assert.equal(await outcome(move(poolId, -2)), 'SOLD_OUT')
  assert.equal(await outcome(move(poolId, 2)), 'SOLD_OUT')
  await move(poolId, -1)
  assert.deepEqual(await unitsOf(skuIds[0]!, poolId), { shelf: 5, shelfHeld: 3, pool: 5, poolHeld: 5 })
})

test('a pool of another variant, and a closed one, sell nothing', async () => {
  const { skuIds } = await list(10, 10)
  const poolId = await open(skuIds[0]!, 5)
  assert.equal(await outcome(reserve('other-variant', { skuId: skuIds[1]!, qty: 1, poolId })), 'SOLD_OUT')
  assert.deepEqual([await close(poolId), await close(poolId)], [5, 0])
  assert.equal(await outcome(reserve('too-late', { skuId: skuIds[0]!, qty: 1, poolId })), 'SOLD_OUT')
  assert.equal(await outcome(move(poolId, 1)), 'STATE_CONFLICT')
  assert.deepEqual(await unitsOf(skuIds[0]!, poolId), { shelf: 10, shelfHeld: 0, pool: 0, poolHeld: 0 })
})

test('closed under unpaid and paid orders: each unit comes back to the shelf when its order lets it go', async () => {
  const { skuIds } = await list(10)
  const poolId = await open(skuIds[0]!, 6)
  const line = (qty: number) => ({ skuId: skuIds[0]!, qty, poolId })
  await reserve('unpaid', line(1))
  await reserve('paid-later', line(2))
  await reserve('paid', line(2))
  await steps.commit('paid')
  await close(poolId)
  assert.deepEqual(await unitsOf(skuIds[0]!, poolId), { shelf: 5, shelfHeld: 0, pool: 3, poolHeld: 3 })
  await steps.release('unpaid')
  await steps.commit('paid-later')
  await steps.return('paid')
  assert.deepEqual(await unitsOf(skuIds[0]!, poolId), { shelf: 8, shelfHeld: 0, pool: 0, poolHeld: 0 })
})

test('the last unit put aside takes the product off the shelf’s list, and the first one back puts it there', async () => {
  const { skuIds, productId } = await list(2)
  const told = async () =>
    (
      await rows(sql<{ in_stock: boolean }>`select (payload ->> 'inStock')::boolean as in_stock
        from platform.outbox where subject = ${productId} and name = 'product.changed' order by id`)
    ).at(-1)!.in_stock
  const poolId = await open(skuIds[0]!, 2)
  assert.equal(await told(), false)
  await close(poolId)
  assert.equal(await told(), true)
})

test('whatever happens to shelf and pools at once: units are conserved, nothing is negative, nobody waits in a ring', async () => {
  const at = fc.record({ sku: fc.integer({ min: 0, max: 1 }), pool: fc.integer({ min: -1, max: 1 }) })
  const command = fc.record({
    kind: fc.constantFrom(
      'reserve',
      'reserve',
      'reserve',
      'commit',
      'release',
      'return',
      'move',
      'move',
      'close',
    ),
    hold: fc.integer({ min: 0, max: 7 }),
    qty: fc.integer({ min: 1, max: 4 }),
    places: fc.array(at, { minLength: 1, maxLength: 3 }),
    back: fc.boolean(),
  })
  let run = 0
  const histories = fc.record({
    commands: fc.array(command, { minLength: 6, maxLength: 24 }),
    /** How many run at the same moment; 1 is one after another. */
    width: fc.constantFrom(1, 6, 24),
  })
  await fc.assert(
    fc.asyncProperty(histories, async ({ commands, width }) => {
      run += 1
      const { skuIds } = await list(12, 12)
      const pools = [
        [await open(skuIds[0]!, 4), await open(skuIds[0]!, 2)],
        [await open(skuIds[1]!, 4), await open(skuIds[1]!)],
      ]
      const poolOf = ({ sku, pool }: { sku: number; pool: number }) => (pool < 0 ? null : pools[sku]![pool]!)
      const act = ({ kind, hold, qty, places, back }: (typeof commands)[number]) => {
        const id = `pools-${run}-${hold}`
        const pool = poolOf({ ...places[0]!, pool: Math.max(0, places[0]!.pool) })!
        if (kind === 'move') return move(pool, back ? -qty : qty)
        if (kind === 'close') return close(pool)
        if (kind !== 'reserve') return steps[kind](id)
        return reserve(id, ...places.map((p) => ({ skuId: skuIds[p.sku]!, qty, poolId: poolOf(p) })))
      }
      for (let i = 0; i < commands.length; i += width)
        await Promise.all(commands.slice(i, i + width).map((c) => outcome(act(c))))
      await assertConserved(skuIds, 12)
      // And at last everything is let go: all of it is on the shelf again but what was sold.
      for (let hold = 0; hold < 8; hold++) await outcome(steps.release(`pools-${run}-${hold}`))
      for (let hold = 0; hold < 8; hold++) await outcome(steps.return(`pools-${run}-${hold}`))
      for (const pool of pools.flat()) await close(pool)
      const shelf = await rows(
        sql<{ on_hand: number; reserved: number }>`
          select on_hand, reserved from shop.sku where sku_id = any(${skuIds}::text[])`,
      )
      assert.deepEqual(shelf, [
        { on_hand: 12, reserved: 0 },
        { on_hand: 12, reserved: 0 },
      ])
    }),
    { numRuns: 40, seed: 11 },
  )
})

/** Shelf and pools hold what is not sold, and are held for exactly the orders that hold them. */
async function assertConserved(skuIds: readonly Id<'sku'>[], units: number): Promise<void> {
  const found = await rows(
    sql<Record<'shelf' | 'shelf_held' | 'pooled' | 'sold' | 'held', number>>`
      select k.on_hand as shelf, k.reserved as shelf_held,
        (select coalesce(sum(on_hand), 0)::int from shop.stock_pool p where p.sku_id = k.sku_id) as pooled,
        (select coalesce(sum(l.qty), 0)::int from shop.stock_hold h join shop.stock_hold_line l using (hold_id)
          where l.sku_id = k.sku_id and h.state = 'committed') as sold,
        (select coalesce(sum(l.qty), 0)::int from shop.stock_hold h join shop.stock_hold_line l using (hold_id)
          where l.sku_id = k.sku_id and h.state = 'reserved' and l.pool_id is null) as held
      from shop.sku k where k.sku_id = any(${skuIds as string[]}::text[])`,
  )
  for (const f of found) {
    assert.equal(f.shelf + f.pooled + f.sold, units)
    assert.equal(f.shelf_held, f.held)
  }
  const wrong = await rows(
    sql`select p.pool_id from shop.stock_pool p
      where p.sku_id = any(${skuIds as string[]}::text[]) and (p.reserved <> (
        select coalesce(sum(l.qty), 0) from shop.stock_hold_line l join shop.stock_hold h using (hold_id)
        where l.pool_id = p.pool_id and h.state = 'reserved') or (p.closed_at is not null and p.on_hand <> p.reserved))`,
  )
  assert.deepEqual(wrong, [])
}
