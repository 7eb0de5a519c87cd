// Chances that keep their word, and amounts that are usual for somebody.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { BUY_FEATURES, createBuyChance } from './buy-chance.ts'
import { createOnlinePlatt } from './online-platt.ts'
import { blendedHead, logit, oneNumberHead, plainLogisticHead } from './return-heads.ts'
import { createUsualAmount } from './usual-amount.ts'

const chance = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))

void it('Platt learns that a score is twice too sure', () => {
  const random = seededRandom('platt')
  const platt = createOnlinePlatt({ learningRate: 0.1 })
  for (let k = 0; k < 40_000; k++) {
    const score = 6 * random.next() - 3
    platt.learn(score, random.next() < chance(score / 2 - 1) ? 1 : 0)
  }
  const { slope, offset } = platt.state()
  assert.ok(Math.abs(slope - 0.5) < 0.1 && Math.abs(offset + 1) < 0.1, `${slope} ${offset}`)
})

void it('every head comes to foretell as much as happens, and a blend stands between its parts', () => {
  const random = seededRandom('heads')
  const heads = [oneNumberHead(0, 'rate'), plainLogisticHead(2, 0.05)]
  const blend = blendedHead(heads.map((head) => ({ head, weight: 1 })))
  let [foretold, happened] = [0, 0]
  for (let k = 0; k < 20_000; k++) {
    const row = Float32Array.of(0.02 + 0.3 * random.next(), random.next())
    const label = random.next() < row[0]! ? 1 : 0
    if (k > 10_000) {
      foretold += chance(blend.logOdds(row))
      happened += label
    }
    blend.bought!(row, k)
    blend.learn({ row, boughtMs: k, label, nowMs: k })
  }
  assert.ok(Math.abs(foretold - happened) / 10_000 < 0.02, `${foretold} ${happened}`)
  assert.ok(Math.abs(logit(chance(1.5)) - 1.5) < 1e-9)
})

void it('what is usual: of the thing, of the person, of this thing for this person', () => {
  const amounts = createUsualAmount({ people: 3, items: 3 })
  for (let k = 0; k < 200; k++) {
    amounts.learn(0, 0, 1_000)
    amounts.learn(0, 1, 8_000)
    amounts.learn(1, 0, 4_000)
  }
  const near = (value: number, wanted: number) =>
    assert.ok(value / wanted > 0.6 && value / wanted < 1.7, `${value} ${wanted}`)
  near(amounts.expect(0, 0), 1_000)
  near(amounts.expect(0, 1), 8_000)
  near(amounts.expect(1, 0), 4_000)
  assert.ok(amounts.expect(1, 1) > amounts.expect(0, 1))
})

void it('a thing that is ordered again and again is likelier than its score says', () => {
  const buying = createBuyChance({ people: 2, items: 50, head: plainLogisticHead(BUY_FEATURES, 0.05) })
  const offered = Uint32Array.from({ length: 20 }, (_, k) => k)
  const shares = new Float64Array(20).fill(Math.log(1 / 20))
  const ordered = new Set([19])
  const out = new Float64Array(20)
  for (let k = 0; k < 60; k++) {
    const nowMs = 7 * k * DAY_MS
    buying.learn(0, offered, shares, nowMs, ordered)
    buying.bought(0, ordered, nowMs)
  }
  buying.foretell(0, offered, shares, 420 * DAY_MS, out)
  assert.ok(out[19]! > 0.5 && out[3]! < 0.1, `${out[19]} ${out[3]}`)
})
