import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRows, textOfFile } from './rows.ts'

const A = 'ord_01M7EWPY9GEM0PZWKY20PJDJ8B'
const B = 'ord_01M7EWPY9GEM0PZWKY20PJDJ8C'

test('tabs, commas and semicolons; headings and empty lines are left out; the chosen carrier fills in', () => {
  const rows = readRows(`订单号\t快递\t运单号\n${A}\t圆通速递\tYT1234567\n\n${B},SF100000001\n`, '中通快递')
  assert.deepEqual(
    rows.map((r) => [r.line, r.orderId, r.carrier, r.trackingNo, r.wrong]),
    [
      [2, A, '圆通速递', 'YT1234567', null],
      [4, B, '中通快递', 'SF100000001', null],
    ],
  )
})

test('each row says what is wrong with it', () => {
  const rows = readRows(`ord_x,SF100000001\n${A},12\n${B},SF100000001\n${B};SF100000002\n${A}`, '中通快递')
  assert.deepEqual(
    rows.map((r) => r.wrong),
    ['order', 'number', null, 'twice', 'twice'],
  )
})

test('a carrier of no table is kept as it was written', () => {
  assert.deepEqual(
    readRows(`${A},山海快递,SH1234567`, 'x').map((r) => [r.carrier, r.trackingNo]),
    [['山海快递', 'SH1234567']],
  )
})

test('files in UTF-8 with a mark, and in GBK', () => {
  assert.equal(
    readRows(textOfFile(new TextEncoder().encode(`\ufeff${A},SF100000001`)), '中通快递')[0]!.wrong,
    null,
  )
  const gbk = Uint8Array.from([0xd6, 0xd0, 0xcd, 0xa8, 0xbf, 0xec, 0xb5, 0xdd]) // 中通快递
  assert.equal(textOfFile(gbk), '中通快递')
})
