// Stock as a spreadsheet: taken out, changed there, shown what it would do, and read in again; all rows or none.
import { z } from 'zod'
import { currency, endpoint, idOf, localized, minorOut } from '#kernel/contract'
import { fileOut } from '#kernel/file'
import { MAX_FILE_BYTES } from '../domain/stock-file.ts'
export { MAX_FILE_BYTES, MAX_FILE_ROWS } from '../domain/stock-file.ts'

const shopId = idOf('shp')
const desk = (scope: 'product.read' | 'stock.write') =>
  ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

const MAX_TEXT = Math.ceil(MAX_FILE_BYTES / 3) * 4
/** The bytes as they are, for the server reads UTF-8 and GB 18030 alike. */
const fileBase64 = z
  .string()
  .min(1)
  .max(MAX_TEXT)
  .refine((text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text), { params: { code: 'TEXT_INVALID' } })
  .meta({
    description: 'A CSV file of up to 5,000 rows and 2 MB, base64',
    example: 'U0tVIElELE9uIHNoZWxmCg==',
  })

export const exportStock = endpoint({
  id: 'shop.exportStock',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/stock/file',
  summary: { zh: '导出库存（CSV，也是导入的模板）', en: 'Stock as CSV: the template of what is read in' },
  access: desk('product.read'),
  input: z.object({ shopId }),
  output: fileOut,
  errors: [],
  file: true,
})

const standing = z.object({ onHand: z.number().int(), priceMinor: minorOut })
export const stockFileChange = z.object({
  row: z.number().int(),
  skuId: idOf('sku'),
  title: localized,
  skuName: localized,
  currency,
  before: standing,
  after: standing,
})
export const stockFileFault = z.object({
  /** As the spreadsheet counts: the head is 1. */
  row: z.number().int(),
  column: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
})

export const previewStockFile = endpoint({
  id: 'shop.previewStockFile',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/stock/imports/preview',
  summary: {
    zh: '试导入库存：只看会改什么',
    en: 'What a stock file would change, and which cells are wrong; nothing moves',
  },
  access: desk('stock.write'),
  input: z.object({ shopId, fileBase64 }),
  output: z.object({
    rows: z.number().int(),
    changes: z.array(stockFileChange),
    errors: z.array(stockFileFault),
    /** More than are listed. */
    errorCount: z.number().int(),
    /** Of what was shown: the import refuses with STALE when it is no longer true. */
    stamp: z.string(),
  }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'TEXT_INVALID', 'INPUT_INVALID', 'BODY_TOO_LARGE'],
  bodyLimit: MAX_TEXT + 1_024,
})

export const importStock = endpoint({
  id: 'shop.importStock',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/stock/imports',
  summary: { zh: '导入库存（全部成功或全部不变）', en: 'Read a stock file in; all rows or none' },
  access: desk('stock.write'),
  input: z.object({ shopId, fileBase64, stamp: z.string().max(64) }),
  output: z.object({ changed: z.number().int() }),
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'TEXT_INVALID',
    'INPUT_INVALID',
    'BODY_TOO_LARGE',
    'STALE',
    'STATE_CONFLICT',
  ],
  idempotent: true,
  bodyLimit: MAX_TEXT + 1_024,
})

export const stockFileEndpoints = [exportStock, previewStockFile, importStock] as const
