// First showings for every new item: all get them in time, nobody twice as soon, and what cannot be kept is told.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createFreshPool, type FreshPoolDump } from './fresh-pool.ts'

const OPTIONS = { exposure: 5, withinMs: DAY_MS, maxPrice: 1, fullPriceAt: 1, maxItems: 10_000 }
const VISIT_MS = 60_000
/** Nobody is there between two and six. */
const awake = (atMs: number) => (atMs % DAY_MS) / HOUR_MS >= 6 || (atMs % DAY_MS) / HOUR_MS < 2

/** One place a visit; what is old is worth up to 1 to each visitor, an item arrives every `everyMs`, new ones are worth less. */
function live(everyMs: number, days: number, priced: boolean, each = (_item: number, _atMs: number) => {}) {
  const random = seededRandom('pool')
  const pool = createFreshPool<number>(OPTIONS)
  const arrived: number[] = []
  for (let atMs = 0; atMs < days * DAY_MS; atMs += VISIT_MS) {
    if (!awake(atMs)) continue
    while (arrived.length * everyMs <= atMs) {
      pool.arrive(arrived.length, atMs)
      arrived.push(atMs)
    }
    pool.expire(atMs)
    let [best, most] = [-1, random.next()]
    for (let item = arrived.length - 1; item >= 0 && atMs - arrived[item]! < DAY_MS; item--) {
      const score = 0.6 * random.next() + (priced ? pool.price(item, atMs) : 0)
      if (score > most) [best, most] = [item, score]
    }
    pool.note(best, 1, atMs)
    each(best, atMs)
  }
  return { pool, arrived }
}

it('every new item has what it is promised, also where half the items please little', () => {
  const { pool, arrived } = live(20 * VISIT_MS, 6, true)
  const { kept, broken, demand } = pool.report(6 * DAY_MS)
  assert.ok(kept + broken > 0.75 * arrived.length)
  assert.ok(broken < 0.02 * kept, `${broken} broken, ${kept} kept, demand ${demand}`)
  assert.ok(demand > 0.1 && demand < 0.4, `72 items × 5 of 1,200 places: ${demand}`)
})

it('without prices most promises break (the twin)', () => {
  const { kept, broken } = live(4 * VISIT_MS, 4, false).pool.report(4 * DAY_MS)
  assert.ok(broken > kept, `${broken} broken, ${kept} kept`)
})

it('promises more than there is to share are told as a demand above 1', () => {
  const { kept, broken, demand } = live(3 * VISIT_MS, 4, true).pool.report(4 * DAY_MS)
  assert.ok(demand > 1 && broken > 0, `demand ${demand}, ${broken} broken, ${kept} kept`)
})

it('is spread over the showings there are: half of them by half the time, none at once', () => {
  const pool = createFreshPool<string>(OPTIONS)
  for (let atMs = 0; atMs < 2 * DAY_MS; atMs += VISIT_MS) pool.note('old', 1, atMs)
  pool.arrive('new', 2 * DAY_MS)
  assert.equal(pool.price('new', 2 * DAY_MS), 0)
  let shownAt: number[] = []
  for (let atMs = 2 * DAY_MS; atMs < 3 * DAY_MS; atMs += VISIT_MS) {
    const shown = pool.price('new', atMs) >= 0.99
    pool.note(shown ? 'new' : 'old', 1, atMs)
    if (shown) shownAt = [...shownAt, (atMs - 2 * DAY_MS) / HOUR_MS]
  }
  assert.equal(shownAt.length, 5)
  const gaps = shownAt.map((hour, k) => hour - (shownAt[k - 1] ?? 0))
  assert.ok(Math.max(...gaps) < 4 && Math.min(...gaps) > 1, shownAt.join(' '))
})

it('reads back what it wrote, and holds no more than it may', () => {
  const { pool } = live(20 * VISIT_MS, 3, true)
  const other = createFreshPool<number>(OPTIONS)
  other.restore(JSON.parse(JSON.stringify(pool.dump())) as FreshPoolDump<number>)
  assert.deepEqual(other.report(3 * DAY_MS), pool.report(3 * DAY_MS))
  for (const { item } of pool.dump().items)
    assert.equal(other.price(item, 3 * DAY_MS), pool.price(item, 3 * DAY_MS))
  assert.throws(() => other.restore({ items: [{ item: 1, arrivedMs: NaN, since: 0, got: 0 }], counts: pool.dump().counts }), RangeError) // prettier-ignore
  const small = createFreshPool<number>({ ...OPTIONS, maxItems: 3 })
  for (let item = 0; item < 10; item++) small.arrive(item, item)
  assert.deepEqual([small.report(10).items, small.report(10).broken], [3, 7])
})
