// A stock list as a merchant's spreadsheet has it: which variant, how many on the shelf, at what price. Every cell that cannot be read is
// said by row and column; nothing is guessed, for 1,000 is a thousand here and one elsewhere.
import type { FieldFault } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'

export const MAX_FILE_ROWS = 5_000
export const MAX_FILE_BYTES = 2_097_152
const MOST_UNITS = 1_000_000

/** The first two are what the export writes. Product and variant are for the reader; they are not read back. */
export const FILE_HEADS = {
  skuId: { zh: '规格编号', en: 'SKU ID', also: ['sku_id', 'skuid'] },
  product: { zh: '商品', en: 'Product', also: [] },
  variant: { zh: '规格', en: 'Variant', also: [] },
  units: { zh: '货架库存', en: 'On shelf', also: ['库存', 'units'] },
  price: { zh: '价格', en: 'Price', also: ['price'] },
} as const
export type FileColumn = keyof typeof FILE_HEADS
const COLUMNS = Object.keys(FILE_HEADS) as FileColumn[]

/** Null: the cell is empty, what is there stays. */
export type FileLine = { row: number; skuId: Id<'sku'>; onHand: number | null; priceMinor: bigint | null }

export const fault = (
  row: number,
  column: FileColumn | string,
  code: string,
  zh: string,
  en: string,
): FieldFault => ({ pointer: `/rows/${row}/${column}`, row, column, code, detail: { zh, en } })

const named = (title: string): FileColumn | undefined =>
  COLUMNS.find((c) => {
    const { zh, en, also } = FILE_HEADS[c]
    return [zh, en, ...also].some((name) => name.toLowerCase() === title.toLowerCase())
  })

/** Where each column stands; a head that is not known is refused, for it may be a price mistyped. */
export function readHead(head: readonly string[]): { at: Map<FileColumn, number>; faults: FieldFault[] } {
  const at = new Map<FileColumn, number>()
  const faults: FieldFault[] = []
  for (const [i, title] of head.entries()) {
    if (title === '') continue
    const column = named(title)
    if (!column)
      faults.push(
        fault(
          1,
          title.slice(0, 40),
          'UNKNOWN_FIELD',
          '不认识这一列，请删掉或改成模板里的列名',
          'This column is not known; delete it or use a heading of the template',
        ),
      )
    else if (at.has(column))
      faults.push(fault(1, column, 'INPUT_INVALID', '这一列出现了两次', 'This column is there twice'))
    else at.set(column, i)
  }
  if (!at.has('skuId'))
    faults.push(
      fault(
        1,
        'skuId',
        'INPUT_INVALID',
        '缺少“规格编号”列，请从模板开始',
        'The column “SKU ID” is missing; start from the template',
      ),
    )
  if (!at.has('units') && !at.has('price'))
    faults.push(
      fault(
        1,
        'units',
        'INPUT_INVALID',
        '缺少“货架库存”或“价格”列',
        'A column “On shelf” or “Price” is needed',
      ),
    )
  return { at, faults }
}

