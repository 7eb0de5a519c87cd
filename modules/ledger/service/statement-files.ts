// A month on paper and in a spreadsheet. What is added up in the file is added up from the very lines in it, and comes to the ledger's
// closing balance; the PDF has the sums, the other two every line.
import { AppError } from '#kernel/errors'
import type { FileAnswer } from '#kernel/file'
import { sumMinor, toWire } from '#kernel/money'
import type { Ctx, Deps } from '#platform/context'
import { csvFile, type Cell } from '#platform/csv'
import { createPdf, mm, pdfBytes } from '#platform/pdf'
import { xlsxFile, yuan, type SheetCell } from '#platform/xlsx'
import { monthSpan, quarterSpan, type Span } from '../domain/china-year.ts'
import {
  balanceBefore,
  statementMonths,
  statementRows,
  statementSums,
  taxRows,
  type StatementParty,
  type StatementRow,
  type StatementSum,
} from '../repository/statement.ts'
import { KIND_WORDS, STATEMENT_WORDS, TAX_WORDS } from './statement-words.ts'

type Format = 'pdf' | 'csv' | 'xlsx'
type Locale = Ctx['locale']
type Month = {
  month: string
  party: string
  openingMinor: bigint
  sums: StatementSum[]
  locale: Locale
  at: Date
}
const TYPES: Record<Format, string> = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export function createStatementFiles({ db, clock }: Deps) {
  /** @throws AppError NOT_FOUND for a month without a line */
  async function file(
    p: StatementParty,
    { month, format }: { month: string; format: Format },
    { locale }: Ctx,
  ): Promise<FileAnswer> {
    const span = monthSpan(month)
    const sums = await db.read((tx) => statementSums(tx, p, span))
    if (sums.length === 0) throw new AppError('NOT_FOUND')
    const openingMinor = await db.read((tx) => balanceBefore(tx, p, span.from))
    const m: Month = { month, party: p.partyId, openingMinor, sums, locale, at: clock.now() }
    return {
      name: `statement-${month}.${format}`,
      type: TYPES[format],
      body:
        format === 'pdf'
          ? paper(m)
          : format === 'csv'
            ? csvFile(mapped(tableOf(p, span, m), csvCell))
            : xlsxFile(month, tableOf(p, span, m)),
    }
  }

  /** Head, every line with the balance after it, and what they come to. */
  async function* tableOf(p: StatementParty, span: Span, m: Month): AsyncGenerator<SheetCell[]> {
    const w = STATEMENT_WORDS[m.locale]
    yield [w.at, w.kind, w.order, w.what, w.paid, w.fee, w.commission, w.amount, w.balance]
    yield [null, w.opening, null, null, null, null, null, null, { minor: m.openingMinor }]
    let balance = m.openingMinor
    let lines = 0
    for await (const row of statementRows(db.read, p, span)) {
      balance += row.amount_minor
      lines += 1
      yield lineOf(row, balance, m.locale)
    }
    const total = { minor: balance - m.openingMinor }
    yield [null, w.closing, null, w.lines(lines), null, null, null, total, { minor: balance }]
  }

  return {
    file,

    months: (p: StatementParty) =>
      db.read(async (tx) => ({
        currency: 'CNY' as const,
        items: (await statementMonths(tx, p)).map((m) => ({
          month: m.month,
          lines: m.lines,
          openingMinor: toWire(m.opening),
          sumMinor: toWire(m.sum),
          closingMinor: toWire(m.opening + m.sum),
        })),
      })),

    exportTax: async ({ quarter }: { quarter: string }, { locale }: Ctx): Promise<FileAnswer> => {
      const rows = await db.read((tx) => taxRows(tx, quarterSpan(quarter)))
      const w = TAX_WORDS[locale]
      async function* table(): AsyncGenerator<SheetCell[]> {
        yield [...w.head]
        for (const r of rows)
          yield [
            w.roles[r.role],
            r.party,
            r.lines,
            ...[r.sales, r.returns, r.sales - r.returns, r.platformFee, r.commission, r.income].map(
              (minor) => ({
                minor,
              }),
            ),
          ]
      }
      return { name: `tax-${quarter}.csv`, type: TYPES.csv, body: csvFile(mapped(table(), csvCell)) }
    },
  }
}

const some = (minor: bigint | null): SheetCell => (minor === null ? null : { minor })

const lineOf = (r: StatementRow, balanceMinor: bigint, locale: Locale): SheetCell[] => [
  r.at.toISOString(),
  KIND_WORDS[r.kind]?.[locale] ?? r.kind,
  r.order_id,
  r.title?.[locale] ?? null,
  some(r.paid_minor),
  some(r.platform_fee_minor),
  some(r.commission_minor),
  { minor: r.amount_minor },
  { minor: balanceMinor },
]

/** Amounts in yuan as plain decimals: a spreadsheet reads them as numbers, whatever their sign. */
const csvCell = (cell: SheetCell): Cell =>
  cell === null || typeof cell !== 'object' ? cell : { decimal: yuan(cell.minor) }

async function* mapped<A, B>(rows: AsyncIterable<A[]>, change: (cell: A) => B): AsyncGenerator<B[]> {
  for await (const row of rows) yield row.map(change)
}

/** The month on one page: what there was, each kind's sum, what there is. */
async function* paper(m: Month): AsyncGenerator<Uint8Array> {
  const w = STATEMENT_WORDS[m.locale]
  const total = sumMinor(m.sums.map((s) => s.sum))
  const pdf = createPdf({ title: `${w.title} ${m.month}`, at: m.at, lang: m.locale })
  const right = pdf.page.width - mm(15)
  const row = (left: string, middle: string, amount: bigint, bold = false) => {
    const y = pdf.y
    pdf.font(bold ? 'bold' : 'regular').fontSize(11)
    pdf.text(left, mm(15), y, { width: mm(80) })
    const end = pdf.y
    pdf.text(middle, mm(95), y, { width: mm(35), align: 'right' })
    pdf.text(`¥${yuan(amount)}`, mm(130), y, { width: right - mm(130), align: 'right' })
    pdf.y = end + 6
  }
  pdf.font('bold').fontSize(20).text(`${w.title} ${m.month}`)
  pdf.font('regular').fontSize(10).text(`Serendip 偶得 · ${m.party}`).moveDown(1.5)
  row(w.opening, '', m.openingMinor, true)
  for (const s of m.sums) row(KIND_WORDS[s.kind]?.[m.locale] ?? s.kind, w.lines(s.lines), s.sum)
  pdf.moveTo(mm(15), pdf.y).lineTo(right, pdf.y).lineWidth(0.5).stroke()
  pdf.y += 6
  row(w.sum, w.lines(m.sums.reduce((n, s) => n + s.lines, 0)), total, true)
  row(w.closing, '', m.openingMinor + total, true)
  pdf.moveDown(1).font('regular').fontSize(9).text(w.note, mm(15))
  yield await pdfBytes(pdf)
}
