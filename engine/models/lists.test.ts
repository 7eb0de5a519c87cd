// Models of lists without times, on small worlds that follow a rule.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { listOf, toRagged } from '../evaluation/shapes.ts'
import { holdOneOut, nextInLists } from './next-in-lists.ts'
import { barOf } from './strongest.ts'
import { invert, linkLists } from './typed-item-item.ts'

void describe('bar of the strongest', () => {
  void it('is what sorting would say', () => {
    const random = seededRandom('bar')
    for (let round = 0; round < 300; round++) {
      const values = Float64Array.from({ length: 1 + random.int(40) }, () => random.int(12))
      const limit = random.int(45)
      const sorted = [...values].sort((a, b) => b - a)
      assert.equal(barOf(values.slice(), values.length, limit), sorted[limit] ?? -Infinity)
    }
  })
})

void describe('typed links', () => {
  const options = { itemCount: 5, degree: 10, damping: 0, longest: 10 }
  const links = (o: typeof options) =>
    linkLists(toRagged([[0, 1], [0], [2]]), toRagged([[3], [3, 4], [0]]), o)
  const from = (item: number, o = options) => {
    const out: Record<number, number> = {}
    links(o).each(item, (to, likeness) => (out[to] = Math.round(likeness * 1e4) / 1e4))
    return out
  }

  void it('are a cosine from one action to another, not back', () => {
    assert.deepEqual(from(0), { 3: 1, 4: 0.7071 }) // two viewed 0: both bought 3, one bought 4
    assert.deepEqual(from(1), { 3: 0.7071 })
    assert.deepEqual(from(3), {})
    assert.deepEqual(from(2), { 0: 1 })
  })

  void it('keep the strongest, and nothing of lists that are too long', () => {
    assert.deepEqual(from(0, { ...options, degree: 1 }), { 3: 1 })
    assert.deepEqual(from(0, { ...options, longest: 1 }), { 3: 0.5 })
  })

  void it('inverting twice gives the lists back', () => {
    const lists = toRagged([[1, 3], [], [0, 1, 4]])
    assert.deepEqual(invert(invert(lists, 5), 3), lists)
  })
})

void describe('next in lists', () => {
  const PEOPLE = 400
  /** Items come in ten groups of four; a person looks at two groups, and buys the even things of them, and half the time one unseen. */
  const world = () => {
    const random = seededRandom('world')
    const views: number[][] = []
    const buys: number[][] = []
    for (let p = 0; p < PEOPLE; p++) {
      const groups = [random.int(10), random.int(10)]
      views.push([...new Set(groups.flatMap((g) => [0, 1, 2, 3].map((k) => 4 * g + k)))])
      buys.push(views[p]!.filter((item) => item % 2 === 0))
    }
    return { views, buys }
  }
  const ranked = (scores: Float64Array) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)

  void it('takes one of each who has two', () => {
    const lists = toRagged([[5, 6], [7], [], [1, 2, 3]])
    const { fewer, held } = holdOneOut(lists, seededRandom('one'))
    assert.deepEqual([...held].map((item) => item >= 0), [true, false, false, true]) // prettier-ignore
    for (const p of [0, 3])
      assert.deepEqual([...listOf(fewer, p), held[p]!].sort(), [...listOf(lists, p)].sort()) // prettier-ignore
    assert.deepEqual([...listOf(fewer, 1)], [7])
  })

  void it('learns which of the viewed are bought, and ranks nothing that was bought', () => {
    const { views, buys } = world()
    const missing = buys.map((list) => list.pop()!)
    const model = nextInLists(1, 'x', { lessonsAStep: 5 }).create({
      personCount: PEOPLE,
      itemCount: 40,
      actions: ['view', 'buy'],
      train: [toRagged(views), toRagged(buys)],
      itemVectors: {},
    })
    const scores = new Float64Array(40)
    let found = 0
    for (let p = 0; p < PEOPLE; p++) {
      model.score(p, scores)
      for (const item of buys[p]!) assert.equal(scores[item], -Infinity)
      if (ranked(scores)[0] === missing[p]) found++
    }
    assert.ok(found > 0.9 * PEOPLE, `${found} of ${PEOPLE}`)
  })

  void it('is the same from the same seed', () => {
    const { views, buys } = world()
    const lists = { personCount: PEOPLE, itemCount: 40, actions: [], itemVectors: {} }
    const train = [toRagged(views), toRagged(buys)]
    const answers = [1, 1].map((seed) => {
      const scores = new Float64Array(40)
      nextInLists(seed, 'x')
        .create({ ...lists, train })
        .score(7, scores)
      return scores
    })
    assert.deepEqual(answers[0], answers[1])
  })
})
