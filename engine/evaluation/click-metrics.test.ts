import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { seededRandom, type Random } from '#kernel/random'
import {
  areaUnderCurve,
  calibrationCurve,
  calibrationError,
  groupedAreaUnderCurve,
  logLoss,
} from './click-metrics.ts'
import { bootstrapMean } from './intervals.ts'

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`)
const nearOrBothNaN = (actual: number, expected: number) =>
  Number.isNaN(expected) ? assert.ok(Number.isNaN(actual)) : near(actual, expected)
const chanceThatHappens = (chances: Float64Array, random: Random) =>
  Uint8Array.from(chances, (chance) => (random.next() < chance ? 1 : 0))

/** Rows with few distinct scores, so that ties, NaN and one class only are common. */
const someRows = fc
  .array(fc.tuple(fc.constantFrom(0, -0, 0.2, 0.7, 1, NaN, -Infinity), fc.nat({ max: 1 })), { maxLength: 25 })
  .map((rows) => ({
    scores: Float64Array.from(rows, ([score]) => score),
    clicked: Uint8Array.from(rows, ([, click]) => click),
  }))

/** All pairs, one by one. */
function naiveArea(scores: Float64Array, clicked: Uint8Array): number {
  const value = (row: number) => (Number.isNaN(scores[row]!) ? -Infinity : scores[row]!)
  let [won, pairs] = [0, 0]
  for (let a = 0; a < scores.length; a++)
    for (let b = 0; b < scores.length; b++) {
      if (!clicked[a] || clicked[b]) continue
      pairs++
      won += value(a) > value(b) ? 1 : value(a) === value(b) ? 0.5 : 0
    }
  return won / pairs
}

describe('area under the curve', () => {
  it('is the share of pairs in the right order', () => {
    fc.assert(
      fc.property(someRows, ({ scores, clicked }) => {
        const expected = naiveArea(scores, clicked)
        const area = areaUnderCurve(scores, clicked)
        nearOrBothNaN(area, expected)
      }),
    )
  })

  it('is 1 for the right order, 0 for the reverse, and a half when nothing is told apart', () => {
    const clicked = Uint8Array.of(0, 0, 1, 1)
    assert.equal(areaUnderCurve(Float64Array.of(1, 2, 3, 4), clicked), 1)
    assert.equal(areaUnderCurve(Float64Array.of(4, 3, 2, 1), clicked), 0)
    assert.equal(areaUnderCurve(new Float64Array(4).fill(9), clicked), 0.5)
    assert.equal(areaUnderCurve(new Float64Array(4).fill(NaN), clicked), 0.5)
  })

  it('refuses columns of different lengths', () => {
    assert.throws(() => areaUnderCurve(new Float64Array(2), new Uint8Array(3)), /2 and 3 rows/)
  })
})

describe('area by person', () => {
  it('is the weighted mean of the areas of those who clicked and passed by', () => {
    const rows: [person: number, score: number, click: number][] = [
      [2, 0.9, 1],
      [2, 0.1, 0],
      [2, 0.5, 0],
      [0, 0.2, 1],
      [0, 0.8, 0],
      [1, 0.5, 1], // clicked everything shown
      [4, 0.5, 0],
      [4, 0.4, 0], // clicked nothing
    ]
    const grouped = groupedAreaUnderCurve(
      Float64Array.from(rows, ([, score]) => score),
      Uint8Array.from(rows, ([, , click]) => click),
      Uint32Array.from(rows, ([person]) => person),
      5,
    )
    near(grouped.area, (3 * 1 + 2 * 0) / 5)
    assert.deepEqual([grouped.people, grouped.skippedPeople, grouped.skippedImpressions], [2, 2, 3])
    near(bootstrapMean(grouped.totals, seededRandom(1)).mean, grouped.area)
  })

  it('with one person it is the plain area, and rows in any order give the same', () => {
    fc.assert(
      fc.property(someRows, fc.array(fc.nat({ max: 3 }), { minLength: 25, maxLength: 25 }), (rows, who) => {
        const { scores, clicked } = rows
        const person = Uint32Array.from(scores, (_, row) => who[row]!)
        const alone = groupedAreaUnderCurve(scores, clicked, new Uint32Array(scores.length), 1).area
        nearOrBothNaN(alone, areaUnderCurve(scores, clicked))
        const straight = groupedAreaUnderCurve(scores, clicked, person, 4)
        const back = groupedAreaUnderCurve(
          scores.slice().reverse(),
          clicked.slice().reverse(),
          person.slice().reverse(),
          4,
        )
        assert.deepEqual(straight, back)
        const seen = new Set(person).size
        assert.equal(straight.people + straight.skippedPeople, seen)
      }),
    )
  })

  it('knowing only who clicks much looks good pooled, and is worth nothing within a person', () => {
    const random = seededRandom('pooled')
    const person = Uint32Array.from({ length: 4_000 }, (_, row) => row % 100)
    const rates = Float64Array.from({ length: 100 }, () => random.next())
    const scores = Float64Array.from(person, (p) => rates[p]!)
    const clicked = chanceThatHappens(scores, random)
    assert.ok(areaUnderCurve(scores, clicked) > 0.75) // the bad twin: pooled over people
    assert.equal(groupedAreaUnderCurve(scores, clicked, person, 100).area, 0.5)
  })

  it('refuses a person unknown', () => {
    const one = [Float64Array.of(1), Uint8Array.of(1)] as const
    assert.throws(() => groupedAreaUnderCurve(...one, Uint32Array.of(7), 7), /person 7 of 7/)
  })
})

describe('log loss', () => {
  it('is the surprise in nats, and bounded when a sure chance fails', () => {
    near(logLoss(Float64Array.of(0.5, 0.5), Uint8Array.of(0, 1)), Math.log(2))
    near(logLoss(Float64Array.of(0.8, 0.1), Uint8Array.of(1, 0)), -(Math.log(0.8) + Math.log(0.9)) / 2)
    near(logLoss(Float64Array.of(0), Uint8Array.of(1)), -Math.log(1e-7))
    near(logLoss(Float64Array.of(1), Uint8Array.of(0), 0.01), -Math.log(0.01))
    assert.equal(logLoss(Float64Array.of(1, 0), Uint8Array.of(1, 0)), 0)
  })

  it('is least for the true rate, of all constants', () => {
    const clicked = Uint8Array.from({ length: 50 }, (_, row) => (row % 5 ? 0 : 1))
    const of = (chance: number) => logLoss(new Float64Array(50).fill(chance), clicked)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => of(0.2) <= of(chance) + 1e-12),
    )
  })

  it('refuses what is no chance, by row', () => {
    for (const bad of [NaN, -0.1, 1.1])
      assert.throws(() => logLoss(Float64Array.of(0.5, bad), new Uint8Array(2)), /row 1: .* is not a chance/)
  })
})

describe('calibration', () => {
  it('every row is in one bin; as many in each when chances differ', () => {
    const random = seededRandom('bins')
    const chances = Float64Array.from({ length: 1_003 }, () => random.next() ** 4)
    const clicked = chanceThatHappens(chances, random)
    const curve = calibrationCurve(chances, clicked)
    assert.equal(curve.length, 15)
    assert.ok(curve.every(({ rows }) => rows === 66 || rows === 67))
    for (const points of [curve, calibrationCurve(chances, clicked, { equal: 'width' })]) {
      near(
        points.reduce((sum, { rows }) => sum + rows, 0),
        1_003,
      )
      const clicks = points.reduce((sum, { rows, happened }) => sum + rows * happened, 0)
      near(
        clicks,
        clicked.reduce((a, b) => a + b),
        1e-9,
      )
      assert.ok(points.every((point, i) => i === 0 || point.foretold > points[i - 1]!.foretold))
    }
  })

  it('equal width: known by hand', () => {
    const chances = Float64Array.of(0, 0.1, 0.5, 1)
    const clicked = Uint8Array.of(0, 1, 1, 1)
    assert.deepEqual(calibrationCurve(chances, clicked, { bins: 2, equal: 'width' }), [
      { rows: 2, foretold: 0.05, happened: 0.5 },
      { rows: 2, foretold: 0.75, happened: 1 },
    ])
    near(calibrationError(chances, clicked, { bins: 2, equal: 'width' }), 0.35)
  })

  it('is near 0 for true chances and finds the ones that boast', () => {
    const random = seededRandom('boast')
    const chances = Float64Array.from({ length: 20_000 }, () => random.next())
    const clicked = chanceThatHappens(chances, random)
    assert.ok(calibrationError(chances, clicked) < 0.015)
    const boasting = chances.map((chance) => chance ** 2 / (chance ** 2 + (1 - chance) ** 2)) // log odds doubled
    near(areaUnderCurve(boasting, clicked), areaUnderCurve(chances, clicked), 1e-6) // the order does not tell
    assert.ok(calibrationError(boasting, clicked) > 0.08)
  })

  it('saying the base rate of everyone is calibrated, however the rows are ordered', () => {
    const clicked = Uint8Array.from({ length: 300 }, (_, row) => (row < 60 ? 1 : 0)) // clicks first
    const chances = new Float64Array(300).fill(0.2)
    near(calibrationError(chances, clicked), 0)
    // The bad twin cuts every 20 rows: the first three bins are all clicks.
    let cut = 0
    for (let start = 0; start < 300; start += 20)
      cut += Math.abs(0.2 - clicked.subarray(start, start + 20).reduce((a, b) => a + b, 0) / 20) / 15
    assert.ok(cut > 0.3)
  })

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(
        someRows,
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('mass', 'width'),
        (rows, bins, equal) => {
          const chances = rows.scores.map((score) => (score >= 0 ? score : 0.4))
          const options = { bins, equal } as const
          const back = calibrationError(chances.slice().reverse(), rows.clicked.slice().reverse(), options)
          const error = calibrationError(chances, rows.clicked, options)
          if (chances.length) near(error, back)
          else assert.deepEqual([error, back], [NaN, NaN])
        },
      ),
    )
    assert.throws(() => calibrationCurve(new Float64Array(1), new Uint8Array(1), { bins: 0 }), /0 bins/)
  })
})

it('400,000 rows are ordered in less than a second', () => {
  const random = seededRandom('million')
  const scores = Float64Array.from({ length: 400_000 }, () => random.next())
  const clicked = chanceThatHappens(scores, random)
  const before = process.cpuUsage()
  near(areaUnderCurve(scores, clicked), 2 / 3 + 1 / 6, 0.003)
  assert.ok(process.cpuUsage(before).user < 1_000_000)
})
