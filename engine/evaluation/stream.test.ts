// The protocol itself: that nothing leaks from what is not known yet, with models that would profit if it did.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { itemCf } from '../baselines/item-cf.ts'
import { allTimePopularity, trend } from '../baselines/popularity.ts'
import { nextItem } from '../models/next-item.ts'
import { compare } from './compare.ts'
import { createDatasetBuilder, finestTick, type Dataset } from './dataset.ts'
import type { Contender } from './ranker.ts'
import { hitAt } from './ranking-metrics.ts'
import { textReport } from './report.ts'
import { htmlReport } from './report-page.ts'
import { cutAt, runStream } from './stream.ts'

/** People with a taste: half of what each takes is of their own kind, and each day has its own hit. */
function aWorld(days = 60, stepMs = DAY_MS): Dataset {
  const b = createDatasetBuilder('world')
  const random = seededRandom('world')
  for (let day = 0; day < days; day++)
    for (let n = 0; n < 40; n++) {
      const p = random.int(50)
      const kind = p % 5
      const item =
        random.next() < 0.5
          ? kind * 10 + random.int(10)
          : random.next() < 0.5
            ? 50 + (day % 7)
            : random.int(60)
      b.add(
        `p${p}`,
        `i${item}`,
        day * stepMs + (stepMs === DAY_MS ? 0 : n),
        random.next() < 0.2 ? 'buy' : 'view',
      )
    }
  for (let i = 0; i < 50; i++) b.describe(`i${i}`, `kind:${Math.floor(i / 10)}`)
  return b.build()
}
const data = aWorld()
const range = { from: cutAt(data, 0.9), to: data.interactions.length }
const hitRate = (contender: Contender, syncMs: number, of = data, k = 1) => {
  const { place } = runStream(of, contender, { range: { from: cutAt(of, 0.9), to: of.interactions.length }, syncMs, maskSeen: false }) // prettier-ignore
  return place.reduce((sum, p) => sum + hitAt(p, k), 0) / place.length
}
/** Foretells the last item it was taught. */
const parrot = (): Contender => ({
  name: 'parrot',
  create: () => {
    let last = -1
    return {
      learn: ({ item }, from, to) => void (to > from && (last = item[to - 1]!)),
      score: (_p, _at, out) => void out.fill(0).fill(1, last, last + 1),
    }
  },
})
/** Sixty days on which everybody takes the same thing, another one each day. */
const fashion = (() => {
  const b = createDatasetBuilder('fashion')
  for (let n = 0; n < 600; n++)
    b.add(`p${n % 7}`, `i${Math.floor(n / 10) % 20}`, Math.floor(n / 10) * DAY_MS, 'view')
  return b.build()
})()

describe('data', () => {
  it('comes in order of time with indices, and knows its own tick', () => {
    const b = createDatasetBuilder('d')
    b.add('b', 'y', 2 * HOUR_MS, 'buy')
    b.add('a', 'x', HOUR_MS, 'view')
    b.describe('x', 'colour:red')
    b.describe('x', 'colour:red')
    b.describe('never-met', 'colour:blue')
    const d = b.build()
    assert.deepEqual([...d.interactions.atMs], [HOUR_MS, 2 * HOUR_MS])
    assert.deepEqual([...d.interactions.person].map((p) => d.people[p]), ['a', 'b']) // prettier-ignore
    assert.deepEqual(d.itemFeatures[d.items.indexOf('x')], [0])
    assert.equal(d.tickMs, HOUR_MS)
    assert.equal(finestTick([0, 1]), 1)
    assert.throws(() => b.add('a', 'x', NaN, 'view'), RangeError)
  })

  it('is never cut through a tick', () => {
    for (let share = 0; share <= 1; share += 0.013) {
      const { atMs, length } = data.interactions
      const at = cutAt(data, share)
      assert.ok(at === 0 || at === length || atMs[at - 1] !== atMs[at])
    }
  })
})

