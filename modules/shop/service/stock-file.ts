// Stock out to a spreadsheet and in again. What is read in is judged under the same locks that change it, and only if it is still what the
// preview showed: units sold meanwhile would otherwise be put back on the shelf by an old number.
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError, type FieldFault } from '#kernel/errors'
import type { FileAnswer } from '#kernel/file'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import { actorId, mayIn, type Ctx, type Deps } from '#platform/context'
import { csvFile, type Cell } from '#platform/csv'
import { readCsv } from '#platform/csv-in'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { yuan } from '#platform/xlsx'
import * as c from '../contract.ts'
import {
  FILE_HEADS,
  planOf,
  readHead,
  readLines,
  type FileChange,
  type Standing,
} from '../domain/stock-file.ts'
import { bundlesOf, lockProducts, updatePrices } from '../repository/products.ts'
import { findStock, listStock, ownSkus, type StockRow } from '../repository/stock-desk.ts'
import { findPlaces } from '../repository/warehouses.ts'
import type { Changes } from './changes.ts'
import type { createStockCount } from './count-stock.ts'

const A_READ = 500
const MOST_FAULTS = 200
type Doors = { count: ReturnType<typeof createStockCount>; changes: Changes }
type Read = ReturnType<typeof linesOf>
type Plan = { changes: FileChange[]; faults: FieldFault[]; stamp: string; rowOf: Map<string, StockRow> }

