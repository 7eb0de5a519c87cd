// What speaks for a thing when only pairs and descriptions are known.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { toRagged, type Matrix } from '../evaluation/shapes.ts'
import { describeItems } from './descriptions.ts'
import { createPairLikeness } from './pair-likeness.ts'
import { createPairTaste } from './pair-taste.ts'
import { createPairWalk, peopleByItem } from './pair-walk.ts'

void it('everybody hands on the same in all: a collector says little of each pair; with no breadth as much as anybody', () => {
  const collector = Array.from({ length: 50 }, (_, i) => i)
  const pairs = toRagged([collector, collector, [0, 60], [0]])
  const went = (breadth: number) => {
    const out = new Float64Array(61)
    createPairWalk(pairs, { breadth, items: 61 }).along(0, 3, out)
    return { collected: out[7]!, chosen: out[60]! }
  }
  assert.ok(went(1).chosen > 10 * went(1).collected)
  assert.ok(went(0).chosen < went(0).collected, 'the known-bad twin: a count of people')
  assert.deepEqual([...peopleByItem(pairs, 61).values.subarray(0, 4)], [0, 1, 2, 3])
})

const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  width: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
})

void it('descriptions know no units, and each source has the length it is worth', () => {
  const plain = [
    [1, 0],
    [0, 1],
    [-1, -1],
  ]
  const scaled = plain.map(([a, b]) => [1_000 * a! + 7, b! - 3])
  const [one, other] = [plain, scaled].map((rows) =>
    describeItems({ image: matrix(rows), audio: matrix(rows) }, 4, { audio: 0.5 }),
  )
  one!.values.forEach((value, i) => assert.ok(Math.abs(value - other!.values[i]!) < 1e-5))
  assert.ok(Math.abs(Math.hypot(...one!.values.subarray(0, 2)) - 1) < 1e-6)
  assert.ok(Math.abs(Math.hypot(...one!.values.subarray(2, 4)) - 0.5) < 1e-6)
  assert.deepEqual([...one!.values.subarray(12)], [0, 0, 0, 0], 'an item without a row is like nothing')
})

void it('likeness: the same stands above the near, the near above the opposite, and without a history nothing is like it', () => {
  const likeness = createPairLikeness(
    matrix([
      [1, 0, 0, 0, 0],
      [0.8, 0.6, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [-1, 0, 0, 0, 0],
    ]),
  )
  const out = new Float64Array(4)
  likeness.write([0], out)
  assert.ok(out[0]! > out[1]! && out[1]! > out[2]! && out[2]! > out[3]!)
  assert.ok(Math.abs(out[2]!) < 1e-6)
  likeness.write([], out)
  assert.deepEqual([...out], [0, 0, 0, 0])
})

void it('a thing nobody has met goes to those who like its kind, when it is described, and only then', () => {
  const random = seededRandom('kinds')
  const people = 400
  const kindOf = (item: number) => Math.floor(item / 10)
  const lists = Array.from({ length: people }, (_, p) => {
    const kind = p % 4
    return [...new Set([0, 1, 2].map(() => kind * 10 + random.int(9)))] // the tenth of each kind is new
  })
  const image = matrix(
    Array.from({ length: 40 }, (_, item) =>
      Array.from({ length: 4 }, (_, k) => (k === kindOf(item) ? 1 : 0) + 0.2 * random.next()),
    ),
  )
  const learned = {
    personCount: people,
    itemCount: 40,
    actions: ['view'],
    train: [toRagged(lists)],
    itemVectors: { image },
  }
  const found = (described: boolean) => {
    const ranker = createPairTaste(learned, { random: seededRandom('taste'), described })
    const out = new Float64Array(40)
    let right = 0
    for (let p = 0; p < 40; p++) {
      ranker.score(p, out)
      const own = out[(p % 4) * 10 + 9]!
      if ([9, 19, 29, 39].every((item) => kindOf(item) === p % 4 || out[item]! < own)) right++
    }
    return right
  }
  assert.ok(found(true) >= 36)
  assert.equal(found(false), 0, 'nothing tells them apart')
})
