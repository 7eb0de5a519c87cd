// A table of order, carrier and number, pasted from a spreadsheet or read from a file: one row an order, each judged by itself. Pure.
import { CARRIERS, carrierOf } from '#kernel/carriers'

export type PastedRow = {
  line: number
  orderId: string
  carrier: string
  trackingNo: string
  /** Which cell is wrong; null: it can be shipped. */
  wrong: 'order' | 'number' | 'twice' | null
}

const ORDER = /^ord_[0-9A-HJKMNP-TV-Z]{26}$/
const NUMBER = /^[A-Za-z0-9-]{6,40}$/
export const MOST_ROWS = 100

/** Cells are parted by tabs, commas or semicolons; a first line of headings is left out. Without a carrier, the chosen one. */
export function readRows(text: string, chosen: string): PastedRow[] {
  const seen = new Set<string>()
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((raw, i): PastedRow[] => {
      const cells = raw.split(/[\t,;，；]/).map((c) => c.trim().replaceAll(/^"|"$/g, '').trim())
      const [orderId = '', ...rest] = cells.filter((c) => c !== '')
      if (orderId === '' || (i === 0 && !ORDER.test(orderId) && !/\d{6}/.test(raw))) return []
      const named = rest.find((c) => carrierOf(c) !== undefined) ?? (rest.length > 1 ? rest[0]! : chosen)
      const trackingNo = rest.findLast((c) => c !== named) ?? ''
      const wrong = !ORDER.test(orderId)
        ? 'order'
        : seen.has(orderId)
          ? 'twice'
          : NUMBER.test(trackingNo)
            ? null
            : 'number'
      seen.add(orderId)
      return [{ line: i + 1, orderId, carrier: carrierOf(named)?.zh ?? named, trackingNo, wrong }]
    })
}

/** A file as text: UTF-8, or what Chinese spreadsheets write when it is not. */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

export const firstCarrier = CARRIERS[1]!.zh
