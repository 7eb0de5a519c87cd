// The promise: never one unit more than there is, and none lost. Real database, real concurrency.
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

let test_: TestDatabase
let shop: Shop
const { shopId } = aShop()
const later = new Date('2026-11-01T04:15:00Z')

before(async () => {
  test_ = await testDatabase({ poolSize: 16 })
  shop = createShop(testDeps(test_.db))
  await test_.db.transaction((tx) => shop.createShop(tx, aShop()))
})
after(() => test_.drop())

const list = (...onHand: number[]) =>
  test_.db.transaction((tx) =>
    aListedProduct(tx, shop, shopId, {
      skus: onHand.map((n) => aSku({ onHand: n, name: { zh: `款${n}`, en: `Kind ${n}` } })),
    }),
  )
const reserve = (holdId: string, ...lines: { skuId: Id<'sku'>; qty: number }[]) =>
  test_.db.transaction((tx) => shop.reserveStock(tx, holdId, lines, later))
const commit = (holdId: string) => test_.db.transaction((tx) => shop.commitStock(tx, holdId))
const release = (holdId: string) => test_.db.transaction((tx) => shop.releaseStock(tx, holdId))
const giveBack = (holdId: string) => test_.db.transaction((tx) => shop.returnStock(tx, holdId))

async function stockOf(skuId: Id<'sku'>) {
  const { rows } = await test_.db.read((tx) =>
    sql<{
      on_hand: number
      reserved: number
    }>`select on_hand, reserved from shop.sku where sku_id = ${skuId}`.execute(tables<unknown>(tx)),
  )
  return rows[0]!
}

async function snapshots(productId: Id<'prd'>): Promise<boolean[]> {
  const { rows } = await test_.db.read((tx) =>
    sql<{ in_stock: boolean }>`select (payload ->> 'inStock')::boolean as in_stock from platform.outbox
      where subject = ${productId} and name = 'product.changed' order by id`.execute(tables<unknown>(tx)),
  )
  return rows.map((r) => r.in_stock)
}

const outcome = (p: Promise<unknown>) =>
  p.then(
    () => 'ok',
    (e: unknown) => (e instanceof AppError ? e.code : Promise.reject(e)),
  )
const refusal = (code: string, data: Record<string, unknown>) => (e: unknown) => {
  assert.ok(e instanceof AppError && e.code === code, String(e))
  assert.deepEqual(e.data, data)
  return true
}

test('200 buyers, 50 units: exactly 50 get one', async () => {
  const {
    skuIds: [skuId],
    productId,
  } = await list(50)
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, i) => outcome(reserve(`rush-${i}`, { skuId: skuId!, qty: 1 }))),
  )
  assert.deepEqual(
    {
      ok: outcomes.filter((o) => o === 'ok').length,
      soldOut: outcomes.filter((o) => o === 'SOLD_OUT').length,
    },
    { ok: 50, soldOut: 150 },
  )
  assert.deepEqual(await stockOf(skuId!), { on_hand: 50, reserved: 50 })
  assert.equal((await snapshots(productId)).at(-1), false, 'the house was told that it is sold out')
})

test('the known-bad twin: read, decide, write sells more than there is', async () => {
  const {
    skuIds: [skuId],
  } = await list(50)
  const readThenWrite = (i: number) =>
    test_.db.transaction(async (tx) => {
      const { rows } = await sql<{
        on_hand: number
        reserved: number
      }>`select on_hand, reserved from shop.sku where sku_id = ${skuId!}`.execute(tables<unknown>(tx))
      const { on_hand, reserved } = rows[0]!
      if (on_hand - reserved < 1) throw new AppError('SOLD_OUT')
      await sql`insert into shop.stock_hold values (${`twin-${i}`}, 'reserved', ${later}, ${later})`.execute(
        tables<unknown>(tx),
      )
      await sql`update shop.sku set reserved = ${reserved + 1} where sku_id = ${skuId!}`.execute(
        tables<unknown>(tx),
      )
    })
  const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => outcome(readThenWrite(i))))
  assert.ok(
    outcomes.filter((o) => o === 'ok').length > 50,
    'if the twin does not oversell, the test above proves nothing',
  )
})

