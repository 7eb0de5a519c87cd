// Complete Journey (84.51°, 2017): a sample of a grocer's lines, with department, brand and commodity of each product. Times
// are the shop's own clock and are read as UTC.
import { join } from 'node:path'
import { createDatasetBuilder } from '#engine/evaluation/dataset'
import { anyText, itemId, numberFrom, personId, readColumns, timeUntil, wholeNumber } from '../fields.ts'
import type { SetAdapter } from '../found.ts'
import { createOrderLines } from './order-lines.ts'

const TRANSACTIONS = 'transactions_sample.tsv.gz'
const PRODUCTS = 'products.tsv.gz'
const MOST = 1_000_000
const PLAIN = { delimiter: '\t', quotes: false }

export const completeJourney: SetAdapter = {
  name: 'complete-journey',
  files: [TRANSACTIONS, PRODUCTS],
  async read(folder, { log, nowMs }) {
    const builder = createDatasetBuilder('complete-journey')
    const lines = createOrderLines()
    const sold = {
      household_id: personId,
      basket_id: anyText,
      product_id: itemId,
      quantity: wholeNumber(0, MOST),
      sales_value: numberFrom(0, MOST),
      transaction_timestamp: timeUntil(nowMs),
    }
    let rows = await readColumns(join(folder, TRANSACTIONS), sold, PLAIN, log, (row) => {
      builder.add(row.household_id, row.product_id, row.transaction_timestamp, 'buy')
      lines.add({
        person: row.household_id,
        item: row.product_id,
        order: row.basket_id,
        atMs: row.transaction_timestamp,
        quantity: row.quantity,
        amountMinor: Math.round(row.sales_value * 100),
        kind: 'buy',
      })
    })
    const known = {
      product_id: itemId,
      manufacturer: anyText,
      department: anyText,
      brand: anyText,
      commodity_desc: anyText,
      sub_commodity_desc: anyText,
    }
    rows += await readColumns(join(folder, PRODUCTS), known, PLAIN, log, ({ product_id, ...features }) => {
      for (const [column, value] of Object.entries(features))
        if (value !== '') builder.describe(product_id, `${column}:${value}`)
    })
    return { found: { kind: 'orders', dataset: builder.build(), lines: lines.build() }, rows }
  },
}
