import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { seededRandom, type Random } from '#kernel/random'
import { bootstrapDifference, bootstrapMean, totalsByPerson, type PersonTotals } from './intervals.ts'

/** Hits of `people` who each have a rate of their own (0.1 or 0.7) and 1 to 40 events: events of one person resemble one another. */
function drawHits(people: number, random: Random) {
  const person: number[] = []
  const hits: number[] = []
  for (let p = 0; p < people; p++) {
    const rate = random.next() < 0.5 ? 0.1 : 0.7
    for (let events = 1 + random.int(40); events > 0; events--) {
      person.push(p)
      hits.push(random.next() < rate ? 1 : 0)
    }
  }
  return { person: Uint32Array.from(person), hits: Float64Array.from(hits) }
}
const TRUE_RATE = 0.4

describe('totals by person', () => {
  it('sum and count', () => {
    const totals = totalsByPerson(Uint32Array.of(2, 0, 2), Float64Array.of(1, 0.5, 0.25), 4)
    assert.deepEqual([...totals.sums], [0.5, 0, 1.25, 0])
    assert.deepEqual([...totals.counts], [1, 0, 2, 0])
  })

  it('refuse columns of different lengths and people unknown', () => {
    assert.throws(() => totalsByPerson(Uint32Array.of(0), new Float64Array(2), 1), /1 people, 2 outcomes/)
    assert.throws(() => totalsByPerson(Uint32Array.of(3), new Float64Array(1), 3), /person 3 of 3/)
  })
})

