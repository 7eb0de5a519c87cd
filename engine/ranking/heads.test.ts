import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { chanceOf, createCalibration } from './calibration.ts'
import { addCrossed, addFeature, clearExample, createExample, type Example } from './example.ts'
import { createFactorisation } from './factorisation.ts'
import { createFtrl } from './ftrl.ts'
import { hashOf } from './hashing.ts'
import { createOrderHead } from './order-head.ts'
import { createRanker, createScores, UNKNOWN } from './ranker.ts'

const RATES = { alpha: 0.1, beta: 1, l1: 0.1, l2: 1 }
const near = (a: number, b: number, by: number) =>
  assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} ± ${by}`)

void describe('FTRL', () => {
  void it('takes the steps of the paper', () => {
    const model = createFtrl({ size: 16, heads: [RATES] })
    const [indices, values] = [Uint32Array.of(3, 9), Float32Array.of(1, -2)]
    const random = seededRandom('steps')
    const z = [0, 0]
    const n = [0, 0]
    const w = [0, 0]
    for (let t = 0; t < 50; t++) {
      const error = random.next() - 0.6
      for (let k = 0; k < 2; k++) {
        const g = error * values[k]!
        const sigma = (Math.sqrt(n[k]! + g * g) - Math.sqrt(n[k]!)) / RATES.alpha
        z[k]! += g - sigma * w[k]!
        n[k]! += g * g
        const beyond = Math.abs(z[k]!) - RATES.l1
        w[k] =
          beyond <= 0
            ? 0
            : (-Math.sign(z[k]!) * beyond) / ((RATES.beta + Math.sqrt(n[k]!)) / RATES.alpha + RATES.l2)
      }
      model.learn(indices, values, 0, 2, Float64Array.of(error))
      near(model.weight(3), w[0]!, 1e-4)
      near(model.weight(9), w[1]!, 1e-4)
    }
  })

  void it('teaches only the head that has an error, and survives a round trip', () => {
    const model = createFtrl({ size: 16, heads: [RATES, RATES] })
    for (let t = 0; t < 20; t++)
      model.learn(Uint32Array.of(1), Float32Array.of(1), 0, 1, Float64Array.of(-0.5, 0))
    assert.ok(model.weight(1, 0) > 0)
    assert.equal(model.weight(1, 1), 0)
    const twin = createFtrl({ size: 16, heads: [RATES, RATES] })
    twin.restore(model.dump())
    assert.equal(twin.weight(1, 0), model.weight(1, 0))
  })
})

void describe('factorisation machine', () => {
  void it('learns what two features do together, which no weight of either can say', () => {
    const random = seededRandom('pairs')
    const pairs = createFactorisation({
      size: 64,
      dimensions: 4,
      heads: 1,
      learningRate: 0.2,
      decay: 0,
      spread: 0.3,
      random,
    })
    const values = Float32Array.of(1, 1)
    const score = (a: number, b: number) => {
      const out = new Float64Array(1)
      pairs.score(Uint32Array.of(a, 8 + b), values, 2, out)
      return out[0]!
    }
    for (let t = 0; t < 4_000; t++) {
      const [a, b] = [random.int(4), random.int(4)]
      const error = chanceOf(score(a, b)) - (a % 2 === b % 2 ? 1 : 0)
      pairs.learn(Uint32Array.of(a, 8 + b), values, 2, Float64Array.of(error))
    }
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++) assert.equal(score(a, b) > 0, a % 2 === b % 2, `${a} ${b}`)
  })
})

void describe('calibration', () => {
  void it('finds the slope and the offset, keeps the order, and follows a change', () => {
    const random = seededRandom('calibration')
    const calibration = createCalibration({ halfLifeExamples: 5_000, prior: 20 })
    const run = (slope: number, offset: number) => {
      for (let t = 0; t < 30_000; t++) {
        const logOdds = 4 * random.next() - 2
        calibration.learn(logOdds, random.next() < chanceOf(slope * logOdds + offset) ? 1 : 0)
      }
      near(calibration.slope, slope, 0.12)
      near(calibration.offset, offset, 0.12)
    }
    run(0.5, -1)
    run(1.5, 0.5)
    assert.ok(calibration.apply(1) > calibration.apply(0.9))
  })

  void it('learns nothing from poison', () => {
    const calibration = createCalibration({ halfLifeExamples: 100, prior: 20 })
    for (const bad of [NaN, Infinity, -Infinity]) calibration.learn(bad, 1)
    assert.deepEqual([calibration.slope, calibration.offset], [1, 0])
  })
})

/** Person 0 … 9 likes everything so much, item 0 … 9 is so good; who and what are features. */
function fill(x: Example, person: number, item: number): void {
  clearExample(x)
  addFeature(x, hashOf(0, person), 1)
  x.ownCount = x.sharedCount = x.tasteCount = x.count
  addFeature(x, hashOf(1, item), 1)
  addCrossed(x, hashOf(1, item), 1)
}

void describe('ranker', () => {
  const create = () =>
    createRanker({
      heads: [
        { name: 'click', ...RATES },
        { name: 'buy', ...RATES },
      ],
      weights: 2 ** 10,
      factorisation: { size: 2 ** 8, dimensions: 4, learningRate: 0.05, decay: 0, spread: 0.05 },
      calibration: { halfLifeExamples: 2_000, prior: 50 },
      random: seededRandom(1),
    })

  void it('foretells each head, orders by the item alone, and repeats from a seed', () => {
    const run = () => {
      const random = seededRandom('ranker')
      const ranker = create()
      const x = createExample()
      for (let t = 0; t < 20_000; t++) {
        const [person, item] = [random.int(10), random.int(10)]
        fill(x, person, item)
        const click = random.next() < chanceOf((person - item) / 2) ? 1 : 0
        ranker.learn(x, [click, click === 1 ? (item < 5 ? 1 : 0) : UNKNOWN])
      }
      return [0, 3, 6, 9].map((item) => {
        const scores = createScores(2)
        fill(x, 5, item)
        ranker.score(x, scores)
        return { chance: scores.chance[0]!, order: scores.order[0]!, buy: scores.chance[1]! }
      })
    }
    const items = run()
    ;[0, 3, 6, 9].forEach((item, k) => near(items[k]!.chance, chanceOf((5 - item) / 2), 0.08))
    assert.ok(items[0]!.order > items[1]!.order && items[2]!.order > items[3]!.order)
    assert.ok(items[0]!.buy > 0.7 && items[3]!.buy < 0.3)
    assert.deepEqual(run(), items)
  })

  void it('refuses poison, counts it, and stays as it was', () => {
    const ranker = create()
    const x = createExample()
    fill(x, 1, 1)
    for (const bad of [NaN, Infinity, -1e9]) addFeature(x, 7, bad)
    assert.equal(x.refused, 3)
    assert.equal(x.count, 2)
    const before = JSON.stringify(ranker.dump().linear.weights.slice())
    ranker.learn(x, [NaN, 2])
    ranker.learn(x, [UNKNOWN, UNKNOWN])
    assert.equal(ranker.refused, 2)
    assert.equal(JSON.stringify(ranker.dump().linear.weights.slice()), before)
  })

  void it('a round trip changes no chance', () => {
    const ranker = create()
    const x = createExample()
    for (let t = 0; t < 200; t++) {
      fill(x, t % 10, (t * 7) % 10)
      ranker.learn(x, [t % 3 === 0 ? 1 : 0, t % 5 === 0 ? 1 : 0])
    }
    const twin = create()
    twin.restore(ranker.dump())
    const [a, b] = [createScores(2), createScores(2)]
    ranker.score(x, a)
    twin.score(x, b)
    assert.deepEqual(b, a)
  })
})

void describe('order head', () => {
  void it('learns the order within people from pairs, however unequal the people', () => {
    const random = seededRandom('order')
    const head = createOrderHead({ size: 2 ** 10, rates: RATES, remember: 4, pairs: 2, maxPeople: 5 })
    const x = createExample()
    for (let t = 0; t < 20_000; t++) {
      const [person, item] = [random.int(10), random.int(10)]
      fill(x, person, item)
      head.learn(person, x, random.next() < chanceOf(person - 4.5 + (4.5 - item) / 3))
    }
    const scores = Array.from({ length: 10 }, (_, item) => {
      fill(x, 0, item)
      return head.score(x)
    })
    assert.deepEqual(
      scores.toSorted((a, b) => b - a),
      scores,
    )
  })

  void it('looks at nothing that the person did', () => {
    const head = createOrderHead({ size: 2 ** 10, rates: RATES, remember: 4, pairs: 2, maxPeople: 5 })
    const x = createExample()
    for (let t = 0; t < 100; t++) {
      clearExample(x)
      addFeature(x, 1, t % 2)
      x.ownCount = x.sharedCount = x.tasteCount = x.count
      head.learn(0, x, t % 2 === 1)
    }
    assert.equal(head.score(x), 0)
  })
})
