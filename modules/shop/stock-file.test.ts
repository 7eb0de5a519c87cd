// A merchant's spreadsheet in and out: whatever its encoding, all rows or none, never by a number that is no longer true.
import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { FileAnswer } from '#kernel/file'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx } from '#platform/context'
import { tables } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aListedProduct, aShop, aSku } from './fixtures.ts'
import { createShop, type Shop } from './index.ts'

let t: TestDatabase
let shop: Shop
const { shopId } = aShop()
type Preview = {
  rows: number
  stamp: string
  errorCount: number
  changes: { row: number; before: object; after: object }[]
  errors: { row: number; column: string | null; code: string; detail: string }[]
}

before(async () => {
  t = await testDatabase()
  shop = createShop(testDeps(t.db))
  await t.db.transaction((tx) => shop.createShop(tx, aShop()))
})
after(() => t.drop())

let keys = 0
function call<R>(id: string, input: object, ctx: Partial<Ctx> = {}): Promise<R> {
  const r = shop.routes.find((route) => route.endpoint.id === `shop.${id}`)!
  const own = { ...systemCtx('test'), idempotencyKey: `key-${(keys += 1)}`, ...ctx }
  return r.handle(r.endpoint.input.parse({ shopId, ...input }) as never, own) as Promise<R>
}
const asBase64 = (file: string | Uint8Array) => Buffer.from(file).toString('base64')
const preview = (file: string | Uint8Array, ctx: Partial<Ctx> = {}) =>
  call<Preview>('previewStockFile', { fileBase64: asBase64(file) }, ctx)
const bring = (file: string, stamp: string, ctx: Partial<Ctx> = {}) =>
  call<{ changed: number }>('importStock', { fileBase64: asBase64(file), stamp }, ctx)
const refusal = async (p: Promise<unknown>): Promise<AppError> =>
  p.then(
    () => assert.fail('accepted'),
    (e: unknown) => (e instanceof AppError ? e : Promise.reject(e)),
  )
const list = async (...onHand: number[]) =>
  (
    await t.db.transaction((tx) =>
      aListedProduct(tx, shop, shopId, {
        skus: onHand.map((n, i) => aSku({ onHand: n, name: { zh: `款${i}`, en: `Kind ${i}` } })),
      }),
    )
  ).skuIds
const stateOf = async (skuId: Id<'sku'>) => {
  const { rows } = await t.db.read((tx) =>
    sql<{ on_hand: number; price_minor: bigint }>`select on_hand, price_minor from shop.sku
      where sku_id = ${skuId}`.execute(tables<unknown>(tx)),
  )
  return [rows[0]!.on_hand, rows[0]!.price_minor.toString()]
}
const reserve = (holdId: string, skuId: Id<'sku'>, qty: number) =>
  t.db.transaction((tx) => shop.reserveStock(tx, holdId, [{ skuId, qty }], new Date('2026-11-01T05:00:00Z')))

test('what is taken out and brought in unchanged changes nothing', async () => {
  await list(3, 4)
  for (const locale of ['zh', 'en'] as const) {
    const file = await text((await call<FileAnswer>('exportStock', {}, { locale })).body)
    assert.ok(file.startsWith(locale === 'zh' ? '\uFEFF规格编号,商品' : '\uFEFFSKU ID,Product'))
    const { changes, errors, rows } = await preview(file)
    assert.deepEqual([changes, errors], [[], []])
    assert.ok(rows >= 2)
  }
})

test('UTF-8, UTF-8 with its mark, GBK, UTF-16, semicolons and tabs say the same', async () => {
  const [a] = await list(5)
  const file = `规格编号,商品,货架库存\r\n\r\n${a},"水壶, ""大""",7\r\n`
  // 规格编号 商品 货架库存 水壶 大, as Chinese Excel writes them.
  const gbk = {
    规: 'b9e6',
    格: 'b8f1',
    编: 'b1e0',
    号: 'bac5',
    商: 'c9cc',
    品: 'c6b7',
    货: 'bbf5',
    架: 'bcdc',
  }
  const more = { 库: 'bfe2', 存: 'b4e6', 水: 'cbae', 壶: 'baf8', 大: 'b4f3' }
  const map: Record<string, string> = { ...gbk, ...more }
  const bytes = Buffer.concat([...file].map((c) => (map[c] ? Buffer.from(map[c], 'hex') : Buffer.from(c))))
  const tabbed = `SKU ID\tOn shelf\n\n${a}\t7\n`
  const wide = Buffer.from(`\uFEFF${tabbed}`, 'utf16le')
  for (const one of [file, `\uFEFF${file}`, bytes, wide, tabbed, tabbed.replaceAll('\t', ';')]) {
    const { changes, errors } = await preview(one)
    assert.deepEqual(errors, [])
    assert.deepEqual(
      changes.map(({ row, before: b, after: now }) => ({ row, b, now })),
      [{ row: 3, b: { onHand: 5, priceMinor: '12900' }, now: { onHand: 7, priceMinor: '12900' } }],
    )
  }
})

