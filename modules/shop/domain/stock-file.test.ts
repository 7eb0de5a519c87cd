// A merchant's spreadsheet judged cell by cell, without a database: what may be read, what is refused and by which name.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FieldFault } from '#kernel/errors'
import { planOf, readHead, readLines, type FileLine, type Standing } from './stock-file.ts'

const told = (faults: readonly FieldFault[]) => faults.map((f) => `${f.row} ${f.column} ${f.code}`)

describe('the head', () => {
  it('is known in both languages and by common names, in any order and case', () => {
    for (const head of [
      ['规格编号', '商品', '规格', '货架库存', '价格'],
      ['SKU ID', 'Product', 'Variant', 'On shelf', 'Price'],
      ['sku_id', 'units', 'PRICE'],
      ['价格', '库存', 'skuid'],
    ]) {
      const { at, faults } = readHead(head)
      assert.deepEqual(faults, [])
      assert.ok(
        ['skuId', 'units', 'price'].every((c) => at.has(c as 'price')),
        head.join(),
      )
    }
    assert.equal(readHead(['Price', 'SKU ID']).at.get('skuId'), 1)
  })

  it('says what is strange, twice or missing; an empty one is none', () => {
    assert.deepEqual(told(readHead(['SKU ID', '', 'Price', '']).faults), [])
    assert.deepEqual(told(readHead(['SKU ID', 'Prise', 'Price']).faults), ['1 Prise UNKNOWN_FIELD'])
    assert.deepEqual(told(readHead(['SKU ID', 'x'.repeat(60), 'Price']).faults), [
      `1 ${'x'.repeat(40)} UNKNOWN_FIELD`,
    ])
    const twice = readHead(['SKU ID', 'Price', '价格'])
    assert.deepEqual(told(twice.faults), ['1 price INPUT_INVALID'])
    assert.equal(twice.at.get('price'), 1, 'the first counts')
    assert.deepEqual(told(readHead(['Price']).faults), ['1 skuId INPUT_INVALID'])
    assert.deepEqual(told(readHead(['SKU ID', 'Product']).faults), ['1 units INPUT_INVALID'])
    assert.deepEqual(told(readHead(['SKU ID', 'On shelf']).faults), [])
  })

  it('says it in both languages, and where it stands', () => {
    const [fault] = readHead(['Price']).faults
    assert.equal(fault!.pointer, '/rows/1/skuId')
    assert.match((fault!.detail as { zh: string; en: string }).zh, /规格编号/)
    assert.match((fault!.detail as { zh: string; en: string }).en, /SKU ID/)
  })
})

const { at } = readHead(['SKU ID', 'On shelf', 'Price'])
const read = (...rows: string[][]) =>
  readLines(
    at,
    rows.map((cells, i) => ({ row: i + 2, cells })),
  )
const detail = (cells: string[]) => read(cells).faults[0]!.detail as { zh: string; en: string }

