import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fund, recover, REFUND_SOURCES, type Means } from './funding.ts'

const amount = fc.bigInt(0n, 1_000n)
const means: fc.Arbitrary<Means> = fc.record({
  pending: fc.bigInt(-100n, 500n),
  available: fc.bigInt(-100n, 500n),
  reserve: amount,
  deposit: amount,
})

describe('funding', () => {
  it('comes to the amount, in order, a source only when those before it are used up', () => {
    fc.assert(
      fc.property(amount, means, (amountMinor, m) => {
        const parts = fund(amountMinor, m)
        assert.equal(
          parts.reduce((s, p) => s + p.amountMinor, 0n),
          amountMinor,
        )
        const order = parts.map((p) => REFUND_SOURCES.indexOf(p.source))
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        )
        const last = order.at(-1) ?? -1
        for (const [i, source] of REFUND_SOURCES.entries()) {
          if (source === 'advance') continue
          const used = parts.find((p) => p.source === source)?.amountMinor ?? 0n
          assert.ok(used === 0n || used <= m[source])
          if (i < last) assert.equal(used, m[source] > 0n ? m[source] : 0n)
        }
      }),
      { numRuns: 2_000, seed: 5 },
    )
  })

  it('says which: 100 to come, 50 there, 30 kept back, 20 deposited, the fund the rest', () => {
    assert.deepEqual(
      fund(250n, { pending: 100n, available: 50n, reserve: 30n, deposit: 20n }).map((p) => p.amountMinor),
      [100n, 50n, 30n, 20n, 50n],
    )
  })

  it('of an income of 100 the lien goes whole, then half of what is left for the fund; of none nothing', () => {
    const of = (income: bigint, lienMinor: bigint, debtMinor: bigint) => {
      const r = recover(income, { lienMinor, debtMinor }, 5_000)
      return [r.lienMinor, r.debtMinor]
    }
    assert.deepEqual(of(100n, 20n, 500n), [20n, 40n])
    assert.deepEqual(of(100n, 20n, 30n), [20n, 30n])
    assert.deepEqual(of(100n, 300n, 300n), [100n, 0n])
    assert.deepEqual(of(0n, 20n, 30n), [0n, 0n])
    assert.deepEqual(of(-100n, 20n, 30n), [0n, 0n], 'a reversal recovers nothing')
  })

  it('recovers never more than the cap of an income, nor more than is owed', () => {
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 0, max: 10_000 }), (income, lien, debt, cap) => {
        const r = recover(income, { lienMinor: lien, debtMinor: debt }, cap)
        assert.ok(r.lienMinor <= lien && r.debtMinor <= debt && r.lienMinor + r.debtMinor <= income)
        assert.ok(r.debtMinor * 10_000n <= (income - r.lienMinor) * BigInt(cap) + 5_000n)
      }),
      { numRuns: 2_000, seed: 5 },
    )
  })
})
