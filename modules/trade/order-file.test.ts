// Orders as a spreadsheet: masked, no formula, sums that are right, only the shop's own, and 50,000 rows in little memory.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { systemCtx } from '#platform/context'
import { tables } from '#platform/database'
import { testDatabase, type TestDatabase } from '#tests/support/database'
import { createOrderFiles } from './service/order-file.ts'

let t: TestDatabase
const [own, other] = ['shp_01J00000000000000000000001', 'shp_01J00000000000000000000002'] as Id<'shp'>[]

before(async () => {
  t = await testDatabase()
})
after(() => t.drop())

/** `n` orders of two lines each, in pages of the database's own making. */
async function orders(shopId: string, tag: string, n: number): Promise<void> {
  const title = JSON.stringify({ zh: '=HYPERLINK("http://x","壶")', en: '+1 kettle, "big"' })
  const address = JSON.stringify({
    name: '张小明',
    phone: '13800138000',
    region: '浙江杭州',
    detail: '文一路 1 号',
  })
  await t.db.transaction(async (tx) => {
    const run = (text: ReturnType<typeof sql>) => text.execute(tables<unknown>(tx))
    await run(sql`insert into trade.checkout (checkout_id, buyer_id, idempotency_key, request_hash, currency, total_minor, title, merchant,
        locale, placed_at, expires_at)
      values (${`chk_${tag}`}, 'usr_1', ${tag}, '', 'CNY', 1, '{}', '{}', 'zh', '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z')`)
    await run(sql`insert into trade.customer_order (order_id, checkout_id, shop_id, shop_name, buyer_id, state, goods_minor, freight_minor,
        total_minor, freight_rule, currency, address, placed_at, expires_at, paid_at)
      select 'ord_' || ${tag} || lpad(i::text, 8, '0'), ${`chk_${tag}`}, ${shopId}, '{}', 'usr_1',
        case when i % 2 = 0 then 'paid' else 'cancelled' end, 1500, 800, 2300, '{}', 'CNY', ${address}::jsonb,
        '2026-10-31T16:00:00Z', '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z' from generate_series(1, ${n}::int) i`)
    await run(sql`insert into trade.order_line (line_id, order_id, product_id, sku_id, category_id, emerging, title, sku_name, image_url,
        list_price_minor, price_minor, qty, paid_minor, off_minor, rate_version_id, platform_rate_bps, tech_fee_bps, creator_rate_bps,
        agency_split_bps, recruiter_rate_bps)
      select 'oln_' || ${tag} || lpad(i::text, 8, '0') || j, 'ord_' || ${tag} || lpad(i::text, 8, '0'), 'prd_1', 'sku_1', 'kitchen', false,
        ${title}::jsonb, '{"zh": "大", "en": "Big"}', '', 1000, 500, j, 500 * j, 0, 'rcv_1', 0, 0, 0, 0, 0
      from generate_series(1, ${n}::int) i, generate_series(1, 2) j`)
  })
}
const fileOf = async (shopId: Id<'shp'>, locale: 'zh' | 'en', state?: 'paid') => {
  const input = state ? { shopId, state } : { shopId }
  const answer = await createOrderFiles(t).exportShopOrders(input, { ...systemCtx('test'), locale })
  return (await text(answer.body)).split('\r\n').slice(0, -1)
}

test('a row a line, masked, no formula; the whole order’s amounts once', async () => {
  await orders(own!, 'A', 2)
  await orders(other!, 'B', 1)
  const [head, ...rows] = await fileOf(own!, 'zh')
  assert.ok(head!.startsWith('\uFEFF订单号,状态'))
  assert.equal(rows.length, 4)
  assert.ok(rows.every((r) => r.startsWith('ord_A')))
  assert.ok(rows[0]!.includes(`"'=HYPERLINK(""http://x"",""壶"")"`), rows[0])
  assert.ok(rows[0]!.includes('2026-11-01 00:00:00'), 'Beijing’s midnight')
  assert.ok(rows[0]!.endsWith('5.00,0.00,5.00,15.00,8.00,23.00,0.00,CNY,张*,138****8000,浙江杭州,'), rows[0])
  assert.ok(rows[1]!.endsWith('5.00,0.00,10.00,,,,,CNY,张*,138****8000,浙江杭州,'), rows[1])
  assert.ok(!rows.join('').includes('13800138000') && !rows.join('').includes('文一路'))
  const english = await fileOf(own!, 'en', 'paid')
  assert.equal(english.length, 3)
  assert.ok(english[1]!.includes(`To ship,`) && english[1]!.includes(`"'+1 kettle, ""big"""`), english[1])
})

async function streamed(shopId: string): Promise<Record<string, number>> {
  const script = new URL('order-file-child.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [script, t.url, shopId])
  return JSON.parse(stdout) as Record<string, number>
}

test('50,000 rows stay under 200 MB', async () => {
  await orders(other!, 'C', 25_000)
  const { lines, bytes, maxRssMb } = await streamed(other!)
  assert.equal(lines, 1 + 2 * 25_001)
  assert.ok(bytes! > 7_000_000 && maxRssMb! < 200, `${maxRssMb} MB`)
})