describe('a line', () => {
  it('whole units up to a million, prices in yuan and cents; empty: stays', () => {
    const { lines, faults } = read(
      ['sku_a', '0', '0.01'],
      ['sku_b', '1000000', '129'],
      ['sku_c', '', ''],
      ['sku_d', '7', '129.5'],
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(lines, [
      { row: 2, skuId: 'sku_a', onHand: 0, priceMinor: 1n },
      { row: 3, skuId: 'sku_b', onHand: 1_000_000, priceMinor: 12_900n },
      { row: 4, skuId: 'sku_c', onHand: null, priceMinor: null },
      { row: 5, skuId: 'sku_d', onHand: 7, priceMinor: 12_950n },
    ])
  })

  it('guesses no number', () => {
    for (const units of ['1000001', '12345678', '-1', '1.5', '1,000', '1e3', ' 5', 'x', '１２'])
      assert.deepEqual(told(read(['sku_a', units, '1']).faults), ['2 units QTY_RANGE'], units)
    for (const price of ['0', '0.00', '1.234', '¥1', '1,00', '.5', '1.', '-1', '12345678901', '１．００'])
      assert.deepEqual(told(read(['sku_a', '1', price]).faults), ['2 price AMOUNT_INVALID'], price)
    assert.deepEqual(read(['sku_a', 'x', 'y']).lines[0], {
      row: 2,
      skuId: 'sku_a',
      onHand: null,
      priceMinor: null,
    })
  })

  it('says so of full-width digits, else what a number looks like', () => {
    for (const cells of [
      ['sku_a', '１２', '1'],
      ['sku_a', '1', '１.00'],
    ]) {
      assert.match(detail(cells).zh, /全角/)
      assert.match(detail(cells).en, /full-width/)
    }
    assert.match(detail(['sku_a', 'x', '1']).zh, /整数/)
    assert.match(detail(['sku_a', 'x', '1']).en, /whole number/)
    assert.match(detail(['sku_a', '1', 'x']).zh, /大于 0 的价格/)
    assert.match(detail(['sku_a', '1', 'x']).en, /price above 0/)
  })

  it('names a variant, and each once; cells that are not there are empty', () => {
    assert.deepEqual(told(read(['', '1', '1']).faults), ['2 skuId INPUT_INVALID'])
    const twice = read(['sku_a', '1'], ['sku_b', '1'], ['sku_a', '2'], ['sku_a', '3'])
    assert.deepEqual(told(twice.faults), ['4 skuId INPUT_INVALID', '5 skuId INPUT_INVALID'])
    assert.match((twice.faults[1]!.detail as { en: string }).en, /row 2;/, 'the first of them')
    assert.deepEqual(read([]).lines[0]!.skuId, '')
  })
})

const standing = (over: Partial<Standing> = {}): Standing => ({
  onHand: 10,
  priceMinor: 500n,
  bundle: false,
  free: 6,
  ...over,
})
const line = (skuId: string, onHand: number | null, priceMinor: bigint | null, row = 2): FileLine => ({
  row,
  skuId: skuId as FileLine['skuId'],
  onHand,
  priceMinor,
})

describe('what a list would change', () => {
  const plan = (l: FileLine, s: Standing | null = standing(), mayPrice = true) =>
    planOf([l], new Map(s ? [[l.skuId as string, s]] : []), mayPrice)

  it('nothing where it says what is there already, or nothing', () => {
    for (const l of [line('sku_a', 10, 500n), line('sku_a', null, null), line('sku_a', 10, null)])
      assert.deepEqual(plan(l), { changes: [], faults: [] })
  })

  it('units, price, or both; what is empty stays', () => {
    const changed = (l: FileLine) => plan(l).changes.map((c) => [c.onHand, c.priceMinor])
    assert.deepEqual(changed(line('sku_a', 12, null)), [[12, 500n]])
    assert.deepEqual(changed(line('sku_a', null, 400n)), [[10, 400n]])
    assert.deepEqual(changed(line('sku_a', 4, 400n)), [[4, 400n]])
    assert.deepEqual(plan(line('sku_a', 4, null)).changes[0]!.before, standing())
  })

  it('never below what is held, and says how low it may be', () => {
    assert.deepEqual(told(plan(line('sku_a', 4, null)).faults), [])
    const low = plan(line('sku_a', 3, null))
    assert.deepEqual(told(low.faults), ['2 units STATE_CONFLICT'])
    assert.match((low.faults[0]!.detail as { en: string }).en, /At least 4/)
  })

  it('no units of a bundle, though its price', () => {
    const bundle = standing({ bundle: true, onHand: 0, free: 0 })
    assert.deepEqual(told(plan(line('sku_a', 1, null), bundle).faults), ['2 units STATE_CONFLICT'])
    assert.match((plan(line('sku_a', 1, null), bundle).faults[0]!.detail as { en: string }).en, /bundle/)
    assert.deepEqual(told(plan(line('sku_a', null, 1n), bundle).faults), [])
    assert.deepEqual(told(plan(line('sku_a', 0, 1n), bundle).faults), [])
  })

  it('no price by who may not price; and no variant of another shop', () => {
    assert.deepEqual(told(plan(line('sku_a', 12, 400n), standing(), false).faults), ['2 price SCOPE_MISSING'])
    assert.deepEqual(told(plan(line('sku_a', 12, 500n), standing(), false).faults), [])
    assert.deepEqual(told(plan(line('sku_x', 1, 1n), null).faults), ['2 skuId NOT_FOUND'])
    assert.deepEqual(plan(line('sku_x', 1, 1n), null).changes, [])
    assert.deepEqual(told(plan(line('', 1, 1n), null).faults), [], 'said already')
  })
})
