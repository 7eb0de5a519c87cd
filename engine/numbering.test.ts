import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createNumbering, UNMET } from './numbering.ts'

void it('numbers names in the order in which they are met, and again the same after it was read back', () => {
  const numbering = createNumbering(10)
  assert.deepEqual([numbering.meet('b'), numbering.meet('a'), numbering.meet('b')], [0, 1, 0])
  assert.deepEqual([numbering.of('a'), numbering.of('c'), numbering.nameOf(1)], [1, UNMET, 'a'])
  const again = createNumbering(10)
  again.restore(numbering.dump())
  assert.deepEqual([again.of('a'), again.meet('c'), again.nameOf(0)], [1, 2, 'b'])
})

void it('never holds more names than it may; the others keep a number of their own', () => {
  const numbering = createNumbering(3)
  for (let n = 0; n < 100; n++) numbering.meet(`name ${n}`)
  assert.equal(numbering.size, 3)
  assert.equal(numbering.of('name 50'), numbering.meet('name 50'))
  assert.notEqual(numbering.of('name 50'), numbering.of('name 51'))
  assert.throws(() => createNumbering(2).restore(numbering.dump()), RangeError)
})
