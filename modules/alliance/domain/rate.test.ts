import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS } from '#kernel/clock'
import { estimateCommission, LOCK_MS, payingVersion, type PlanVersion } from './rate.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, 1) + n * DAY_MS)
/** Rates from the day given; null ends the plan. */
const history = (...steps: [fromDay: number, rateBps: number | null][]): PlanVersion[] =>
  steps.flatMap(([from, rateBps], i) =>
    rateBps === null
      ? []
      : [{ rateBps, fromAt: day(from), endedAt: i + 1 < steps.length ? day(steps[i + 1]![0]) : null }],
  )
const pays = (versions: PlanVersion[], picked: number | null, now: number) => {
  const paying = payingVersion(versions, picked === null ? null : day(picked), day(now))
  return (
    paying && [
      paying.version.rateBps,
      paying.lockedUntil && (paying.lockedUntil.getTime() - day(0).getTime()) / DAY_MS,
    ]
  )
}

test('no plan pays nothing; an open one pays anybody', () => {
  assert.equal(pays([], 0, 1), null)
  assert.deepEqual(pays(history([0, 2000]), null, 1), [2000, null])
})

test('a raise acts at once', () =>
  assert.deepEqual(pays(history([0, 1000], [10, 2000]), 5, 10), [2000, null]))

test('a cut spares for 30 days who had picked, and nobody else', () => {
  const cut = history([0, 2000], [10, 500])
  assert.deepEqual(pays(cut, 5, 10), [2000, 40])
  assert.deepEqual(pays(cut, 5, 39.99), [2000, 40])
  assert.deepEqual(pays(cut, 5, 40), [500, null])
  assert.deepEqual(pays(cut, 10, 11), [500, null], 'picked at the moment of the cut: after it')
  assert.deepEqual(pays(cut, null, 11), [500, null], 'taken out of the showcase')
})

test('two cuts keep both promises, one after the other', () => {
  const cuts = history([0, 2000], [10, 1500], [20, 500])
  assert.deepEqual(pays(cuts, 5, 25), [2000, 40])
  assert.deepEqual(pays(cuts, 5, 45), [1500, 50])
  assert.deepEqual(pays(cuts, 5, 50), [500, null])
  assert.deepEqual(pays(cuts, 15, 25), [1500, 50])
})

test('the end of a plan is a cut to nothing', () => {
  const ended = history([0, 2000], [10, null])
  assert.deepEqual(pays(ended, 5, 11), [2000, 40])
  assert.equal(pays(ended, 5, 41), null)
  assert.equal(pays(ended, null, 11), null)
})

test('the same rate again needs no lock', () =>
  assert.deepEqual(pays(history([0, 2000], [5, 500], [6, 2000]), 1, 7), [2000, null]))

test('who picked never earns less than who did not, and never more than was once offered', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 9000 })), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 100 }),
      (raw, picked, ahead) => {
        let at = 0
        const versions = history(...raw.map(([gap, rate]): [number, number] => [(at += gap), rate]))
        const now = at + ahead
        const open = pays(versions, null, now)![0] as number
        const [rate, until] = pays(versions, Math.min(picked, now), now) as [number, number | null]
        assert.ok(rate >= open)
        assert.ok(versions.some((v) => v.rateBps === rate))
        if (until !== null) assert.ok(until > now && until <= now + LOCK_MS / DAY_MS)
      },
    ),
  )
})

test('an estimate is rounded half up', () => {
  assert.equal(estimateCommission(9990n, 1250), 1249n)
  assert.equal(estimateCommission(100n, null), 0n)
})
