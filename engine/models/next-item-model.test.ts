// The online model over the life of its rows: what is gone is offered to nobody, and whoever gets the row begins anew.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createColumns } from '../columns.ts'
import { createNextItemModel } from './next-item-model.ts'
import { NEXT_ITEM } from './next-item-options.ts'

const ITEMS = 60
const PEOPLE = 30
const room = { people: PEOPLE, items: ITEMS, features: 20, described: 200 }
const make = (columns = createColumns()) => createNextItemModel({ ...room, columns }, NEXT_ITEM)
type Model = ReturnType<typeof make>

/** People who walk along chains of ten. */
function aDay(model: Model, seed: string, events = 600, from = 0): number {
  const random = seededRandom(seed)
  for (let n = 0; n < events; n++) {
    const person = random.int(PEOPLE)
    const item = ((person % 6) * 10 + random.int(10)) % ITEMS
    const atMs = from + n * HOUR_MS
    if (!model.isBorn(item)) model.introduce(item, atMs, [item % 20])
    if (n > 100) {
      model.teach(person, item, atMs)
      model.settle()
    }
    model.observe(person, item, atMs, 1)
  }
  return from + events * HOUR_MS
}
const answers = (model: Model, atMs: number) =>
  Array.from({ length: PEOPLE }, (_, person) => {
    const out = new Float64Array(ITEMS)
    model.score(person, atMs, out)
    return Array.from(out)
  })

describe('what is gone', () => {
  it('is a candidate for nobody from that moment', () => {
    const model = make()
    const now = aDay(model, 'gone')
    model.retire(13)
    for (const scores of answers(model, now)) assert.equal(scores[13], -Infinity)
  })

  it('leaves nothing to who gets its row, once the sweep went round twice', () => {
    const model = make()
    const now = aDay(model, 'row')
    model.retire(13)
    while (model.sweep(7) < 2) continue
    model.introduce(13, now + DAY_MS, [])
    // Person 1 walked in the chain of the former 13; nothing of that is evidence for the new one but that it is there.
    const [, walked] = answers(model, now + 2 * DAY_MS)
    assert.equal(walked![13], -Infinity)
    model.observe(5, 13, now + 2 * DAY_MS)
    assert.ok(answers(model, now + 3 * DAY_MS)[5]![13]! > -Infinity)
  })

  it('twin: without the sweep the new one inherits the links of the old', () => {
    const model = make()
    const now = aDay(model, 'row')
    model.retire(13)
    model.introduce(13, now + DAY_MS, [])
    assert.ok(answers(model, now + 2 * DAY_MS)[1]![13]! > -Infinity)
  })
})

describe('what just came', () => {
  it('says something from its first sitting on, also when it came in the middle of one', () => {
    const options = { ...NEXT_ITEM, trendCandidates: 0, gapHalfLifeMs: 1, sittingGapMs: DAY_MS } // neighbours alone can tell
    const model = createNextItemModel(room, options)
    model.introduce(1, 0, [])
    model.observe(0, 1, HOUR_MS)
    model.introduce(2, 2 * HOUR_MS, [])
    model.observe(0, 2, 2 * HOUR_MS)
    model.observe(5, 1, 3 * HOUR_MS)
    assert.ok(answers(model, 3 * HOUR_MS)[5]![2]! > -Infinity)
  })
})

describe('state', () => {
  it('written down and read back, it answers and learns as before', () => {
    const lived = make()
    const now = aDay(lived, 'dump')
    const columns = createColumns()
    const restored = make(columns)
    columns.restore(lived.columns.dump())
    assert.deepEqual(answers(restored, now), answers(lived, now))
    const later = [lived, restored].map((model) => aDay(model, 'more', 200, now))
    assert.deepEqual(answers(restored, later[0]!), answers(lived, later[0]!))
  })

  it('a reader of the same columns answers as the writer does', () => {
    const writer = make()
    const reader = make(createColumns(writer.columns.shared))
    const now = aDay(writer, 'read')
    assert.deepEqual(answers(reader, now), answers(writer, now))
  })
})

describe('clocks', () => {
  it('the same doings at another time give the same answers', () => {
    const shift = 777_777_777
    const [now, then] = [make(), make()]
    const [end, endThen] = [aDay(now, 'when', 600, 500_123), aDay(then, 'when', 600, 500_123 + shift)]
    assert.equal(endThen, end + shift)
    assert.deepEqual(answers(then, endThen + 7), answers(now, end + 7))
  })

  it('an item that came after what was done to it, and a question from the past, still get numbers', () => {
    const model = make()
    const now = aDay(model, 'clocks')
    model.introduce(59, now + 90 * DAY_MS, [])
    for (let n = 0; n < 20; n++) {
      model.teach(n, 59, now + n)
      model.settle()
      model.observe(n, 59, now + n)
    }
    for (const atMs of [0, now - 300 * DAY_MS, now + 1, now + 900 * DAY_MS])
      for (const scores of answers(model, atMs)) assert.ok(scores.every((score) => !Number.isNaN(score)))
  })
})

describe('bounds', () => {
  it('a person is remembered by the last 200 things', () => {
    const model = make()
    aDay(model, 'many', 20_000)
    const [scores] = answers(model, 20_001 * HOUR_MS)
    assert.ok(scores!.some((s) => s > -Infinity))
  })
})
