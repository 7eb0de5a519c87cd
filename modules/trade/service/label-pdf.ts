// Labels on paper, 100 × 150 mm each, a parcel a page. Text is drawn, never interpreted: what a buyer wrote is shown as they wrote it.
import { setImmediate } from 'node:timers/promises'
import { drawCode128, drawQr } from '#platform/barcode'
import { createPdf, mm, pdfBytes, type Pdf } from '#platform/pdf'
import type { DeliveryAddress } from '../domain/mask.ts'
import type { Label } from '../domain/label.ts'

const WIDTH = mm(100)
const HEIGHT = mm(150)
const EDGE = mm(4)
const INNER = WIDTH - 2 * EDGE

/** Setting a page takes some 30 ms; between two pages others have their turn. */
export async function labelsPdf(labels: readonly Label[], at: Date): Promise<Buffer> {
  const pdf = createPdf({ title: '面单 Labels', at, lang: 'zh', size: [WIDTH, HEIGHT], margin: 0 })
  for (const [i, label] of labels.entries()) {
    if (i > 0) pdf.addPage()
    drawLabel(pdf, label)
    await setImmediate()
  }
  return pdfBytes(pdf)
}

/** One line, cut short where it does not fit. */
function line(
  pdf: Pdf,
  text: string,
  at: {
    x: number
    y: number
    width: number
    size: number
    bold?: boolean
    align?: 'left' | 'right' | 'center'
  },
): void {
  pdf
    .font(at.bold ? 'bold' : 'regular')
    .fontSize(at.size)
    .fillColor('black')
    .text(text, at.x, at.y, {
      width: at.width,
      height: at.size * 1.2,
      ellipsis: true,
      lineBreak: true,
      align: at.align ?? 'left',
    })
}

const rule = (pdf: Pdf, y: number) =>
  pdf
    .moveTo(EDGE, y)
    .lineTo(WIDTH - EDGE, y)
    .lineWidth(0.6)
    .stroke('black')

function drawLabel(pdf: Pdf, label: Label): void {
  line(pdf, label.carrier, { x: EDGE, y: mm(4), width: INNER * 0.6, size: 15, bold: true })
  line(pdf, label.shop, { x: EDGE, y: mm(5), width: INNER, size: 9, align: 'right' })
  rule(pdf, mm(12))
  line(pdf, label.sortCode ?? '—', {
    x: EDGE,
    y: mm(14),
    width: INNER,
    size: 28,
    bold: true,
    align: 'center',
  })
  rule(pdf, mm(27))
  drawCode128(pdf, label.trackingNo, { x: EDGE, y: mm(30), width: INNER, height: mm(18) })
  line(pdf, label.trackingNo, { x: EDGE, y: mm(49), width: INNER, size: 13, bold: true, align: 'center' })
  rule(pdf, mm(57))
  drawParty(pdf, '收', label.receiver, mm(60), 15)
  rule(pdf, mm(83))
  drawParty(pdf, '寄', label.sender, mm(85), 10)
  rule(pdf, mm(102))
  drawContents(pdf, label)
  drawQr(pdf, label.trackingNo, { x: WIDTH - EDGE - mm(26), y: mm(106), width: mm(26) })
  rule(pdf, mm(142))
  line(pdf, label.orderId, { x: EDGE, y: mm(144), width: INNER, size: 8 })
}

function drawParty(pdf: Pdf, mark: string, who: DeliveryAddress, y: number, size: number): void {
  const [x, width] = [EDGE + mm(10), INNER - mm(10)]
  pdf
    .circle(EDGE + mm(4), y + mm(4), mm(3.6))
    .lineWidth(0.8)
    .stroke('black')
  line(pdf, mark, { x: EDGE + mm(1.5), y: y + mm(1.7), width: mm(5), size: 12, bold: true, align: 'center' })
  line(pdf, `${who.name}  ${who.phone}`, { x, y, width, size, bold: true })
  line(pdf, who.region, { x, y: y + size * 1.5, width, size: size * 0.85 })
  line(pdf, who.detail, { x, y: y + size * 2.7, width, size: size * 0.85 })
}

const MOST_ITEMS = 5

function drawContents(pdf: Pdf, { items, note }: Label): void {
  const width = INNER - mm(29)
  const shown = items.slice(0, MOST_ITEMS)
  shown.forEach((item, i) =>
    line(pdf, `${item.qty} × ${item.title} ${item.skuName}`, {
      x: EDGE,
      y: mm(104.5 + i * 4.6),
      width,
      size: 9,
    }),
  )
  if (items.length > MOST_ITEMS)
    line(pdf, `… +${items.length - MOST_ITEMS}`, { x: EDGE, y: mm(104.5 + MOST_ITEMS * 4.6), width, size: 9 })
  if (note === null) return
  pdf
    .font('regular')
    .fontSize(9)
    .text(`备注：${note.replaceAll(/\s+/g, ' ')}`, EDGE, mm(132), {
      width,
      height: mm(9.5),
      ellipsis: true,
    })
}