test('two SKUs of one product sold out by two buyers at once: the product is told sold out once, at the end', async () => {
  for (let round = 0; round < 10; round++) {
    const {
      skuIds: [a, b],
      productId,
    } = await list(1, 1)
    await Promise.all([
      reserve(`pair-a${round}`, { skuId: a!, qty: 1 }),
      reserve(`pair-b${round}`, { skuId: b!, qty: 1 }),
    ])
    assert.deepEqual((await snapshots(productId)).slice(-2), [true, false])
  }
})

test('orders that want the same goods in opposite order do not wait for each other in a ring', async () => {
  const {
    skuIds: [a, b],
  } = await list(500, 500)
  const orders = Array.from({ length: 60 }, (_, i) => {
    const lines = [
      { skuId: a!, qty: 1 },
      { skuId: b!, qty: 1 },
    ]
    return outcome(reserve(`ring-${i}`, ...(i % 2 ? lines : lines.reverse())))
  })
  assert.ok((await Promise.all(orders)).every((o) => o === 'ok'))
})

test('an order that cannot have all of it takes none of it', async () => {
  const {
    skuIds: [plenty, scarce],
  } = await list(10, 1)
  await assert.rejects(
    reserve('all-or-none', { skuId: plenty!, qty: 2 }, { skuId: scarce!, qty: 2 }),
    refusal('SOLD_OUT', { skuId: scarce, available: 1 }),
  )
  assert.deepEqual(await stockOf(plenty!), { on_hand: 10, reserved: 0 })
})

test('one SKU twice in an order is asked for once, together', async () => {
  const {
    skuIds: [skuId],
  } = await list(3)
  await assert.rejects(
    reserve('twice', { skuId: skuId!, qty: 2 }, { skuId: skuId!, qty: 2 }),
    refusal('SOLD_OUT', { skuId, available: 3 }),
  )
})

test('every step takes effect once, however often it is repeated, also at the same time', async () => {
  const {
    skuIds: [skuId],
  } = await list(5)
  const line = { skuId: skuId!, qty: 2 }
  await Promise.all([1, 2, 3].map(() => reserve('again', line)))
  assert.deepEqual(await stockOf(skuId!), { on_hand: 5, reserved: 2 })
  await Promise.all([1, 2, 3].map(() => commit('again')))
  await reserve('again', line)
  assert.deepEqual(await stockOf(skuId!), { on_hand: 3, reserved: 0 })
  await Promise.all([1, 2, 3].map(() => giveBack('again')))
  await commit('again')
  assert.deepEqual(await stockOf(skuId!), { on_hand: 5, reserved: 0 })
})

test('what has ended cannot be taken further, and says where it stands', async () => {
  const {
    skuIds: [skuId],
  } = await list(5)
  await reserve('ended', { skuId: skuId!, qty: 1 })
  await assert.rejects(giveBack('ended'), refusal('STATE_CONFLICT', { state: 'reserved' }))
  await release('ended')
  await assert.rejects(commit('ended'), refusal('STATE_CONFLICT', { state: 'released' }))
  await assert.rejects(
    reserve('ended', { skuId: skuId!, qty: 1 }),
    refusal('STATE_CONFLICT', { state: 'released' }),
  )
  await assert.rejects(commit('never-was'), refusal('NOT_FOUND', { holdId: 'never-was' }))
})

