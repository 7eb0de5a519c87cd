// Returns foretold at the purchase: what a person sends back of one kind of thing is learned, nothing open is taken for kept, and an end
// may come in any order, late, twice, or of nothing.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { areaUnderCurve, calibrationError, logLoss } from '../evaluation/click-metrics.ts'
import { smoothedRate } from '../rates.ts'
import { hashOf } from './hashing.ts'
import { createReturnHead, type ReturnHead, type SaleEnd } from './return-head.ts'

const OPTIONS = {
  usual: 0.08,
  keys: 4,
  windowMs: 30 * DAY_MS,
  correctionMs: 30 * DAY_MS,
  maxSales: 50_000,
  rates: 2 ** 14,
  halfLifeMs: 180 * DAY_MS,
  prior: 20,
  halfLifeTrials: 20_000,
}
const START_MS = Date.UTC(2026, 0, 1)
const CATEGORIES = 8
const PEOPLE = 60
const GOODS = 160
type Bought = { person: number; goods: number }
/** All sales, the category, the goods, the person in the category. */
const keysOf = ({ person, goods }: Bought): number[] => [
  hashOf(0, 0),
  hashOf(1, goods % CATEGORIES),
  hashOf(2, goods),
  hashOf(3, person, goods % CATEGORIES),
]
/** A fifth of the people send back most of one category; goods differ, too. */
const fussy = ({ person, goods }: Bought): boolean => person % 5 === 0 && goods % CATEGORIES === person % 3
const truth = (b: Bought): number => (fussy(b) ? 0.6 : b.goods % 7 === 0 ? 0.2 : 0.06)

type Life = { days: number; perDay: (day: number) => number; seed: string }
type Outcome = { chance: number; goodsRate: number; came: number; bought: Bought; day: number }

/** Sales of `life`; returns come 3 to 20 days later. Each is foretold before it is bought, by the head and by the goods' own rate. */
function live(head: ReturnHead, { days, perDay, seed }: Life): Outcome[] {
  const random = seededRandom(seed)
  const out: Outcome[] = []
  const due: { atMs: number; key: string; goods: number }[] = []
  const [sold, back] = [new Float64Array(GOODS), new Float64Array(GOODS)]
  let n = 0
  for (let day = 0; day < days; day++)
    for (let k = 0; k < perDay(day); k++) {
      const atMs = START_MS + day * DAY_MS + k * 1_000
      due.sort((a, b) => a.atMs - b.atMs)
      while (due.length > 0 && due[0]!.atMs <= atMs) {
        const end = due.shift()!
        back[end.goods]! += 1
        head.ended(end.key, 'returned', end.atMs)
      }
      const bought = { person: random.int(PEOPLE), goods: random.int(GOODS) }
      const { goods } = bought
      const key = `${n++}`
      const chance = head.foretell(keysOf(bought), atMs)
      head.bought(key, keysOf(bought), atMs)
      const came = random.next() < truth(bought) ? 1 : 0
      out.push({ chance, goodsRate: smoothedRate(back[goods]!, sold[goods]!, 0.08, 12), came, bought, day })
      sold[goods]! += 1
      if (came) due.push({ atMs: atMs + (3 + 17 * random.next()) * DAY_MS, key, goods })
    }
  return out
}
const figures = (rows: readonly Outcome[], of: 'chance' | 'goodsRate') => {
  const [chances, came] = [Float64Array.from(rows, (r) => r[of]), Uint8Array.from(rows, (r) => r.came)]
  return {
    loss: logLoss(chances, came),
    area: areaUnderCurve(chances, came),
    error: calibrationError(chances, came, { bins: 10 }),
  }
}
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
const later = (rows: readonly Outcome[], fromDay: number) => rows.filter((r) => r.day >= fromDay)

void describe('returns foretold', () => {
  void it('knows who sends back what, keeps its word, and beats the goods’ own rate', () => {
    const rows = later(live(createReturnHead(OPTIONS), { days: 240, perDay: () => 60, seed: 'steady' }), 120)
    const [ours, goods] = [figures(rows, 'chance'), figures(rows, 'goodsRate')]
    const told = `${JSON.stringify(ours)} ${JSON.stringify(goods)}`
    assert.ok(ours.loss < goods.loss - 0.005 && ours.area > goods.area + 0.01, told)
    assert.ok(ours.error < 0.03, told)
    const there = rows.filter((r) => fussy(r.bought))
    assert.ok(mean(there.map((r) => r.chance)) > 3 * mean(there.map((r) => r.goodsRate)))
  })

  void it('what is open is not taken for kept: while sales grow the mean stays true; known-bad twin: too low', () => {
    const growing = { days: 150, perDay: (day: number) => Math.min(250, 6 * 1.03 ** day), seed: 'growing' }
    const [ours, hasty] = [OPTIONS, { ...OPTIONS, windowMs: 1, correctionMs: 60 * DAY_MS }].map((options) => {
      const rows = later(live(createReturnHead(options), growing), 60)
      return mean(rows.map((r) => r.chance)) / mean(rows.map((r) => r.came))
    }) as [number, number]
    assert.ok(ours > 0.9 && ours < 1.12, `${ours}`)
    assert.ok(hasty < 0.8, `${hasty}`)
  })
})

const SHOE = keysOf({ person: 1, goods: 1 })
const chanceOfShoe = (head: ReturnHead, day: number) => head.foretell(SHOE, START_MS + day * DAY_MS)

