// The closed world, on a small log that follows a rule: what policies are given, and who keeps the promise when supply doubles.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { betaPrior } from './beta-prior.ts'
import { compareExposure, exposureReport, type ExposureTask } from './exposure-comparison.ts'
import { best, dualPrices, fixedBoost, greedy, type ExposurePolicy } from './exposure-policies.ts'
import { live, type LivingOptions } from './exposure-run.ts'
import { createExposureWorld } from './exposure-world.ts'
import { toRagged, type Impressions } from './shapes.ts'

const [PEOPLE, ITEMS, DAYS] = [400, 600, 8]
const ATTENTION = Float64Array.from([1, 0.8, 0.6])

/** Half the items are there on the first day, the others come evenly; an item's click rate is between 0.1 and 0.8. */
function aLog(): Impressions {
  const random = seededRandom('log')
  const rate = Array.from({ length: ITEMS }, () => 0.1 + 0.7 * random.next())
  const rows = Array.from({ length: 12_000 }, (_, k) => {
    const atMs = (k / 12_000) * DAYS * DAY_MS
    const there = Math.floor(
      ITEMS * Math.max(0.4, Math.min(1, 0.4 + (0.6 * (atMs - DAY_MS)) / ((DAYS - 1) * DAY_MS))),
    )
    const item = random.int(there)
    return { atMs, item, person: random.int(PEOPLE), click: random.next() < rate[item]! ? 1 : 0, tab: k % 10 === 0 ? 0 : 1 } // prettier-ignore
  })
  const tags = ['tag:a', 'tag:b', 'tag:c']
  return {
    name: 'small',
    people: Array.from({ length: PEOPLE }, (_, p) => `p${p}`),
    items: rate.map((_, i) => `i${i}`),
    length: rows.length,
    person: Uint32Array.from(rows, (r) => r.person),
    item: Uint32Array.from(rows, (r) => r.item),
    atMs: Float64Array.from(rows, (r) => r.atMs),
    labels: { click: Uint8Array.from(rows, (r) => r.click) },
    playedMs: new Float64Array(rows.length),
    durationMs: new Float64Array(rows.length),
    tab: Uint8Array.from(rows, (r) => r.tab),
    earlier: {},
    personFeatures: { names: [], of: toRagged([], PEOPLE) },
    itemFeatures: { names: tags, of: toRagged(rate.map((_, i) => [i % 3])) },
  }
}
const log = aLog()
const aWorld = () =>
  createExposureWorld(log, { visitGapMs: 10 * MINUTE_MS, tab: 1, oneIn: 1 }, seededRandom('world'))
const life: LivingOptions = {
  attention: ATTENTION,
  startMs: DAY_MS,
  measureFromMs: 2 * DAY_MS,
  endMs: DAYS * DAY_MS,
  newForMs: 2 * DAY_MS,
  windowMs: DAY_MS,
}
const shareOf = ({ fresh, total }: { fresh: Float64Array; total: Float64Array }, from: number, to: number) =>
  fresh.slice(from, to).reduce((a, b) => a + b) / total.slice(from, to).reduce((a, b) => a + b)

describe('the closed world', () => {
  it('clicks as often as it says, whoever asks, and never on what is not looked at', () => {
    const world = aWorld()
    let [clicks, expected] = [0, 0]
    for (let visit = 0; visit < world.visitor.length; visit++)
      for (let item = 0; item < 20; item++) {
        expected += 0.5 * world.chance(world.visitor[visit]!, item)
        if (world.clicked(visit, item, 0.5)) clicks++
        assert.equal(world.clicked(visit, item, 0), false)
      }
    assert.ok(Math.abs(clicks / expected - 1) < 0.02, `${clicks} of ${expected}`)
  })

  it('shows nobody the same twice, nothing before it is there, and gives no policy the truth', () => {
    const world = aWorld()
    const nosy: ExposurePolicy = {
      name: 'nosy',
      choose(slate, chosen) {
        assert.deepEqual(Object.keys(slate).sort(), ['atMs', 'attention', 'count', 'groups', 'items', 'random', 'values']) // prettier-ignore
        for (let i = 0; i < slate.count; i++) assert.ok(world.arrivedMs[slate.items[i]!]! <= slate.atMs)
        greedy().choose(slate, chosen)
      },
    }
    const { exposure, slates } = live(world, nosy, { ...life, endMs: 4 * DAY_MS }, seededRandom(1))
    const people = slates.filter((n) => n > 0).length
    assert.ok(exposure.every((shown) => shown <= people))
  })

  it('repeats itself', () => {
    const run = () =>
      live(aWorld(), dualPrices({ floor: 0.2, maxPrice: 1, window: 30, each: null }), life, seededRandom(1))
    assert.deepEqual(run(), run())
  })
})

