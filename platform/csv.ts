// CSV that a spreadsheet opens as it was meant: UTF-8 with its mark, every text quoted where it must be, and none read as a formula.

/** A decimal of ours: a number to the spreadsheet, whatever its sign. */
export type Decimal = { decimal: string }
export type Cell = string | bigint | number | Decimal | null

/** What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
export const safeText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** Texts are made safe; numbers are ours and stay numbers. */
export function csvLine(cells: readonly Cell[]): string {
  const field = (cell: Cell) => {
    if (cell === null) return ''
    if (typeof cell === 'object') return cell.decimal
    if (typeof cell !== 'string') return cell.toString()
    const text = safeText(cell)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `${cells.map(field).join(',')}\r\n`
}

/** Rows as they come; a few hundred to a piece. */
export async function* csvFile(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  let piece = '\uFEFF'
  for await (const row of rows) {
    piece += csvLine(row)
    if (piece.length > 32_768) {
      yield piece
      piece = ''
    }
  }
  yield piece
}
