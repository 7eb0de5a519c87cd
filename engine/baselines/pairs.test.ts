// Baselines of pairs without times, against what can be worked out by hand.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { listOf, toRagged } from '../evaluation/shapes.ts'
import { ease, ridgeInverse } from './ease.ts'
import { pairCosine, pairCountsByPerson, pairPopularity } from './pair-counts.ts'

const learned = (lists: number[][], itemCount: number) => ({
  personCount: lists.length,
  itemCount,
  actions: ['view'],
  train: [toRagged(lists)],
  itemVectors: {},
})

void it('ridgeInverse is the inverse, item nobody has included', () => {
  const random = seededRandom('ease')
  const items = 23
  const lists = Array.from({ length: 60 }, () =>
    Array.from({ length: items - 1 }, (_, i) => i).filter(() => random.next() < 0.2),
  )
  const pairs = toRagged(lists)
  const inverse = ridgeInverse(pairs, items, 3, 1e-7)
  for (let i = 0; i < items; i++)
    for (let j = 0; j < items; j++) {
      let product = 3 * inverse[i * items + j]!
      for (let p = 0; p < lists.length; p++)
        if (lists[p]!.includes(i)) for (const k of listOf(pairs, p)) product += inverse[k * items + j]!
      assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-5, `${i}, ${j}: ${product}`)
    }
  assert.throws(() => ridgeInverse(pairs, items, 0, 1e-7), RangeError)
})

void it('EASE, the cosine and popularity agree on who goes with whom', () => {
  // 0 with 1 three times, 2 with 3 twice, 4 is everybody's, 5 nobody's.
  const lists = [[0, 1, 4], [0, 1, 4], [0, 1], [2, 3, 4], [2, 3], [4], [4], [0]]
  const out = new Float64Array(6)
  const data = learned(lists, 6)
  for (const contender of [
    ease('EASE', { lambda: 1 }),
    pairCosine('cosine'),
    pairCountsByPerson('by person', { breadth: 1, popularityWorth: 0.01 }),
  ]) {
    contender.create(data).score(7, out)
    out[0] = -Infinity
    assert.equal(out.indexOf(Math.max(...out)), 1, contender.name)
    assert.ok(out[1]! > out[4]! && out[4]! > out[2]!, contender.name)
  }
  pairPopularity().create(data).score(7, out)
  assert.deepEqual([...out], [4, 3, 2, 2, 5, 0])
})
