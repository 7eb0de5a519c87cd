// The protocol of fixed splits, against figures worked out by hand.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { askSplit, meanRow, recallLead } from './fixed-split.ts'
import { toRagged } from './shapes.ts'

const options = { random: seededRandom('split'), now: () => 0 }
/** Item 0 is likeliest for everybody, then 1, 2 … */
const byNumber = { score: (_: number, out: Float64Array) => out.forEach((_, item) => (out[item] = -item)) }

void it('ranks what is sought among all that is not masked', () => {
  const sought = {
    items: toRagged([[2], [], [11]]),
    masked: [toRagged([[0], [0, 1], [0]]), toRagged([[1], [], []])],
  }
  const row = askSplit('by number', byNumber, sought, 40, options)
  assert.equal(row.people, 2)
  // Person 0: first after two masked. Person 2: eleventh of what is left, beyond ten and within twenty.
  assert.equal(row.hit10.mean, 0.5)
  assert.equal(row.ndcg10.mean, 0.5)
  assert.equal(row.recall20.mean, 1)
})

void it('counts the share of several sought items, and a masked item that is sought is sought all the same', () => {
  const row = askSplit(
    'x',
    byNumber,
    { items: toRagged([[0, 39]]), masked: [toRagged([[0, 5]])] },
    40,
    options,
  )
  assert.equal(row.recall20.mean, 0.5)
})

void it('a model that tells nothing apart is chance, not perfect', () => {
  const flat = { score: (_: number, out: Float64Array) => out.fill(0) }
  const sought = { items: toRagged([[3]]), masked: [] }
  const row = askSplit('flat', flat, sought, 40, options)
  assert.equal(row.recall20.mean, 0.5)
  assert.equal(recallLead(askSplit('x', byNumber, sought, 40, options), row, options.random).mean, 0.5)
})

void it('rows of several seeds are one: by person the mean of all', () => {
  const sought = { items: toRagged([[0], [39]]), masked: [] }
  const backwards = { score: (_: number, out: Float64Array) => out.forEach((_, item) => (out[item] = item)) }
  const row = (ranker: typeof byNumber) => askSplit('x', ranker, sought, 60, options)
  const mean = meanRow([row(byNumber), row(backwards), row(byNumber)], options.random)
  assert.deepEqual([...mean.recalls.sums], [2 / 3, 0])
  assert.equal(mean.recall20.mean, 1 / 3)
  assert.equal(mean.people, 2)
})