describe('intervals', () => {
  it('hold the true mean about 95 times in 100; drawn by event they are far too sure', () => {
    const random = seededRandom('coverage')
    const worlds = 300
    let byPerson = 0
    let byEvent = 0
    const holds = ({ low, high }: { low: number; high: number }) =>
      low <= TRUE_RATE && TRUE_RATE <= high ? 1 : 0
    for (let world = 0; world < worlds; world++) {
      const { person, hits } = drawHits(60, random)
      byPerson += holds(bootstrapMean(totalsByPerson(person, hits, 60), random, { resamples: 200 }))
      // The bad twin: every event a person of its own.
      const events = { sums: hits, counts: new Float64Array(hits.length).fill(1) }
      if (world % 4 === 0) byEvent += holds(bootstrapMean(events, random, { resamples: 100 }))
    }
    assert.ok(byPerson / worlds > 0.9 && byPerson / worlds < 0.985, `by person ${byPerson / worlds}`)
    assert.ok(byEvent / (worlds / 4) < 0.7, `by event ${byEvent / (worlds / 4)}`)
  })

  it('the mean is the mean over events, and lies within', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 0, max: 1 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (events) => {
          const person = Uint32Array.from(events, ([p]) => p)
          const hits = Float64Array.from(events, ([, hit]) => hit)
          const { mean, low, high } = bootstrapMean(totalsByPerson(person, hits, 6), seededRandom(1))
          assert.ok(Math.abs(mean - hits.reduce((a, b) => a + b) / hits.length) < 1e-12)
          if (new Set(person).size === 1) assert.deepEqual([low, high], [NaN, NaN])
          else assert.ok(0 <= low && low <= mean + 1e-12 && mean <= high + 1e-12 && high <= 1)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('people without events change nothing', () => {
    const few = { sums: Float64Array.of(1, 0, 2), counts: Float64Array.of(2, 1, 2) }
    const padded = { sums: Float64Array.of(0, 1, 0, 0, 2, 0), counts: Float64Array.of(0, 2, 0, 1, 2, 0) }
    assert.deepEqual(bootstrapMean(few, seededRandom(3)), bootstrapMean(padded, seededRandom(3)))
  })

  it('repeat from a seed, widen with the level, and narrow with the root of the people', () => {
    const random = seededRandom('width')
    const of = (people: number, level?: number) => {
      const { person, hits } = drawHits(people, seededRandom('hits'))
      return bootstrapMean(totalsByPerson(person, hits, people), random, level ? { level } : {})
    }
    const width = ({ low, high }: { low: number; high: number }) => high - low
    const ratio = width(of(100)) / width(of(1_600))
    assert.ok(ratio > 3 && ratio < 5.3, `${ratio}`)
    assert.ok(width(of(100, 0.99)) > width(of(100, 0.8)))
    const totals = { sums: Float64Array.of(1, 0, 2), counts: Float64Array.of(2, 1, 2) }
    assert.deepEqual(bootstrapMean(totals, seededRandom(3)), bootstrapMean(totals, seededRandom(3)))
  })

  it('of nobody, or of what is no number, are NaN; impossible options are refused', () => {
    const nobody: PersonTotals = { sums: new Float64Array(2), counts: new Float64Array(2) }
    const broken = { sums: Float64Array.of(NaN, 1, 1), counts: Float64Array.of(1, 1, 1) }
    for (const totals of [nobody, broken])
      assert.deepEqual(bootstrapMean(totals, seededRandom(1)), { mean: NaN, low: NaN, high: NaN })
    assert.throws(() => bootstrapMean(nobody, seededRandom(1), { resamples: 0 }), RangeError)
    assert.throws(() => bootstrapMean(nobody, seededRandom(1), { level: 95 }), RangeError)
    const uneven = { sums: new Float64Array(2), counts: new Float64Array(1) }
    assert.throws(() => bootstrapMean(uneven, seededRandom(1)), /2 sums, 1 counts/)
  })

  it('a thousand draws of 22,000 people take less than two seconds', () => {
    const people = 22_000
    const random = seededRandom('many')
    const sums = Float64Array.from({ length: people }, () => (random.next() < 0.1 ? 1 : 0))
    const before = process.cpuUsage()
    const { mean, low, high } = bootstrapMean({ sums, counts: new Float64Array(people).fill(1) }, random)
    const { user } = process.cpuUsage(before)
    assert.ok(user < 2_000_000, `${user / 1e6} s`)
    const expected = 2 * 1.96 * Math.sqrt((mean * (1 - mean)) / people) // the normal interval of a share
    assert.ok(Math.abs((high - low) / expected - 1) < 0.15, `${high - low}, expected ${expected}`)
  })
})

describe('is it better?', () => {
  it('a small steady gain shows in the paired difference and drowns in two separate intervals', () => {
    const random = seededRandom('paired')
    const people = 400
    const { person, hits } = drawHits(people, random)
    const better = hits.map((hit) => (hit || random.next() < 0.04 ? 1 : 0))
    const [a, b] = [totalsByPerson(person, better, people), totalsByPerson(person, hits, people)]
    const difference = bootstrapDifference(a, b, random)
    assert.ok(difference.low > 0 && difference.mean < 0.04)
    // The bad twin: compare the two intervals.
    assert.ok(bootstrapMean(a, random).low < bootstrapMean(b, random).high)
    const back = bootstrapDifference(b, a, random)
    assert.ok(Math.abs(back.mean + difference.mean) < 1e-12 && back.high < 0)
  })

  it('two equals are seldom told apart', () => {
    const random = seededRandom('equal')
    const people = 80
    let toldApart = 0
    for (let world = 0; world < 200; world++) {
      const { person, hits } = drawHits(people, random)
      const flip = (hit: number) => (random.next() < 0.1 ? 1 - hit : hit) // equal in the long run
      const [a, b] = [hits.map(flip), hits.map(flip)].map((own) => totalsByPerson(person, own, people))
      const { low, high } = bootstrapDifference(a!, b!, random, { resamples: 150 })
      if (low > 0 || high < 0) toldApart++
    }
    assert.ok(toldApart / 200 < 0.11, `${toldApart}`)
  })

  it('refuses outcomes of different events', () => {
    const a = { sums: Float64Array.of(1, 1), counts: Float64Array.of(2, 1) }
    const b = { sums: Float64Array.of(1, 1), counts: Float64Array.of(1, 2) }
    assert.throws(() => bootstrapDifference(a, b, seededRandom(1)), /same events/)
  })
})
