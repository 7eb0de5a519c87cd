// A month on paper and in spreadsheets: the same sums as the ledger's, no cell a formula, and 50,000 lines in little memory.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { buffer, text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { FileAnswer } from '#kernel/file'
import { systemCtx } from '#platform/context'
import type { Tx } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aSoldLine, testId } from './fixtures.ts'
import { createLedger, type Ledger } from './index.ts'

let database: TestDatabase
let ledger: Ledger
let deps: ReturnType<typeof testDeps>
const shopId = testId('shp', 'S1')

const run = <R>(fn: (tx: Tx) => Promise<R>) => database.db.transaction(fn)
const call = <T>(id: string, input: object, locale: 'zh' | 'en' = 'zh'): Promise<T> => {
  const r = ledger.routes.find((route) => route.endpoint.id === id)!
  return r.handle(r.endpoint.input.parse(input) as never, { ...systemCtx('test'), locale }) as Promise<T>
}
async function settled(n: number, title: string) {
  const [orderId, checkoutId] = [testId('ord', `S${n}`), testId('chk', `S${n}`)]
  const line = aSoldLine({ orderId, shopId, lineId: testId('oln', `S${n}`), title: { zh: title, en: title } })
  const payment = { checkoutId, paymentId: `pay_S${n}`, provider: 'sandbox', currency: 'CNY' } as const
  await run((tx) => ledger.pendPayment(tx, { ...payment, orders: [{ orderId, paidMinor: 16500n }] }))
  await run((tx) => ledger.postPayment(tx, payment, [line]))
  await run((tx) => ledger.settleOrder(tx, orderId))
  return orderId
}
type Months = {
  items: { month: string; lines: number; openingMinor: string; sumMinor: string; closingMinor: string }[]
}

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  ledger = createLedger(deps)
  await settled(1, '水壶')
  deps.clock.set(new Date('2026-11-30T16:00:00Z')) // December in China
  await settled(2, '=HYPERLINK("http://x","茶杯")')
  const orderId = await settled(3, '茶, "盘"')
  await run((tx) =>
    ledger.startRefund(tx, {
      refundId: testId('rfd', 'S1'),
      orderId,
      provider: 'sandbox',
      currency: 'CNY',
      lines: 'all',
    }),
  )
  await run((tx) => ledger.payOut(tx, 'merchant', shopId, null))
})
after(() => database.drop())

describe('statements', () => {
  it('each month begins where the one before ended, and the last ends at the ledger’s balance', async () => {
    const { items } = await call<Months>('ledger.listShopStatements', { shopId })
    assert.deepEqual(items, [
      { month: '2026-12', lines: 4, openingMinor: '12850', sumMinor: '-12850', closingMinor: '0' },
      { month: '2026-11', lines: 1, openingMinor: '0', sumMinor: '12850', closingMinor: '12850' },
    ])
    const { items: accounts } = await call<{ items: { kind: string; postedMinor: string }[] }>(
      'ledger.listAccounts',
      { partyId: shopId },
    )
    assert.equal(items[0]!.closingMinor, accounts.find((a) => a.kind === 'balance')!.postedMinor)
    await assert.rejects(call('ledger.getShopStatement', { shopId, month: '2026-01', format: 'csv' }), {
      code: 'NOT_FOUND',
    })
  })

  it('G82 the CSV has its mark, no formula, and lines that come to the closing balance', async () => {
    const file = await call<FileAnswer>('ledger.getShopStatement', {
      shopId,
      month: '2026-12',
      format: 'csv',
    })
    const csv = await text(file.body)
    assert.ok(csv.startsWith('\uFEFF时间,类型,订单'))
    assert.ok(csv.includes(`"'=HYPERLINK(""http://x"",""茶杯"")"`), csv)
    assert.ok(csv.includes('"茶, ""盘"""'))
    assert.ok(!/(^|,)"?[=+@]/m.test(csv))
    const rows = csv.trim().split('\r\n').slice(1)
    const amounts = rows.slice(1, -1).map((r) => Math.round(Number(r.split(',').at(-2)) * 100))
    assert.deepEqual(amounts, [12850, 12850, -12850, -25700])
    assert.match(rows.at(-1)!, /期末余额,,4 笔,,,,-128\.50,0\.00$/)
  })

  it('the XLSX opens as a zip of well-formed parts with the same lines', async () => {
    const file = await call<FileAnswer>(
      'ledger.getShopStatement',
      { shopId, month: '2026-12', format: 'xlsx' },
      'en',
    )
    const parts = unzipSync(new Uint8Array(await buffer(file.body)))
    assert.deepEqual(Object.keys(parts).length, 6)
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!)
    assert.equal(sheet.match(/<row>/g)!.length, 7)
    assert.ok(sheet.includes('Opening balance') && sheet.includes('=HYPERLINK(&quot;http://x&quot;'))
    assert.ok(!sheet.includes('<f>'))
    assert.match(sheet, /<v>-128\.50<\/v><\/c><c s="1"><v>0\.00<\/v><\/c><\/row><\/sheetData>/)
  })

  it('the PDF says the sums, in Chinese that can be read', async () => {
    const file = await call<FileAnswer>('ledger.getShopStatement', {
      shopId,
      month: '2026-12',
      format: 'pdf',
    })
    const read = await getDocument({ data: new Uint8Array(await buffer(file.body)), verbosity: 0 }).promise
    assert.equal(read.numPages, 1)
    const content = await (await read.getPage(1)).getTextContent()
    const words = content.items.map((i) => ('str' in i ? i.str : '')).join(' ')
    for (const w of [
      '月结单 2026-12',
      '期初余额',
      '¥128.50',
      '货款结算',
      '2 笔',
      '¥257.00',
      '提现',
      '¥-128.50',
      '期末余额',
      '¥0.00',
    ])
      assert.ok(words.includes(w), `${w} in ${words}`)
  })

  it('the tax export: sales, returns, net, services and commission of each party in the quarter', async () => {
    const csv = await text((await call<FileAnswer>('ledger.exportTax', { quarter: '2026-Q4' })).body)
    const rows = csv.trim().split('\r\n')
    assert.ok(rows.includes(`商家,${shopId},3,495.00,165.00,330.00,27.00,127.50,257.00`), csv)
    assert.ok(rows.some((r) => r.startsWith('达人,')))
  })

  it('50,000 lines as CSV and as XLSX stay under 200 MB', async () => {
    const child = await promisify(execFile)(process.execPath, [
      new URL('export-child.ts', import.meta.url).pathname,
      '50000',
    ])
    const { rows, csvBytes, xlsxBytes, maxRssMb } = JSON.parse(child.stdout) as Record<string, number>
    assert.equal(rows, 50_000)
    assert.ok(csvBytes! > 3_000_000 && xlsxBytes! > 500_000, child.stdout)
    assert.ok(maxRssMb! < 200, child.stdout)
  })
})
