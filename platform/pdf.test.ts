import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { createPdf, mm, pdfBytes } from './pdf.ts'

const drawn = async () => {
  const pdf = createPdf({
    title: '面单',
    at: new Date('2026-11-11T00:00:00Z'),
    lang: 'zh',
    size: [mm(100), mm(150)],
  })
  pdf.font('bold').fontSize(14).text('收件人 王*明 138****0000')
  pdf.font('regular').fontSize(10).text('便携水壶 Portable kettle ¥129.00', 20, 60)
  return pdfBytes(pdf)
}

describe('pdf', () => {
  it('writes Chinese that a reader finds again, on paper of the size asked for', async () => {
    const bytes = await drawn()
    assert.ok(bytes.length < 60_000, `${bytes.length} bytes: the whole font went in`)
    const read = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
    const page = await read.getPage(1)
    const text = (await page.getTextContent()).items.map((i) => ('str' in i ? i.str : '')).join('|')
    assert.match(text, /收件人 王\*明 138\*{4}0000/)
    assert.match(text, /便携水壶 Portable kettle ¥129\.00/)
    assert.deepEqual(page.view.map(Math.round), [0, 0, 283, 425])
  })

  it('gives the same bytes for the same input', async () => {
    assert.deepEqual(await drawn(), await drawn())
  })
})