test('every wrong cell is named by row and column, in both languages, and nothing is changed', async () => {
  const [a, b, c] = await list(5, 6, 7)
  await reserve('file-held', c!, 4)
  const file = [
    'SKU ID,On shelf,Price',
    `${a},１２,1.00`,
    `${b},"1,000",12.345`,
    `${b},1,`,
    'sku_01J0000000000000000000MISS,1,1',
    `${c},3,0`,
    ',1,1',
  ].join('\n')
  const { errors, errorCount, stamp } = await preview(file, { locale: 'en' })
  assert.equal(errorCount, 8)
  assert.deepEqual(
    errors.map((e) => `${e.row} ${e.column} ${e.code}`),
    [
      '2 units QTY_RANGE',
      '3 units QTY_RANGE',
      '3 price AMOUNT_INVALID',
      '4 skuId INPUT_INVALID',
      '5 skuId NOT_FOUND',
      '6 price AMOUNT_INVALID',
      '6 units STATE_CONFLICT',
      '7 skuId INPUT_INVALID',
    ],
  )
  assert.match(errors[0]!.detail, /full-width/)
  assert.match((await preview(file, { locale: 'zh' })).errors[0]!.detail, /全角/)
  const refused = await refusal(bring(file, stamp))
  assert.deepEqual([refused.code, refused.errors.length, refused.errors[0]!.row], ['INPUT_INVALID', 8, 2])
  assert.deepEqual(await stateOf(a!), [5, '12900'])
})

test('heads: an unknown one, one twice, none; an open quotation mark; nothing at all', async () => {
  const codes = async (file: string) =>
    (await preview(file)).errors.map((e) => `${e.row} ${e.column} ${e.code}`)
  assert.deepEqual(await codes('SKU ID,On shelf,Prise\n'), ['1 Prise UNKNOWN_FIELD'])
  assert.deepEqual(await codes('SKU ID,On shelf,units\n'), ['1 units INPUT_INVALID'])
  assert.deepEqual(await codes('\n\n'), ['1 skuId INPUT_INVALID', '1 units INPUT_INVALID'])
  const open = await refusal(preview('SKU ID,On shelf\n"sku_1,3\n'))
  assert.deepEqual([open.code, open.errors[0]!.row], ['INPUT_INVALID', 2])
})

test('stock and price at once, once for one key, each change a movement', async () => {
  const [a, b] = await list(5, 6)
  const file = `SKU ID,On shelf,Price\n${a},9,88.8\n${b},,99\n`
  const { stamp, changes } = await preview(file)
  assert.equal(changes.length, 2)
  const key = { idempotencyKey: 'one-file' }
  assert.deepEqual(await bring(file, stamp, key), { changed: 2 })
  assert.deepEqual(await bring(file, stamp, key), { changed: 2 })
  assert.deepEqual(
    [await stateOf(a!), await stateOf(b!)],
    [
      [9, '8880'],
      [6, '9900'],
    ],
  )
  const moved = await call<{ items: { delta: number; reason: string }[] }>('listMovements', { skuId: a })
  assert.deepEqual(
    moved.items.map((m) => [m.delta, m.reason]),
    [
      [4, 'count'],
      [5, 'opening'],
    ],
  )
})

test('units sold after the preview are not put back by it', async () => {
  const [a] = await list(10)
  const file = `SKU ID,On shelf\n${a},12\n`
  const { stamp } = await preview(file)
  await reserve('file-sold', a!, 3)
  await t.db.transaction((tx) => shop.commitStock(tx, 'file-sold'))
  assert.equal((await refusal(bring(file, stamp))).code, 'STALE')
  assert.deepEqual(await stateOf(a!), [7, '12900'])
})

test('who counts but does not price is told so at the price', async () => {
  const [a] = await list(10)
  const actor = {
    kind: 'person',
    accountId: 'usr_01J00000000000000000000001',
    sessionId: 's',
    guest: false,
    memberships: [{ orgId: shopId, orgKind: 'shop', role: 'warehouse', suspended: false }],
  } as const
  const { errors } = await preview(`SKU ID,On shelf,Price\n${a},12,1\n`, { actor })
  assert.deepEqual(
    errors.map((e) => `${e.row} ${e.column} ${e.code}`),
    ['2 price SCOPE_MISSING'],
  )
})

test('too many rows and too many bytes are said as such', async () => {
  const rows = `SKU ID,On shelf\n${'sku_x,1\n'.repeat(5_001)}`
  assert.deepEqual((await refusal(preview(rows))).data, { maxRows: 5_000 })
  const bytes = await refusal(preview('x'.repeat(2_097_153)))
  assert.deepEqual([bytes.code, bytes.data], ['BODY_TOO_LARGE', { maxBytes: 2_097_152 }])
})

test('two files at once that name the same variants: one after the other, no deadlock', async () => {
  const skus = await list(1, 2, 3, 4, 5)
  const file = (n: number, order: readonly string[]) =>
    `SKU ID,On shelf\n${order.map((s) => `${s},${n}`).join('\n')}\n`
  const [one, two] = [file(50, skus), file(60, skus.toReversed())]
  const [first, second] = [await preview(one), await preview(two)]
  const ended = await Promise.allSettled([bring(one, first.stamp), bring(two, second.stamp)])
  assert.deepEqual(
    ended.map((e) => (e.status === 'fulfilled' ? 'done' : (e.reason as AppError).code)).sort(),
    ['STALE', 'done'],
  )
  assert.equal(new Set(await Promise.all(skus.map(async (s) => (await stateOf(s))[0]))).size, 1)
})
