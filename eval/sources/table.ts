// A CSV or TSV file as rows of fields. Own code rather than csv-parse, measured: after one quote that never closes csv-parse
// loses the rest of the file (6 rows of 200,000 remained), and it takes 8 s a million rows where this takes one. Here a
// quote that does not close costs its line only.
import { MAX_LINE, readLines } from './lines.ts'
import { SourceError, type ProblemLog } from './problems.ts'

export type TableOptions = {
  /** One character; found from the header when it is not given: tab, comma, semicolon or bar. */
  readonly delimiter?: string | undefined
  /** Whether `"` quotes a field; on unless false. */
  readonly quotes?: boolean
}

export type Row = (fields: string[], line: number) => void

/** Lines that one quoted field may span. */
const MAX_SPAN = 1_000
const DELIMITERS = ['\t', ',', ';', '|']

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
      onRow = onHeader(fields.map((name) => name.trim()))
      return
    }
    rows++
    if (fields.length === width) onRow(fields, line)
    else log.skip(path, line, 0, 'row-ragged', { found: fields.length, expected: width })
  }
  const join = createJoiner(take, (line) => {
    rows++
    log.skip(path, line, 0, 'quote-not-closed')
  })
  const lost = await readLines(path, log, (text, line) => {
    if (delimiter === '') {
      if (text.trim() === '') return
      delimiter = likeliestDelimiter(text)
    }
    if (options.quotes === false || (!join.isOpen && !text.includes('"'))) {
      if (text !== '') take(text.split(delimiter), line)
    } else join.line(text, line, delimiter)
  })
  join.end(delimiter)
  if (!onRow) throw new SourceError('file-empty', { file: path })
  return rows + lost
}

/** The separator that the header has most of. */
function likeliestDelimiter(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const count = (d: string) => bare.split(d).length
  return DELIMITERS.reduce((best, d) => (count(d) > count(best) ? d : best), DELIMITERS[0]!)
}

/** Puts together rows whose quoted fields hold line ends; a row that never closes gives its later lines back. */
function createJoiner(take: Row, tellOpen: (line: number) => void) {
  let open: string[] = []
  let from = 0
  let size = 0
  const giveBack = (delimiter: string) => {
    const lines = open.slice(1)
    tellOpen(from)
    open = []
    lines.forEach((text, i) => self.line(text, from + 1 + i, delimiter, from + 1 + i))
  }
  const self = {
    get isOpen() {
      return open.length > 0
    },
    line(text: string, line: number, delimiter: string, at = line) {
      if (open.length === 0) {
        if (text === '') return
        from = at
        size = 0
      }
      open.push(text)
      size += text.length
      const tooMuch = size > MAX_LINE || open.length > MAX_SPAN
      if (!tooMuch && open.length > 1 && !text.includes('"')) return
      const fields = splitQuoted(open.join('\n'), delimiter)
      if (fields === 'open' && !tooMuch) return
      if (typeof fields === 'string') {
        giveBack(delimiter)
        return
      }
      open = []
      take(fields, from)
    },
    end(delimiter: string) {
      while (open.length > 0) giveBack(delimiter)
    },
  }
  return self
}

/**
 * The fields of one row (RFC 4180). `open`: a quoted field has not ended yet. `stray`: a quote inside a quoted field is neither
 * doubled nor at its end. A quote inside a field that does not begin with one is a character like any other (5" screen).
 */
export function splitQuoted(text: string, delimiter: string): string[] | 'open' | 'stray' {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at)
      fields.push(text.slice(at, end < 0 ? undefined : end))
      if (end < 0) return fields
      at = end + 1
      continue
    }
    let field = ''
    for (let from = at + 1; ; from = at + 1) {
      const quote = text.indexOf('"', from)
      if (quote < 0) return 'open'
      field += text.slice(from, quote)
      at = quote + 1
      if (text[at] !== '"') break
      field += '"'
    }
    fields.push(field)
    if (at === text.length) return fields
    if (text[at] !== delimiter) return 'stray'
    at++
  }
}
