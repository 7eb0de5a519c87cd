import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrangeRows, nextRow, type KeptRow } from './rundown.ts'
import { recordingSecondAt } from './recording-time.ts'
import { endOfShift } from './shift.ts'

const row = (rowId: string, state: KeptRow['state'], minute = 0): KeptRow => ({
  rowId,
  productId: `p-${rowId}`,
  state,
  startedAt: state === 'planned' ? null : new Date(minute * 60_000),
})
const kept = [
  row('a', 'done', 1),
  row('b', 'done', 2),
  row('c', 'now', 3),
  row('d', 'planned'),
  row('e', 'planned'),
]
const as = (ids: string[]) => ids.map((rowId) => ({ rowId, productId: `p-${rowId}` }))

test('whatever the order of an edit, what happened comes first, in the order it happened, and nothing of it is lost', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 0 }), (ids) => {
      const arranged = arrangeRows(as(ids), kept)
      const complete = ['a', 'b', 'c'].every((id) => ids.includes(id))
      assert.equal(arranged !== null, complete)
      if (!arranged) return
      const order = arranged.map((r) => r.edit.rowId)
      assert.deepEqual(order.slice(0, 3), ['a', 'b', 'c'])
      assert.deepEqual(
        order.slice(3),
        ids.filter((id) => id === 'd' || id === 'e'),
      )
    }),
  )
})

test('new rows take their place among the planned ones; a done one keeps its product', () => {
  const ids = arrangeRows([{ productId: 'new' }, ...as(['a', 'b', 'c'])], kept)!.map((r) => r.edit.productId)
  assert.deepEqual(ids, ['p-a', 'p-b', 'p-c', 'new'])
  assert.equal(arrangeRows([{ rowId: 'a', productId: 'other' }, ...as(['b', 'c'])], kept), null)
  assert.equal(arrangeRows(as(['a', 'b', 'c', 'nobody']), kept), null)
})

test('next is the first planned one that is still in the bag, or the one that was asked for', () => {
  const all = new Set(['p-a', 'p-d', 'p-e'])
  assert.equal(nextRow(kept, all)?.rowId, 'd')
  assert.equal(nextRow(kept, new Set(['p-e']))?.rowId, 'e')
  assert.equal(nextRow(kept, all, 'e')?.rowId, 'e')
  assert.equal(nextRow(kept, all, 'a'), null, 'done is done')
  assert.equal(nextRow(kept, new Set()), null)
})

test('a second of the recording leaves gaps out, and knows the piece that is still being written', () => {
  const pieces = [
    { startedAtMs: 10_000, durationMs: 6_000 },
    { startedAtMs: 16_000, durationMs: 4_000 },
    { startedAtMs: 50_000, durationMs: 2_000 },
  ]
  assert.equal(recordingSecondAt(pieces, 5_000), 0)
  assert.equal(recordingSecondAt(pieces, 12_500), 2.5)
  assert.equal(recordingSecondAt(pieces, 18_000), 8)
  assert.equal(recordingSecondAt(pieces, 30_000), 10, 'in the gap')
  assert.equal(recordingSecondAt(pieces, 51_000), 11)
  assert.equal(recordingSecondAt(pieces, 55_000), 15, 'the open piece')
  assert.equal(recordingSecondAt(pieces, 900_000), 12)
  assert.equal(recordingSecondAt([], 900_000), 0)
})

test('a shift ends with its room at the latest', () => {
  const [early, late] = [new Date(1), new Date(2)]
  assert.equal(endOfShift({ endedAt: null }, { endedAt: null }), null)
  assert.equal(endOfShift({ endedAt: null }, { endedAt: late }), late)
  assert.equal(endOfShift({ endedAt: early }, { endedAt: late }), early)
  assert.equal(endOfShift({ endedAt: late }, { endedAt: early }), early)
})