export function readLines(
  at: ReadonlyMap<FileColumn, number>,
  rows: readonly { row: number; cells: readonly string[] }[],
): { lines: FileLine[]; faults: FieldFault[] } {
  const faults: FieldFault[] = []
  const firstOf = new Map<string, number>()
  const lines = rows.map(({ row, cells }): FileLine => {
    const cell = (c: FileColumn) => cells[at.get(c) ?? -1] ?? ''
    const skuId = cell('skuId')
    const first = firstOf.get(skuId)
    if (skuId === '') faults.push(fault(row, 'skuId', 'INPUT_INVALID', '请填规格编号', 'Give the SKU ID'))
    else if (first !== undefined)
      faults.push(
        fault(
          row,
          'skuId',
          'INPUT_INVALID',
          `与第 ${first} 行重复，只留一行`,
          `The same as row ${first}; keep one of them`,
        ),
      )
    else firstOf.set(skuId, row)
    const units = readUnits(cell('units'))
    const price = readPrice(cell('price'))
    if (units === 'wrong')
      faults.push(
        fault(
          row,
          'units',
          'QTY_RANGE',
          wide(cell('units')).zh || '请填 0 到 1000000 的整数，不带逗号和单位',
          wide(cell('units')).en || 'Give a whole number from 0 to 1000000, without commas or units',
        ),
      )
    if (price === 'wrong')
      faults.push(
        fault(
          row,
          'price',
          'AMOUNT_INVALID',
          wide(cell('price')).zh || '请填大于 0 的价格，如 129.00，不带货币符号',
          wide(cell('price')).en || 'Give a price above 0 such as 129.00, without a currency sign',
        ),
      )
    return {
      row,
      skuId: skuId as Id<'sku'>,
      onHand: units === 'wrong' ? null : units,
      priceMinor: price === 'wrong' ? null : price,
    }
  })
  return { lines, faults }
}

const wide = (text: string): Localized =>
  /[０-９．，]/.test(text)
    ? { zh: '这是全角数字，请改用半角', en: 'These are full-width digits; use plain ones' }
    : { zh: '', en: '' }

function readUnits(text: string): number | null | 'wrong' {
  if (text === '') return null
  return /^\d{1,7}$/.test(text) && Number(text) <= MOST_UNITS ? Number(text) : 'wrong'
}

/** Yuan as digits, never by way of a float. */
function readPrice(text: string): bigint | null | 'wrong' {
  if (text === '') return null
  const [, whole, cents = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const minor = whole === undefined ? 0n : BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'))
  return minor > 0n ? minor : 'wrong'
}

/** A variant as it stands, and what of it may not change. */
export type Standing = {
  onHand: number
  priceMinor: bigint
  bundle: boolean
  /** What may leave at most: less what is held, or lies in other warehouses. */
  free: number
}
export type FileChange = {
  row: number
  skuId: Id<'sku'>
  onHand: number
  priceMinor: bigint
  before: Standing
}

/** What a list would change, and which of its rows cannot be. */
export function planOf(
  lines: readonly FileLine[],
  standing: ReadonlyMap<string, Standing>,
  mayPrice: boolean,
): { changes: FileChange[]; faults: FieldFault[] } {
  const faults: FieldFault[] = []
  const changes: FileChange[] = []
  for (const { row, skuId, ...wanted } of lines) {
    const before = standing.get(skuId)
    if (!before) {
      if (skuId)
        faults.push(
          fault(
            row,
            'skuId',
            'NOT_FOUND',
            '店里没有这个规格，请核对编号',
            'The shop has no such variant; check the ID',
          ),
        )
      continue
    }
    const onHand = wanted.onHand ?? before.onHand
    const priceMinor = wanted.priceMinor ?? before.priceMinor
    if (onHand === before.onHand && priceMinor === before.priceMinor) continue
    if (onHand !== before.onHand && before.bundle)
      faults.push(
        fault(
          row,
          'units',
          'STATE_CONFLICT',
          '套装没有自己的库存，请留空并修改组成它的规格',
          'A bundle has no stock of its own; leave this empty and change its parts',
        ),
      )
    else if (before.onHand - onHand > before.free)
      faults.push(
        fault(
          row,
          'units',
          'STATE_CONFLICT',
          `最少填 ${before.onHand - before.free}：其余已被订单占用或在其他仓`,
          `At least ${before.onHand - before.free}: the rest is held for orders or lies in other warehouses`,
        ),
      )
    if (priceMinor !== before.priceMinor && !mayPrice)
      faults.push(
        fault(
          row,
          'price',
          'SCOPE_MISSING',
          '你的角色不能改价，请清空价格列',
          'Your role may not change prices; empty the price column',
        ),
      )
    changes.push({ row, skuId, onHand, priceMinor, before })
  }
  return { changes, faults }
}
