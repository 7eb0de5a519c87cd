import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { seededRandom, type Random } from '#kernel/random'
import { drawIndex } from '../posterior.ts'
import { bootstrapMean } from './intervals.ts'
import {
  estimateDoublyRobust,
  estimateIps,
  estimateSnips,
  importanceWeights,
  inspectWeights,
  type Estimate,
  type LoggedDecisions,
  type RewardModel,
} from './off-policy.ts'

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`)

// A bandit known through and through: two kinds of people, three actions, rewards 0 or 1 at these rates.
const RATES = [
  [0.1, 0.5, 0.3],
  [0.6, 0.2, 0.3],
]
const LOGGING = [
  [0.6, 0.1, 0.3],
  [0.2, 0.5, 0.3],
]
const TARGET = [
  [0.1, 0.8, 0.1],
  [0.7, 0.1, 0.2],
]
const valueOf = (policy: number[][]) =>
  mean(policy.map((chances, kind) => chances.reduce((sum, c, action) => sum + c * RATES[kind]![action]!, 0)))
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
const deviation = (values: number[]) => Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)))

type Log = LoggedDecisions & { kind: Uint8Array; action: Uint8Array }

function drawLog(rows: number, random: Random): Log {
  const log = {
    kind: new Uint8Array(rows),
    action: new Uint8Array(rows),
    propensity: new Float64Array(rows),
    targetChance: new Float64Array(rows),
    reward: new Float64Array(rows),
  }
  for (let row = 0; row < rows; row++) {
    const kind = (log.kind[row] = random.int(2))
    const action = (log.action[row] = drawIndex(LOGGING[kind]!, random))
    log.propensity[row] = LOGGING[kind]![action]!
    log.targetChance[row] = TARGET[kind]![action]!
    log.reward[row] = random.next() < RATES[kind]![action]! ? 1 : 0
  }
  return log
}

/** What a model that believes in `rates` says. */
function modelOf(log: Log, rates: number[][]): RewardModel {
  const ofPolicy = TARGET.map((chances, kind) => chances.reduce((sum, c, a) => sum + c * rates[kind]![a]!, 0))
  return {
    ofAction: Float64Array.from(log.action, (action, row) => rates[log.kind[row]!]![action]!),
    ofPolicy: Float64Array.from(log.kind, (kind) => ofPolicy[kind]!),
  }
}
const WRONG = RATES.map((rates) => rates.map((rate) => 0.9 - rate))

const someLog = fc
  .array(
    fc.record({
      propensity: fc.double({ min: 0.01, max: 1, noNaN: true }),
      targetChance: fc.double({ min: 0.001, max: 1, noNaN: true }),
      // In millionths: the square of 1e-160 is nothing, and no reward.
      reward: fc.integer({ min: -5_000_000, max: 5_000_000 }).map((n) => n / 1_000_000),
    }),
    { minLength: 2, maxLength: 30 },
  )
  .map((rows) => ({
    propensity: Float64Array.from(rows, (row) => row.propensity),
    targetChance: Float64Array.from(rows, (row) => row.targetChance),
    reward: Float64Array.from(rows, (row) => row.reward),
  }))

describe('estimates of a policy that never ran', () => {
  const random = seededRandom('bandit')
  const estimators: [string, (log: Log) => Estimate][] = [
    ['IPS', (log) => estimateIps(log)],
    ['SNIPS', (log) => estimateSnips(log)],
    ['DR, true model', (log) => estimateDoublyRobust(log, modelOf(log, RATES))],
    ['DR, wrong model', (log) => estimateDoublyRobust(log, modelOf(log, WRONG))],
  ]
  const logs = Array.from({ length: 300 }, () => drawLog(400, random))

  for (const [name, estimate] of estimators)
    it(`${name}: right on average, and as unsure as it says`, () => {
      const estimates = logs.map(estimate)
      const values = estimates.map(({ value }) => value)
      near(mean(values), valueOf(TARGET), (4 * deviation(values)) / Math.sqrt(logs.length))
      near(mean(estimates.map(({ standardError }) => standardError)) / deviation(values), 1, 0.15)
    })

  it('the plain mean of the log answers another question', () => {
    const averages = logs.map(({ reward }) => mean([...reward])) // the bad twin
    assert.ok(valueOf(TARGET) - mean(averages) > (20 * deviation(averages)) / Math.sqrt(logs.length))
    near(mean(averages), valueOf(LOGGING), 0.01)
  })

  it('self-normalising makes them surer, and so does a true model', () => {
    const [ips, snips, robust] = estimators.map(([, estimate]) =>
      mean(logs.map((log) => estimate(log).standardError)),
    )
    assert.ok(snips! < 0.9 * ips! && robust! < 0.9 * ips!)
  })

  it('either the propensities or the model may be wrong, not both', () => {
    const log = drawLog(20_000, random)
    const distorted = { ...log, propensity: log.propensity.map((p) => Math.sqrt(p)) }
    const error = (model: RewardModel, of: LoggedDecisions) => {
      const { value, standardError } = estimateDoublyRobust(of, model)
      return Math.abs(value - valueOf(TARGET)) / standardError
    }
    assert.ok(error(modelOf(log, RATES), distorted) < 4)
    assert.ok(error(modelOf(log, WRONG), log) < 4)
    assert.ok(error(modelOf(log, WRONG), distorted) > 10)
  })
})

describe('what must hold of any log', () => {
  it('SNIPS lies within the rewards, IPS need not', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const { value } = estimateSnips(log)
        assert.ok(value >= Math.min(...log.reward) - 1e-9 && value <= Math.max(...log.reward) + 1e-9)
      }),
    )
    const one = Float64Array.of(1, 1)
    assert.equal(
      estimateIps({ propensity: Float64Array.of(0.1, 0.1), targetChance: one, reward: one }).value,
      10,
    )
  })

  it('SNIPS moves with the rewards; IPS does not when the weights do not average 1', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const raised = { ...log, reward: log.reward.map((reward) => reward + 7) }
        near(estimateSnips(raised).value, estimateSnips(log).value + 7, 1e-6)
        near(estimateIps(raised).value, estimateIps(log).value + 7 * inspectWeights(log).mean.value, 1e-6)
      }),
    )
  })

  it('SNIPS and its error need the weights only up to a factor', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const halved = { ...log, targetChance: log.targetChance.map((chance) => chance / 2) }
        assert.deepEqual(estimateSnips(halved), estimateSnips(log))
      }),
    )
  })

  it('for the policy that ran, all give the plain mean', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const own = { ...log, targetChance: log.propensity }
        const plain = mean([...log.reward])
        const nothing = new Float64Array(log.reward.length)
        near(estimateIps(own).value, plain)
        near(estimateSnips(own).value, plain)
        near(estimateDoublyRobust(own, { ofAction: nothing, ofPolicy: nothing }).value, plain)
        const { rows, effectiveRows, largest, mean: weight, clipped } = inspectWeights(own)
        near(effectiveRows, rows)
        assert.deepEqual([largest, weight.value, weight.standardError, clipped], [1, 1, 0, 0])
      }),
    )
  })

  it('with a model that knows each reward, the weights add nothing to DR', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const model = { ofAction: log.reward, ofPolicy: new Float64Array(log.reward.length).fill(0.25) }
        assert.deepEqual(estimateDoublyRobust(log, model), { value: 0.25, standardError: 0 })
      }),
    )
  })

  it('with a model that says 0, DR is IPS', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const nothing = new Float64Array(log.reward.length)
        assert.deepEqual(
          estimateDoublyRobust(log, { ofAction: nothing, ofPolicy: nothing }),
          estimateIps(log),
        )
      }),
    )
  })
})

describe('weights', () => {
  it('average 1 for true propensities; propensities misread show', () => {
    const log = drawLog(20_000, seededRandom('weights'))
    const far = (of: LoggedDecisions) => {
      const { value, standardError } = inspectWeights(of).mean
      return Math.abs(value - 1) / standardError
    }
    assert.ok(far(log) < 4)
    assert.ok(far({ ...log, propensity: log.propensity.map((p) => Math.min(1, p * 1.2)) }) > 10)
    // An action that the log never tries: nothing else than this figure can tell.
    const kept = [...log.action.keys()].filter((row) => log.action[row] !== 1)
    const narrow = {
      propensity: Float64Array.from(kept, (row) => log.propensity[row]!),
      targetChance: Float64Array.from(kept, (row) => log.targetChance[row]!),
      reward: Float64Array.from(kept, (row) => log.reward[row]!),
    }
    assert.ok(far(narrow) > 10)
  })

  it('few effective rows tell that few rows carry the estimate', () => {
    const rows = 1_000
    const log = {
      propensity: new Float64Array(rows).fill(0.5),
      targetChance: new Float64Array(rows).fill(0.001),
      reward: new Float64Array(rows),
    }
    log.propensity[3] = 0.001
    log.targetChance[3] = 1
    const figures = inspectWeights(log)
    assert.ok(figures.effectiveRows < 1.01)
    assert.equal(figures.largest, 1_000)
    fc.assert(
      fc.property(someLog, (some) => {
        const { effectiveRows, rows: all } = inspectWeights(some)
        assert.ok(effectiveRows >= 1 - 1e-9 && effectiveRows <= all + 1e-9)
      }),
    )
  })

  it('clipping bounds them, says how many were cut, and leans low', () => {
    fc.assert(
      fc.property(someLog, fc.double({ min: 0.1, max: 50, noNaN: true }), (log, clip) => {
        const cut = importanceWeights(log, { clip })
        const whole = importanceWeights(log)
        assert.ok(cut.every((weight) => weight <= clip))
        const figures = inspectWeights(log, { clip })
        assert.equal(figures.clipped, whole.filter((weight) => weight > clip).length / whole.length)
        assert.ok(figures.effectiveRows >= inspectWeights(log).effectiveRows - 1e-6)
      }),
    )
    const log = drawLog(20_000, seededRandom('clip'))
    const [whole, cut] = [estimateIps(log), estimateIps(log, { clip: 2 })]
    assert.ok(cut.value < whole.value && cut.standardError < whole.standardError)
  })

  it('serve intervals by person', () => {
    const log = drawLog(2_000, seededRandom('people'))
    const counts = importanceWeights(log)
    const sums = counts.map((weight, row) => weight * log.reward[row]!)
    const { mean, low, high } = bootstrapMean({ sums, counts }, seededRandom(1), { resamples: 400 })
    const { value, standardError } = estimateSnips(log)
    near(mean, value)
    near((high - low) / (2 * 1.96 * standardError), 1, 0.15)
  })
})

describe('refusals', () => {
  const columns = (row: Partial<Record<keyof LoggedDecisions, number>>): LoggedDecisions => ({
    propensity: Float64Array.of(0.5, row.propensity ?? 0.5),
    targetChance: Float64Array.of(0.5, row.targetChance ?? 0.5),
    reward: Float64Array.of(1, row.reward ?? 1),
  })
  it('name the row', () => {
    for (const estimate of [estimateIps, estimateSnips, inspectWeights]) {
      for (const propensity of [0, -0.1, 1.01, NaN, Infinity])
        assert.throws(() => estimate(columns({ propensity })), {
          name: 'RangeError',
          message: /row 1: propensity/,
        })
      for (const targetChance of [-0.1, 1.01, NaN])
        assert.throws(() => estimate(columns({ targetChance })), {
          name: 'RangeError',
          message: /row 1: target/,
        })
      assert.throws(() => estimate(columns({ reward: NaN })), {
        name: 'RangeError',
        message: /row 1: reward/,
      })
      assert.throws(() => estimate(columns({}), { clip: 0 }), /clip 0/)
    }
    const model = { ofAction: Float64Array.of(0, NaN), ofPolicy: new Float64Array(2) }
    assert.throws(() => estimateDoublyRobust(columns({}), model), /row 1: ofAction is NaN/)
  })

  it('columns of different lengths', () => {
    assert.throws(
      () => estimateIps({ ...columns({}), reward: new Float64Array(3) }),
      /reward has 3 rows, not 2/,
    )
    const short = { ofAction: new Float64Array(2), ofPolicy: new Float64Array(1) }
    assert.throws(() => estimateDoublyRobust(columns({}), short), /ofPolicy has 1 rows/)
  })

  it('no rows give no answer', () => {
    const none = {
      propensity: new Float64Array(0),
      targetChance: new Float64Array(0),
      reward: new Float64Array(0),
    }
    assert.ok(Number.isNaN(estimateIps(none).value) && Number.isNaN(estimateSnips(none).value))
  })
})
