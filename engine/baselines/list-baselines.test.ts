// The floors of lists without times, on a handful of people.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { toRagged } from '../evaluation/shapes.ts'
import { listItemCf, listPopularity, wantedFirst } from './list-baselines.ts'

const views = toRagged([[0, 1, 2], [0, 1, 3], [1, 2], [1], [1, 4]]) // prettier-ignore
const buys = toRagged([[0], [0, 3], [2], [1], [1]])
const lists = { personCount: 5, itemCount: 5, actions: [], train: [views, buys], itemVectors: {} }
const told = (contender: typeof listPopularity, person: number) => {
  const out = new Float64Array(5)
  contender.create(lists).score(person, out)
  return [...out]
}

void it('popularity counts the last action', () => assert.deepEqual(told(listPopularity, 3), [2, 2, 1, 1, 0]))

void it('what was viewed comes first, by purchases or by purchases per view', () => {
  const first = (perView?: number) => {
    const scores = told(wantedFirst('x', perView), 0)
    return [0, 1, 2, 3, 4].sort((a, b) => scores[b]! - scores[a]! || a - b)
  }
  assert.deepEqual(first(), [0, 1, 2, 3, 4])
  assert.deepEqual(first(0.1), [0, 2, 1, 3, 4]) // of two viewers of 2 one bought it; of five of 1, two
})

void it('item CF: over one action, over each and summed, from anything to what is bought', () => {
  assert.ok(told(listItemCf('x', 5, { action: 1 }), 0)[3]! > 0) // 0 and 3 were bought by one person
  assert.ok(told(listItemCf('x', 5, 'summed'), 3)[4]! > 0) // 1 and 4 were viewed by one person
  const toBuy = told(listItemCf('x', 5, 'toGoal'), 3)
  assert.equal(toBuy[4], 0) // nobody bought 4
  assert.ok(toBuy[0]! > 0)
})
