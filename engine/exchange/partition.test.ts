// The key of the log: the same for ever, even, and of people who move, only to the new learner.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { partitionOf } from './partition.ts'

const people = Array.from({ length: 20_000 }, (_, n) => `usr_${n.toString(36)}`)

void it('is what it was: a log is read by it', () => {
  assert.deepEqual(['usr_a', 'usr_b', 'usr_c', 'A2', '张三', ''].map((p) => partitionOf(p, 8)), [6, 5, 2, 2, 0, 6]) // prettier-ignore
  assert.equal(partitionOf('anybody', 1), 0)
  assert.throws(() => partitionOf('anybody', 0), RangeError)
})

void it('gives everybody as many as another', () => {
  for (const learners of [2, 3, 8]) {
    const counts = new Uint32Array(learners)
    for (const person of people) counts[partitionOf(person, learners)]!++
    for (const count of counts)
      assert.ok(Math.abs(count / (people.length / learners) - 1) < 0.06, counts.join())
  }
})

void it('moves people to a new learner only, and no more than its share', () => {
  const moved = people.filter((p) => partitionOf(p, 4) !== partitionOf(p, 5))
  assert.ok(moved.every((p) => partitionOf(p, 5) === 4))
  assert.ok(Math.abs(moved.length / people.length - 1 / 5) < 0.01)
})
