// A CSV or TSV file as rows of fields. Own code rather than csv-parse, measured: after one quote that never closes csv-parse
// loses the rest of the file (6 rows of 200,000 remained), and it takes 8 s a million rows where all of this takes two. Here a
// quote that does not close costs its line only.
import { MAX_LINE, readLines } from './lines.ts'
import { SourceError, type ProblemLog } from './problems.ts'

export type TableOptions = {
  /** One character; found from the header when it is not given: tab, comma, semicolon or bar. */
  readonly delimiter?: string | undefined
  /** Names of columns for a file whose first line is its first row: 1, 2, 3 … */
  readonly numbered?: boolean
  /** Whether `"` quotes a field; on unless false. */
  readonly quotes?: boolean
}

export type Row = (fields: string[], line: number) => void

/** Lines that one quoted field may span. */
const MAX_SPAN = 1_000
const DELIMITERS = ['\t', ',', ';', '|']
/** What Excel may write above the header. */
const ANNOUNCED = /^"?sep=([,;|\t])"?$/i

/**
 * Reads `path`: `onHeader` is given the names once and returns what takes each row. Rows of another length than the header, and
 * rows that do not read, go to the log instead. Returns how many rows there were, those included.
 */
export async function readTable(
  path: string,
  options: TableOptions,
  log: ProblemLog,
  onHeader: (names: string[]) => Row,
): Promise<number> {
  let onRow: Row | undefined
  let width = 0
  let rows = 0
  let delimiter = options.delimiter ?? ''
  const take = (fields: string[], line: number) => {
    if (!onRow) {
      width = fields.length
      onRow = onHeader(fields.map((name, k) => (options.numbered ? String(k + 1) : name.trim())))
      if (!options.numbered) return
    }
    rows++
    if (fields.length === width) onRow(fields, line)
    else log.skip(path, line, 0, 'row-ragged', { found: fields.length, expected: width })
  }
  const quoted = createQuotedReader(take, (line) => {
    rows++
    log.skip(path, line, 0, 'quote-not-closed')
  })
  const lost = await readLines(path, log, (text, line) => {
    if (delimiter === '') {
      if (text.trim() === '') return
      delimiter = ANNOUNCED.exec(text)?.[1] ?? likeliestDelimiter(text)
      if (ANNOUNCED.test(text)) return
    }
    if (!quoted.isOpen && text.trim() === '') return
    if (options.quotes === false || (!quoted.isOpen && !text.includes('"'))) {
      take(text.split(delimiter), line)
    } else quoted.line(text, line, delimiter)
  })
  quoted.end(delimiter)
  if (!onRow) {
    const why = lost > 0 ? 'header-too-long' : rows > 0 ? 'header-unreadable' : 'file-empty'
    throw new SourceError(why, { file: path, limit: MAX_LINE })
  }
  return rows + lost
}

/** The separator that the header has most of. */
function likeliestDelimiter(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const count = (d: string) => bare.split(d).length
  return DELIMITERS.reduce((best, d) => (count(d) > count(best) ? d : best), DELIMITERS[0]!)
}

/** Takes rows whose quoted fields hold line ends. One that does not close is told of, and its later lines are read anew. */
function createQuotedReader(take: Row, tellOpen: (line: number) => void) {
  let open: OpenRow | undefined
  let lines: string[] = []
  let from = 0
  let size = 0
  const giveUp = (delimiter: string) => {
    const [first, later] = [from, lines.slice(1)]
    open = undefined
    lines = []
    tellOpen(first)
    later.forEach((text, i) => read(text, first + 1 + i, delimiter))
  }
  const read = (text: string, line: number, delimiter: string) => {
    if (!open) {
      if (text === '') return
      from = line
      size = 0
      lines = []
    }
    lines.push(text)
    size += text.length
    const row = splitQuoted(text, delimiter, open)
    if (row === 'stray' || size > MAX_LINE || lines.length > MAX_SPAN) giveUp(delimiter)
    else if (Array.isArray(row)) {
      open = undefined
      take(row, from)
    } else open = row
  }
  return {
    get isOpen() {
      return open !== undefined
    },
    line: read,
    end(delimiter: string) {
      while (open) giveUp(delimiter)
    },
  }
}

/** A row of which the last field, in quotes, goes on in the next line. */
export type OpenRow = { readonly fields: string[]; readonly field: string }

/**
 * The fields of one line (RFC 4180), after what was `open` before it. `stray`: a quote inside a quoted field is neither doubled
 * nor at its end. A quote inside a field that does not begin with one is a character like any other (5" screen).
 */
export function splitQuoted(text: string, delimiter: string, open?: OpenRow): string[] | OpenRow | 'stray' {
  const fields = open ? [...open.fields] : []
  let field = open ? `${open.field}\n` : ''
  let inside = open !== undefined
  for (let at = 0; ; at++) {
    if (!inside && text[at] !== '"') {
      const end = text.indexOf(delimiter, at)
      fields.push(text.slice(at, end < 0 ? undefined : end))
      if (end < 0) return fields
      at = end
      continue
    }
    if (!inside) at++
    inside = false
    for (;;) {
      const quote = text.indexOf('"', at)
      if (quote < 0) return { fields, field: field + text.slice(at) }
      field += text.slice(at, quote)
      at = quote + 1
      if (text[at] !== '"') break
      field += '"'
      at++
    }
    fields.push(field)
    field = ''
    if (at === text.length) return fields
    if (text[at] !== delimiter) return 'stray'
  }
}
