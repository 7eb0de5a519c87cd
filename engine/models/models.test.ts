// The parts of the online model: each against the plain way of saying the same.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createDatasetBuilder } from '../evaluation/dataset.ts'
import { createGatedBlend } from './gated-blend.ts'
import { NEXT_ITEM } from './next-item-options.ts'
import { createNextItem } from './next-item.ts'
import { createSessionNeighbours } from './session-neighbours.ts'
import { createSuccessorGraph } from './successor-graph.ts'
import { createTrendTable } from './trend-table.ts'

const close = (a: number, b: number, within = 1e-9) =>
  assert.ok(Math.abs(a - b) <= within * Math.max(1, Math.abs(b)), `${a} is not ${b}`)

describe('trend table', () => {
  const events = fc.array(
    fc.record({ item: fc.nat(9), days: fc.double({ min: 0, max: 5_000, noNaN: true }) }),
    { minLength: 1, maxLength: 60 },
  )

  it('shares agree with decayed sums, over years and whatever the order', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(0.5, 7, 400, Infinity), (list, halfLifeDays) => {
        const table = createTrendTable({ halfLivesMs: [halfLifeDays * DAY_MS], items: 10 })
        for (const e of list) table.add(e.item, e.days * DAY_MS)
        const now = Math.max(...list.map((e) => e.days))
        const left = (e: { days: number }) => 2 ** -((now - e.days) / halfLifeDays)
        const all = list.reduce((sum, e) => sum + left(e), 0)
        for (let item = 0; item < 10; item++) {
          const own = list.filter((e) => e.item === item).reduce((sum, e) => sum + left(e), 0)
          close(table.share(0, item), own / all, 1e-6)
        }
      }),
    )
  })

  it('the hottest are those with the largest shares', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 12 }), (list, limit) => {
        const table = createTrendTable({ halfLivesMs: [7 * DAY_MS], items: 10 })
        for (const e of list) table.add(e.item, e.days * DAY_MS)
        const shares = Array.from({ length: 10 }, (_, item) => table.share(0, item)).filter((s) => s > 0)
        const best = shares.sort((a, b) => b - a).slice(0, limit)
        const hottest = table.hottest(0, limit).map((item) => table.share(0, item))
        assert.deepEqual(
          hottest.sort((a, b) => b - a),
          best,
        )
      }),
    )
  })
})

describe('successor graph', () => {
  const make = (degree = 50) =>
    createSuccessorGraph({ items: 300, gapHalfLifeMs: DAY_MS, backward: 0.5, degree })
  const linksOf = (graph: ReturnType<typeof make>, from: number) => {
    const out = new Map<number, number>()
    graph.each(from, (to, likeness) => out.set(to, likeness))
    return out
  }

  it('counts less with each gap, half on the way back, and popular ends for less', () => {
    const graph = make()
    for (const item of [1, 2, 3, 3, 3, 3]) graph.count(item)
    graph.link(1, 2, DAY_MS)
    graph.link(1, 3, DAY_MS)
    graph.link(1, 1, 0)
    graph.link(2, 3, 30 * DAY_MS)
    assert.deepEqual([...linksOf(graph, 1)], [[2, 0.5], [3, 0.25]]) // prettier-ignore
    assert.deepEqual([...linksOf(graph, 2)], [[1, 0.25]])
  })

  it('forgets: an old habit loses against a new one, over years and past all doublings', () => {
    const graph = createSuccessorGraph({ items: 10, gapHalfLifeMs: Infinity, backward: 0, degree: 5, halfLifeMs: DAY_MS }) // prettier-ignore
    for (let day = 0; day < 400; day += 4) {
      const [was, is] = [1 + (day % 3), 1 + ((day + 1) % 3)]
      for (const item of [0, was, is]) graph.count(item, day * DAY_MS)
      for (let n = 0; n < 3; n++) graph.link(0, was, 0, 1, (day - 3) * DAY_MS)
      graph.link(0, is, 0, 1, day * DAY_MS)
      const weights = linksOf(graph, 0)
      assert.ok([...weights.values()].every(Number.isFinite))
      if (day > 8) assert.ok(weights.get(is)! > weights.get(was)!, `day ${day}`)
    }
  })

  it('keeps the strongest links of a much-linked item', () => {
    const graph = make(10)
    graph.count(0)
    for (let item = 1; item < 200; item++) {
      graph.count(item)
      graph.link(0, item, 0, item)
    }
    const kept = [...linksOf(graph, 0).keys()]
    assert.ok(kept.length <= 15)
    assert.ok(Math.min(...kept) > 150)
  })
})

describe('session neighbours', () => {
  const make = (sittingsPerItem = 100) =>
    createSessionNeighbours({ items: 20, sittingsPerItem, neighbours: 2 })
  const sit = (near: ReturnType<typeof make>, ...items: number[]) => {
    const sitting = near.open()
    for (const item of items) near.add(sitting, item)
    return sitting
  }
  const told = (near: ReturnType<typeof make>, sitting: number[], own = -1) => {
    const out = new Map<number, number>()
    near.each(sitting, own, (item, worth) => out.set(item, (out.get(item) ?? 0) + worth))
    return out
  }

  it('listens to the sittings most alike, and to what is in common lately', () => {
    const near = make()
    sit(near, 1, 2, 3)
    sit(near, 2, 4)
    sit(near, 1, 5)
    const out = told(near, [1, 2])
    assert.ok(out.has(3) && out.has(4) && !out.has(5)) // two neighbours only: (1 2 3) and (2 4), for 2 came last
    assert.ok(out.get(3)! > out.get(4)!)
    assert.equal(told(near, []).size, 0)
    assert.equal(told(near, [19]).size, 0)
  })

  it('is no neighbour of itself, and forgets the oldest of an item', () => {
    const near = make(2)
    const own = sit(near, 7, 8)
    assert.equal(told(near, [7], own).size, 0)
    sit(near, 7, 9)
    sit(near, 7, 10)
    assert.deepEqual([...told(near, [7]).keys()].sort((a, b) => a - b), [7, 9, 10]) // prettier-ignore
  })
})

