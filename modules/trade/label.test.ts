// Labels as a warehouse uses them: printed, photographed (rendered to pixels) and read by a barcode reader.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { maskForLabel, maskStreet, type Label } from './domain/label.ts'
import { labelsPdf } from './service/label-pdf.ts'

const AT = new Date('2026-11-01T04:00:00Z')
const HOSTILE = '<script>1</script> ) Tj ET (\\ %PDF'
const buyer = {
  name: '张三丰',
  phone: '13800138000',
  region: '浙江省 杭州市 西湖区',
  detail: '文三路 478 号 3 幢 502 室',
}

const label = (n: number, changes: Partial<Label> = {}): Label => ({
  carrier: '中通快递',
  trackingNo: `SB${String(8_800_000_000_000 + n)}`,
  sortCode: '571 杭州 C26',
  sender: { name: '山野小铺', phone: '0571-88880000', region: '江西省 景德镇市', detail: '窑前 1 号' },
  receiver: maskForLabel(buyer, '中通快递'),
  items: [{ title: '折叠电热水壶', skuName: '米白', qty: 2 }],
  note: null,
  orderId: 'ord_01M7EWPY9GEM0PZWKY20PJDJ8B',
  shop: '山野小铺',
  ...changes,
})

const textOf = async (pdf: Buffer): Promise<string> => {
  const doc = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  const pages: string[] = []
  for (let n = 1; n <= doc.numPages; n++) {
    const { items } = await (await doc.getPage(n)).getTextContent()
    pages.push(items.map((i) => ('str' in i ? i.str : '')).join(''))
  }
  return pages.join('\n')
}

/** What a reader sees on each of these pages at 203 dpi, a thermal printer's. */
async function scan(pdf: Buffer, pages: readonly number[]) {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true })
  const library = await PDFiumLibrary.init()
  const doc = await library.loadDocument(pdf)
  const seen: { format: string; text: string }[][] = []
  for (const n of pages) {
    const page = doc.getPage(n)
    const size = page.getOriginalSize()
    assert.deepEqual(
      [size.originalWidth, size.originalHeight].map((pt) => Math.round((pt * 25.4) / 72)),
      [100, 150],
    )
    const { data, width, height } = await page.render({ scale: 203 / 72, render: 'bitmap' })
    const codes = await readBarcodes({
      data: new Uint8ClampedArray(data),
      width,
      height,
      colorSpace: 'srgb',
    } as never)
    seen.push(codes.map((c) => ({ format: c.format, text: c.text })))
  }
  doc.destroy()
  library.destroy()
  return seen
}

test('a hundred labels in one file: bars and square of each say its number', async () => {
  const labels = Array.from({ length: 100 }, (_, n) => label(n))
  const from = performance.now()
  const pdf = await labelsPdf(labels, AT)
  const ms = performance.now() - from
  console.error(`# 100 labels: ${(pdf.length / 1024).toFixed(0)} KB in ${ms.toFixed(0)} ms`)
  assert.ok(pdf.length < 2_000_000)
  for (const [i, codes] of (await scan(pdf, [0, 57, 99])).entries()) {
    const { trackingNo } = labels[[0, 57, 99][i]!]!
    assert.deepEqual(
      codes.toSorted((a, b) => (a.format < b.format ? -1 : 1)),
      [
        { format: 'Code128', text: trackingNo },
        { format: 'QRCode', text: trackingNo },
      ],
    )
  }
})

test('personal data is masked, as each carrier prints it', async () => {
  const text = await textOf(await labelsPdf([label(1)], AT))
  assert.match(text, /张\*/)
  assert.match(text, /138\*{4}8000/)
  assert.match(text, /文三路\*{3}/)
  assert.doesNotMatch(text, /张三丰|13800138000|478|502/)
  assert.equal(maskStreet(buyer.detail, '顺丰速运'), '***')
  assert.equal(maskStreet(buyer.detail, '某某快递'), '***')
})

test('G83 what people wrote is shown as they wrote it, and is no command', async () => {
  const pdf = await labelsPdf(
    [label(1, { note: HOSTILE, items: [{ title: HOSTILE, skuName: '', qty: 1 }] })],
    AT,
  )
  const text = await textOf(pdf)
  assert.ok(text.replaceAll(/\s/g, '').includes(HOSTILE.replaceAll(/\s/g, '')), text)
  assert.doesNotMatch(pdf.toString('latin1'), /\/(JavaScript|JS|Launch|URI|OpenAction)\b/)
  const [codes] = await scan(pdf, [0])
  assert.equal(codes!.length, 2)
})
