// Bars and squares drawn into a PDF as shapes, so that they stay sharp on any printer: Code 128 for scanners on a belt, QR for a phone.
import bwip from 'bwip-js/node'
import type { Pdf } from './pdf.ts'

export type Box = { x: number; y: number; width: number; height: number }

type Bars = { sbs: number[] }
type Squares = { pixs: number[]; pixx: number; pixy: number }
// The package's types leave out what it answers here.
const raw = bwip.raw as unknown as (o: { bcid: string; text: string; eclevel?: string }) => [Bars & Squares]

/** Quiet space on both sides, in bars: less and scanners miss the ends. */
const QUIET = 10

/** Fills the box's width, quiet space included. @throws for text that Code 128 has no bars for */
export function drawCode128(pdf: Pdf, text: string, { x, y, width, height }: Box): void {
  const [{ sbs }] = raw({ bcid: 'code128', text })
  const bar = width / (sbs.reduce((sum, n) => sum + n, 0) + 2 * QUIET)
  let at = x + QUIET * bar
  sbs.forEach((n, i) => {
    if (i % 2 === 0) pdf.rect(at, y, n * bar, height)
    at += n * bar
  })
  pdf.fill('black')
}

export function drawQr(pdf: Pdf, text: string, { x, y, width }: Pick<Box, 'x' | 'y' | 'width'>): void {
  const [{ pixs, pixx, pixy }] = raw({ bcid: 'qrcode', text, eclevel: 'M' })
  const square = width / pixx
  for (let row = 0; row < pixy; row++) {
    // Neighbours are one rectangle: no hairline between them, and a smaller file.
    for (let from = 0; from < pixx; from++) {
      if (!pixs[row * pixx + from]) continue
      let to = from
      while (to < pixx && pixs[row * pixx + to]) to++
      pdf.rect(x + from * square, y + row * square, (to - from) * square, square)
      from = to
    }
  }
  pdf.fill('black')
}
