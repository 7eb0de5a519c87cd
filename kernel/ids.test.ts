import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from './clock.ts'
import { createIds, isId } from './ids.ts'
import { seededRandom } from './random.ts'

test('ids sort by time, within a millisecond too, and none repeats', () => {
  const clock = manualClock(new Date('2026-01-01T00:00:00Z'))
  const ids = createIds(clock, seededRandom(1))
  const made: string[] = []
  for (let i = 0; i < 5000; i++) {
    if (i % 7 === 0) clock.advance(1)
    made.push(ids.next('ord'))
  }
  assert.equal(new Set(made).size, made.length)
  assert.deepEqual(made, made.toSorted())
})

test('an id says what it names', () => {
  const ids = createIds(manualClock(new Date(0)), seededRandom(1))
  const id = ids.next('shp')
  assert.ok(isId('shp', id))
  assert.ok(!isId('ord', id))
  for (const bad of [
    '',
    'shp_',
    `${id}X`,
    id.toLowerCase(),
    id.replace('_', '-'),
    'shp_IIIIIIIIIIIIIIIIIIIIIIIIII',
  ])
    assert.ok(!isId('shp', bad), bad)
})