void describe('the end of a sale', () => {
  void it('with nothing seen the chance is the usual one; a sale alone changes nothing', () => {
    const head = createReturnHead(OPTIONS)
    head.bought('a', SHOE, START_MS)
    assert.ok(Math.abs(chanceOfShoe(head, 0) - OPTIONS.usual) < 1e-9)
    assert.equal(head.report().waiting, 1)
  })

  void it('a return is learned when it comes, once; one after the window still corrects', () => {
    const head = createReturnHead(OPTIONS)
    const settled: boolean[] = []
    for (const key of ['a', 'b', 'c']) head.bought(key, SHOE, START_MS)
    head.ended('a', 'returned', START_MS + 5 * DAY_MS)
    const once = chanceOfShoe(head, 5)
    assert.ok(once > OPTIONS.usual)
    head.ended('a', 'returned', START_MS + 5 * DAY_MS)
    assert.equal(chanceOfShoe(head, 5), once)
    head.release(START_MS + 31 * DAY_MS, (_, returned) => settled.push(returned))
    assert.deepEqual(settled, [true, false, false])
    const low = chanceOfShoe(head, 40)
    head.ended('b', 'returned', START_MS + 40 * DAY_MS)
    assert.ok(chanceOfShoe(head, 40) > low)
    head.release(START_MS + 61 * DAY_MS)
    head.ended('c', 'returned', START_MS + 61 * DAY_MS)
    const { returned, kept, corrected, unmatched, waiting, remembered } = head.report()
    assert.deepEqual([returned, kept, corrected, unmatched, waiting, remembered], [1, 2, 1, 1, 0, 0])
  })

  void it('what was taken back before it was sent teaches nothing', () => {
    const head = createReturnHead(OPTIONS)
    head.bought('a', SHOE, START_MS)
    head.ended('a', 'undone', START_MS + HOUR_MS)
    head.ended('a', 'returned', START_MS + DAY_MS)
    head.release(START_MS + 90 * DAY_MS)
    assert.ok(Math.abs(chanceOfShoe(head, 90) - OPTIONS.usual) < 1e-9)
    assert.deepEqual([head.report().undone, head.report().kept], [1, 0])
  })

  void it('heard of before its sale, it is the same in the end', () => {
    const [before, after] = [createReturnHead(OPTIONS), createReturnHead(OPTIONS)]
    before.ended('a', 'returned', START_MS)
    before.bought('a', SHOE, START_MS)
    after.bought('a', SHOE, START_MS)
    after.ended('a', 'returned', START_MS)
    assert.ok(isDeepStrictEqual(before.dump(), after.dump()))
  })

  void it('never remembers more sales than it may', () => {
    const head = createReturnHead({ ...OPTIONS, maxSales: 10 })
    for (let k = 0; k < 50; k++) head.bought(`${k}`, SHOE, START_MS + k)
    for (let k = 0; k < 5_000; k++) head.ended(`x${k}`, 'returned', START_MS + 50)
    assert.deepEqual([head.report().remembered, head.report().dropped], [10, 40])
    assert.ok(head.dump().early.length <= 1_000)
  })

  const events = fc.array(
    fc.record({
      sale: fc.nat(12),
      what: fc.constantFrom<'bought' | SaleEnd>('bought', 'returned', 'undone'),
      afterDays: fc.integer({ min: -3, max: 25 }),
    }),
    { maxLength: 80 },
  )
  type Told = { sale: number; what: 'bought' | SaleEnd; afterDays: number }
  function tell(head: ReturnHead, told: readonly Told[], fromMs: number): number {
    let atMs = fromMs
    for (const { sale, what, afterDays } of told) {
      atMs += afterDays * DAY_MS
      const keys = keysOf({ person: sale % 3, goods: sale })
      if (what === 'bought') head.bought(`${sale}`, keys, atMs)
      else head.ended(`${sale}`, what, atMs)
    }
    return atMs
  }

  void it('in any order and however often: no count below nothing, every chance a chance, and the same again from a dump', () => {
    fc.assert(
      fc.property(events, fc.nat(80), (told, cut) => {
        const head = createReturnHead({ ...OPTIONS, rates: 2 ** 6, maxSales: 6 })
        const resumed = createReturnHead({ ...OPTIONS, rates: 2 ** 6, maxSales: 6 })
        const middleMs = tell(head, told.slice(0, cut), START_MS)
        resumed.restore(structuredClone(head.dump()))
        const endMs = tell(head, told.slice(cut), middleMs)
        tell(resumed, told.slice(cut), middleMs)
        assert.ok(isDeepStrictEqual(resumed.dump(), head.dump()))
        const { weights, ...counts } = head.report()
        assert.ok(Object.values(counts).every((n) => n >= 0))
        assert.ok(weights.every(Number.isFinite))
        assert.ok(head.dump().rates.sums.every((n) => n >= 0))
        const chance = head.foretell(SHOE, endMs)
        assert.ok(chance > 0 && chance < 1)
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  void it('a dump of other options is refused; a time that is none changes nothing', () => {
    const head = createReturnHead(OPTIONS)
    assert.throws(() => createReturnHead({ ...OPTIONS, keys: 3 }).restore(head.dump()), RangeError)
    head.bought('a', SHOE, NaN)
    head.ended('a', 'returned', Infinity)
    assert.deepEqual([head.report().remembered, head.report().unmatched], [0, 0])
  })
})
