// PDF with Chinese in it: the font comes with the package and only the glyphs used go into the file, so that a paper reads the same on a
// machine that has no Chinese font. Lengths are PDF points; `mm` for those who think in paper.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import { inflateSync } from 'node:zlib'
import PdfKit from 'pdfkit'

export type Pdf = InstanceType<typeof PdfKit>
export type PdfWeight = keyof typeof FACES

export const mm = (millimetres: number): number => (millimetres * 72) / 25.4

/** Simplified Chinese and Latin; a letter in neither is drawn as an empty box. */
const FACES = { regular: 400, bold: 600 } as const
const resolve = createRequire(import.meta.url).resolve
const read = new Map<PdfWeight, Buffer>()

function face(weight: PdfWeight): Buffer {
  const file = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${FACES[weight]}-normal.woff`
  const bytes = read.get(weight) ?? unpackWoff(readFileSync(resolve(file)))
  read.set(weight, bytes)
  return bytes
}

/**
 * A WOFF as the TrueType that is in it (W3C WOFF 1.0: a 44-byte header, 20 bytes a table). Given the WOFF itself, the font reader inflates
 * the table of all glyphs again for every glyph: six seconds a page instead of 50 ms.
 */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  const parts = [head]
  let end = head.length
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i
    const [from, packedLength, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ]
    const packed = woff.subarray(from, from + packedLength)
    const table = packedLength === length ? packed : inflateSync(packed)
    woff.copy(head, 12 + 16 * i, entry, entry + 4) // tag
    woff.copy(head, 16 + 16 * i, entry + 16, entry + 20) // checksum
    head.writeUInt32BE(end, 20 + 16 * i)
    head.writeUInt32BE(length, 24 + 16 * i)
    const padded = Buffer.alloc((length + 3) & ~3)
    table.copy(padded)
    parts.push(padded)
    end += padded.length
  }
  return Buffer.concat(parts)
}

/**
 * A document to draw on, with the fonts `regular` (chosen) and `bold`. `at` is the moment written into it: the same input gives the same
 * bytes. Call `end()` when drawn; it is a readable stream, or `pdfBytes` collects it.
 */
export function createPdf(o: {
  title: string
  at: Date
  lang: 'zh' | 'en'
  /** Width and height in points. */
  size?: 'A4' | readonly [number, number]
  margin?: number
  /** Pages stay in memory until the end, so that `switchToPage` can number them. */
  bufferPages?: boolean
}): Pdf {
  const pdf = new PdfKit({
    size: o.size === undefined || o.size === 'A4' ? 'A4' : [...o.size],
    margin: o.margin ?? mm(15),
    lang: o.lang === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    bufferPages: o.bufferPages ?? false,
    info: { Title: o.title, Producer: 'Serendip', Creator: 'Serendip', CreationDate: o.at },
    // The standard fonts know no Chinese; without this the first page would begin with one.
    font: face('regular') as unknown as string,
  })
  for (const weight of Object.keys(FACES) as PdfWeight[]) pdf.registerFont(weight, face(weight))
  return pdf.font('regular')
}

/** Ends the document and collects it; for small papers. */
export async function pdfBytes(pdf: Pdf): Promise<Buffer> {
  pdf.end()
  return buffer(pdf)
}
