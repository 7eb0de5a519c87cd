import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import type { LoggedSlates } from './shapes.ts'
import { judgeSlates } from './slate-log.ts'

const EXPLORE = 0.2
const POOL = 5
/** The best pleases half the time, what is tried a tenth of the time; items 0 is the best, 1 … 5 are tried, 0 among them now and then. */
const PLEASES = [0.5, 0.1, 0.1, 0.1, 0.1]

function makeLog(seed: string, { people = 200, each = 60, lying = false } = {}): LoggedSlates {
  const random = seededRandom(seed)
  const rows = Array.from({ length: people * each }, (_, row) => {
    const explored = random.next() < EXPLORE
    const item = explored ? random.int(POOL) : 0
    const truth = (item === 0 ? 1 - EXPLORE : 0) + EXPLORE / POOL
    const enjoyed = random.next() < PLEASES[item]!
    return { row, item, explored, propensity: lying ? 0.95 : truth, enjoyed }
  })
  return {
    length: rows.length,
    people: Array.from({ length: people }, (_, p) => `p${p}`),
    items: PLEASES.map((_, i) => `i${i}`),
    person: Uint32Array.from(rows, ({ row }) => row % people),
    item: Uint32Array.from(rows, (r) => r.item),
    atMs: Float64Array.from(rows, (r) => r.row),
    propensity: Float64Array.from(rows, (r) => r.propensity),
    explored: Uint8Array.from(rows, (r) => Number(r.explored)),
    forecast: Float64Array.from(rows, (r) => (r.item === 0 ? 1 : r.row % 2 ? 0 : NaN)),
    enjoyed: Uint8Array.from(rows, (r) => Number(r.enjoyed)),
  }
}
const covers = ({ low, high }: { low: number; high: number }, truth: number) => low <= truth && truth <= high

void describe('what the log says of a policy', () => {
  void it('tells what never exploring would bring, without a day of it', () => {
    const { asServed, explored, neverExploring } = judgeSlates(makeLog('a'), 10, seededRandom('b'))
    const tried = (0.5 + 4 * 0.1) / 5
    assert.ok(covers(asServed, 0.8 * 0.5 + 0.2 * tried), 'as served')
    assert.ok(covers(explored, tried), 'explored')
    for (const estimate of [neverExploring.ips, neverExploring.snips, neverExploring.doublyRobust])
      assert.ok(covers(estimate, 0.5), JSON.stringify(estimate))
    const { value, standardError } = neverExploring.weights.mean
    assert.ok(Math.abs(value - 1) < 4 * standardError)
  })

  void it('covers the truth as often as it says, over many logs', () => {
    let missed = 0
    for (let k = 0; k < 40; k++)
      if (
        !covers(
          judgeSlates(makeLog(`m${k}`, { people: 60, each: 20 }), 5, seededRandom(`r${k}`)).neverExploring
            .snips,
          0.5,
        )
      )
        missed++
    assert.ok(missed <= 6, `${missed} of 40 intervals miss`)
  })

  void it('shows by the weights when the chances in the log are not true', () => {
    const { weights } = judgeSlates(makeLog('a', { lying: true }), 10, seededRandom('b')).neverExploring
    assert.ok(Math.abs(weights.mean.value - 1) > 4 * weights.mean.standardError)
  })

  void it('measures foresight and exposure', () => {
    const { foretold, exposure } = judgeSlates(makeLog('a'), 10, seededRandom('b'))
    assert.ok(foretold.area > 0.55 && foretold.withinPerson > 0.55)
    assert.ok(foretold.places < 12_000)
    assert.equal(exposure.items, 10)
    assert.equal(exposure.coverage, 0.5)
  })

  void it('answers for one person, and for one place', () => {
    const { asServed, neverExploring } = judgeSlates(
      makeLog('a', { people: 1, each: 1 }),
      0,
      seededRandom('b'),
    )
    assert.ok(asServed.mean === 0 || asServed.mean === 1)
    assert.ok(Number.isNaN(asServed.low) && neverExploring.weights.rows === 1)
  })
})
