// Leaving the last thing out, with ties in random order.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createDatasetBuilder } from './dataset.ts'
import { leaveLastOut, shuffledHistories } from './last-out.ts'
import { listOf } from './shapes.ts'

const PEOPLE = 300
/** Of each person: item 0, then items 1 and 2 on one day; every third person a thing of a later day. */
const world = () => {
  const builder = createDatasetBuilder('ties')
  for (let p = 0; p < PEOPLE; p++) {
    builder.add(`p${p}`, 'first', 0, 'review')
    builder.add(`p${p}`, 'one', DAY_MS, 'review')
    builder.add(`p${p}`, 'two', DAY_MS, 'review')
    if (p % 3 === 0) builder.add(`p${p}`, 'late', 2 * DAY_MS, 'review')
  }
  return builder.build()
}

void it('keeps the order of days, and shuffles what happened on one', () => {
  const data = world()
  const { items, atMs } = shuffledHistories(data, seededRandom('order'))
  let oneFirst = 0
  for (let p = 0; p < PEOPLE; p++) {
    const names = Array.from(listOf(items, p), (item) => data.items[item])
    assert.equal(names[0], 'first')
    assert.equal(names[3], p % 3 === 0 ? 'late' : undefined)
    if (names[1] === 'one') oneFirst++
  }
  assert.ok(oneFirst > 0.4 * PEOPLE && oneFirst < 0.6 * PEOPLE)
  assert.deepEqual([...atMs.subarray(0, 4)], [0, DAY_MS, DAY_MS, 2 * DAY_MS])
})

void it('seeks the last, knows the rest with its times, and tells a later day from the same', () => {
  const all = shuffledHistories(world(), seededRandom('last'))
  const { known, last, later } = leaveLastOut(all)
  for (let p = 0; p < PEOPLE; p++) {
    assert.deepEqual([...listOf(known.items, p), ...listOf(last, p)], [...listOf(all.items, p)])
    assert.equal(later[p], p % 3 === 0 ? 1 : 0)
  }
  assert.equal(known.atMs.length, known.items.values.length)
  assert.deepEqual([...known.atMs.subarray(0, 3)], [0, DAY_MS, DAY_MS])
})

void it('seeks nothing of who has one thing only', () => {
  const builder = createDatasetBuilder('one')
  builder.add('p', 'only', 0, 'review')
  const { known, last } = leaveLastOut(shuffledHistories(builder.build(), seededRandom(1)))
  assert.equal(listOf(known.items, 0).length, 1)
  assert.equal(listOf(last, 0).length, 0)
})
