// One second of memory, and not a moment longer than units are away.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSoldOutGate } from './sold-out-gate.ts'

test('remembers for a second, forgets at once when units may be back, and is unsure for a moment then', () => {
  let ms = 0
  const gate = createSoldOutGate(() => ms)
  gate.remember('kettle')
  assert.equal(gate.isSoldOut('kettle'), true)
  assert.equal(gate.isSoldOut('cup'), false)
  ms = 1_000
  assert.equal(gate.isSoldOut('kettle'), false, 'the second is over')
  gate.remember('kettle')
  gate.reopen()
  assert.equal(gate.isSoldOut('kettle'), false)
  gate.remember('kettle')
  assert.equal(gate.isSoldOut('kettle'), false, 'refused while the units were still on their way back')
  ms = 1_300
  gate.remember('kettle')
  assert.equal(gate.isSoldOut('kettle'), true)
})

test('a crowd of goods does not fill the memory', () => {
  const gate = createSoldOutGate(() => 0)
  for (let i = 0; i < 25_000; i++) gate.remember(`sku ${i}`)
  assert.equal(gate.isSoldOut('sku 24999'), true)
})
