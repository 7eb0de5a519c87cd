// A spreadsheet's CSV as rows: UTF-8 with or without its mark, what Chinese Excel writes, or its "Unicode text". Why strict UTF-8 first:
// GB 18030 reads almost any bytes, UTF-8 only its own.
import { CsvError, parse } from 'csv-parse/sync'
import { AppError } from '#kernel/errors'

/** `row` counts as the spreadsheet does, the head being 1. */
export type TableRow = { row: number; cells: string[] }

export function textOfBytes(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/**
 * Head and rows that are not empty, cells trimmed. Parted by what stands in the first line: tab, semicolon or comma.
 * @throws AppError INPUT_INVALID with the row where a quote was left open · BODY_TOO_LARGE {maxRows}
 */
export function readCsv(bytes: Uint8Array, maxRows: number): { head: string[]; rows: TableRow[] } {
  const text = textOfBytes(bytes)
  const first = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = ['\t', ';'].find((d) => first.includes(d)) ?? ','
  let row = 0
  const rows: TableRow[] = []
  const on_record = (cells: string[]): null => {
    row += 1
    if (cells.some((cell) => cell !== '')) rows.push({ row, cells })
    if (rows.length > maxRows + 1) throw new AppError('BODY_TOO_LARGE', { maxRows })
    return null
  }
  try {
    parse(text, { delimiter, trim: true, relax_column_count: true, on_record })
  } catch (error) {
    throw error instanceof CsvError ? unreadable(row + 1) : error
  }
  return { head: rows.shift()?.cells ?? [], rows }
}

const unreadable = (row: number) =>
  new AppError('INPUT_INVALID', { row }, [
    {
      pointer: `/rows/${row}`,
      row,
      code: 'INPUT_INVALID',
      detail: {
        zh: '引号没有成对，请在表格软件里另存为 CSV 后重试',
        en: 'A quotation mark is not closed; save the file as CSV from your spreadsheet and try again',
      },
    },
  ])
