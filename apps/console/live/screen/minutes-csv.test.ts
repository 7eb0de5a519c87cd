// What leaves as a file cannot become a formula in somebody's spreadsheet.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell, minutesCsv } from './minutes-csv.ts'

test('a cell is never a formula, and never breaks its row', () => {
  for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])
    assert.match(cell(evil), /^"?'/, JSON.stringify(evil))
  assert.equal(cell('a,"b"\nc'), '"a,""b""\nc"')
  assert.equal(cell('12.00'), '12.00')
})

test('money keeps every fen, and a minute nobody counted is empty, not nought', () => {
  const head = {
    at: 'at',
    online: 'online',
    entries: 'in',
    chats: 'c',
    likes: 'l',
    orders: 'o',
    paid: 'p',
    refunded: 'r',
  }
  const csv = minutesCsv(
    [
      {
        at: '2026-11-22T12:00:00.000Z',
        online: null,
        entries: 1,
        chats: 2,
        likes: 3,
        orders: 1,
        paidMinor: '5',
        refundedMinor: '12900',
      },
    ],
    head,
  )
  assert.equal(csv, '\uFEFFat,online,in,c,l,o,p,r\r\n2026-11-22T12:00:00.000Z,,1,2,3,1,0.05,129.00\r\n')
})
