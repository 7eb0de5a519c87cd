// Learners who share the work know what one learner knows, as far as they have told each other.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createDatasetBuilder } from '../evaluation/dataset.ts'
import { NEXT_ITEM } from './next-item-options.ts'
import { createNextItem } from './next-item.ts'
import { partitioned } from './partitioned.ts'

/** People of seven tastes, forty things each, some of them taken more often. */
function walks(events = 3_000) {
  const b = createDatasetBuilder('walks')
  const random = seededRandom('walks')
  for (let n = 0; n < events; n++) {
    const person = random.int(60)
    b.add(
      `p${person}`,
      `i${(person % 7) * 40 + Math.floor(40 * random.next() ** 2)}`,
      (n * DAY_MS) / 50,
      'view',
    )
  }
  return b.build()
}
const data = walks()
const o = { ...NEXT_ITEM, warmUp: 100, teachEvery: 5 }
const LATER = 61 * DAY_MS

function answers(everyEvents: number, learners = 2) {
  const model = partitioned('several', { learners, everyEvents }, o).create(data)
  model.learn(data.interactions, 0, data.interactions.length)
  return data.people.map((_, person) => {
    const out = new Float64Array(data.items.length)
    model.score(person, LATER, out)
    return out
  })
}
const best = (scores: Float64Array) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, 10)
const common = (a: number[], b: number[]) => a.filter((item) => b.includes(item)).length

const alone = (() => {
  const model = createNextItem(data, o)
  model.learn(data.interactions, 0, data.interactions.length)
  return data.people.map((_, person) => {
    const out = new Float64Array(data.items.length)
    model.score(person, LATER, out)
    return out
  })
})()

void it('told at once, two put forward what one does; a single one of a partition is the model itself', () => {
  const two = answers(1)
  const same = two.reduce((sum, scores, p) => sum + common(best(scores), best(alone[p]!)), 0) / two.length
  assert.ok(same > 9, `${same} of 10`)
  answers(1, 1).forEach((scores, p) => assert.deepEqual(best(scores), best(alone[p]!)))
})

void it('twin: who is told nothing knows less', () => {
  const deaf = answers(Infinity)
  const same = deaf.reduce((sum, scores, p) => sum + common(best(scores), best(alone[p]!)), 0) / deaf.length
  assert.ok(same < 9, `${same} of 10`)
})
