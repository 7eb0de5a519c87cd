// The value grows and falls with each chance as its sentence says, and agrees with what a purchase really leaves.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { MONEY_ONLY, netOf, offerOf, TRADE, valueOf, VALUE_WEIGHTS, type Chances } from './value.ts'

const random = seededRandom('value')
const GOOD = ['click', 'longView', 'like', 'follow', 'cart', 'buy'] as const
const BAD = ['returned', 'hide'] as const
const aChance = (): Required<Chances> => {
  const names = [...GOOD, ...BAD]
  return Object.fromEntries(names.map((name) => [name, random.next()])) as Required<Chances>
}

void it('rises with every chance of something good, as long as a sale leaves something', () => {
  for (let k = 0; k < 500; k++) {
    const chances = { ...aChance(), returned: 0.3 * random.next() }
    const offer = offerOf(1_000 + random.int(100_000))
    for (const name of GOOD) {
      const more = { ...chances, [name]: chances[name] + (1 - chances[name]) * random.next() }
      assert.ok(valueOf(more, offer) >= valueOf(chances, offer), name)
    }
  }
})

void it('falls with the chance of a return and of being hidden', () => {
  for (let k = 0; k < 500; k++) {
    const chances = aChance()
    const offer = offerOf(1 + random.int(100_000))
    for (const name of BAD) {
      const more = { ...chances, [name]: chances[name] + (1 - chances[name]) * random.next() }
      assert.ok(valueOf(more, offer) <= valueOf(chances, offer), name)
    }
  }
})

void it('is the mean of what the purchase really leaves, when the chances are right', () => {
  for (const returned of [0, 0.1, 0.5, 1]) {
    const amount = 5_000
    const mean = (1 - returned) * netOf(amount, 0) + returned * netOf(0, amount)
    assert.ok(Math.abs(valueOf({ buy: 0.2, returned }, offerOf(amount), MONEY_ONLY) - 0.2 * mean) < 1e-9)
  }
})

void it('a sure return is worth less than nothing, a thing without any chance nothing', () => {
  assert.ok(valueOf({ buy: 1, returned: 1 }, offerOf(10_000)) < 0)
  assert.equal(valueOf({}, offerOf(10_000)), 0)
  assert.ok(netOf(0, 10_000) < -TRADE.returnHandlingMinor)
  assert.ok(VALUE_WEIGHTS.click < VALUE_WEIGHTS.longView)
})

void it('a temper above one prefers what is likely to what is dear', () => {
  const likely = [{ buy: 0.2 }, offerOf(1_000)] as const
  const dear = [{ buy: 0.01 }, offerOf(30_000)] as const
  assert.ok(valueOf(...dear, MONEY_ONLY) > valueOf(...likely, MONEY_ONLY))
  const careful = { ...MONEY_ONLY, buyTemper: 2 }
  assert.ok(valueOf(...dear, careful) < valueOf(...likely, careful))
})
