// The model of dated histories and its parts, on small worlds that follow a rule.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import type { TimedLists } from '../evaluation/last-out.ts'
import { toRagged } from '../evaluation/shapes.ts'
import { LINK_KINDS, linkHistories } from './history-links.ts'
import { createItemTimelines } from './item-timelines.ts'
import { createNextInHistory, NEXT_IN_HISTORY } from './next-in-history.ts'

const timed = (...people: (readonly [item: number, day: number])[][]): TimedLists => ({
  items: toRagged(people.map((steps) => steps.map(([item]) => item))),
  atMs: Float64Array.from(people.flat(), ([, day]) => day * DAY_MS),
})

void describe('history links', () => {
  const options = { itemCount: 4, degree: 10, soonHalfLifeDays: 10, backward: 0.5, damping: 0 }
  const lists = timed([[0, 0], [1, 0], [2, 10]]) // prettier-ignore
  const linksOf = (kind: (typeof LINK_KINDS)[number], from: number) => {
    const { offsets, to, likeness } = linkHistories(lists, options)[LINK_KINDS.indexOf(kind)]!
    const out: Record<number, number> = {}
    for (let e = offsets[from]!; e < offsets[from + 1]!; e++) out[to[e]!] = likeness[e]!
    return out
  }

  void it('tell a basket from what came later, and what came soon', () => {
    assert.deepEqual(linksOf('sameDay', 0), { 1: 1 })
    assert.deepEqual(linksOf('sameDay', 2), {})
    assert.deepEqual(linksOf('laterDay', 0), { 2: 1 })
    assert.deepEqual(linksOf('laterDay', 2), {})
    assert.deepEqual(linksOf('soon', 1), { 2: 0.5 })
    assert.deepEqual(linksOf('soon', 2), { 0: 0.25, 1: 0.25 })
    assert.deepEqual(linksOf('ever', 2), { 0: 2, 1: 2 })
  })
})

void describe('item timelines', () => {
  void it('count what was taken around a day, before and after it apart', () => {
    const lines = createItemTimelines(timed([[0, 100], [1, 100], [0, 103]], [[1, 300]]), 3) // prettier-ignore
    assert.deepEqual([...lines.counts], [2, 2, 0])
    assert.deepEqual([...lines.born], [100, 100, Infinity])
    const near: number[] = []
    lines.near(101, 2, (item) => near.push(item))
    assert.deepEqual(near, [0, 1, 0])
    lines.standAt(101)
    const rows = [0, 1, 2].map((item) => {
      const out = new Float64Array(8)
      lines.around(item, out, 0)
      return out
    })
    const [first, second, third] = rows as [Float64Array, Float64Array, Float64Array]
    assert.equal(first[0], second[0]) // one each on the day before
    assert.ok(first[0]! > third[0]!)
    assert.equal(first[1], third[1]) // 103 is beyond a day
    assert.ok(first[3]! > third[3]!) // and within a week after
    assert.equal(second[5], third[5]) // 300 is beyond a month
  })
})

void describe('next in history', () => {
  const ITEMS = 60
  /** After item k comes, days later, item k + 1 of the same row of ten; everything else is noise. */
  const world = (rule: boolean) => {
    const random = seededRandom('rows')
    const people = Array.from({ length: 500 }, () => {
      const row = 10 * random.int(6)
      const start = random.int(6)
      const day = random.int(1_000)
      const at = (k: number) => (rule ? row + start + k : random.int(ITEMS))
      return [0, 1, 2, 3].map((k) => [at(k), day + 3 * k] as const)
    })
    return { known: timed(...people.map((steps) => steps.slice(0, 3))), last: people.map((p) => p[3]![0]) }
  }
  const hits = (rule: boolean) => {
    const { known, last } = world(rule)
    const model = createNextInHistory(
      { itemCount: ITEMS, itemFeatures: [], featureCount: 0, known },
      NEXT_IN_HISTORY,
    )
    const scores = new Float64Array(ITEMS)
    return last.filter((item, person) => {
      model.score(person, scores)
      return scores.every((score, other) => other === item || score < scores[item]!)
    }).length
  }

  void it('finds the rule', () => assert.ok(hits(true) > 400))
  void it('finds nothing where there is none', () => assert.ok(hits(false) < 40))

  void it('knows nothing of who has no history, and says so', () => {
    const model = createNextInHistory(
      { itemCount: 3, itemFeatures: [], featureCount: 0, known: timed([[0, 1], [1, 2]], []) }, // prettier-ignore
      NEXT_IN_HISTORY,
    )
    const scores = new Float64Array(3)
    model.score(1, scores)
    assert.deepEqual([...scores], [-Infinity, -Infinity, -Infinity])
  })
})
