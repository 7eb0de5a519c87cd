import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  bank,
  dropPromise,
  fundingLegs,
  inLayer,
  keepPromise,
  move,
  negate,
  provider,
  rebateLegs,
  recoveryLegs,
  restOf,
  saleLegs,
  type Leg,
} from './posting.ts'
import { REFUND_SOURCES } from './funding.ts'
import { split } from './split.ts'

/** `merchant shp_a balance +12850`, in the order in which they stand. */
const read = (legs: readonly Leg[]) =>
  legs.map(
    ({ account: a, amountMinor: n }) => `${a.partyType} ${a.partyId} ${a.kind} ${n > 0n ? '+' : ''}${n}`,
  )
const sum = (legs: readonly Leg[]) => legs.reduce((s, l) => s + l.amountMinor, 0n)

/** domain.md §16, in 分. */
const SOLD = split(
  { goodsMinor: 20000n, shopCouponMinor: 2000n, platformCouponMinor: 1000n, creatorCouponMinor: 500n },
  {
    platformRateBps: 500,
    techFeeBps: 1000,
    creatorRateBps: 2000,
    agencySplitBps: 3000,
    recruiterRateBps: 500,
  },
)
const PARTIES = {
  shopId: 'shp_a',
  creatorId: 'crt_1',
  agencyId: 'org_a',
  recruiterId: 'org_r',
  currency: 'CNY',
} as const

describe('a sale', () => {
  it('goes out of clearing to everyone who has a share, and adds up', () => {
    assert.deepEqual(read(saleLegs(SOLD, PARTIES)), [
      'clearing platform clearing -16500',
      'merchant shp_a balance +12850',
      'creator crt_1 balance +1642',
      'agency org_a balance +918',
      'recruiter org_r balance +765',
      'platform platform fee +900',
      'platform platform tech-fee +425',
      'platform platform subsidy -1000',
    ])
    assert.equal(sum(saleLegs(SOLD, PARTIES)), 0n)
  })

  it('has no leg of nothing, and asks for no party without a share', () => {
    const plain = split(
      { goodsMinor: 1000n, shopCouponMinor: 0n, platformCouponMinor: 0n, creatorCouponMinor: 0n },
      { platformRateBps: 500, techFeeBps: 1000, creatorRateBps: 0, agencySplitBps: 0, recruiterRateBps: 0 },
    )
    const nobody = { ...PARTIES, creatorId: null, agencyId: null, recruiterId: null }
    assert.deepEqual(read(saleLegs(plain, nobody)), [
      'clearing platform clearing -1000',
      'merchant shp_a balance +950',
      'platform platform fee +50',
    ])
  })

  for (const role of ['creator', 'agency', 'recruiter'] as const)
    it(`refuses a share for no ${role}`, () => {
      assert.throws(
        () => saleLegs(SOLD, { ...PARTIES, [`${role}Id`]: null }),
        new RegExp(`saleLegs: \\d+ for no ${role}`),
      )
    })
})

describe('where a refund comes from once the order was settled', () => {
  const of = (source: (typeof REFUND_SOURCES)[number]) =>
    read(fundingLegs('shp_a', 'CNY', { source, amountMinor: 70n }))

  it('what is there was debited already; the other purses fill the balance up', () => {
    assert.deepEqual(of('available'), [])
    assert.deepEqual(of('pending'), ['merchant shp_a lien -70', 'merchant shp_a balance +70'])
    assert.deepEqual(of('reserve'), ['merchant shp_a reserve -70', 'merchant shp_a balance +70'])
    assert.deepEqual(of('deposit'), ['merchant shp_a deposit -70', 'merchant shp_a balance +70'])
  })

  it('the fund advances it and has a claim', () => {
    assert.deepEqual(of('advance'), [
      'fund platform balance -70',
      'merchant shp_a balance +70',
      'merchant shp_a debt -70',
      'fund platform claim +70',
    ])
  })

  it('an income pays the lien and the advance back, and the claim goes with it', () => {
    assert.deepEqual(read(recoveryLegs('shp_a', 'CNY', { lienMinor: 30n, debtMinor: 20n })), [
      'merchant shp_a balance -30',
      'merchant shp_a lien +30',
      'merchant shp_a balance -20',
      'fund platform balance +20',
      'fund platform claim -20',
      'merchant shp_a debt +20',
    ])
    assert.deepEqual(recoveryLegs('shp_a', 'CNY', { lienMinor: 0n, debtMinor: 0n }), [])
  })
})

describe('a rebate', () => {
  it('comes out of the fee it is about, and is taken back the other way', () => {
    assert.deepEqual(read(rebateLegs('merchant', 'shp_a', 'CNY', 9n)), [
      'platform platform fee -9',
      'merchant shp_a balance +9',
    ])
    assert.deepEqual(read(rebateLegs('creator', 'crt_1', 'CNY', -9n)), [
      'platform platform tech-fee +9',
      'creator crt_1 balance -9',
    ])
    assert.deepEqual(read(rebateLegs('agency', 'org_a', 'CNY', 1n))[0], 'platform platform tech-fee -1')
  })
})

describe('promises', () => {
  const legs = move(provider('sandbox', 'CNY'), bank('shp_a', 'CNY'), 5n)
  const told = (entries: ReturnType<typeof keepPromise>) => entries.map((e) => `${e.layer} ${read([e])[0]}`)

  it('are made pending, kept by leaving it for posted, dropped by leaving it', () => {
    assert.deepEqual(told(inLayer('pending', legs)), [
      'pending provider sandbox external -5',
      'pending bank shp_a external +5',
    ])
    assert.deepEqual(told(keepPromise(legs)), [
      'pending provider sandbox external +5',
      'pending bank shp_a external -5',
      'posted provider sandbox external -5',
      'posted bank shp_a external +5',
    ])
    assert.deepEqual(told(dropPromise(legs)), [
      'pending provider sandbox external +5',
      'pending bank shp_a external -5',
    ])
  })

  it('leave nothing behind: what was promised and kept, or dropped, is nought in pending', () => {
    assert.deepEqual(restOf([...inLayer('pending', legs), ...dropPromise(legs)]), { pending: 0n, posted: 0n })
    const one = legs.slice(1)
    assert.deepEqual(restOf([...inLayer('pending', one), ...keepPromise(one)]), { pending: 0n, posted: 5n })
    assert.deepEqual(restOf(inLayer('pending', one)), { pending: 5n, posted: 0n })
    assert.deepEqual(negate(negate(legs)), legs)
  })

  it('a move of nothing is none', () => {
    assert.deepEqual(move(provider('sandbox', 'CNY'), bank('shp_a', 'CNY'), 0n), [])
  })
})
