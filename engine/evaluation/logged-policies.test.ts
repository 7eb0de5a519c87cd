// Policies as tables on made logs of which the truth is known.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom, type Random } from '#kernel/random'
import { drawIndex } from '../posterior.ts'
import { policyOfLog, posteriorPolicy, uniformPolicy, valueOfLogged, valueOn } from './logged-policies.ts'
import { toRagged, type BanditLog } from './shapes.ts'

const ITEMS = 8
const PLACES = 3
/** Item 0 is clicked ten times as often as item 7; lower places less. */
const rateOf = (item: number, place: number) => (0.2 - 0.0255 * item) * 0.8 ** place
const uniform = Array.from({ length: ITEMS }, () => 1 / ITEMS)
const leaning = [0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05]
const valueOfTable = (chances: readonly number[]) =>
  [0, 1, 2].reduce((s, place) => s + chances.reduce((t, c, item) => t + c * rateOf(item, place), 0) / 3, 0)

function aLog(chances: readonly number[], length: number, random: Random, wrong = false): BanditLog {
  const rows = Array.from({ length }, (_, row) => {
    const [place, item] = [row % PLACES, drawIndex(chances, random)]
    return { place, item, click: random.next() < rateOf(item, place) ? 1 : 0 }
  })
  return {
    name: 'made',
    itemCount: ITEMS,
    length,
    atMs: Float64Array.from(rows, (_, row) => row),
    item: Uint32Array.from(rows, (r) => r.item),
    position: Uint8Array.from(rows, (r) => r.place),
    click: Uint8Array.from(rows, (r) => r.click),
    propensity: Float64Array.from(rows, (r) => (wrong ? 1 / ITEMS : chances[r.item]!)),
    context: { names: [], of: toRagged([], length) },
    affinity: { rows: 0, width: 0, values: new Float32Array() },
  }
}

it('covers what the other policy does earn, from either log, by all three estimates', () => {
  const random = seededRandom('cover')
  const [fromUniform, fromLeaning] = [aLog(uniform, 6_000, random), aLog(leaning, 6_000, random)]
  for (const [value, truth] of [
    [valueOn(fromUniform, policyOfLog(fromLeaning), { random }), valueOfTable(leaning)],
    [valueOn(fromLeaning, uniformPolicy(fromLeaning), { random }), valueOfTable(uniform)],
  ] as const)
    for (const { mean, low, high } of [value.ips, value.snips, value.doublyRobust])
      assert.ok(low < truth && truth < high, `${mean} (${low}–${high}), true ${truth}`)
  const { low, high } = valueOfLogged(fromLeaning, random)
  assert.ok(low < valueOfTable(leaning) && valueOfTable(leaning) < high)
})

it('wrong propensities are seen by the mean weight, and IPS is wrong with them (the twin)', () => {
  const random = seededRandom('wrong')
  const log = aLog(leaning, 6_000, random, true)
  const concentrated = policyOfLog(aLog(leaning, 6_000, random))
  const { weights, ips } = valueOn(log, concentrated, { random })
  assert.ok(weights.mean.value - 1 > 5 * weights.mean.standardError)
  assert.ok(ips.low > valueOfTable(leaning))
})

it('ours learns to do better than the log, from the rows before only', () => {
  const random = seededRandom('ours')
  const log = aLog(uniform, 9_000, random)
  const options = { random, every: 100, draws: 200 }
  const { snips } = valueOn(log, posteriorPolicy(log, options), { random, from: 4_500 })
  assert.ok(snips.low > valueOfTable(uniform), `${snips.mean} (${snips.low}–${snips.high})`)
  // Clicks to come turned round change nothing of what was chosen before.
  const turned = { ...log, click: log.click.map((click, row) => (row >= 5_000 ? 1 - click : click)) }
  const [one, other] = [log, turned].map((l) =>
    posteriorPolicy(l, { ...options, random: seededRandom('same') }),
  )
  for (let row = 0; row < 5_000; row += 50) assert.deepEqual(one!(row), other!(row))
})
