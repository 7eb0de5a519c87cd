// Numbers with dates: the rate card, the policy, and what an agreement lowers.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { policyAt, type PolicyVersion } from './policy.ts'
import { inForce, loweredRate, rateFor, techFeeBps, type RateScope, type RateVersion } from './rate-card.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, n))
const version = (
  n: number,
  scope: RateScope,
  rateBps: number,
  from: number,
  categoryId: string | null = null,
): RateVersion => ({
  rateVersionId: `rcv_0${n}`,
  scope,
  categoryId,
  rateBps,
  effectiveFrom: day(from),
})
const CARD = [
  version(1, 'default', 500, 1),
  version(2, 'category', 200, 1, 'fresh'),
  version(3, 'emerging', 0, 5),
  version(4, 'tech-fee', 1000, 1),
  version(5, 'default', 450, 10),
  version(6, 'default', 480, 10),
]
const mug = { categoryId: 'kitchen', emerging: false }
const fruit = { categoryId: 'fresh', emerging: false }
const newFruit = { categoryId: 'fresh', emerging: true }
const bps = (goods: typeof mug, at: number) => rateFor(CARD, goods, day(at)).rateBps

describe('the rate card', () => {
  it('emerging before category before default, each from its day on', () => {
    assert.deepEqual([bps(mug, 9), bps(fruit, 9), bps(newFruit, 9)], [500, 200, 0])
    assert.equal(bps(newFruit, 4), 200, 'the emerging rate is not in force yet')
    assert.equal(rateFor(CARD, mug, day(1)).rateVersionId, 'rcv_01', 'from the very moment')
  })

  it('the newest in force answers; of two that start together the later version', () => {
    assert.equal(bps(mug, 10), 480)
    assert.equal(bps(mug, 30), 480)
    assert.equal(inForce(CARD.toReversed(), 'default', null, day(10))?.rateBps, 480)
    assert.equal(inForce(CARD, 'category', 'books', day(10)), undefined)
  })

  it('a platform without a rate in force cannot sell', () => {
    assert.throws(() => rateFor(CARD, mug, day(0)), /no default rate is in force at 2026-10-31/)
    assert.throws(() => rateFor([], newFruit, day(9)), /no default rate/)
  })

  it('the tech fee is its own line, nothing before its day', () => {
    assert.deepEqual([techFeeBps(CARD, day(1)), techFeeBps(CARD, day(0))], [1000, 0])
  })
})

describe('what an agreement lowers', () => {
  const rate = { rateVersionId: 'rcv_01', rateBps: 500 } as const
  const lowered = new Map([['shp_a', { rateBps: 300, exclusions: ['fresh', 'emerging'] }]])
  const at = (goods: typeof mug, shopId?: string, rateBps = 500) =>
    loweredRate({ ...rate, rateBps }, shopId === undefined ? goods : { ...goods, shopId }, lowered).rateBps

  it('its shop’s rate, never another’s, and never upwards', () => {
    assert.equal(at(mug, 'shp_a'), 300)
    assert.equal(at(mug, 'shp_b'), 500)
    assert.equal(at(mug), 500)
    assert.equal(at(mug, 'shp_a', 300), 300)
    assert.equal(at(mug, 'shp_a', 299), 299)
  })

  it('not what it leaves out: a category, or what is emerging', () => {
    assert.equal(at(fruit, 'shp_a'), 500)
    assert.equal(at({ ...mug, emerging: true }, 'shp_a'), 500)
    const all = new Map([['shp_a', { rateBps: 300, exclusions: ['fresh'] }]])
    assert.equal(loweredRate(rate, { ...mug, emerging: true, shopId: 'shp_a' }, all).rateBps, 300)
  })
})

describe('policy', () => {
  const p = (name: PolicyVersion['name'], value: bigint, from: number, tier = ''): PolicyVersion => ({
    name,
    tier,
    value,
    effectiveFrom: day(from),
  })
  const versions = [
    p('reserve-bps', 500n, 1, 'intro'),
    p('reserve-bps', 0n, 1, 'standard'),
    p('reserve-bps', 700n, 5, 'intro'),
    p('reserve-days', 30n, 1, 'intro'),
    p('recovery-cap-bps', 5000n, 1),
  ]

  it('by name and tier, the newest in force', () => {
    assert.equal(policyAt(versions, 'reserve-bps', day(4), 'intro'), 500n)
    assert.equal(policyAt(versions, 'reserve-bps', day(5), 'intro'), 700n)
    assert.equal(policyAt(versions.toReversed(), 'reserve-bps', day(9), 'intro'), 700n)
    assert.equal(policyAt(versions, 'reserve-bps', day(9), 'standard'), 0n)
    assert.equal(policyAt(versions, 'reserve-days', day(9), 'intro'), 30n)
    assert.equal(policyAt(versions, 'recovery-cap-bps', day(9)), 5000n)
  })

  it('a number nobody set is no number', () => {
    assert.throws(() => policyAt(versions, 'reserve-bps', day(0), 'intro'), /no reserve-bps intro/)
    assert.throws(() => policyAt(versions, 'recovery-cap-bps', day(9), 'intro'), /no recovery-cap-bps/)
  })
})
