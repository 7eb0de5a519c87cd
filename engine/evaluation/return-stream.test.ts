// Returns foretold at the purchase: labels come when they are known, and nothing of the future reaches a model.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { areaUnderCurve } from './click-metrics.ts'
import { feedReturnContender } from './feed-return-contender.ts'
import { ourReturns } from './return-contenders.ts'
import { returnTruth, runReturns, type ReturnContender } from './return-stream.ts'
import { LINE_KINDS, type OrderLines } from './shapes.ts'

const WITHIN_MS = 30 * DAY_MS

type Line = { person: number; item: number; day: number; quantity: number; kind?: 'buy' | 'return' }
function aShop(given: readonly Line[], items = 40, people = 60): OrderLines {
  const lines = [...given].sort((a, b) => a.day - b.day)
  const names = (count: number, letter: string) => Array.from({ length: count }, (_, k) => `${letter}${k}`)
  return {
    people: names(people, 'p'),
    items: names(items, 'i'),
    orders: names(lines.length, 'o'),
    length: lines.length,
    person: Int32Array.from(lines, (line) => line.person),
    item: Uint32Array.from(lines, (line) => line.item),
    order: Uint32Array.from(lines, (_, k) => k),
    atMs: Float64Array.from(lines, (line) => line.day * DAY_MS),
    quantity: Int32Array.from(lines, (line) => line.quantity),
    amountMinor: Int32Array.from(lines, (line) => 100 * line.quantity),
    kind: Uint8Array.from(lines, (line) => LINE_KINDS.indexOf(line.kind ?? 'buy')),
    itemFeatures: { names: [], of: { offsets: new Uint32Array(items + 1), values: new Uint32Array(0) } },
  }
}

/** Every fifth item comes back in half the cases, another in one of fifty. */
function aRule(count: number, seed = 'rule') {
  const random = seededRandom(seed)
  const lines: Line[] = []
  for (let k = 0; k < count; k++) {
    const line = {
      person: random.int(60),
      item: random.int(40),
      day: (k / count) * 300,
      quantity: 1 + random.int(4),
    }
    lines.push(line)
    if (random.next() < (line.item % 5 === 0 ? 0.5 : 0.02))
      lines.push({ ...line, day: line.day + 12 * random.next(), quantity: -line.quantity, kind: 'return' })
  }
  return aShop(lines)
}

void it('tells what came back in time, in pieces, and asks only whose days are over', () => {
  const shop = aShop([
    { person: 0, item: 1, day: 0, quantity: 5 },
    { person: 0, item: 1, day: 10, quantity: -2, kind: 'return' },
    { person: 1, item: 1, day: 1, quantity: 1 },
    { person: 1, item: 1, day: 40, quantity: -1, kind: 'return' },
    { person: 2, item: 2, day: 30, quantity: 1 },
    { person: 3, item: 3, day: 50, quantity: -1, kind: 'return' },
  ])
  const truth = returnTruth(shop, WITHIN_MS)
  assert.deepEqual([...truth.line], [0, 1])
  assert.deepEqual([...truth.returned], [1, 0])
  assert.equal(truth.piecesBack[0], 2)
  assert.deepEqual([truth.returns, truth.unmatched], [3, 1])
})

void it('a return is told at its time, a kept purchase when its days are over, each once', () => {
  const shop = aRule(600)
  const told = new Map<number, number>()
  let nowMs = 0
  const listener: ReturnContender = {
    name: 'listener',
    create: () => ({
      foretell: (order) => void (nowMs = shop.atMs[order[0]!]!),
      bought: () => {},
      returned(line, returnLine, _quantity, first, inTime) {
        assert.ok(shop.atMs[returnLine]! >= shop.atMs[line]!)
        if (first && inTime) told.set(line, (told.get(line) ?? 0) + 1)
      },
      kept(line, atMs) {
        assert.ok(atMs - shop.atMs[line]! > WITHIN_MS && atMs >= nowMs)
        told.set(line, (told.get(line) ?? 0) + 1)
      },
    }),
  }
  runReturns(shop, listener, { withinMs: WITHIN_MS })
  assert.ok([...told.values()].every((times) => times === 1))
  assert.ok(told.size > 400)
})

void it('ours finds the rule, and so does the head of the feed', () => {
  const shop = aRule(3_000)
  const truth = returnTruth(shop, WITHIN_MS)
  const [chances, ofFeed] = [ourReturns(1), feedReturnContender].map((contender) =>
    runReturns(shop, contender, { withinMs: WITHIN_MS }),
  ) as [Float64Array, Float64Array]
  const from = Math.floor(truth.line.length / 2)
  const late = truth.line.subarray(from)
  const areaOf = (of: Float64Array) =>
    areaUnderCurve(
      Float64Array.from(late, (line) => of[line]!),
      truth.returned.subarray(from),
    )
  assert.ok(areaOf(chances) > 0.8, `${areaOf(chances)}`)
  assert.ok(areaOf(ofFeed) > 0.8, `${areaOf(ofFeed)}`)
})

void it('what happens later changes nothing that was foretold before; a model that looks ahead is found out', () => {
  const shop = aRule(900)
  const cut = Math.floor(shop.length * 0.6)
  const other = aRule(900, 'another future')
  const changed: OrderLines = {
    ...shop,
    item: shop.item.map((item, k) => (k < cut ? item : other.item[k]!)),
    kind: shop.kind.map((kind, k) => (k < cut ? kind : LINE_KINDS.indexOf('buy'))),
    quantity: shop.quantity.map((quantity, k) => (k < cut ? quantity : Math.abs(other.quantity[k]!))),
  }
  const peeking: ReturnContender = {
    name: 'peeking',
    create: (lines) => ({
      foretell: (order, out) => {
        const back = lines.kind.indexOf(LINE_KINDS.indexOf('return'), order[0]! + 1)
        order.forEach((_, k) => (out[k] = 1 / (2 + back)))
      },
      bought: () => {},
      returned: () => {},
      kept: () => {},
    }),
  }
  const before = (lines: OrderLines, contender: ReturnContender) =>
    runReturns(lines, contender, { withinMs: WITHIN_MS }).slice(0, cut)
  for (const honest of [ourReturns(1), feedReturnContender])
    assert.deepEqual(before(shop, honest), before(changed, honest))
  assert.notDeepEqual(before(shop, peeking), before(changed, peeking))
})