it('when supply doubles, prices keep the promise and the fixed boost does not (the twin)', () => {
  const PROMISED = 0.5
  const world = aWorld()
  const half = (2 + 3) * DAY_MS
  // Until then every other new item never comes.
  const options = { ...life, withheld: (i: number) => world.arrivedMs[i]! > DAY_MS && world.arrivedMs[i]! < half && i % 2 === 0 } // prettier-ignore
  const run = (policy: ExposurePolicy) => live(world, policy, options, seededRandom(1)).windows
  let [low, high] = [0, 0.5]
  for (let step = 0; step < 10; step++) {
    const boost = (low + high) / 2
    if (shareOf(run(fixedBoost(boost)), 0, 3) < PROMISED) low = boost
    else high = boost
  }
  const boosted = run(fixedBoost(high))
  const priced = run(dualPrices({ floor: PROMISED, ceiling: PROMISED, maxPrice: 1, window: 30, each: null }))
  const days = (windows: typeof priced) =>
    Array.from(windows.total, (_, d) => shareOf(windows, d, d + 1) / PROMISED - 1)
  assert.ok(Math.abs(shareOf(boosted, 0, 3) / PROMISED - 1) < 0.1, 'the boost was tuned')
  assert.ok(Math.max(...days(priced).map(Math.abs)) < 0.1, days(priced).join(' '))
  assert.ok(Math.max(...days(boosted).slice(3).map(Math.abs)) > 0.25, days(boosted).join(' '))
})

it('compares policies in the same worlds and says so in a table', () => {
  const task: ExposureTask = {
    share: 0.25,
    first: 2,
    price: { maxPrice: 1, window: 30, itemPrice: 0.5, fullPriceAt: 0.2 },
    attention: ATTENTION,
    newForMs: 2 * DAY_MS,
    startMs: DAY_MS,
    tuneFromMs: 1.5 * DAY_MS,
    testFromMs: 3 * DAY_MS,
    endMs: DAYS * DAY_MS,
    visitGapMs: HOUR_MS,
    tab: 1,
    oneIn: 1,
  }
  const rows = compareExposure(log, task, [seededRandom('a'), seededRandom('b')], { random: seededRandom(1), say: () => {} }) // prettier-ignore
  const row = (name: string) => rows.find((r) => r.name === name)!
  assert.deepEqual(row('greedy').change, { mean: 0, low: 0, high: 0 })
  assert.ok(row('prices').worstDay < 0.1 && row('prices').worstWorld < 0.03)
  assert.ok(row('prices').reached > row('prices, group only').reached + 0.1)
  assert.ok(row('prices').gini < row('greedy').gini)
  assert.match(exposureReport(rows, task), /prices, group only/)
})

it('the best places are those of sorting', () => {
  const random = seededRandom('best')
  for (let round = 0; round < 200; round++) {
    const scores = Float64Array.from({ length: 1 + random.int(12) + 5 }, () => random.int(6))
    const chosen = new Int32Array(5)
    best(scores, scores.length, chosen)
    const sorted = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
    assert.deepEqual(Array.from(chosen), sorted.slice(0, 5))
  }
})

it('a prior is found again from rates drawn of it, however unevenly things were tried', () => {
  const random = seededRandom('prior')
  const tried = Float64Array.from({ length: 3_000 }, () => 10 + random.int(90))
  // Mean 0.4; spread of a uniform of width 0.4: variance 0.0133, so a strength of 17.
  const hits = tried.map((n) => {
    const rate = 0.2 + 0.4 * random.next()
    return Array.from({ length: n }, () => random.next()).filter((u) => u < rate).length
  })
  const { mean, strength } = betaPrior(hits, tried)
  assert.ok(Math.abs(mean - 0.4) < 0.01 && Math.abs(strength / 17 - 1) < 0.15, `${mean} ${strength}`)
})
