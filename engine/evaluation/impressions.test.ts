import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { ftrlLr } from '../baselines/ftrl-lr.ts'
import { impressionRanker } from '../models/impression-ranker.ts'
import { chanceOf } from '../ranking/calibration.ts'
import { areaDifference, areaInterval, areaParts } from './area-interval.ts'
import { areaUnderCurve } from './click-metrics.ts'
import { clickRow, headRow, impressionReport } from './impression-report.ts'
import { runImpressions, type ImpressionContender } from './impression-stream.ts'
import { toRagged, type Impressions } from './shapes.ts'

const now = () => 0
const LABELS = ['click', 'longView', 'like', 'follow', 'comment', 'forward', 'hate']
const RATES = { alpha: 0.15, beta: 1, l1: 0, l2: 1 }

/** A feed in which a person's leaning and an item's appeal decide; appeal turns over at half time. */
function feed(length: number, seed: string, people = 60, items = 40): Impressions {
  const random = seededRandom(seed)
  const lean = Array.from({ length: people }, () => 2 * random.next() - 1)
  const appeal = Array.from({ length: items }, () => 4 * random.next() - 2)
  const person = Uint32Array.from({ length }, () => random.int(people))
  const item = Uint32Array.from({ length }, () => random.int(items))
  const clicked = Uint8Array.from(person, (p, row) => {
    const now = appeal[item[row]!]! * (row < length / 2 ? 1 : -1)
    return random.next() < chanceOf(lean[p]! + now) ? 1 : 0
  })
  return {
    name: 'feed',
    people: Array.from({ length: people }, String),
    items: Array.from({ length: items }, String),
    length,
    person,
    item,
    atMs: Float64Array.from(person, (_, row) => 1_650_000_000_000 + row * 60_000),
    labels: Object.fromEntries(LABELS.map((label) => [label, clicked])),
    playedMs: new Float64Array(length).fill(30_000),
    durationMs: new Float64Array(length).fill(60_000),
    tab: new Uint8Array(length),
    earlier: {},
    personFeatures: { names: [], of: toRagged([], people) },
    itemFeatures: { names: [], of: toRagged([], items) },
  }
}

/** Writes down what it is told, and when. */
function recorder(log: string[]): ImpressionContender {
  return {
    name: 'recorder',
    outputs: ['click'],
    create: () => ({
      score: (row) => void log.push(`score ${row}`),
      learn: (row) => void log.push(`learn ${row}`),
      learnLate: (row) => void log.push(`late ${row}`),
    }),
  }
}

void describe('impressions, test-then-train', () => {
  const timed = (atMs: number[], playedMs: number[]): Impressions => ({
    ...feed(atMs.length, 'timed', 50),
    person: Uint32Array.from(atMs, (_, row) => row),
    atMs: Float64Array.from(atMs),
    playedMs: Float64Array.from(playedMs),
  })

  void it('foretells all of one instant before any of it, and learns the late when it is known', () => {
    const log: string[] = []
    const data = timed([0, 0, 10, 20], [15, 5, 100, 0])
    runImpressions(data, recorder(log), { from: 0, to: 4, syncMs: 0, now })
    assert.equal(log.join(' '), 'score 0 score 1 learn 0 learn 1 late 1 score 2 learn 2 late 0 score 3')
  })

  void it('frozen learns nothing that is told of, all of what came before; an hour waits for an hour', () => {
    const data = timed([0, 10, 20, 30, 40, 50], [0, 0, 0, 0, 0, 0])
    const frozen: string[] = []
    runImpressions(data, recorder(frozen), { from: 2, to: 6, syncMs: Infinity, now })
    assert.deepEqual(
      frozen.filter((entry) => entry.startsWith('learn')),
      ['learn 0', 'learn 1'],
    )
    const slow: string[] = []
    runImpressions(data, recorder(slow), { from: 2, to: 6, syncMs: 20, now })
    const learned = slow.filter((entry) => !entry.startsWith('late'))
    const expected = 'score 0 learn 0 score 1 learn 1 score 2 score 3 learn 2 learn 3 score 4 score 5'
    assert.equal(learned.join(' '), expected)
  })

  void it('an impression logged twice is foretold twice and learned once', () => {
    const data = timed([0, 0, 10], [0, 0, 0])
    data.person[1] = data.person[0]!
    data.item[1] = data.item[0]!
    const log: string[] = []
    runImpressions(data, recorder(log), { from: 0, to: 3, syncMs: 0, now })
    assert.deepEqual(log, ['score 0', 'score 1', 'learn 0', 'late 0', 'score 2'])
  })

  void it('a chance never depends on what comes later', () => {
    const whole = feed(1_200, 'prefix')
    const half: Impressions = {
      ...whole,
      labels: Object.fromEntries(LABELS.map((l) => [l, whole.labels[l]!.slice()])),
    }
    for (const label of LABELS) half.labels[label]!.fill(1, 600)
    for (const contender of [impressionRanker('ours'), ftrlLr('lr', RATES)]) {
      const options = { from: 0, to: 601, syncMs: 0, now }
      const a = runImpressions(whole, contender, options).columns
      const b = runImpressions(half, contender, options).columns
      for (const name of contender.outputs) assert.deepEqual(a[name], b[name], `${contender.name} ${name}`)
    }
  })
})

