import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readYuan, writeYuan } from './yuan.ts'

test('yuan are read digit by digit into minor units', () => {
  for (const [text, minor] of [
    ['129', '12900'],
    ['129.9', '12990'],
    ['129.05', '12905'],
    ['0.01', '1'],
    [' 7 ', '700'],
    ['0', '0'],
  ] as const) {
    assert.equal(readYuan(text), minor, text)
  }
  for (const text of ['', '.', '1.234', '-1', '1e3', '1,000', '１２', 'abc'])
    assert.equal(readYuan(text), null, text)
})

test('what is written is read back', () => {
  for (const minor of ['1', '10', '99', '100', '12905', '12990', '12900', '99999999999'])
    assert.equal(readYuan(writeYuan(minor)), minor, minor)
  assert.equal(writeYuan(null), '')
})
