// UCI Online Retail: lines of invoices with price, quantity and returns (the invoice begins with C). Pieces that leave or enter
// the stock without a sale are adjustments. A quarter of the lines name no customer: they stay among the lines only.
import { join } from 'node:path'
import { createDatasetBuilder } from '#engine/evaluation/dataset'
import { anyText, itemId, numberFrom, readColumns, timeUntil, wholeNumber } from '../fields.ts'
import type { SetAdapter } from '../found.ts'
import { createOrderLines } from './order-lines.ts'

const LINES = 'lines.tsv.gz'
const PRODUCTS = 'products.tsv.gz'
const MOST = 1_000_000
/** TSV of R: a quote is a character like any other. */
const PLAIN = { delimiter: '\t', quotes: false }

export const onlineRetail: SetAdapter = {
  name: 'online-retail-uci',
  files: [LINES, PRODUCTS],
  async read(folder, { log, nowMs }) {
    const builder = createDatasetBuilder('online-retail-uci')
    const lines = createOrderLines()
    const fields = {
      t: timeUntil(nowMs),
      InvoiceNo: anyText,
      CustomerID: anyText,
      StockCode: itemId,
      Quantity: wholeNumber(-MOST, MOST),
      UnitPrice: numberFrom(0, MOST),
    }
    const rows = await readColumns(join(folder, LINES), fields, PLAIN, log, (row) => {
      const person = /^(NA)?$/.test(row.CustomerID) ? undefined : row.CustomerID
      const kind = row.InvoiceNo.startsWith('C') ? 'return' : row.Quantity < 0 ? 'adjustment' : 'buy'
      lines.add({
        person,
        item: row.StockCode,
        order: row.InvoiceNo,
        atMs: row.t,
        quantity: row.Quantity,
        amountMinor: Math.round(row.Quantity * row.UnitPrice * 100),
        kind,
      })
      if (kind === 'buy' && person !== undefined) builder.add(person, row.StockCode, row.t, 'buy')
    })
    const names = { StockCode: itemId, Description: anyText }
    const described = await readColumns(join(folder, PRODUCTS), names, PLAIN, log, (row) => {
      for (const word of wordsOf(row.Description)) lines.describe(row.StockCode, 'word', word)
    })
    return {
      found: { kind: 'orders', dataset: builder.build(), lines: lines.build() },
      rows: rows + described,
    }
  },
}

/** Words of three letters and more, each once. */
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[a-z]{3,}/g))