void describe('ranking heads on a feed that changes', () => {
  void it('finds who and what, earns from freshness, and is reported with its interval', () => {
    const data = feed(6_000, 'heads')
    const [from, to] = [2_500, data.length]
    const slice = { data, from, to, random: seededRandom('report') }
    const run = (contender: ImpressionContender, syncMs: number) =>
      clickRow(contender.name, `${syncMs}`, runImpressions(data, contender, { from, to, syncMs, now }), slice)
    const ours = run(impressionRanker('ours'), 0)
    const frozen = run(impressionRanker('ours'), Infinity)
    const baseline = run(ftrlLr('lr', RATES), 0)
    assert.ok(ours.area.low > 0.6, `${ours.area.low}`)
    assert.ok(areaDifference(ours.parts, frozen.parts).low > 0.1)
    assert.ok(ours.grouped.mean > 0.58, `${ours.grouped.mean}`)
    assert.ok(ours.calibration < 0.06, `${ours.calibration}`)
    const late = headRow(
      'longView',
      runImpressions(data, impressionRanker('ours'), { from, to, syncMs: 0, now }),
      slice,
    )
    assert.ok(late.area.mean > 0.6)
    const text = impressionReport('feed', [ours, frozen, baseline], [late])
    assert.match(text, /ours +0 .*\n.*ours +Infinity/)
    assert.match(text, /longView/)
  })

  void it('a score that knows the outcome is told from one that does not', () => {
    const data = feed(800, 'leak')
    const leaking: ImpressionContender = {
      name: 'knows',
      outputs: ['click'],
      create: ({ labels }) => ({
        score: (row, out) => void (out[0]![row] = labels['click']![row]!),
        learn() {},
        learnLate() {},
      }),
    }
    const { columns } = runImpressions(data, leaking, { from: 0, to: 800, syncMs: 0, now })
    assert.equal(areaUnderCurve(columns['click']!, data.labels['click']!), 1)
  })
})

void describe('interval of an AUC', () => {
  const random = seededRandom('area')
  const people = 150
  const length = 3_000
  const person = Uint32Array.from({ length }, () => random.int(people))
  const lean = Float64Array.from({ length: people }, () => 2 * random.next() - 1)
  const signal = Float64Array.from(person, (p) => 3 * (lean[p]! + random.next() - 0.5))
  const clicked = Uint8Array.from(signal, (s) => (random.next() < chanceOf(s) ? 1 : 0))

  void it('has the area of the sorted scores, ties and all', () => {
    const coarse = signal.map((s) => Math.round(2 * s))
    assert.ok(
      Math.abs(areaParts(coarse, clicked, person, people).area - areaUnderCurve(coarse, clicked)) < 1e-12,
    )
    const { parts } = areaParts(signal, clicked, person, people)
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0)) < 1e-9)
  })

  void it('is as wide as drawing the people again says', () => {
    const { mean, low, high } = areaInterval(areaParts(signal, clicked, person, people))
    const rows: number[][] = Array.from({ length: people }, () => [])
    person.forEach((p, row) => rows[p]!.push(row))
    const areas = Array.from({ length: 400 }, () => {
      const drawn = Array.from({ length: people }, () => rows[random.int(people)]!).flat()
      return areaUnderCurve(
        Float64Array.from(drawn, (row) => signal[row]!),
        Uint8Array.from(drawn, (row) => clicked[row]!),
      )
    }).sort((a, b) => a - b)
    const [lowest, highest] = [areas[10]!, areas[389]!]
    assert.ok(Math.abs((high - low) / (highest - lowest) - 1) < 0.25, `${low}–${high}, ${lowest}–${highest}`)
    assert.ok(mean > low && mean < high)
  })

  void it('of a difference is nothing when nothing differs', () => {
    const parts = areaParts(signal, clicked, person, people)
    assert.deepEqual(areaDifference(parts, parts), { mean: 0, low: 0, high: 0 })
  })
})