describe('test-then-train', () => {
  it('foretells a whole tick before it learns any of it: who repeats the last thing is a day late', () => {
    assert.equal(hitRate(parrot(), 0, fashion), 0)
  })

  it('the same world told by the minute lets the parrot know: the tick is what made the difference', () => {
    const b = createDatasetBuilder('by the minute')
    for (let n = 0; n < 600; n++) b.add(`p${n % 7}`, `i${Math.floor(n / 10) % 20}`, n * 60_000, 'view')
    assert.ok(hitRate(parrot(), 0, b.build()) > 0.85)
  })

  it('a model that is asked learns only as often as it may', () => {
    const taught: number[] = []
    const pupil: Contender = {
      name: 'pupil',
      create: () => ({ learn: (i, _f, to) => void taught.push(i.atMs[to - 1]! / DAY_MS), score: (_p, _a, out) => void out.fill(0) }), // prettier-ignore
    }
    runStream(data, pupil, { range, syncMs: 2 * DAY_MS, maskSeen: false })
    assert.deepEqual(taught.slice(0, 4), [53, 54, 56, 58])
    taught.length = 0
    runStream(data, pupil, { range, syncMs: Infinity, maskSeen: false })
    assert.deepEqual(taught, [53])
  })

  it('a thing nobody has met counts as missed, and as new', () => {
    const b = createDatasetBuilder('new')
    for (let n = 0; n < 20; n++) b.add('p', n < 18 ? 'old' : `new${n}`, n * DAY_MS, 'view')
    const d = b.build()
    const r = runStream(d, allTimePopularity, { range: { from: 18, to: 20 }, syncMs: 0, maskSeen: false })
    assert.deepEqual([...r.newItem], [1, 1])
    assert.deepEqual(r.place.map((p) => hitAt(p, 100)), [0, 0]) // prettier-ignore
  })

  it('leaves out what a person has met, for that person only', () => {
    const b = createDatasetBuilder('mask')
    for (const [p, i] of [['a', 'x'], ['b', 'x'], ['b', 'y'], ['a', 'y'], ['c', 'x']]) b.add(p!, i!, b.size * DAY_MS, 'view') // prettier-ignore
    const d = b.build()
    const r = runStream(d, allTimePopularity, { range: { from: 3, to: 5 }, syncMs: 0, maskSeen: true })
    assert.deepEqual(r.place[0], { above: 0, ties: 0 })
    assert.deepEqual(r.place[1], { above: 0, ties: 1 })
  })

  it('a thing met before is a miss where it is left out, and not a new one', () => {
    const b = createDatasetBuilder('again')
    for (let n = 0; n < 6; n++) b.add('p', n % 2 ? 'x' : 'y', n * DAY_MS, 'view')
    const r = runStream(b.build(), allTimePopularity, {
      range: { from: 4, to: 6 },
      syncMs: 0,
      maskSeen: true,
    })
    assert.deepEqual([...r.newItem], [0, 0])
    assert.deepEqual(r.place.map((p) => hitAt(p, 10)), [0, 0]) // prettier-ignore
  })

  it('only the actions asked for are foretold, all are learned', () => {
    const buy = data.actions.indexOf('buy')
    const r = runStream(data, allTimePopularity, {
      range,
      syncMs: 0,
      maskSeen: false,
      targets: new Set([buy]),
    })
    const bought = [...data.interactions.action.subarray(range.from)].filter((a) => a === buy).length
    assert.equal(r.place.length, bought)
    const few = runStream(data, allTimePopularity, { range, syncMs: 0, maskSeen: false, targets: new Set([buy]), maxTests: 7 }) // prettier-ignore
    assert.equal(few.place.length, 7)
  })
})

describe('a comparison', () => {
  const families = [
    { name: 'popularity', settings: [{ label: '', contender: allTimePopularity }] },
    {
      name: 'trend',
      settings: [1, 30].map((d) => ({ label: `${d} d`, contender: trend(`trend ${d}`, d * DAY_MS) })),
    },
    { name: 'item CF', settings: [{ label: '', contender: itemCf('item CF', { history: 50, decay: 0.6 }) }] },
    { name: 'serendip', settings: [{ label: '', contender: nextItem() }], curve: true },
  ]
  const say: string[] = []
  const c = compare(data, families, {
    random: seededRandom(1),
    maskSeen: false,
    ours: 'serendip',
    say: (text) => say.push(text),
    now: () => 0,
  })

  it('finds the taste that popularity cannot see, and says how sure it is', () => {
    const [popularity, , , ours] = c.rows
    assert.ok(ours!.hit10.mean > popularity!.hit10.mean + 0.1, textReport(c))
    for (const row of c.rows) assert.ok(row.hit10.low <= row.hit10.mean && row.hit10.mean <= row.hit10.high)
    assert.equal(ours!.curve.length, 5)
    assert.ok(c.rows[1]!.chosen !== null && c.rows[0]!.chosen === null)
  })

  it('the choosing never sees a day that is reported', () => {
    const lastSeen: number[] = []
    const spy = (label: string): Contender => ({
      name: label,
      create: () => ({
        learn: (i, _f, to) => void lastSeen.push(i.atMs[i.length - 1]!, i.atMs[to - 1]!),
        score: (_p, at, out) => void (lastSeen.push(at), out.fill(0)),
      }),
    })
    const first = { name: 'spies', settings: ['a', 'b'].map((label) => ({ label, contender: spy(label) })) }
    const seenByThen: number[] = []
    compare(data, [first], {
      random: seededRandom(1),
      maskSeen: false,
      ours: '',
      now: () => 0,
      say: (text) => text.includes('validation days') && seenByThen.push(Math.max(...lastSeen)),
    })
    const reportsFrom = data.interactions.atMs[cutAt(data, 0.9)]!
    assert.equal(seenByThen.length, 2)
    assert.ok(seenByThen.every((at) => at < reportsFrom))
    assert.ok(Math.max(...lastSeen) > reportsFrom)
  })

  it('reads the same in a terminal and on a page, in both languages, with names that are no markup', () => {
    const text = textReport(c)
    for (const row of c.rows) assert.ok(text.includes(row.hit10.mean.toFixed(4)))
    const named = { ...c, data: { ...c.data, name: '<b>&' } }
    const html = htmlReport(named, [{ en: '3 rows skipped', zh: '跳过 3 行' }])
    assert.ok(html.includes('跳过 3 行') && html.includes('3 rows skipped') && html.includes('谁预测得最准'))
    assert.ok(!html.includes('<b>&') && html.includes('&lt;b&gt;&amp;'))
    assert.ok(!/NaN|undefined|Infinity/.test(html), html.match(/.{40}(NaN|undefined|Infinity).{20}/)?.[0])
  })
})