test('pay and expire at once: one wins, and the units are counted once', async () => {
  const {
    skuIds: [skuId],
  } = await list(40)
  await Promise.all(Array.from({ length: 20 }, (_, i) => reserve(`race-${i}`, { skuId: skuId!, qty: 1 })))
  const results = await Promise.all(
    Array.from({ length: 20 }, async (_, i) =>
      Promise.all([outcome(commit(`race-${i}`)), outcome(release(`race-${i}`))]),
    ),
  )
  const paid = results.filter(([c]) => c === 'ok').length
  assert.ok(results.every(([c, r]) => (c === 'ok') !== (r === 'ok')))
  assert.deepEqual(await stockOf(skuId!), { on_hand: 40 - paid, reserved: 0 })
})

test('sold out and back: released or returned units bring the product back to the feed', async () => {
  const {
    skuIds: [skuId],
    productId,
  } = await list(1)
  await reserve('back', { skuId: skuId!, qty: 1 })
  await release('back')
  await reserve('back-2', { skuId: skuId!, qty: 1 })
  await commit('back-2')
  await giveBack('back-2')
  assert.deepEqual((await snapshots(productId)).slice(-4), [false, true, false, true])
})

test('expired holds are found in order, and only while they are reserved', async () => {
  const {
    skuIds: [skuId],
  } = await list(10)
  const hold = (id: string, at: string) =>
    test_.db.transaction((tx) => shop.reserveStock(tx, id, [{ skuId: skuId!, qty: 1 }], new Date(at)))
  await hold('due-2', '2026-10-01T02:00:00Z')
  await hold('due-1', '2026-10-01T01:00:00Z')
  await hold('due-paid', '2026-10-01T00:00:00Z')
  await hold('not-due', '2026-10-01T03:00:01Z')
  await commit('due-paid')
  const due = (limit: number) =>
    test_.db.read((tx) => shop.expiredHolds(tx, new Date('2026-10-01T03:00:00Z'), limit))
  assert.deepEqual(await due(10), ['due-1', 'due-2'])
  assert.deepEqual(await due(1), ['due-1'])
})

test('whatever happens to an order of orders, no unit appears or disappears', async () => {
  const command = fc.record({
    kind: fc.constantFrom('reserve', 'reserve', 'commit', 'release', 'return'),
    hold: fc.integer({ min: 0, max: 5 }),
    qty: fc.integer({ min: 1, max: 4 }),
  })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 16 }), async (commands) => {
      run += 1
      const {
        skuIds: [skuId],
      } = await list(10)
      const steps = { commit, release, return: giveBack }
      await Promise.all(
        commands.map(({ kind, hold, qty }) => {
          const id = `model-${run}-${hold}`
          return outcome(kind === 'reserve' ? reserve(id, { skuId: skuId!, qty }) : steps[kind](id))
        }),
      )
      const { rows } = await test_.db.read((tx) =>
        sql<{ held: bigint; sold: bigint }>`select
          coalesce(sum(l.qty) filter (where h.state = 'reserved'), 0) as held,
          coalesce(sum(l.qty) filter (where h.state = 'committed'), 0) as sold
          from shop.stock_hold h join shop.stock_hold_line l using (hold_id) where l.sku_id = ${skuId!}`.execute(
          tables<unknown>(tx),
        ),
      )
      const { on_hand, reserved } = await stockOf(skuId!)
      assert.equal(on_hand + Number(rows[0]!.sold), 10)
      assert.equal(reserved, Number(rows[0]!.held))
      assert.ok(reserved <= on_hand)
    }),
    { numRuns: 25, seed: 7 },
  )
})

test('the database itself refuses what the code must never ask', async () => {
  const {
    skuIds: [skuId],
  } = await list(5)
  const force = (text: string) => test_.db.read((tx) => sql.raw(text).execute(tables<unknown>(tx)))
  for (const change of ['reserved = on_hand + 1', 'on_hand = -1', 'reserved = -1', 'price_minor = 0']) {
    await assert.rejects(
      force(`update shop.sku set ${change} where sku_id = '${skuId}'`),
      { code: '23514' },
      change,
    )
  }
})
