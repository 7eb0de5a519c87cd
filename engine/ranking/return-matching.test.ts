// Returns find the latest purchase of that thing, piece by piece, and never more than was bought.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createReturnMatcher } from './return-matching.ts'

void it('takes back the latest first, then what was bought before', () => {
  const matcher = createReturnMatcher({ items: 10 })
  matcher.buy(1, 5, 100, 4)
  matcher.buy(1, 5, 200, 3)
  matcher.buy(2, 5, 300, 9)
  assert.deepEqual(matcher.take(1, 5, 2), {
    matched: [{ line: 200, quantity: 2, first: true }],
    unmatched: 0,
  })
  assert.deepEqual(matcher.take(1, 5, 3), {
    matched: [
      { line: 200, quantity: 1, first: false },
      { line: 100, quantity: 2, first: true },
    ],
    unmatched: 0,
  })
  assert.deepEqual(matcher.take(1, 5, 5).unmatched, 3)
  assert.deepEqual(matcher.take(1, 6, 1), { matched: [], unmatched: 1 })
})

void it('gives back as many pieces as were taken, and of no line more than was bought', () => {
  const random = seededRandom('matching')
  const matcher = createReturnMatcher({ items: 3, maxOpen: 1_000 })
  const left = new Map<number, number>()
  for (let k = 0; k < 2_000; k++) {
    const [person, item, quantity] = [random.int(4), random.int(3), 1 + random.int(6)]
    if (random.next() < 0.6) {
      matcher.buy(person, item, k, quantity)
      left.set(k, quantity)
      continue
    }
    const { matched, unmatched } = matcher.take(person, item, quantity)
    assert.equal(matched.reduce((sum, m) => sum + m.quantity, unmatched), quantity) // prettier-ignore
    for (const { line, quantity: taken } of matched) {
      assert.ok(left.get(line)! >= taken)
      left.set(line, left.get(line)! - taken)
    }
  }
})

void it('forgets the oldest purchases beyond its bound', () => {
  const matcher = createReturnMatcher({ items: 1, maxOpen: 2 })
  for (const line of [1, 2, 3]) matcher.buy(0, 0, line, 1)
  assert.deepEqual(matcher.take(0, 0, 3).matched.map(({ line }) => line), [3, 2]) // prettier-ignore
})
