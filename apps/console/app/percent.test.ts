import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPercent, writePercent } from './percent.ts'

test('percent to basis points and back', () => {
  for (const [text, bps] of [
    ['12.5', 1250],
    ['5%', 500],
    ['0', 0],
    ['0.05', 5],
    ['100', 10_000],
  ] as const)
    assert.equal(readPercent(text), bps, text)
  for (const text of ['', '101', '1.234', '-5', 'x']) assert.equal(readPercent(text), null, text)
  for (const bps of [0, 1, 5, 250, 1250, 9999, 10_000]) assert.equal(readPercent(writePercent(bps)), bps)
})
