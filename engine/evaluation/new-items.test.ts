// New items: what is taken out is nowhere in what is learned, and what knows nothing of them comes out as chance.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { bootstrapMean } from './intervals.ts'
import { askForNew, chanceOfNew, holdOutItems, togetherForNew } from './new-items.ts'
import { listOf, toRagged, type SplitInteractions } from './shapes.ts'

const ITEMS = 200
const world = (): SplitInteractions => {
  const random = seededRandom('world')
  const lists = () => Array.from({ length: 300 }, () => [...new Set([random.int(ITEMS), random.int(ITEMS)])])
  const [train, validation, test] = [lists(), lists(), lists()].map((part) => [toRagged(part)])
  return {
    name: 'world',
    personCount: 300,
    itemCount: ITEMS,
    actions: ['view'],
    train: train!,
    validation: validation!,
    test: test!,
    itemVectors: {},
  }
}
const held = () => holdOutItems(world(), 0.1, seededRandom('draw'))
const mean = (of: Parameters<typeof bootstrapMean>[0]) => bootstrapMean(of, seededRandom('mean')).mean

void it('takes a tenth of the items out of all that is learned, and seeks every pair of them in train and test', () => {
  const { isNew, count, learned, sought } = held()
  const split = world()
  assert.equal(count, 20)
  assert.equal(
    isNew.reduce((s, x) => s + x, 0),
    20,
  )
  assert.ok(learned.train[0]!.values.every((item) => !isNew[item]))
  for (let p = 0; p < 300; p++) {
    const both = [...listOf(split.train[0]!, p), ...listOf(split.test[0]!, p)]
    const expected = [...new Set(both.filter((item) => isNew[item]))].sort((a, b) => a - b)
    assert.deepEqual(
      [...listOf(sought.items, p)].sort((a, b) => a - b),
      expected,
    )
  }
  assert.deepEqual(held().isNew, isNew, 'the same seed draws the same items')
})

void it('a model that says the same of all new items is chance, wherever it puts them', () => {
  const all = held()
  const flat = (level: number) =>
    askForNew(
      'flat',
      { score: (_, out) => out.forEach((_, item) => (out[item] = all.isNew[item] ? level : item / ITEMS)) },
      all,
    )
  const chance = chanceOfNew(all)
  for (const level of [-1, 5]) {
    const row = flat(level)
    assert.ok(Math.abs(mean(row.amongNew) - chance.amongNew) < 1e-9)
    assert.ok(Math.abs(mean(row.keptPlaces) - chance.keptPlaces) < 1e-9)
  }
  assert.equal(mean(flat(-1).amongAll), 0)
  assert.equal(mean(flat(5).amongAll), 1, 'twenty new ones in front take all twenty places')
})

void it('one that knows finds all of them, and several draws are one row', () => {
  const all = held()
  const knowing = {
    score(person: number, out: Float64Array) {
      out.fill(0)
      for (const item of listOf(all.sought.items, person)) out[item] = 1
    },
  }
  const row = askForNew('knowing', knowing, all)
  assert.equal(mean(row.amongAll), 1)
  assert.equal(mean(row.amongNew), 1)
  assert.ok(mean(togetherForNew([row, row]).keptPlaces) > 0.95)
})
