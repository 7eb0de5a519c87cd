import assert from 'node:assert/strict'
import { it } from 'node:test'
import { changing, readWhole } from './version.ts'

void it('reads again what changed while it was read, and only that', () => {
  const header = new Uint32Array(new SharedArrayBuffer(8))
  const values = [1, 1]
  const change = () => changing(header, () => values.fill(values[0]! + 1))
  let times = 0
  const readTorn = () => {
    const first = values[0]!
    if (times++ < 2) change() // the writer comes between
    return [first, values[1]!]
  }
  assert.deepEqual(readTorn(), [1, 2], 'without the version a reader sees half of each')
  assert.deepEqual(readWhole(header, readTorn), [3, 3])
  assert.equal(times, 3)
})

void it('leaves the version even when a change is refused', () => {
  const header = new Uint32Array(new SharedArrayBuffer(8))
  assert.throws(() =>
    changing(header, () => {
      throw new RangeError('full')
    }),
  )
  assert.equal(
    readWhole(header, () => 7),
    7,
  )
})
