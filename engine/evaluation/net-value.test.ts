// Slates by value leave more where things differ in worth, and the measure does not say so where they do not.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { netOf, offerOf, TRADE, valueOf, MONEY_ONLY } from '../ranking/value.ts'
import { BY_CHANCE, fillSlates, OUR_VALUE, relativeGain, slateTable } from './net-value.ts'
import type { Occasion } from './slate-record.ts'

type World = { amount: (item: number) => number; back: (item: number) => number }

/** Orders of 60 things with known chances; what is bought and sent back is drawn by those chances. */
function someOrders(count: number, { amount, back }: World, seed: string): Occasion[] {
  const random = seededRandom(seed)
  const items = Uint32Array.from({ length: 60 }, (_, k) => k)
  return Array.from({ length: count }, (_, at) => {
    const buy = Float64Array.from(items, () => 0.02 + 0.3 * random.next() ** 3)
    const bought = Uint8Array.from(items, (_item, k) => (random.next() < buy[k]! ? 1 : 0))
    return {
      person: at % 200,
      atMs: at,
      items,
      buy,
      returned: Float64Array.from(items, back),
      amount: Float64Array.from(items, amount),
      bought,
      net: Float64Array.from(items, (item, k) => {
        if (!bought[k]) return 0
        return random.next() < back(item) ? netOf(0, amount(item)) : netOf(amount(item), 0)
      }),
    }
  })
}
const table = (world: World) =>
  slateTable(someOrders(800, world, 'middle'), someOrders(800, world, 'last'), {
    random: seededRandom(1),
    size: 8,
  })
const gainOf = (world: World, name = OUR_VALUE) => table(world).rows.find((row) => row.name === name)!

void it('value pays where prices differ, and nothing is gained where neither price nor returns do', () => {
  const dear = gainOf({ amount: (item) => (item % 4 === 0 ? 9_000 : 1_000), back: () => 0 })
  assert.ok(dear.gain.low > 0.1 && dear.hitsGain.mean < 0)
  const even = gainOf({ amount: () => 2_000, back: () => 0 })
  assert.equal(even.gain.mean, 0)
})

void it('knowing returns pays where they differ, and margin alone does not see it', () => {
  const world = { amount: () => 3_000, back: (item: number) => (item % 3 === 0 ? 0.5 : 0.01) }
  assert.ok(gainOf(world).gain.low > 0.05)
  assert.equal(gainOf(world, 'chance × margin').gain.mean, 0)
  assert.ok(table(world).returnsAlone.low > 0.05)
})

void it('fills slates of one size, the best first', () => {
  const occasions = someOrders(50, { amount: () => 1_000, back: () => 0 }, 'size')
  const { hits } = fillSlates(occasions, BY_CHANCE, 1, 5)
  const all = fillSlates(occasions, BY_CHANCE, 1, 60)
  assert.ok(hits.every((n) => n <= 5))
  assert.deepEqual([...all.hits], occasions.map(({ bought }) => bought.reduce((a, b) => a + b, 0))) // prettier-ignore
  const kept = valueOf({ buy: 1 }, offerOf(1_000), MONEY_ONLY)
  assert.ok(Math.abs(all.net[0]! - kept * all.hits[0]!) < 1e-6 && kept === TRADE.marginBps / 10)
})

void it('the interval of a gain holds it, and is nothing against itself', () => {
  const net = Float64Array.from({ length: 100 }, (_, k) => 1 + (k % 7))
  const person = Array.from(net, (_, k) => k % 20)
  const same = relativeGain(net, net, person, seededRandom(1))
  assert.deepEqual([same.low, same.mean, same.high], [0, 0, 0])
  const more = relativeGain(net.map((n) => 1.1 * n), net, person, seededRandom(1)) // prettier-ignore
  assert.ok(Math.abs(more.low - 0.1) < 1e-9 && Math.abs(more.high - 0.1) < 1e-9)
})