export function createStockFiles({ db }: Pick<Deps, 'db'>, { count, changes }: Doors) {
  async function* table(shopId: Id<'shp'>, locale: Ctx['locale']): AsyncGenerator<Cell[]> {
    yield Object.values(FILE_HEADS).map((head) => head[locale])
    for (let after: string | null = null; ;) {
      const rows = await db.read((tx) =>
        listStock(tx, shopId, { patterns: [], only: undefined, after, limit: A_READ }),
      )
      for (const r of rows)
        yield [
          r.sku_id,
          r.title[locale],
          r.sku_name[locale],
          r.parts ? null : r.on_hand,
          { decimal: yuan(r.price_minor) },
        ]
      if (rows.length < A_READ) return
      after = rows.at(-1)!.sku_id
    }
  }

  async function apply(
    tx: Tx,
    shopId: Id<'shp'>,
    { changes: wanted, rowOf }: Plan,
    by: string,
  ): Promise<void> {
    const counted = wanted.filter((w) => w.onHand !== w.before.onHand)
    if (counted.length > 0) await count.countStock(tx, shopId, counted, { reason: 'count', note: 'CSV', by })
    const priced = wanted.filter((w) => w.priceMinor !== w.before.priceMinor)
    const products = [...new Set(priced.map((w) => rowOf.get(w.skuId)!.product_id))].sort()
    if (priced.length > 0) await changes.changing(tx, products, () => updatePrices(tx, priced), true)
  }

  return {
    exportStock: async ({ shopId }: InputOf<typeof c.exportStock>, { locale }: Ctx): Promise<FileAnswer> => ({
      name: 'stock.csv',
      type: 'text/csv; charset=utf-8',
      body: csvFile(table(shopId, locale)),
    }),

    previewStockFile: async (
      { shopId, fileBase64 }: InputOf<typeof c.previewStockFile>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof c.previewStockFile>> => {
      const read = linesOf(fileBase64)
      const plan = await db.read((tx) => planFor(tx, shopId, read, mayPrice(ctx, shopId)))
      return {
        rows: read.lines.length,
        changes: plan.changes.map((change) => changeView(change, plan.rowOf.get(change.skuId)!)),
        errors: plan.faults.slice(0, MOST_FAULTS).map(({ row = 1, column = null, code, detail }) => ({
          row,
          column,
          code,
          detail: typeof detail === 'string' ? detail : detail[ctx.locale],
        })),
        errorCount: plan.faults.length,
        stamp: plan.stamp,
      }
    },

    importStock: ({ shopId, fileBase64, stamp }: InputOf<typeof c.importStock>, ctx: Ctx) =>
      db.transaction(async (tx): Promise<OutputOf<typeof c.importStock>> => {
        const before = await madeBefore<string>(tx, ctx, c.importStock)
        if (before !== null) return { changed: Number(before) }
        const read = linesOf(fileBase64)
        await lockAll(tx, shopId, read)
        const plan = await planFor(tx, shopId, read, mayPrice(ctx, shopId))
        if (plan.faults.length > 0)
          throw new AppError(
            'INPUT_INVALID',
            { errorCount: plan.faults.length },
            plan.faults.slice(0, MOST_FAULTS),
          )
        if (plan.stamp !== stamp) throw new AppError('STALE')
        await apply(tx, shopId, plan, actorId(ctx.actor))
        await keepMade(tx, ctx, c.importStock, String(plan.changes.length))
        return { changed: plan.changes.length }
      }),
  }
}

function linesOf(fileBase64: string) {
  const bytes = Buffer.from(fileBase64, 'base64')
  if (bytes.length > c.MAX_FILE_BYTES) throw new AppError('BODY_TOO_LARGE', { maxBytes: c.MAX_FILE_BYTES })
  const { head, rows } = readCsv(bytes, c.MAX_FILE_ROWS)
  const { at, faults } = readHead(head)
  if (faults.length > 0) return { lines: [], faults }
  return readLines(at, rows)
}

const idsOf = ({ lines }: Read) => [...new Set(lines.map((l) => l.skuId).filter(Boolean))].sort()

/** All that the change will lock, at once and in the order in which everybody does. */
async function lockAll(tx: Tx, shopId: Id<'shp'>, read: Read): Promise<void> {
  const own = await ownSkus(tx, shopId, idsOf(read))
  const products = [...new Set([...own.values()].map((s) => s.productId))].sort()
  await lockProducts(tx, [...products, ...(await bundlesOf(tx, products))], true)
}

async function planFor(tx: Tx, shopId: Id<'shp'>, read: Read, priceToo: boolean): Promise<Plan> {
  const rows = await findStock(tx, shopId, idsOf(read))
  const lying = rows.filter((r) => r.warehoused).map((r) => r.sku_id)
  const places = lying.length === 0 ? [] : await findPlaces(tx, lying, false)
  const main = new Map(
    places.filter((p) => p.warehouse_id === null).map((p) => [p.sku_id, p.on_hand - p.reserved]),
  )
  const standing = new Map(rows.map((r) => [r.sku_id as string, standingOf(r, main.get(r.sku_id))]))
  const { changes, faults } = planOf(read.lines, standing, priceToo)
  const told = changes.map((w) =>
    [w.skuId, w.onHand, w.priceMinor, w.before.onHand, w.before.priceMinor].join(' '),
  )
  return {
    changes,
    faults: [...read.faults, ...faults].sort((a, b) => a.row! - b.row!),
    stamp: createHash('sha256').update(told.join('\n')).digest('hex'),
    rowOf: new Map(rows.map((r) => [r.sku_id as string, r])),
  }
}

const standingOf = (r: StockRow, inMain: number | undefined): Standing => ({
  onHand: r.on_hand,
  priceMinor: r.price_minor,
  bundle: r.parts !== null,
  free: Math.min(r.on_hand - r.reserved, inMain ?? Infinity),
})

/** Who may count may not always price. */
const mayPrice = (ctx: Ctx, shopId: Id<'shp'>): boolean =>
  ctx.actor.kind === 'system' ||
  (ctx.actor.kind === 'key'
    ? (ctx.actor.scopes as readonly string[]).includes('product.write')
    : mayIn(ctx, 'shop', shopId, 'product.write'))

const changeView = (w: FileChange, row: StockRow) => ({
  row: w.row,
  skuId: w.skuId,
  title: row.title,
  skuName: row.sku_name,
  currency: row.currency,
  before: { onHand: w.before.onHand, priceMinor: toWire(w.before.priceMinor) },
  after: { onHand: w.onHand, priceMinor: toWire(w.priceMinor) },
})