describe('gated blend', () => {
  it('steps along the gradient of the chance of what was chosen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (seed) => {
        const random = seededRandom(seed)
        const [evidence, situation, count] = [3, 2, 6]
        const rows = Float64Array.from({ length: evidence * count }, () => random.next() * 2 - 1)
        const features = Float64Array.of(1, random.next())
        const chosen = random.int(count)
        const logChance = (weights: Float64Array) => {
          const blend = createGatedBlend({ evidence, situation, learningRate: 0 })
          blend.weights.set(weights)
          const scores = new Float64Array(count)
          blend.score(rows, count, features, scores)
          const sum = scores.reduce((s, x) => s + Math.exp(x), 0)
          return scores[chosen]! - Math.log(sum)
        }
        const blend = createGatedBlend({ evidence, situation, learningRate: 1e-3, initial: [0.3, -0.2, 0.1] })
        const before = blend.weights.slice()
        const scores = new Float64Array(count)
        blend.score(rows, count, features, scores)
        blend.learn(rows, count, features, scores, chosen)
        assert.deepEqual(blend.weights, before)
        blend.settle()
        before.forEach((weight, w) => {
          const shifted = before.slice()
          shifted[w] = weight + 1e-6
          const slope = (logChance(shifted) - logChance(before)) / 1e-6
          const step = blend.weights[w]! - weight
          close(step, (1e-3 * slope) / Math.sqrt(1e-4 + slope * slope), 1e-4)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('a number that is none teaches nothing and spoils nothing', () => {
    const blend = createGatedBlend({ evidence: 2, situation: 1, learningRate: 0.5, initial: [1, 1] })
    const scores = new Float64Array(2)
    for (const bad of [NaN, Infinity, -Infinity]) {
      const rows = Float64Array.of(bad, 1, 2, 3)
      blend.score(rows, 2, Float64Array.of(1), scores)
      blend.learn(rows, 2, Float64Array.of(1), scores, 0)
      blend.settle()
      assert.ok([...blend.weights].every(Number.isFinite), `${bad}: ${blend.weights.join()}`)
    }
  })

  it('finds the weights that made the choices, and that they differ by situation', () => {
    const random = seededRandom('blend')
    const blend = createGatedBlend({ evidence: 2, situation: 2, learningRate: 0.3 })
    const [rows, scores] = [new Float64Array(2 * 20), new Float64Array(20)]
    for (let n = 0; n < 10_000; n++) {
      const features = Float64Array.of(1, n % 2)
      for (let k = 0; k < rows.length; k++) rows[k] = random.next() * 4 - 2
      // In the first situation only the first evidence matters, in the second only the other one.
      const truth = Array.from(
        { length: 20 },
        (_, i) => 2 * rows[2 * i + (n % 2)]! - Math.log(-Math.log(random.next())),
      )
      blend.score(rows, 20, features, scores)
      blend.learn(rows, 20, features, scores, truth.indexOf(Math.max(...truth)))
      blend.settle()
    }
    const [first, firstGate, second, secondGate] = blend.weights
    for (const [found, made] of [
      [first!, 2],
      [first! + firstGate!, 0],
      [second!, 0],
      [second! + secondGate!, 2],
    ] as const)
      // prettier-ignore
      assert.ok(Math.abs(found - made) < 0.35, `${found} for ${made}`)
  })
})

describe('next item', () => {
  const build = () => {
    const b = createDatasetBuilder('small')
    const random = seededRandom('next')
    for (let n = 0; n < 400; n++) b.add(`p${random.int(20)}`, `i${random.int(30)}`, n * DAY_MS, 'view')
    return b.build()
  }
  const ranked = (scores: Float64Array) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)

  it('knows at once what was just learned: what followed, and what is hot', () => {
    const data = build()
    const model = createNextItem(data, NEXT_ITEM)
    const { interactions } = data
    model.learn(interactions, 0, 400)
    const now = 401 * DAY_MS
    const news = { length: 40, person: new Uint32Array(40), item: new Uint32Array(40), action: new Uint8Array(40), atMs: new Float64Array(40).fill(now) } // prettier-ignore
    news.person.forEach((_, k) => (news.person[k] = k % 19))
    news.item.fill(7)
    const scores = new Float64Array(30)
    model.score(19, now, scores)
    const before = ranked(scores).indexOf(7)
    model.learn(news, 0, 40)
    model.score(19, now, scores)
    assert.ok(before > 0)
    assert.equal(ranked(scores).indexOf(7), 0)
  })

  it('learns nothing from being asked, and the same from the same', () => {
    const data = build()
    const answers = [false, true].map((asked) => {
      const model = createNextItem(data, { ...NEXT_ITEM, warmUp: 0, teachEvery: 1 })
      const scores = new Float64Array(30)
      for (let e = 0; e < 400; e += 10) {
        model.learn(data.interactions, e, e + 10)
        if (asked) for (let p = 0; p < 20; p++) model.score(p, e * DAY_MS, scores)
      }
      model.score(3, 400 * DAY_MS, scores)
      return [...scores]
    })
    assert.deepEqual(answers[0], answers[1])
    assert.ok(answers[0]!.every((s) => !Number.isNaN(s)))
  })

  it('knows nobody and nothing, and still answers', () => {
    const empty = createDatasetBuilder('empty').build()
    createNextItem({ ...empty, people: ['p'] }, NEXT_ITEM).score(0, 0, new Float64Array(0))
  })
})
