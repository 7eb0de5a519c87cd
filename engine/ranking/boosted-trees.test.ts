// Trees find how two numbers stand together, which a straight line cannot, and repeat from a seed.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { growTrees, type Rows, type TreeOptions } from './boosted-trees.ts'

const OPTIONS: TreeOptions = {
  trees: 40,
  depth: 3,
  learningRate: 0.2,
  leastWeight: 1,
  ridge: 1,
  bins: 16,
  featureShare: 1,
}

/** 60 % when exactly one of the first two numbers is above a half, else 5 %; the third says nothing. */
function someRows(count: number, seed: string): Rows {
  const random = seededRandom(seed)
  const values = Float32Array.from({ length: 3 * count }, () => random.next())
  const odd = (i: number) => values[3 * i]! > 0.5 !== values[3 * i + 1]! > 0.5
  const label = Uint8Array.from({ length: count }, (_, i) => (random.next() < (odd(i) ? 0.6 : 0.05) ? 1 : 0))
  return { count, width: 3, values, label, weight: new Float64Array(count).fill(1) }
}
const chance = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))

void it('finds that two numbers must differ', () => {
  const trees = growTrees(someRows(4_000, 'a'), OPTIONS, seededRandom(1))
  assert.ok(Math.abs(chance(trees.logOdds([0.9, 0.1, 0.5], 0)) - 0.6) < 0.1)
  assert.ok(Math.abs(chance(trees.logOdds([0.1, 0.9, 0.5], 0)) - 0.6) < 0.1)
  assert.ok(chance(trees.logOdds([0.9, 0.9, 0.5], 0)) < 0.12)
  assert.ok(chance(trees.logOdds([0.1, 0.1, 0.5], 0)) < 0.12)
})

void it('foretells as much as happened on rows it has not seen', () => {
  const trees = growTrees(someRows(4_000, 'a'), OPTIONS, seededRandom(1))
  const others = someRows(4_000, 'b')
  let [foretold, happened] = [0, 0]
  for (let i = 0; i < others.count; i++) {
    foretold += chance(trees.logOdds(others.values, 3 * i))
    happened += others.label[i]!
  }
  assert.ok(Math.abs(foretold - happened) / others.count < 0.02)
})

void it('counts weights, bears numbers that never differ, and repeats from a seed', () => {
  const rows = someRows(500, 'c')
  const doubled = { ...rows, weight: rows.weight.map((w, i) => (rows.label[i] ? 3 * w : w)) }
  const heavier = growTrees(doubled, OPTIONS, seededRandom(1)).logOdds([0.9, 0.1, 0.5], 0)
  assert.ok(heavier > growTrees(rows, OPTIONS, seededRandom(1)).logOdds([0.9, 0.1, 0.5], 0))
  const flat = { ...rows, values: rows.values.map(() => 1) }
  const share = rows.label.reduce((s, y) => s + y, 0) / rows.count
  assert.ok(Math.abs(chance(growTrees(flat, OPTIONS, seededRandom(1)).logOdds([1, 1, 1], 0)) - share) < 0.01)
  const half = { ...OPTIONS, featureShare: 0.5 }
  const [a, b] = [1, 1].map((seed) => growTrees(rows, half, seededRandom(seed)).logOdds(rows.values, 0))
  assert.equal(a, b)
})
